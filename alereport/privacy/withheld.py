"""What is withheld of a project's data: the one decision that everything which shows data asks.

It is cached for the current data. Nothing here imports pandas until it has to be made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from alereport.base.cache import Cache, key
from alereport.base.workspace import Workspace
from alereport.data import data_files, schemas
from alereport.data.schemas import Schema
from alereport.privacy import earlier

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Withheld:
    """What is withheld of a dataset.

    Attributes:
        rows: The address of each row that is withheld, by its place `file:line`.
        shown: The addresses of the rows that are shown though no public document prints them.
        given_away: The places of those whose figures a reader computes all the same.
        found: Each unit that is the sum of others by their figures alone, with those, as it is to
            be declared: by the place of its first row.
        not_counted_with: The rules that tell a reader more of a figure than is counted with.
    """

    rows: Mapping[str, str]
    shown: tuple[str, ...]
    given_away: tuple[str, ...]
    found: Mapping[str, tuple[str, ...]]
    not_counted_with: tuple[str, ...]


DECLARATIONS = "sections"
"""The dataset of how many rows the others have, and which are the first and the last."""
NAMES = frozenset({"first", "last", "values"})
"""Its columns that name rows by their words."""
NOTHING = Withheld({}, (), (), {}, ())


def datasets(workspace: Workspace) -> list[str]:
    """The datasets that are about people, so that rows of them may be withheld.

    Raises:
        TableError: A schema cannot be read.
    """
    return [
        name
        for name in workspace.datasets
        if schemas.outline(workspace.dataset(name) / "table.yaml").is_on_people
    ]


def rows(workspace: Workspace) -> frozenset[str]:
    """The rows that must not be disclosed, as `file:line`.

    Nothing derived from such a row may be published, not even a checksum: a figure has few possible
    values, and all of them can be tried.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    return frozenset(
        place for name in datasets(workspace) for place in of_dataset(workspace, name).rows
    )


def addresses(workspace: Workspace, dataset: str) -> frozenset[str]:
    """The same of one dataset, as addresses."""
    return frozenset(of_dataset(workspace, dataset).rows.values())


def ever_shown(workspace: Workspace) -> frozenset[str]:
    """The rows on people that are shown, or were before, though no public document prints them."""
    return frozenset(
        row
        for name in datasets(workspace)
        for row in (*of_dataset(workspace, name).shown, *earlier.shown(workspace, name))
    )


def of_dataset(workspace: Workspace, dataset: str) -> Withheld:
    """What is withheld of a dataset.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    folder = workspace.dataset(dataset)
    is_on_people = schemas.outline(folder / "table.yaml").is_on_people
    if not is_on_people or not workspace.data_files(dataset):
        return NOTHING
    files = (
        workspace.municipality,
        workspace.dataset("documents") / "documents.csv",
        *(folder / name for name in ("table.yaml", "rules.yaml")),
        *workspace.data_files(dataset),
    )
    shown_before = earlier.shown(workspace, dataset)
    current = key(
        workspace, __name__, libraries=("scipy",), files=files, parts=sorted(shown_before)
    )
    row_cache = Cache(workspace.cache("withheld") / dataset)
    content = row_cache.file(current, lambda: _made(workspace, dataset, shown_before))
    row_cache.remove_unused()
    made = json.loads(content)
    return Withheld(
        made["rows"],
        tuple(made["shown"]),
        tuple(made["given_away"]),
        {place: tuple(units) for place, units in made["found"].items()},
        tuple(made["not_counted_with"]),
    )


def shown(workspace: Workspace, dataset: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a dataset as they may be shown; the index holds their addresses.

    Nothing is left of what is private in a row that is withheld: it is marked in the column
    `withheld`, or is left out, as the schema says (`data.people`).

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    schema = schemas.schema(workspace, dataset)
    frame = _without_words(workspace, schema, dataset, frame)
    if schema.privacy is None:
        return frame
    is_withheld = frame.index.isin(addresses(workspace, dataset))
    if schema.privacy.withheld == "left_out":
        return frame[~is_withheld]
    masked = {name: frame[name].mask(is_withheld) for name in schema.private}
    return frame.assign(**masked, withheld=is_withheld)


def shown_rows(workspace: Workspace, dataset: str) -> list[list[str]]:
    """The rows of a dataset that may be shown, as strings; see `shown`.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    schema, decision = schemas.schema(workspace, dataset), cache(partial(of_dataset, workspace))
    hidden = decision(dataset).rows
    result = []
    for path in workspace.data_files(dataset):
        for place, row in zip(*data_files.read_rows(workspace, path), strict=True):
            if place not in hidden:
                record = dict(zip(schema.columns, row, strict=True))
                untold = _untold(decision, schema, path, record)
                result.append(["" if name in untold else cell for name, cell in record.items()])
    return result


def _without_words(
    workspace: Workspace, schema: Schema, dataset: str, frame: pd.DataFrame
) -> pd.DataFrame:
    names = [name for name in ("document", "dataset") if name in frame]
    if "document" not in names or not (dataset == DECLARATIONS or schema.privacy):
        return frame
    decision = cache(partial(of_dataset, workspace))
    for values in frame[names].drop_duplicates().itertuples(index=False):
        record = dict(zip(names, map(str, values), strict=True))
        path = workspace.dataset(dataset) / f"{record['document']}.csv"
        if untold := sorted(_untold(decision, schema, path, record)):
            is_of_it = (frame[names] == list(record.values())).all(axis="columns")
            frame = frame.assign(**{name: frame[name].mask(is_of_it) for name in untold})
    return frame


def _untold(
    decision: Callable[[str], Withheld], schema: Schema, path: Path, record: Mapping[str, str]
) -> frozenset[str]:
    """The columns of words that may tell the figures of a withheld row of the same document."""
    dataset = path.parent.name
    if dataset == DECLARATIONS:
        about, words = record["dataset"], NAMES
    elif schema.privacy and schema.privacy.words:
        about, words = dataset, frozenset(schema.privacy.words)
    else:
        return frozenset()
    files = {place.rpartition(":")[0] for place in decision(about).rows}
    return words if f"{path.parents[1].name}/{about}/{path.name}" in files else frozenset()


def _made(workspace: Workspace, dataset: str, shown_before: frozenset[str]) -> bytes:
    from alereport.privacy import (
        decisions,  # Imported only when needed, because it imports pandas.
    )

    return json.dumps(asdict(decisions.of_dataset(workspace, dataset, shown_before))).encode()
