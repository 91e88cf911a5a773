"""Sealing: record data files that pass the gate as reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alereport import seals
from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.gate import validation, verdicts


def seal(workspace: Workspace, files: Sequence[Path], reason: str) -> list[str]:
    """Seal data files after checking them with the gate, and update the verdict.

    Args:
        files: Data files; one that was sealed and is gone is sealed as withdrawn.
        reason: What they were reviewed against, or what was corrected and why.

    Returns:
        The files that were sealed; the others were already sealed as they are.

    Raises:
        TableError: One of the files, or its schema, is not of its form.
        GateError: A rule failed in one of the files.
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
    sealed = seals.seal(workspace, files, reason)
    verdicts.write(workspace, verdict)
    return sealed
