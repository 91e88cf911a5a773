"""The rows of datasets that a document determines, as files to review: `build/ingest/<document>/`.

Each row has its place in the document and its state beside its columns. Columns that only a person
knows, such as the short name of an area, are left out.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock

from alereport.base.errors import IngestError
from alereport.base.workspace import new_folder
from alereport.ingest.words import Words, normalised

Row = dict[str, Any]
IN_TKR = {"tkr": 1.0, "mnkr": 1000.0, "kr": 0.001}
AMOUNTS = ("budget", "forecast", "outturn", "plan")
COLUMNS = {
    "budget": ("section", "label", "amount_year", "kind", "amount_tkr"),
    "investments": ("section", "item", "amount_year", "amount_tkr"),
    "evaluation": ("section", "question", "name", "points", "max_points", "percent"),
    "measures": ("section", "name", "year", "kind", "value"),
    "goals": ("section", "level", "title", "commented"),
}
"""The columns of each dataset that a document determines."""
ABOUT = ("as_printed", "place", "state", "reason", "id")
"""The columns beside them."""
READING = "reading.json"
"""The file with everything that was read."""
IDENTITY = (
    "section", "label", "item", "question", "name", "level", "title", "indicator", "unit", "role",
    "period", "group", "side", "amount_year", "year", "kind"
)  # fmt: skip
"""The columns that tell which row of its dataset a row is; the others are what was read of it."""
KEPT = ("decisions.json",)
"""The files of a folder of drafts that are a person's, and stay when the document is read again."""


def rows(reading: Mapping[str, Any], words: Words) -> dict[str, list[Row]]:
    """The rows of each dataset, of what `Reading.as_json` has."""
    found: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for table in reading["tables"]:
        dataset = dataset_of(table, words)
        if dataset == "evaluation":
            found[dataset] += _evaluated(table)
        elif dataset:
            found[dataset] += _amounts(table, dataset)
    found["goals"] = [
        {
            **{key: goal[key] for key in ("section", "level", "title")},
            **_where(goal),
            "commented": "yes" if goal["commented"] else "no",
            "state": "asked" if goal["is_long"] else "read",
            "reason": "find your own words" if goal["is_long"] else "",
        }
        for goal in reading["goals"]
    ]
    return {name: list(_identified(name, each)) for name, each in found.items() if each}


def _identified(dataset: str, rows: list[Row]) -> Iterator[Row]:
    """The rows with an id each, which is the same when the document is read again.

    It is what the row is, `budget/4.1/kansli/2025/budget`; of several that are the same, the later
    ones have their number among them too.
    """
    columns = [name for name in IDENTITY if name in COLUMNS[dataset]]
    counts: Counter[str] = Counter()
    for row in rows:
        parts = [normalised(str(row[name])).replace("/", "-") for name in columns]
        name = "/".join([dataset, *parts])
        counts[name] += 1
        yield {**row, "id": f"{name}#{counts[name]}" if counts[name] > 1 else name}


def dataset_of_row(row: Row) -> str:
    """The dataset of a drafted row."""
    return str(row["id"]).partition("/")[0]


def as_read(row: Row) -> dict[str, str]:
    """What was read of a drafted row: what a decision on it rests on."""
    own = [name for name in COLUMNS[dataset_of_row(row)] if name not in IDENTITY]
    return {name: str(row.get(name, "")) for name in (*own, "as_printed")}


def dataset_of(table: Mapping[str, Any], words: Words) -> str:
    """The dataset a table is of; empty where it is of none that is drafted."""
    kinds = {column["kind"] for column in table["columns"]}
    if {"points", "maximum"} <= kinds:
        return "evaluation"
    if "target" in kinds:
        return "measures"
    over = f"{table['title']} {table['heading']} " + " ".join(
        column["label"] for column in table["columns"]
    )
    years = [column["year"] for column in table["columns"] if column["year"]]
    if years and words.meaning("tables", over) == "investments":
        return "investments"
    return "budget" if years and kinds & {"budget", "forecast", "outturn"} else ""


