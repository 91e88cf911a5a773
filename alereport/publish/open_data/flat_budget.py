"""The budget with names on each row, so that nothing has to be joined before it is charted."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.data.datasets import TOTAL
from alereport.data.schemas import Schema
from alereport.exhibits import csv_files
from alereport.publish.open_data.table import Table

NAME, SOURCE = "budget-flat", "budget"
KINDS = {"forecast": "prognos", "budget": "budget", "plan": "plan", "outturn": "utfall"}
TOTAL_NAMES = {"name": "Totalt", "name_en": "Total"}

Row = dict[str, str]


def table(workspace: Workspace) -> Table:
    """Return the budget of all committees and years with the names that its keys stand for.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    register = registers.register_rows(workspace, "documents")
    rows = list(_rows(workspace, register))
    named = {row["document"] for row in rows}
    documents = tuple(row for row in register if row["document"] in named)
    columns = schema().columns
    cells = ([row.get(column, "") for column in columns] for row in rows)
    return Table(NAME, schema(), documents, csv_files.csv_bytes([columns, *cells]))


def schema() -> Schema:
    """Return what its columns mean."""
    text = (files("alereport.publish.open_data") / f"{NAME}.yaml").read_bytes()
    return schemas.parsed(text)


def _rows(workspace: Workspace, register: list[Row]) -> Iterator[Row]:
    municipality = params.municipality(workspace)
    titles = {row["document"]: row["title"] for row in register}
    committees = {row["committee"]: row for row in registers.register_rows(workspace, "committees")}
    areas = {
        (row["committee"], row["area"]): row for row in registers.register_rows(workspace, "areas")
    }
    for path in workspace.data_files(SOURCE):
        for row in data_files.records(workspace, path):
            committee = committees.get(row["committee"], {})
            total = TOTAL_NAMES if row["area"] == TOTAL else {}
            area = total or areas.get((row["committee"], row["area"]), {})
            yield {
                **row,
                "municipality_code": f"{municipality.code:04}",
                "municipality": municipality.name,
                "committee_name": committee.get("name", ""),
                "committee_name_en": committee.get("name_en", ""),
                "area_name": area.get("name", ""),
                "area_name_en": area.get("name_en", ""),
                "kind_sv": KINDS[row["kind"]],
                "document_title": titles.get(row["document"], ""),
            }
