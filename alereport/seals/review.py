"""What a seal would approve: what kind of change, and which rows, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from alereport import seals
from alereport.base.errors import WITHHELD, Failure, GateError
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import registers, versions
from alereport.data.csv_files import CsvRow
from alereport.data.versions import Sum
from alereport.privacy.disclosure import Disclosure
from alereport.seals import Change, Seal, Unsealed, history
from alereport.seals.history import Difference

AS = {
    "first": "for the first time",
    "addition": "with its new rows",
    "correction": "as a correction",
    "revision": "as a revision",
    "restructured": "as restructured",
}
"""How a file is sealed, in words."""


@dataclass(frozen=True)
class Review:
    """What a seal of a data file approves.

    Attributes:
        unsealed: The file, and how it differs from its seal.
        change: What kind of change the seal approves.
        since: Why it is taken for such a change; empty where the steward said which it is.
        new_columns: The columns that the version sealed before does not have.
        gone_columns: The columns that only the version sealed before has.
        difference: What differs from that version; of a first seal, its rows and control sums.
    """

    unsealed: Unsealed
    change: Change
    since: str
    new_columns: tuple[str, ...]
    gone_columns: tuple[str, ...]
    difference: Difference

    @property
    def file(self) -> str:
        return self.unsealed.file

    @property
    def result(self) -> str:
        """How the file was sealed, as one sentence."""
        since = f", since {self.since}" if self.since else ""
        return f"{self.file}: sealed {AS[self.change]}{since}."

    def __str__(self) -> str:
        return "\n".join((f"{self.file}: {self.unsealed.description}.", *self._lines()))

    def _lines(self) -> Iterator[str]:
        if self.new_columns:
            yield f"  new columns: {', '.join(self.new_columns)}"
        if self.gone_columns:
            yield f"  columns that are gone: {', '.join(self.gone_columns)}"
        if self.change != "first":
            yield str(self.difference)
            return
        yield f"  it is new, with {self.difference.rows[1]} rows"
        for name, (_none, total) in self.difference.sums.items():
            yield f"  the sum of {name} is {total}"

    def as_json(self) -> dict[str, Any]:
        """Return the review as JSON values."""
        columns = {"new": list(self.new_columns), "gone": list(self.gone_columns)}
        return {
            "file": self.file,
            "state": self.unsealed.state,
            "change": self.change,
            "since": self.since,
            "columns": columns,
            **self.difference.as_json(),
        }


def unfit(workspace: Workspace, files: Iterable[Path], change: Change) -> str:
    """Return why a change cannot be that of every file, such as a first seal of a sealed one.

    Returns:
        One sentence on the first such file; empty where the change fits them all.
    """
    stored = seals.read(workspace)
    for name in map(workspace.relative, files):
        if change == "first" and name in stored:
            return (
                f"{name} was sealed before: a new seal is a correction, a revision or "
                "restructured; or leave the option out"
            )
        if change != "first" and name not in stored:
            return f"{name} was never sealed: its seal is the first; or leave the option out"
        if change == "addition" and not _is_addition(workspace, name, stored[name][-1]):
            return (
                f"{name} has no new rows alone: only a register whose other rows are as they were "
                "sealed is an addition; or leave the option out"
            )
    return ""


def reviews(
    workspace: Workspace, files: Sequence[Path], change: Change | None = None
) -> list[Review]:
    """Return what a seal of each file would approve, of those that are not sealed as they are.

    Args:
        files: Data files.
        change: What kind of change the steward says it is, and that fits the files; see `unfit`.
            By default a file's first seal is `first`, one where no value differs `restructured`,
            one of a register with new rows alone an `addition`, and any other a `correction`.

    Raises:
        GateError: A file is to be sealed as restructured, and a figure differs.
    """
    stored, names = seals.read(workspace), {workspace.relative(path) for path in files}
    result = [
        _review(workspace, entry, stored[entry.file][-1] if entry.last else None, change)
        for entry in seals.unsealed(workspace)
        if entry.file in names
    ]
    failures = tuple(
        failure
        for review in result
        if review.change == "restructured"
        for failure in _changed_figures(workspace, review)
    )
    if failures:
        raise GateError(failures)
    return result


def _review(
    workspace: Workspace, unsealed: Unsealed, last: Seal | None, change: Change | None
) -> Review:
    file, path = unsealed.file, workspace.root / unsealed.file
    new = content(path)
    if last is None:
        rows, sums = versions.control(path, new)
        totals: dict[str, tuple[Sum | None, Sum | None]]
        totals = {name: (None, total) for name, total in sums.items()}
        difference = Difference((), (0, rows), Disclosure(workspace).sums(file, totals))
        return Review(unsealed, change or "first", "", (), (), difference)
    old = history.sealed_version(workspace, file, last)
    kind, since = (change, "") if change else _kind(workspace, path, last, old)
    added, gone = _columns(path, old, new)
    difference = history.difference_from(workspace, file, last, old)
    if difference.changes:
        # What differs in the columns of both versions must not drown in the cells of new ones.
        last_shown = sorted(difference.changes, key=lambda each: each.column in {*added, *gone})
        difference = replace(difference, changes=tuple(last_shown))
    return Review(unsealed, kind, since, added, gone, difference)


def _columns(path: Path, old: bytes | None, new: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that only the later, and only the earlier version has."""
    if not old or not new:
        return (), ()
    before, after = (versions.version_rows(path, data) for data in (old, new))
    return (
        tuple(sorted(versions.columns(after) - versions.columns(before))),
        tuple(sorted(versions.columns(before) - versions.columns(after))),
    )


