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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock

from alereport.base.errors import IngestError
from alereport.base.workspace import new_folder
from alereport.ingest import drafted_tables
from alereport.ingest.agreement import IN_TKR
from alereport.ingest.drafted_tables import where
from alereport.ingest.words import Words, normalised

Row = drafted_tables.Row
ABOUT = ("as_printed", "place", "state", "reason", "id")
"""The columns beside them."""
READING = "reading.json"
"""The file with everything that was read."""
IDENTITY = (
    "section", "label", "item", "question", "name", "level", "title", "indicator", "unit", "role",
    "period", "group", "side", "amount_year", "year", "kind",
)  # fmt: skip
"""The columns that tell which row of its dataset a row is; the others are what was read of it."""
WHERE = ("page", "box")
"""Beside these, where it stands in a PDF."""
KEPT = ("decisions.json",)
"""The files of a folder of drafts that are a person's, and stay when the document is read again."""
ASKED = "asked"
OWN_WORDS = "find your own words"
ROLES = {"managers": "manager", "employees": "employee"}
"""Of the dataset `personnel`, by who is counted."""


def rows(reading: Mapping[str, Any], words: Words) -> dict[str, list[Row]]:
    """The rows of each dataset, of what `Reading.as_json` has."""
    found: dict[str, list[Row]] = {name: [] for name in words.drafts}
    for table in reading["tables"]:
        for name in drafted_tables.datasets_of(table, reading["document"], words):
            found[name] += drafted_tables.rows(table, reading["document"], name, words)
    for name, made in (
        ("goals", _goals(reading["goals"])),
        ("personnel", _headcounts(reading["headcounts"])),
        ("sick_leave", _sick_leave(reading["sick_leave"], words)),
        ("earmarks", _earmarks(reading["amounts"], reading["document"], words)),
    ):
        found.setdefault(name, []).extend(made)
    return {name: list(_identified(name, each, words)) for name, each in found.items() if each}


def _identified(dataset: str, rows: Iterable[Row], words: Words) -> Iterator[Row]:
    """The rows with an id each, which is the same when the document is read again.

    It is what the row is, `budget/4.1/kansli/2025/budget`; of several that are the same, the later
    ones have their number among them too.
    """
    columns = words.drafts[dataset].columns
    counts: Counter[str] = Counter()
    for row in rows:
        whole = {name: row.get(name, "") for name in (*columns, *ABOUT, *WHERE)}
        parts = [
            normalised(str(whole[name])).replace("/", "-") for name in IDENTITY if name in columns
        ]
        name = "/".join([dataset, *parts])
        counts[name] += 1
        yield {**whole, "id": f"{name}#{counts[name]}" if counts[name] > 1 else name}


def dataset_of_row(row: Row) -> str:
    """The dataset of a drafted row."""
    return str(row["id"]).partition("/")[0]


def as_read(row: Row) -> dict[str, str]:
    """What was read of a drafted row: what a decision on it rests on."""
    beside = {*IDENTITY, *ABOUT, *WHERE} - {"as_printed"}
    return {name: str(value) for name, value in row.items() if name not in beside}


def _goals(goals: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    for goal in goals:
        reasons = [OWN_WORDS] * goal["is_long"] + [goal["reason"]] * bool(goal["reason"])
        names = ("section", "level", "title", "responsible", "due", "hedge")
        yield {
            **{key: goal[key] for key in names},
            **where(goal),
            "commented": "yes" if goal["commented"] else "no",
            "state": ASKED if reasons else "read",
            "reason": "; ".join(reasons),
        }


def _headcounts(counted: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The people a text counts; of which unit, a person says."""
    for each in counted:
        if each["kind"] in ROLES:
            yield {
                **_of_text(each, "which unit it is"),
                "role": ROLES[each["kind"]],
                "headcount": each["value"],
            }


def _sick_leave(figures: Iterable[Mapping[str, Any]], words: Words) -> Iterator[Row]:
    """The sick leave that a text tells; of which unit and period, a person says."""
    for each in figures:
        measured = words.meaning("absence", each["words"]) or "total_percent"
        yield {**_of_text(each, "which unit and period it is"), measured: each["value"]}


def _earmarks(
    amounts: Iterable[Mapping[str, Any]], document: Mapping[str, Any], words: Words
) -> Iterator[Row]:
    """The amounts of a plan's text that no table has; what each is for, a person says."""
    if document["kind"] not in {*words.drafts["earmarks"].documents, ""}:
        return
    for amount in amounts:
        if amount["value"] is not None and not amount["agrees"]:
            value = amount["value"] * IN_TKR[amount["unit"]]
            reason = amount["reason"] or "what it is for"
            yield {**_of_text(amount, reason), "amount_tkr": drafted_tables.plain(value)}


def _of_text(found: Mapping[str, Any], reason: str) -> Row:
    kept = {"section": found["section"], "hedge": found["hedge"], **where(found)}
    return {**kept, "as_printed": found["words"], "state": ASKED, "reason": reason}


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
            columns = [*words.drafts[name].columns, *ABOUT]
            writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
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
