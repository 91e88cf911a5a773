"""The decision on a dataset as it is on disk: which rows are withheld, and what to ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from alereport.base import params
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import addresses, datasets, registers, schemas
from alereport.data.datasets import TOTAL
from alereport.data.people import REGISTER, Privacy
from alereport.data.schemas import Schema
from alereport.privacy import facts, sums, suppression
from alereport.privacy.sums import Cell, Members
from alereport.privacy.withheld import NOTHING, Withheld


def of_dataset(workspace: Workspace, dataset: str, shown_before: Iterable[str]) -> Withheld:
    """Decide what is withheld of a dataset.

    Args:
        workspace: The project.
        dataset: A dataset whose schema says how it is about people.
        shown_before: The addresses of its rows that an earlier publication showed.

    Raises:
        TableError: The data, the schema, the rules or the register of documents cannot be read.
    """
    schema = schemas.schema(workspace, dataset)
    privacy = schema.privacy
    if privacy is None:
        return NOTHING
    register = {row["document"]: row for row in registers.register_rows(workspace, "documents")}
    files = workspace.data_files(dataset)
    rows = datasets.read(workspace, *files)
    named = dict(zip(rows.index, datasets.read_by_address(workspace, *files).index, strict=True))
    decision = suppression.decide(
        oldest_first(with_register(rows, register), register),
        privacy,
        smallest_group=params.municipality(workspace).thresholds.smallest_group,
        known_facts=facts.published(workspace, dataset),
        shown_before=[
            cell for row in shown_before if (cell := _cell(row, schema, privacy, register))
        ],
    )
    ignored = facts.not_counted_with(workspace, dataset, privacy) if decision.withheld else []
    return Withheld(
        {place: named[place] for place in sorted(decision.withheld)},
        tuple(sorted(map(named.__getitem__, decision.shown))),
        tuple(sorted(decision.given_away)),
        _places(rows, privacy, decision.found),
        tuple(ignored),
    )


def with_register(rows: pd.DataFrame, register: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The rows with the columns of their document's row in the register."""
    columns = sorted({name for row in register.values() for name in row} - {"document"})
    added = {
        f"{REGISTER}{name}": pd.array(
            [register.get(each, {}).get(name) or None for each in rows["document"]], dtype="str"
        )
        for name in columns
    }
    return rows.assign(**added)


def oldest_first(rows: pd.DataFrame, register: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The rows by the year of their document.

    Raises:
        TableError: A document is not registered, so that it is not known whether it is public.
    """
    years = rows["document"].map({name: row["year"] for name, row in register.items()})
    if years.isna().any():
        raise TableError(
            str(years.index[years.isna()][0]),
            "its document is not registered",
            "a document of data/documents/documents.csv",
            "correct the row, or register the document",
        )
    return rows.iloc[years.to_numpy().argsort(kind="stable")]


def _cell(
    row: str, schema: Schema, privacy: Privacy, register: Mapping[str, Mapping[str, str]]
) -> Cell | None:
    """The cell that a row is of, from its address; None if the key does not tell."""
    file = addresses.file_of(row)
    document = file.rpartition("/")[2].removesuffix(".csv")
    columns = addresses.key_columns(file, schema.primary_key)
    key = dict(zip(columns, addresses.key_of(row), strict=False))
    group = key.get(privacy.group) if privacy.group else TOTAL
    unit, period = key.get(privacy.unit), key.get(privacy.period)
    if unit is None or period is None or group is None or document not in register:
        return None
    name = sums.unit_name(register[document]["committee"], unit)
    return name, period, TOTAL if group == privacy.whole else group


def _places(
    rows: pd.DataFrame, privacy: Privacy, found: Iterable[Members]
) -> dict[str, tuple[str, ...]]:
    units = suppression.units(rows, privacy)
    places = {unit: place for place, unit in reversed(list(units.items()))}
    return {
        str(places[members.whole]): tuple(
            sums.short_name(unit, members.whole) for unit in (members.whole, *members.parts)
        )
        for members in found
        if members.whole in places
    }
