"""Which columns of a dataset are about few people, as its `table.yaml` declares it: `privacy`.

Everything that decides what may be shown reads it here, so that a dataset of people is protected by
what it declares and by no list in the code.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from alereport.data import expressions
from alereport.data.expressions import ConditionError

REGISTER = "documents_"
"""The prefix of a column of the register of documents in the condition `public`."""


class UnitSum(BaseModel):
    """A unit that is the sum of others, whatever it is called.

    Attributes:
        whole: The unit; one of another committee with its committee, such as `ks/kansliet`.
        parts: All units that it consists of, whether they have rows or not.
        adds_up: False if they are not its parts, though their figures would allow it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    whole: str
    parts: tuple[str, ...]
    adds_up: bool = True


class Privacy(BaseModel):
    """How the figures of a dataset are about people, and which of them add up.

    Attributes:
        people: The column with the number of people that a row is about.
        figures: The columns of figures. They are averages over those people, such as percentages,
            unless the only one is `people` itself: then they are counts.
        public: The condition for rows that a public document prints, which are shown as printed;
            it may read columns of the document's row in the register, such as `documents_kind`.
        when: The condition for rows that are about people; by default all are.
        committee, unit, period: The columns of whose figure it is, and of when.
        group: The column of the group of a unit; empty if the dataset has none.
        whole: The group that is everybody of the unit.
        families: The groups that together are everybody, one tuple for each way to divide them.
        sums: The units that are the sum of others, other than the unit `total` of a committee.
        words: The columns of words as they are printed, which may tell the figures of other rows:
            they are left out of all rows of a document of which a row is withheld.
        withheld: `marked`: a withheld row stays in the report, without its figures, in frames with
            a column `withheld`. `left_out`: it is not in the report.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    people: str
    figures: tuple[str, ...]
    public: str
    when: str = ""
    committee: str = "committee"
    unit: str = "unit"
    period: str = "period"
    group: str = ""
    whole: str = "total"
    families: tuple[tuple[str, ...], ...] = ()
    sums: tuple[UnitSum, ...] = ()
    words: tuple[str, ...] = ()
    withheld: Literal["marked", "left_out"] = "left_out"

    @field_validator("figures")
    @classmethod
    def _has_figures(cls, figures: tuple[str, ...]) -> tuple[str, ...]:
        if not figures:
            raise ValueError("at least one column of figures")
        return figures

    @field_validator("public", "when")
    @classmethod
    def _is_a_condition(cls, condition: str) -> str:
        try:
            _ = condition and expressions.columns(condition)
        except ConditionError as problem:
            raise ValueError(f"{problem.found}; expected {problem.expected}") from None
        return condition

    @property
    def counts_people(self) -> bool:
        """True if the figures are numbers of people, which add up without weights."""
        return self.figures == (self.people,)

    @property
    def private(self) -> frozenset[str]:
        return frozenset({self.people, *self.figures})

    def needed(self) -> set[str]:
        """The dataset's own columns that it names."""
        conditions = [text for text in (self.public, self.when) if text]
        read = {name for text in conditions for name in expressions.columns(text)}
        named = {self.committee, self.unit, self.period, self.group, *self.private, *self.words}
        return {name for name in named | read if name and not name.startswith(REGISTER)}

    @property
    def of_document(self) -> bool:
        """True if all rows of a document are public, or none is."""
        return all(name.startswith(REGISTER) for name in expressions.columns(self.public))

    def is_public(self, rows: Any) -> Any:
        """For each row, with the register's columns, whether a public document prints it."""
        return expressions.value(self.public, rows).fillna(value=False).astype("bool")

    def is_on_people(self, rows: Any) -> Any:
        """For each row, whether it is about people: a count has a figure, an average need not."""
        is_asked = rows[self.people].notna() | (not self.counts_people)
        if self.when:
            is_asked &= expressions.value(self.when, rows).fillna(value=False).astype("bool")
        return is_asked.astype("bool")
