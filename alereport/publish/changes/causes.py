"""Why a figure changed: which files were sealed since the previous publication, and as what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from alereport import seals
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.privacy.disclosure import Disclosure
from alereport.publish.changes.editions import Reason
from alereport.publish.changes.publication import Figure, Publication, document_of
from alereport.seals import Change, Seal
from alereport.seals.history import shown_reason

Kind = Literal["correction", "revision", "news", "restructured"]
NEW: tuple[Change, ...] = ("first", "addition")
"""The changes by which a file is new, or only has new rows."""
REGISTER = "data/documents/documents.csv"
"""The register of documents: a figure with rows of it says what there is, or is not."""
INTERIM = "interim_report"
"""The kind of documents of which a later one takes the place."""
MUNICIPALITY = "municipality/"
"""What the names of reports on the whole municipality begin with."""
PLAN = "plan"
"""The kind of documents of which the latest is told of on the front page."""


@dataclass(frozen=True)
class Cause:
    """Why a figure changed.

    Attributes:
        kind: What the change is to a reader.
        reasons: The reasons of a correction or revision; empty if nobody says why.
        is_new_form: True if data of a new form are among those that changed, and none were wrong.
    """

    kind: Kind
    reasons: tuple[Reason, ...] = ()
    is_new_form: bool = False


class Causes:
    """The seals that were set since a publication.

    Args:
        workspace: The project.
        previous: The publication.
        reason: Why figures changed whose data did not; empty if no reason is given.
    """

    def __init__(self, workspace: Workspace, previous: Publication, reason: str) -> None:
        self._previous = previous
        self._reason = reason
        self._workspace = workspace
        sealed = seals.read(workspace)
        shown = partial(shown_reason, sealed, Disclosure(workspace))
        self._since = {
            file: _changes(file, history, previous.seals.get(file, 0), shown)
            for file, history in sealed.items()
        }

    @cached_property
    def _documents(self) -> dict[str, dict[str, str]]:
        register = registers.register_rows(self._workspace, "documents")
        return {row["document"]: row for row in register}

    def is_new_document(self, document: str) -> bool:
        """True if the previous publication had no figure from a source document."""
        return document != "" and document not in self._previous.documents

    def is_followed(self, report: str, figure: Figure) -> bool:
        """True if a figure is of a day that a new document of the same year has left behind.

        It is from an interim report: a forecast is not open any more when the year has its
        outturn. Or it says what the documents of its part's year do not tell. Or it is of the
        whole municipality, whose pages tell of the latest year that has a plan, at its latest day.
        """
        own = [self._documents.get(document_of(file), {}) for file in figure.rows]
        new = [row for name, row in self._documents.items() if self.is_new_document(name)]
        if REGISTER in figure.rows and any(
            f"{row['committee']}-{row['year']}" == report.split("/", maxsplit=1)[0] for row in new
        ):
            return True
        is_of_all = report.startswith(MUNICIPALITY)
        latest = max((row["year"] for row in new if row["kind"] == PLAN), default="")
        if is_of_all and any(row["year"] < latest for row in own if row):
            return True
        return any(
            (is_of_all or row["kind"] == INTERIM) and _is_reported_later(row, other)
            for row in own
            for other in new
            if row and row["committee"] == other["committee"]
        )

    def of_change(self, old: Figure, new: Figure) -> Cause:
        """Why a figure shows something else.

        It follows from new data if some are among its rows; otherwise each file whose rows differ
        must have been sealed since.
        """
        files = [file for file in old.rows | new.rows if old.rows.get(file) != new.rows.get(file)]
        follows = any(self._has_new_rows(file) for file in files if file in new.rows)
        is_sealed = bool(files) and all(self._changes(file) for file in files)
        return self._cause(files if follows or is_sealed else ())

    def of_removal(self, rows: Iterable[str], *, is_displaced: bool = False) -> Cause:
        """Why a figure is no longer shown; that something else is new is no reason by itself.

        Args:
            rows: The files that it was made from.
            is_displaced: True if its exhibit has a figure from new data instead, as a list of the
                largest has, or a later report has come.
        """
        changes = {file: self._changes(file) for file in rows}
        files = [
            file
            for file, found in changes.items()
            if any(change not in NEW for change, _reason in found)
        ]
        return Cause("news") if is_displaced and not files else self._cause(files)

    def are_of_new_data(self, figures: Iterable[Figure]) -> bool:
        """True if one of the figures was made from a file that is new, or has new rows."""
        return any(self._has_new_rows(file) for figure in figures for file in figure.rows)

    def of_addition(self, new: Figure) -> Cause:
        """Whether a figure is new, or only its data have another form than before."""
        changes = {change for file in new.rows for change, _reason in self._changes(file)}
        return Cause("restructured" if changes == {"restructured"} else "news")

    def _cause(self, files: Sequence[str]) -> Cause:
        changes = [each for file in files for each in self._changes(file)]
        kinds = {change for change, _reason in changes}
        reasons = tuple(
            reason for change, reason in changes if change in {"correction", "revision"}
        )
        if not kinds:
            return Cause("correction", (Reason(words=self._reason),) if self._reason else ())
        if "correction" in kinds:
            return Cause("correction", reasons)
        if "revision" in kinds:
            return Cause("revision", reasons)
        kind: Kind = "restructured" if kinds.isdisjoint(NEW) else "news"
        return Cause(kind, is_new_form="restructured" in kinds)

    def _has_new_rows(self, file: str) -> bool:
        is_addition = any(change == "addition" for change, _reason in self._changes(file))
        return self._is_new(file) or is_addition

    def _is_new(self, file: str) -> bool:
        return file not in self._previous.seals or self.is_new_document(document_of(file))

    def _changes(self, file: str) -> Sequence[tuple[Change, Reason]]:
        """The seals of a file since; one of a file that is new is its first, whatever it says."""
        changes = self._since.get(file, ())
        if not self._is_new(file):
            return changes
        return [("first", reason) for _change, reason in changes] or [("first", Reason(words=""))]


def _is_reported_later(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return other["year"] == row["year"] and other["as_of"] > row["as_of"]


def _changes(
    file: str, history: Sequence[Seal], start: int, shown: Callable[[str, str], str]
) -> tuple[tuple[Change, Reason], ...]:
    return tuple(
        (
            _change(history, index),
            Reason(words=shown(file, seal.reason), file=file, sealed=seal.sealed),
        )
        for index, seal in enumerate(history)
        if index >= start
    )


def _change(history: Sequence[Seal], index: int) -> Change:
    """What a seal approves; one made before additions were recorded may be one."""
    if index and _only_adds(history[index - 1], history[index]):
        return "addition"
    return seals.change_of(history, index)


def _only_adds(before: Seal, after: Seal) -> bool:
    """True if a register has the rows of every committee or document as before, and more."""
    return bool(before.own) and before.own.items() < after.own.items()
