"""Check some data files alone, with what hangs on them; no verdict is written.

Only `checked` imports pandas and Great Expectations.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from alereport.base.errors import Failure, TableError
from alereport.base.workspace import Workspace
from alereport.data import rules
from alereport.gate import dependencies, verdicts
from alereport.gate.verdicts import State, Verdict


@dataclass(frozen=True)
class Partly:
    """What was found in some files, and in the datasets whose rules read them.

    Attributes:
        files: The files.
        datasets: The datasets that were checked: those of the files first, then what hangs on them.
        findings: On the files, on the rules over several files of their datasets, and on all that
            hangs on them.
        unreadable: The errors of files that could not be read.
    """

    files: tuple[str, ...]
    datasets: tuple[str, ...]
    findings: Verdict
    unreadable: tuple[TableError, ...]

    @property
    def state(self) -> State:
        """The worst state by the rules; seals are not looked at."""
        states = {finding.rules for finding in self.findings.values()}
        if self.unreadable or "red" in states:
            return "red"
        return "amber" if "amber" in states else "green"

    @property
    def checks(self) -> int:
        """How many rules were checked."""
        return sum(finding.checks for finding in self.findings.values())

    def failures(self, workspace: Workspace) -> tuple[Failure, ...]:
        """The rows that broke a rule of severity error, the root causes first."""
        files = [workspace.root / name for name in self.findings if verdicts.is_file(name)]
        return verdicts.failures(workspace, self.findings, files)


def datasets_with(workspace: Workspace, files: Sequence[Path]) -> tuple[str, ...]:
    """The datasets of some files, and then those whose foreign keys or rules read these.

    Raises:
        TableError: The rules of a dataset cannot be read.
    """
    own = list(dict.fromkeys(path.parent.name for path in files))
    all_datasets = dependencies.Datasets(workspace)
    hanging = [
        name
        for name in workspace.datasets
        if name not in own
        and not {
            *all_datasets.dataset(name).references,
            *(join.dataset for rule in rules.of_dataset(workspace, name) for join in rule.join),
        }.isdisjoint(own)
    ]
    return (*own, *hanging)


def checked(workspace: Workspace, files: Sequence[Path]) -> Partly:
    """Check some data files.

    Raises:
        TableError: The rules of a dataset cannot be read.
    """
    from alereport.gate import engine

    names = datasets_with(workspace, files)
    chosen = {workspace.relative(path) for path in files}
    own = {path.parent.name for path in files}
    findings: Verdict = {}
    unreadable: list[TableError] = []
    with warnings.catch_warnings(), TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # Great Expectations' own deprecations
        from alereport.gate.gx import Engine

        judge = Engine(Path(folder), Path(folder) / "pages")
        for name in names:
            found, problems = engine.judge(workspace, name, judge)
            findings |= found
            unreadable += problems
    others = {
        name
        for name in findings
        if verdicts.is_file(name) and verdicts.dataset_of(name) in own and name not in chosen
    }
    kept = {name: finding for name, finding in findings.items() if name not in others}
    return Partly(tuple(sorted(chosen)), names, kept, tuple(unreadable))
