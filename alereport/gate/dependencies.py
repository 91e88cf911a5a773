"""What each finding of the gate depends on; read without pandas or Great Expectations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, partial
from pathlib import Path

from alereport.base.fingerprints import code_fingerprint, content, fingerprint, version
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.data.rules import Rule

LIBRARIES = ("babel", "great-expectations", "numpy", "pandas", "pydantic", "pyyaml", "scipy")
"""The libraries whose versions can change what the gate finds."""

PRIMARY_KEY = "primary-key"
"""The rule that no key stands twice in a dataset, whichever file it stands in."""


class Dataset:
    """A dataset as it is, each part read once however many findings depend on it."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._folder = workspace.dataset(name)
        self._files = workspace.data_files(name)

    @cached_property
    def whole(self) -> str:
        """A fingerprint of everything it holds, with its schema."""
        files = (*self._files, self._folder / "table.yaml")
        return fingerprint(part for path in files for part in (path.name, content(path)))

    @cached_property
    def references(self) -> list[str]:
        """The datasets that its foreign keys point to."""
        return schemas.outline(self._folder / "table.yaml").references

    @cached_property
    def written(self) -> str:
        """A fingerprint of its schema, rules and accepted deviations."""
        beside = ("table.yaml", "rules.yaml", "accepted.yaml")
        return fingerprint(content(self._folder / each) for each in beside)


class Datasets:
    """A project's datasets as they are, each looked at once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.of: Callable[[str], Dataset] = cache(partial(Dataset, workspace))


_remembered: dict[Path, Datasets] = {}


def remember(workspace: Workspace) -> None:
    """Look at every dataset, for the kernels of a batch that are forked from this process.

    Each would otherwise read all the data files of the project again, to know that nothing its
    verdict rests on has changed since the batch began.
    """
    there = Datasets(workspace)
    for each in map(there.of, workspace.datasets):
        _ = each.whole, each.written, each.references
    _remembered[workspace.root] = there


def forget() -> None:
    """Look at every dataset again from here on."""
    _remembered.clear()


def remembered(workspace: Workspace) -> Datasets:
    """The datasets as they were remembered, or as they are."""
    return _remembered.get(workspace.root) or Datasets(workspace)


def file_fingerprint(there: Datasets, path: Path) -> str:
    """What the finding for a data file depends on.

    The file, its schema, rules and accepted deviations, the datasets it refers to, the gate's
    own code and the versions of its engine.
    """
    dataset = there.of(path.parent.name)
    referred = (there.of(each).whole for each in dataset.references)
    return fingerprint(
        [*_engine(), path.name, content(path), dataset.written, "refers to", *referred]
    )


def shared(there: Datasets, dataset: str) -> dict[str, str]:
    """The findings a dataset has beside those of its files, each with its fingerprint as it is.

    They are those of the rules over several files, of the accepted deviations, and of a dataset
    without rules.

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
    return {name: _shared_fingerprint(there, dataset, name, rule) for name, rule in names.items()}


def _shared_fingerprint(there: Datasets, dataset: str, name: str, rule: Rule | None) -> str:
    """What such a finding depends on; without a rule, what every file of the dataset refers to."""
    own = there.of(dataset)
    joined = [join.dataset for join in rule.join] if rule else own.references
    named = dict.fromkeys([dataset, *joined])
    whole = (part for each in named for part in (each, there.of(each).whole))
    settings = content(there.workspace.municipality)
    return fingerprint([*_engine(), name, own.written, settings, *whole])


@cache
def _engine() -> tuple[str, str]:
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    return code_fingerprint("alereport.gate.engine"), ", ".join(versions)
