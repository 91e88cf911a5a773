"""The gate: every dataset against its schema and rules, with Great Expectations as the engine.

Neither it nor pandas is imported until there is something to check.
"""

from __future__ import annotations

from filelock import FileLock

from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.gate import verdicts
from alereport.gate.verdicts import Verdict


def validate(workspace: Workspace) -> Verdict:
    """Check what changed since the last verdict, and put the new verdict on disk.

    The verdict and the Data Docs are in `build/quality/`. A dataset in which nothing changed, nor
    in what it refers to, is not checked again; with no change at all, Great Expectations is not
    imported. A changed file is checked together with the others of its dataset, since the engine
    takes its time by the expectation and hardly by the row.

    Raises:
        TableError: A data file or a schema is not of its form; the others are judged all the same.
    """
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        before = verdicts.read(workspace)
        changed = [name for name in workspace.datasets if _is_late(workspace, before, name)]
        verdict = _of_datasets(before, set(workspace.datasets) - set(changed))
        is_shown = (workspace.quality / "data-docs").is_dir()
        if workspace.datasets and verdict == before and not changed and is_shown:
            verdicts.write(workspace, verdict)  # A seal may have changed.
            return verdict
        from alereport.gate import engine

        found, unreadable = engine.judge_and_show(workspace, changed)
        verdict |= found
        verdicts.write(workspace, verdict)
    if unreadable:
        raise unreadable[0]
    return verdict


def require_green(workspace: Workspace, verdict: Verdict) -> None:
    """Raise what stops publishing.

    Raises:
        GateError: A rule of severity `error` failed somewhere, or an accepted deviation is stale.
    """
    files = [workspace.root / name for name in verdict if verdicts.is_file(name)]
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)


def _is_late(workspace: Workspace, before: Verdict, dataset: str) -> bool:
    files = workspace.data_files(dataset)
    known = set(filter(verdicts.is_file, _of_datasets(before, {dataset})))
    try:
        return known != set(map(workspace.relative, files)) or bool(
            verdicts.outdated(workspace, before, files)
        )
    except TableError:
        return True  # It is raised again where the dataset is judged.


def _of_datasets(verdict: Verdict, datasets: set[str]) -> Verdict:
    return {name: each for name, each in verdict.items() if verdicts.dataset_of(name) in datasets}
