"""Fingerprints of what each finding depends on; imports no pandas or Great Expectations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property, partial
from pathlib import Path

from alereport.base import files
from alereport.base.fingerprints import code_fingerprint, content, fingerprint, version
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.data.rules import Rule
from alereport.data.schemas import CLAIMS
from alereport.gate import counts

LIBRARIES = (
    "babel",
    "great-expectations",
    "jinja2",
    "numpy",
    "pandas",
    "pydantic",
    "pyyaml",
    "scipy",
)
"""The libraries whose versions can change the findings of the gate."""

PRIMARY_KEY = "primary-key"
"""The name of the rule that a primary key is unique over all files of a dataset."""


class Dataset:
    """A dataset on disk, each part read once however many findings depend on it."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._folder = workspace.dataset(name)
        self._files = workspace.data_files(name)

    @cached_property
    def data_fingerprint(self) -> str:
        """A fingerprint of its data files and its schema."""
        files = (*self._files, self._folder / "table.yaml")
        return fingerprint(part for path in files for part in (path.name, content(path)))

    @cached_property
    def references(self) -> list[str]:
        """The datasets that its foreign keys point to."""
        return schemas.outline(self._folder / "table.yaml").references

    @cached_property
    def has_claims(self) -> bool:
        """Whether it has a text whose numbers must be those of rows, of any dataset."""
        return bool(schemas.outline(self._folder / "table.yaml").claims)

    @cached_property
    def rules_fingerprint(self) -> str:
        """A fingerprint of its schema, rules and accepted deviations."""
        file_names = ("table.yaml", "rules.yaml", "accepted.yaml")
        return fingerprint(content(self._folder / name) for name in file_names)


class Datasets:
    """A project's datasets on disk, each read once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.dataset: Callable[[str], Dataset] = cache(partial(Dataset, workspace))
        self.declaration: Callable[[Path], bytes] = cache(content)
        self.shared: Callable[[str], dict[str, str]] = cache(partial(shared_fingerprints, self))

    @cached_property
    def settings(self) -> bytes:
        """The municipality's settings."""
        return content(self.workspace.municipality)

    @cached_property
    def counted(self) -> list[str]:
        """The datasets whose rows can be declared in `data/sections`."""
        return counts.counted(self.workspace)


def ranks(workspace: Workspace) -> dict[str, int]:
    """How many foreign keys lead on from each dataset, one after the other; 0 for a register."""
    datasets = remembered(workspace)
    found: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in found:
            found[name] = 0  # Where datasets refer to each other.
            others = (rank(other) for other in datasets.dataset(name).references if other != name)
            found[name] = max((1 + other for other in others), default=0)
        return found[name]

    return {name: rank(name) for name in workspace.datasets}


_remembered: dict[Path, Datasets] = {}


def remember(workspace: Workspace) -> None:
    """Read and cache every dataset, for the kernels of a batch that fork from this process.

    Otherwise each kernel would read all data files of the project again, to see that nothing its
    verdict depends on has changed since the batch began.
    """
    datasets = Datasets(workspace)
    for dataset in map(datasets.dataset, workspace.datasets):
        _ = dataset.data_fingerprint, dataset.rules_fingerprint, dataset.references
        _ = dataset.has_claims
    for name in workspace.datasets:
        datasets.shared(name)
    for path in workspace.data_files(counts.SECTIONS):
        datasets.declaration(path)
    _ = datasets.counted
    _remembered[workspace.root] = datasets


def forget() -> None:
    """Clear the cache, so that every dataset is read again."""
    _remembered.clear()


def remembered(workspace: Workspace) -> Datasets:
    """Return the cached datasets of a project, or else new ones read from disk."""
    return _remembered.get(workspace.root) or Datasets(workspace)


def file_fingerprint(datasets: Datasets, path: Path) -> str:
    """Return the fingerprint of what the finding on a data file depends on.

    That is the file, its schema, rules and accepted deviations, the datasets it refers to, what is
    declared of its rows, the municipality's settings (its habits and languages), the gate's own
    code and the versions of its libraries.
    """
    dataset = datasets.dataset(path.parent.name)
    referred = (datasets.dataset(name).data_fingerprint for name in dataset.references)
    return fingerprint(
        [
            *_engine_versions(),
            path.name,
            content(path),
            dataset.rules_fingerprint,
            datasets.settings,
            "refers to",
            *referred,
            "is held to",
            *_held_to(datasets, path),
        ]
    )


def _held_to(datasets: Datasets, path: Path) -> Iterator[bytes | str]:
    """Yield the content of a file's declaration; for a declaration, which files there are."""
    for other in counts.counterparts(datasets.workspace, path, datasets.counted):
        if path.parent.name != counts.SECTIONS:
            yield datasets.declaration(other)
        elif other.is_file():
            yield other.parent.name


def shared_fingerprints(datasets: Datasets, dataset: str) -> dict[str, str]:
    """Return the current fingerprints of a dataset's findings that are not about one file.

    Those are the findings of rules over several files, of the primary key, of the accepted
    deviations, and of a dataset without rules.

    Raises:
        TableError: The dataset's rules cannot be read.
    """
    workspace = datasets.workspace
    folder = workspace.relative(workspace.dataset(dataset))
    dataset_rules = rules.of_dataset(workspace, dataset)
    wide_rules = [rule for rule in dataset_rules if rule.reads_several]
    findings: dict[str, Rule | None] = {
        f"{folder}/rules.yaml:{wide_rule.rule}": wide_rule for wide_rule in wide_rules
    }
    findings[f"{folder}/table.yaml:{PRIMARY_KEY}"] = None
    if datasets.dataset(dataset).has_claims:
        findings[f"{folder}/table.yaml:{CLAIMS}"] = None
    if not dataset_rules:
        findings[f"{folder}/rules.yaml"] = None
    if files.exists(workspace.dataset(dataset) / "accepted.yaml"):
        findings[f"{folder}/accepted.yaml"] = None
    return {
        name: _shared_fingerprint(datasets, dataset, name, rule) for name, rule in findings.items()
    }


def _shared_fingerprint(datasets: Datasets, dataset: str, name: str, rule: Rule | None) -> str:
    """Fingerprint the datasets that a rule joins; without a rule, those of the foreign keys.

    The numbers of a text may be those of any dataset.
    """
    own_dataset = datasets.dataset(dataset)
    joined = [join.dataset for join in rule.join] if rule else own_dataset.references
    if name.endswith(f":{CLAIMS}"):
        joined = datasets.workspace.datasets
    names = dict.fromkeys([dataset, *joined])
    data_parts = (
        part
        for dataset_name in names
        for part in (dataset_name, datasets.dataset(dataset_name).data_fingerprint)
    )
    return fingerprint(
        [*_engine_versions(), name, own_dataset.rules_fingerprint, datasets.settings, *data_parts]
    )


@cache
def _engine_versions() -> tuple[str, str]:
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    return code_fingerprint("alereport.gate.engine"), ", ".join(versions)
