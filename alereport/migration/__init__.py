"""A project of an earlier version becomes one of this version.

Only `data/` is changed, and it is moved into place whole. What happens to each dataset is said in
`conversions.yaml`; a project's own datasets, columns, rules and words stay.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from alereport import seals
from alereport.base import params, yaml_files
from alereport.base.errors import TableError
from alereport.base.files import FormError, content, text
from alereport.base.workspace import Workspace, new_folder
from alereport.data import data_files, rules_lock, schemas, standard
from alereport.migration import judgement, mentions, merging, reading
from alereport.migration.conversions import conversions, standard_of
from alereport.migration.datasets import Changes, Dataset
from alereport.migration.mentions import Mention
from alereport.migration.reading import ToRead
from alereport.migration.tables import last_day


@dataclass(frozen=True)
class Migration:
    """What a migration does, or did.

    Attributes:
        before, now: The versions.
        datasets: What changes in each dataset.
        dropped: The accepted deviations that no longer fit, each with the reason.
        read: What a person has to read in the documents.
        mentions: Where the project's own rules and notebooks read what is gone.
        errors, warnings: How many rows break a rule afterwards.
        unreadable: What the gate could not read; empty if it could read everything.
    """

    before: str
    now: str
    datasets: list[Changes] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    read: list[ToRead] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0
    unreadable: str = ""


def is_of_this_version(workspace: Workspace) -> bool:
    """Whether there is nothing to migrate; raises as `version_of`."""
    return version_of(workspace) == conversions().now


def version_of(workspace: Workspace) -> str:
    """The version that a project is of, told by the columns of its registers.

    Raises:
        TableError: The project is of no version that is known.
    """
    for earlier in conversions().versions:
        path = workspace.dataset(earlier.lacks.dataset) / "table.yaml"
        columns = schemas.outline(path).columns
        if path.parent.name in workspace.datasets and earlier.lacks.column not in columns:
            _require_columns(workspace, path, columns, earlier.version)
            return earlier.version
    return conversions().now


def _require_columns(
    workspace: Workspace, path: Path, columns: Sequence[str], version: str
) -> None:
    """Require the columns of the version that a schema lacks a later column of."""
    expected = standard_of(version)[path.parent.name].columns
    if missing := [column for column in expected if column not in columns]:
        raise TableError(
            workspace.relative(path),
            f"there is no column {missing[0]}",
            f"the columns of version {version}, to be migrated, or of {conversions().now}",
            "restore the schema of the version the project was made with",
        )


def migrate(workspace: Workspace, *, dry_run: bool = False) -> Migration:
    """Bring a project of an earlier version to this one.

    The new `data/` is made apart, checked by the gate, and then moved into place whole.

    Args:
        dry_run: Find out what would change, and change nothing.

    Raises:
        TableError: A schema or a file of the project cannot be read, or a name that it uses is one
            of this version's standard.
    """
    with _copy(workspace) as copy:
        migration = _converted(copy, version_of(copy))
        rules_lock.lock(copy, f"alereport migrate to {migration.now}", seals.today())
        if not dry_run:
            with new_folder(workspace.data) as folder:
                shutil.copytree(copy.data, folder, dirs_exist_ok=True)
    return migration


@contextmanager
def _copy(workspace: Workspace) -> Iterator[Workspace]:
    """A copy of what the migration reads, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="alereport-migrate-") as root:
        for folder in (workspace.data, workspace.params, workspace.notebooks):
            if folder.is_dir():
                shutil.copytree(folder, Path(root, folder.name))
        copy = Workspace(Path(root).resolve())
        for path in copy.data.glob("*/*.yaml"):
            _spell_out(path)
        yield copy


def _spell_out(path: Path) -> None:
    """Write out the aliases in a file of a dataset, which only earlier versions read."""
    try:
        written = text(content(path))
        if yaml_files.has_aliases(written):
            path.write_text(merging.spelled_out(written), encoding="utf-8", newline="\n")
    except (OSError, FormError):
        return  # Whoever reads it says what is wrong with it.


def _converted(workspace: Workspace, version: str) -> Migration:
    """Convert the data of a copy of the project in place."""
    result = Migration(version, conversions().now)
    last_days = _last_days(workspace)
    municipality = params.municipality(workspace)
    there = workspace.datasets
    for name, files in standard.files().items():
        dataset, before = Dataset(workspace, name, files, version), standard_of(version).get(name)
        if before is None:
            _require_free(dataset)
            result.datasets.append(dataset.create())
        elif name in there:
            changes, dropped, read = dataset.convert(before, last_days, municipality)
            result.datasets.append(changes)
            result.dropped.extend(dropped)
            result.read.extend(read)
    result.read.extend(reading.without_privacy(workspace))
    gone = conversions().gone(version)
    result.mentions.extend(mentions.of_project(workspace, result.datasets, gone))
    return judgement.judged(workspace, result)


def _require_free(dataset: Dataset) -> None:
    """Require that the name of a new dataset is not that of one of the project's own."""
    if dataset.folder.is_dir():
        raise TableError(
            dataset.workspace.relative(dataset.folder),
            f"{dataset.name} is a dataset of your own",
            f"another name, for version {conversions().now} has a dataset of this name",
            "rename yours, also where your rules and notebooks name it, and migrate again",
        )


def _last_days(workspace: Workspace) -> dict[str, str]:
    path = workspace.dataset("documents") / "documents.csv"
    return {row["document"]: last_day(row) for row in data_files.records(workspace, path)}
