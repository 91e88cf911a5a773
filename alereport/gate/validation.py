"""The gate: check every dataset against its schema and rules, with Great Expectations.

Neither Great Expectations nor pandas is imported until there is something to check.
"""

from __future__ import annotations

from collections.abc import Callable

from filelock import FileLock

from alereport.base import files
from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.data import rules
from alereport.gate import dependencies, verdicts
from alereport.gate.verdicts import Verdict


def validate(
    workspace: Workspace, progress: Callable[[str], object] = str, *, directly: bool = False
) -> Verdict:
    """Check what changed since the last verdict, and write the new verdict to disk.

    The verdict and the Data Docs are in `build/quality/`. A dataset is not checked again where
    neither it nor the datasets it refers to have changed; with no change at all, Great Expectations
    is not imported. A changed file is checked together with the others of its dataset, since the
    time goes to the number of expectations, hardly to the number of rows.

    Args:
        progress: Is told what is checked next, such as `Checking the data: budget (2 of 23)`.
        directly: Check without Great Expectations, for a preview. The findings are not confirmed:
            the next check that is not direct makes them again, before anything is published.

    Raises:
        TableError: A data file or a schema is not of its form; the others are checked anyway.
    """
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        previous_verdict = verdicts.read(workspace)
        changed = _outdated(workspace, previous_verdict)
        if not directly:
            unconfirmed = verdicts.unconfirmed(previous_verdict)
            changed = [each for each in workspace.datasets if each in {*changed, *unconfirmed}]
        verdict = _of_datasets(previous_verdict, set(workspace.datasets) - set(changed))
        has_pages = directly or (workspace.quality / "data-docs").is_dir()
        if workspace.datasets and verdict == previous_verdict and not changed and has_pages:
            verdicts.write(workspace, verdict)  # A seal or the lock of the rules may have changed.
            return verdict
        progress(f"{verdicts.CHECKING}: {len(changed)} dataset{'s' * (len(changed) != 1)}")
        from alereport.gate import engine

        judge = engine.judge_directly if directly else engine.judge_and_show
        findings, unreadable = judge(
            workspace, changed, lambda step: progress(f"{verdicts.CHECKING}: {step}")
        )
        verdict |= findings
        verdicts.write(workspace, verdict)
    if unreadable:
        raise unreadable[0]
    return verdict


def require_green(workspace: Workspace, verdict: Verdict) -> None:
    """Raise the failures that stop publishing, if any.

    Raises:
        GateError: A rule of severity `error` failed somewhere, or an accepted deviation is stale.
    """
    paths = [workspace.root / name for name in verdict if verdicts.is_file(name)]
    if failures := verdicts.failures(workspace, verdict, paths):
        raise GateError(failures)


def _outdated(workspace: Workspace, previous_verdict: Verdict) -> list[str]:
    """Return the datasets that must be checked again, since something they depend on changed."""
    with files.read_once():
        datasets = dependencies.Datasets(workspace)
        return [
            name for name in workspace.datasets if _is_outdated(datasets, previous_verdict, name)
        ]


def _is_outdated(datasets: dependencies.Datasets, previous_verdict: Verdict, dataset: str) -> bool:
    workspace = datasets.workspace
    paths = workspace.data_files(dataset)
    judged_files = set(filter(verdicts.is_file, _of_datasets(previous_verdict, {dataset})))
    try:
        rules.require(workspace, dataset)
        return judged_files != set(map(workspace.relative, paths)) or bool(
            verdicts.outdated(workspace, previous_verdict, paths, datasets)
        )
    except TableError:
        return True  # It is raised again when the dataset is checked.


def _of_datasets(verdict: Verdict, datasets: set[str]) -> Verdict:
    return {
        name: finding for name, finding in verdict.items() if verdicts.dataset_of(name) in datasets
    }
