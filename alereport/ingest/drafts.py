"""The rows of datasets that a document determines, as files to review: `build/ingest/<document>/`.

Each row has its place in the document and its state beside its columns. Columns that only a person
knows, such as the short name of an area, are left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from alereport import seals
from alereport.base.workspace import new_folder
from alereport.ingest import drafted_tables, faults
from alereport.ingest.agreement import IN_TKR
from alereport.ingest.drafted_tables import Row
from alereport.ingest.words import Words

ABOUT = ("as_printed", "place", "state", "reason")
"""The columns beside those of the dataset."""
ACCEPTED = "accepted"
"""The folder of what would accept the document's own faults, by dataset."""
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
    return {
        name: [{**dict.fromkeys(words.drafts[name].columns, ""), **row} for row in each]
        for name, each in found.items()
        if each
    }


def _goals(goals: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    for goal in goals:
        reasons = [OWN_WORDS] * goal["is_long"] + [goal["reason"]] * bool(goal["reason"])
        names = ("section", "level", "title", "responsible", "due", "hedge", "place")
        yield {
            **{key: goal[key] for key in names},
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
    kept = {key: found[key] for key in ("section", "hedge", "place")}
    return {**kept, "as_printed": found["words"], "state": ASKED, "reason": reason}


def write(folder: Path, reading: Mapping[str, Any], words: Words) -> dict[str, int]:
    """Write the rows as CSV, and everything that was read as `reading.json`, in a new folder.

    What would accept a total that the document has wrong stands in `accepted/<dataset>.yaml`.

    Returns:
        How many rows each file has.
    """
    drafted = rows(reading, words)
    wrong = faults.proposed(drafted, reading["document"], folder.name, words)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with new_folder(folder) as made:
        for name, each in drafted.items():
            text = io.StringIO(newline="")
            columns = [*words.drafts[name].columns, *ABOUT]
            writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(each)
            (made / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
        for name, entries in wrong.items():
            (made / ACCEPTED).mkdir(exist_ok=True)
            (made / ACCEPTED / f"{name}.yaml").write_text(seals.as_yaml(entries), encoding="utf-8")
        content = json.dumps(reading, ensure_ascii=False, indent=1)
        (made / "reading.json").write_text(content + "\n", encoding="utf-8")
    return {name: len(each) for name, each in drafted.items()}
