"""Reads the record of a publication of version 1, which knew corrections alone."""

from __future__ import annotations

from datetime import date

from alereport.exhibits.traced import CELL_SEPARATOR
from alereport.publish.changes.editions import CellChange, Change, Edition, Model, Reason
from alereport.publish.changes.publication import Exhibit, Publication


class _Correction(Model):
    """A figure that changed, of which only the words were kept."""

    report: str
    chapter: str
    label: str
    caption: str
    before: str
    after: str
    reasons: tuple[Reason, ...]

    def change(self) -> Change:
        old, new = self.before.split(CELL_SEPARATOR), self.after.split(CELL_SEPARATOR)
        is_row = len(old) == len(new) > 1 and old[0] == new[0]
        cells = [
            CellChange(column="", before=before, after=after)
            for before, after in zip(old, new, strict=False)
            if is_row and before != after
        ]
        row = old[0] if is_row else ""
        # Any key will do: it was not kept, and an empty one means a whole chapter.
        return Change(**self.model_dump(), key=old[0], row=row, cells=tuple(cells))


class _Edition(Model):
    number: int
    as_of: date
    corrections: tuple[_Correction, ...]
    reworded: int
    added: int

    def edition(self) -> Edition:
        reasons = (reason for correction in self.corrections for reason in correction.reasons)
        return Edition(
            number=self.number,
            as_of=self.as_of,
            updated=max((each.sealed for each in reasons if each.sealed), default=self.as_of),
            corrections=tuple(correction.change() for correction in self.corrections),
            reworded=self.reworded,
            added=self.added,
        )


class _Publication(Model):
    number: int
    as_of: date
    seals: dict[str, int]
    reports: dict[str, tuple[Exhibit, ...]]
    editions: tuple[_Edition, ...]


def read(record: object) -> Publication:
    """The publication of a record, whose editions after the first had an entry each.

    Raises:
        ValidationError: It is no such record.
    """
    old = _Publication.model_validate(record)
    editions = [edition.edition() for edition in old.editions]
    if old.number == 1:
        editions.append(Edition(number=1, as_of=old.as_of, updated=old.as_of))
    return Publication(
        number=old.number,
        as_of=old.as_of,
        seals=old.seals,
        reports=old.reports,
        editions=tuple(editions),
    )
