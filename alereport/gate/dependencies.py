"""What each finding of the gate depends on; read without pandas or Great Expectations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alereport.base.fingerprints import code_fingerprint, content, fingerprint, version
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.data.rules import Rule

LIBRARIES = ("babel", "great-expectations", "numpy", "pandas", "pydantic", "pyyaml", "scipy")
"""The libraries whose versions can change what the gate finds."""

PRIMARY_KEY = "primary-key"
"""The rule that no key stands twice in a dataset, whichever file it stands in."""


class Datasets:
    """A project's datasets as they are, each read once however many findings depend on it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._whole: dict[str, str] = {}
        self._referred: dict[str, list[str]] = {}
        self._written: dict[str, str] = {}

    def whole(self, name: str) -> str:
        """A fingerprint of everything a dataset holds, with its schema."""
        if name not in self._whole:
            folder = self.workspace.dataset(name)
            files = (*self.workspace.data_files(name), folder / "table.yaml")
            parts = [part for path in files for part in (path.name, content(path))]
            self._whole[name] = fingerprint(parts)
        return self._whole[name]

    def referred(self, name: str) -> list[str]:
        """The datasets that a dataset's foreign keys point to."""
        if name not in self._referred:
            self._referred[name] = schemas.outline(
                self.workspace.dataset(name) / "table.yaml"
            ).references
        return self._referred[name]

    def written(self, name: str) -> str:
        """A fingerprint of a dataset's schema, rules and accepted deviations."""
        if name not in self._written:
            folder = self.workspace.dataset(name)
            beside = ("table.yaml", "rules.yaml", "accepted.yaml")
            self._written[name] = fingerprint(content(folder / each) for each in beside)
        return self._written[name]


_remembered: dict[Path, Datasets] = {}


def remember(workspace: Workspace) -> None:
    """Look at every dataset, for the kernels of a batch that are forked from this process.

    Each would otherwise read all the data files of the project again, to know that nothing its
    verdict rests on has changed since the batch began.
    """
    there = Datasets(workspace)
    for name in workspace.datasets:
        there.whole(name)
        there.written(name)
        there.referred(name)
    _remembered[workspace.root] = there


def forget() -> None:
    """Look at every dataset anew from here on."""
    _remembered.clear()


def remembered(workspace: Workspace) -> Datasets:
    """The datasets as they were remembered, or as they are."""
    return _remembered.get(workspace.root) or Datasets(workspace)


def file_fingerprint(there: Datasets, path: Path) -> str:
    """What the finding for a data file depends on.

    The file, its schema, rules and accepted deviations, the datasets it refers to, the gate's
    own code and the versions of its engine.
    """
    dataset = path.parent.name
    referred = map(there.whole, there.referred(dataset))
    return fingerprint(
        [*_engine(), path.name, content(path), there.written(dataset), "refers to", *referred]
    )


def shared_fingerprint(there: Datasets, dataset: str, name: str, rule: Rule | None) -> str:
    """What the finding for a rule over several files, or for accepted deviations, depends on.

    Args:
        there: The project's datasets.
        dataset: The dataset it is about.
        name: Its name in the verdict.
        rule: The rule; none for what every file of the dataset has its part in.
    """
    joined = [join.dataset for join in rule.join] if rule else there.referred(dataset)
    named = dict.fromkeys([dataset, *joined])
    whole = (part for each in named for part in (each, there.whole(each)))
    settings = content(there.workspace.municipality)
    return fingerprint([*_engine(), name, there.written(dataset), settings, *whole])


@cache
def _engine() -> tuple[str, str]:
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    return code_fingerprint("alereport.gate.engine"), ", ".join(versions)


def shared(there: Datasets, dataset: str) -> dict[str, str]:
    """The findings a dataset has beside those of its files, each with its fingerprint as it is.

    Raises:
        TableError: The dataset's rules cannot be read.
    """
    workspace = there.workspace
    folder = workspace.relative(workspace.dataset(dataset))
    written = rules.of_dataset(workspace, dataset)
    several = [rule for rule in written if rule.reads_several]
    names: dict[str, Rule | None] = {f"{folder}/rules.yaml:{each.rule}": each for each in several}
    names[f"{folder}/table.yaml:{PRIMARY_KEY}"] = None
    if not written:
        names[f"{folder}/rules.yaml"] = None
    if (workspace.dataset(dataset) / "accepted.yaml").is_file():
        names[f"{folder}/accepted.yaml"] = None
    return {name: shared_fingerprint(there, dataset, name, rule) for name, rule in names.items()}
