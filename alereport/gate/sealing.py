"""The act of sealing: what the gate lets through is recorded as reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alereport import seals
from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.gate import validation, verdicts


def seal(workspace: Workspace, files: Sequence[Path], reason: str) -> list[str]:
    """Seal data files as they are, after a look by the gate; the verdict follows.

    Args:
        files: Data files; one that was sealed and is gone is sealed as withdrawn.
        reason: What they were reviewed against, or what was corrected and why.

    Returns:
        Those that were sealed; the others were already sealed as they are.

    Raises:
        TableError: One of the files, or its schema, is not of its form.
        GateError: A rule failed in one of the files.
    """
    there = [path for path in files if path.is_file()]
    try:
        verdict = validation.validate(workspace)
    except TableError:
        verdict = verdicts.read(workspace)
        if verdicts.outdated(workspace, verdict, there):
            raise  # Another file's fault does not hinder these.
    if failures := verdicts.failures(workspace, verdict, there):
        raise GateError(failures)
    sealed = seals.seal(workspace, files, reason)
    verdicts.write(workspace, verdict)
    return sealed