def _amounts(table: Mapping[str, Any], dataset: str) -> Iterator[Row]:
    factor = IN_TKR.get(table["unit"])
    for row in table["rows"]:
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            is_of_dataset = dataset != "budget" or column["kind"] in AMOUNTS
            if cell["value"] is None or not column["year"] or not is_of_dataset:
                continue
            yield {
                **_about(cell, factor or dataset == "measures"),
                "section": table["section"],
                "label": row["label"],
                "item": row["label"],
                "name": row["label"],
                "amount_year": column["year"],
                "year": column["year"],
                "kind": column["kind"],
                "value": _plain(cell["value"]),
                "hedge": cell["hedge"],
                "comparator": cell["comparator"],
                "amount_tkr": "" if factor is None else _plain(cell["value"] * factor),
            }


def _evaluated(table: Mapping[str, Any]) -> Iterator[Row]:
    names = {"points": "points", "maximum": "max_points", "percentage": "percent"}
    for row in table["rows"]:
        cells = {
            names[column["kind"]]: cell
            for column, cell in zip(table["columns"], row["cells"], strict=True)
            if column["kind"] in names
        }
        states = [cell["state"] for cell in cells.values()]
        number, _blank, name = row["label"].partition(" ")
        is_question = number.replace(".", "").isdigit()
        yield {
            "section": table["section"],
            "area": number.partition(".")[0] if is_question else "",
            "question": number if is_question else "",
            "name": name if is_question else row["label"],
            **{key: _plain(cell["value"]) for key, cell in cells.items()},
            "as_printed": " | ".join(cell["as_printed"] for cell in cells.values()),
            **_where(next(iter(cells.values()))),
            "state": next(state for state in ("asked", "read", "proved") if state in states),
            "reason": "",
        }


def _about(cell: Mapping[str, Any], has_unit: object) -> Row:
    state, reason = cell["state"], cell["reason"]
    if not has_unit:
        state, reason = "asked", "the unit of the table is not told"
    return {
        **_where(cell), "as_printed": cell["as_printed"], "state": state, "reason": reason
    }  # fmt: skip


def _where(read: Mapping[str, Any]) -> Row:
    """Where something that was read stands: its place and, in a PDF, page and box."""
    return {"place": read["place"], "page": read.get("page"), "box": read.get("box")}


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def write(folder: Path, reading: Mapping[str, Any], words: Words) -> dict[str, int]:
    """Write the rows as CSV, and everything that was read as `reading.json`, in a new folder.

    What a person decided of the document before stays.

    Returns:
        How many rows each file has.
    """
    drafted = rows(reading, words)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with held(folder), new_folder(folder) as made:
        for name, each in drafted.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(
                text, [*COLUMNS[name], *ABOUT], extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(each)
            (made / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
        content = json.dumps(reading, ensure_ascii=False, indent=1)
        (made / READING).write_text(content + "\n", encoding="utf-8")
        for name in KEPT:
            if (folder / name).exists():
                shutil.copy2(folder / name, made / name)
    return {name: len(each) for name, each in drafted.items()}


def load(folder: Path) -> dict[str, Any]:
    """What was read of a document whose drafts a folder has: what `Reading.as_json` had.

    Raises:
        IngestError: It has none that this version wrote.
    """
    step = "run alereport ingest with the document's file"
    try:
        reading: dict[str, Any] = json.loads((folder / READING).read_text(encoding="utf-8"))
    except OSError:
        raise IngestError(str(folder), f"it has no {READING}", "drafts", step) from None
    except ValueError:
        raise IngestError(str(folder / READING), "it is no JSON", "drafts", step) from None
    if "source" not in reading:
        found = "an earlier version of the program wrote it"
        raise IngestError(str(folder / READING), found, "the checksum of its document", step)
    return reading


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a folder of drafts to oneself: no other process writes in it meanwhile."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / ".lock"):
        yield
