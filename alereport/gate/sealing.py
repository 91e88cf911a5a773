"""Sealing: show what a seal approves, and record data files that pass the gate as reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alereport import seals
from alereport.base.errors import GateError, TableError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.gate import validation, verdicts
from alereport.seals import Change, review
from alereport.seals.review import Review
from alereport.texts import document, side_by_side
from alereport.texts.side_by_side import Compared


@dataclass(frozen=True)
class Prepared:
    """A data file that can be sealed: what its seal approves, and its rows as they are shown.

    Attributes:
        review: What the seal approves.
        rows: The new and changed rows, or all, beside the lines of their document.
        fingerprint: The file's content when it was shown.
    """

    review: Review
    rows: tuple[Compared, ...]
    fingerprint: str

    def as_json(self) -> dict[str, Any]:
        """Return the file as JSON values."""
        return {**self.review.as_json(), "beside": [row.as_json() for row in self.rows]}


def prepare(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    change: Change | None = None,
    sources: Path | None = None,
    all_rows: bool = False,
) -> list[Prepared]:
    """Return what a seal of data files approves, after checking them with the gate.

    Args:
        files: Data files; one that was sealed and is gone is sealed as withdrawn.
        change: What kind of change the seals approve; by default see `review.reviews`.
        sources: The folder of the source documents; None if they are not at hand.
        all_rows: Show every row of the files, also those that are as they were sealed.

    Returns:
        The files that are not sealed as they are.

    Raises:
        TableError: One of the files, or its schema, is not of its form.
        GateError: A rule failed in one of the files, or one is not merely restructured.
        SourceError: The document of one is not in the folder, or is not the registered one.
    """
    _require_passed(workspace, [path for path in files if path.is_file()])
    approved = review.reviews(workspace, files, change)
    names = {Path(entry.file).stem for entry in approved} - registers.REGISTERS.keys()
    opened = document.open_some(workspace, sources, names) if sources else {}
    result = []
    for entry in approved:
        path = workspace.root / entry.file
        source = opened.get(path.stem)
        lines = None if all_rows else _lines(entry)
        rows = side_by_side.compared(workspace, path, lines, source) if path.is_file() else []
        shown = fingerprint([content(path)])
        result.append(Prepared(entry, tuple(rows), shown))
    return result


def _require_passed(workspace: Workspace, files: Sequence[Path]) -> None:
    try:
        verdict = validation.validate(workspace)
    except TableError:
        verdict = verdicts.read(workspace)
        if verdicts.outdated(workspace, verdict, files):
            raise  # An error in another file does not stop these.
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)


def _lines(entry: Review) -> set[int] | None:
    """Return the lines of the rows that are new or changed; None where it may be any row."""
    changes = entry.difference.changes
    if entry.change == "first" or changes is None or (not changes and entry.difference.sums):
        return None
    return {change.line for change in changes if change.after is not None}


def seal(
    workspace: Workspace,
    prepared: Sequence[Prepared],
    reason: str,
    *,
    reviewed_by: Sequence[str] = (),
) -> list[Prepared]:
    """Seal data files as they were shown, and update the verdict.

    Args:
        prepared: What was shown; see `prepare`.
        reason: What they were reviewed against, or what was corrected and why.
        reviewed_by: The roles or initials of those who reviewed them.

    Returns:
        The files that were sealed; the others were already, by somebody else.

    Raises:
        TableError: A file changed since it was shown.
    """
    for entry in prepared:
        if fingerprint([content(workspace.root / entry.review.file)]) != entry.fingerprint:
            raise TableError(
                entry.review.file,
                "it changed while it was shown",
                "the file as it was shown",
                "run alereport seal again",
            )
    sealed = seals.seal(
        workspace,
        [workspace.root / entry.review.file for entry in prepared],
        reason,
        changes={entry.review.file: entry.review.change for entry in prepared},
        reviewed_by=reviewed_by,
    )
    verdicts.write(workspace, verdicts.read(workspace))
    return [entry for entry in prepared if entry.review.file in sealed]