def _kind(workspace: Workspace, path: Path, last: Seal, old: bytes | None) -> tuple[Change, str]:
    """Return what kind of change a file shows, and why it is taken for that."""
    new = content(path)
    if new and _is_addition(workspace, workspace.relative(path), last):
        return "addition", "the rows that were sealed are as they were, and others are new"
    if old is None:
        return "correction", "git does not have what was sealed"
    if not new:
        return "correction", "it is gone"
    _rows, sums = versions.control(path, new)
    figures = {name: sums[name] for name in last.sums if name in sums}
    # A column of figures that is gone may stand under another name with other figures.
    if figures == last.sums and _shared_values(path, old, new):
        return "restructured", "no value differs in the columns that both versions have"
    return "correction", "cells or rows differ"


def _is_addition(workspace: Workspace, file: str, last: Seal) -> bool:
    """True of a register that has every row that was sealed as it was, and others.

    A row that another file lacked was missing in it; a register grows with each document. Where
    git does not have what was sealed, the checksums of each committee's or document's rows tell.
    """
    path = workspace.root / file
    if path.parent.name not in registers.REGISTERS:
        return False
    old, new = history.sealed_version(workspace, file, last), content(path)
    if old is None:
        now = seals.owner_checksums(workspace, path.stem)
        return bool(last.own) and last.own.items() < now.items()
    before, after = (
        Counter(tuple(row.items()) for _line, row in versions.version_rows(path, data))
        for data in (old, new)
    )
    return before < after


def _shared_values(path: Path, old: bytes, new: bytes) -> bool:
    """True if both versions have the same rows, as far as their columns are the same."""
    before, after = (versions.version_rows(path, data) for data in (old, new))
    shared = sorted(versions.columns(before) & versions.columns(after))

    def counted(rows: Sequence[CsvRow]) -> Counter[tuple[str, ...]]:
        return Counter(tuple(row.get(column, "") for column in shared) for _line, row in rows)

    return bool(shared) and counted(before) == counted(after)


def _changed_figures(workspace: Workspace, review: Review) -> list[Failure]:
    """Return the control sums that differ or, where none does, the figures."""
    return list(_changed_sums(workspace, review.unsealed)) or list(_changed_cells(review))


def _changed_sums(workspace: Workspace, unsealed: Unsealed) -> Iterator[Failure]:
    """Yield the columns of figures whose control sum differs from that of the last seal.

    A file that is gone has lost its figures; a column that one version lacks has changed none.
    """
    path, last = workspace.root / unsealed.file, unsealed.last
    if last is None:
        return
    _rows, sums = versions.control(path, content(path))
    shown = Disclosure(workspace).sums(unsealed.file, last.sums)
    for name, before in last.sums.items():
        after = sums.get(name) if unsealed.state != "gone" else Sum(sum=0, unit=before.unit)
        if after is not None and after != before:
            is_shown = name in shown
            yield _refusal(
                (unsealed.file, 1, f"the sum of {name}"),
                str(after) if is_shown else WITHHELD,
                str(before) if is_shown else WITHHELD,
            )


def _changed_cells(review: Review) -> Iterator[Failure]:
    """Yield the figures that differ in rows of both versions, such as two that are exchanged."""
    figures = review.unsealed.last.sums if review.unsealed.last else {}
    for change in review.difference.changes or ():
        is_in_both = change.column in figures and change.column not in review.gone_columns
        if is_in_both and change.before is not None and change.after is not None:
            place = (change.file, change.line, change.column)
            yield _refusal(place, change.after or "empty", change.before or "empty")


def _refusal(place: tuple[str, int, str], found: str, sealed: str) -> Failure:
    return Failure(
        *place,
        found,
        "restructured-changes-no-figure",
        f"{sealed}, as it was sealed",
        "A figure that differs is a correction or a revision, and is published as one.",
        "seal it with --change correction or --change revision",
        withheld=WITHHELD in (found, sealed),
    )
