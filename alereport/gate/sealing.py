"""Sealing: record data files that pass the gate as reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alereport import seals
from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.gate import validation, verdicts
from alereport.seals import Change, review
from alereport.seals.review import Review


def seal(
    workspace: Workspace,
    files: Sequence[Path],
    reason: str,
    *,
    change: Change | None = None,
    reviewed_by: Sequence[str] = (),
) -> list[Review]:
    """Seal data files after checking them with the gate, and update the verdict.

    Args:
        files: Data files; one that was sealed and is gone is sealed as withdrawn.
        reason: What they were reviewed against, or what was corrected and why.
        change: What kind of change the seals approve; by default see `review.reviews`.
        reviewed_by: The roles or initials of those who reviewed them.

    Returns:
        What each new seal approves; the other files were already sealed as they are.

    Raises:
        TableError: One of the files, or its schema, is not of its form.
        GateError: A rule failed in one of the files, or one is not merely restructured.
    """
    present_files = [path for path in files if path.is_file()]
    try:
        verdict = validation.validate(workspace)
    except TableError:
        verdict = verdicts.read(workspace)
        if verdicts.outdated(workspace, verdict, present_files):
            raise  # An error in another file does not stop these.
    if failures := verdicts.failures(workspace, verdict, present_files):
        raise GateError(failures)
    approved = review.reviews(workspace, files, change)
    sealed = seals.seal(
        workspace,
        files,
        reason,
        changes={entry.file: entry.change for entry in approved},
        reviewed_by=reviewed_by,
    )
    verdicts.write(workspace, verdict)
    return [entry for entry in approved if entry.file in sealed]
