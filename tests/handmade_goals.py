"""Goals, links, measures and follow-up made by hand, as `report.load` gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

Row = Mapping[str, Any]
PLAN = {"document": "a-plan", "section": "3.1", "committee": "ks", "plan_year": 2024}
GOAL = ["goal", "level", "theme", "parent", "title", "decided_by", "responsible", "due"]
GOAL += ["hedge", "commented"]
MEASURE = ["measure", "goal", "name", "unit", "better", "year", "kind", "comparator", "value"]
MEASURE += ["hedge", "basis", "whose"]


def _frame(rows: Sequence[Row], dataset: str, columns: list[str]) -> pd.DataFrame:
    """The rows with the index of a data file: each with its file and line."""
    frame = pd.DataFrame(rows, columns=columns)
    places = [f"data/{dataset}/a-plan.csv#{line}" for line in range(2, len(frame) + 2)]
    words = {name: "str" for name in columns if name not in {"plan_year", "year", "value"}}
    return frame.astype(words).set_index(pd.Index(places, name="row", dtype="str"))


def goals(*rows: Row, **of_the_plan: Any) -> pd.DataFrame:
    """A plan's goals; what a row does not say is missing, and its title is its short name."""
    said = [{**PLAN, **of_the_plan, "title": row["goal"].capitalize(), **row} for row in rows]
    titled = [{**row, "document_title": "Nämndplan 2024", **of_the_plan} for row in said]
    return _frame(titled, "goals", [*PLAN, *GOAL, "document_title"])


def links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Links, each the goal that answers, the goal it answers and the basis."""
    said = [
        {**PLAN, "goal": goal, "answers": to, "basis": basis, "title": "Nämndplan 2024"}
        for goal, to, basis in rows
    ]
    columns = ["document", "section", "goal", "answers", "basis", "title"]
    return _frame(said, "goal_links", columns)


def measures(*rows: Row) -> pd.DataFrame:
    """The values of measures; a measure is called by its short name, and is of the goal `a`."""
    said = [
        {
            **PLAN,
            "goal": "a",
            "name": row["measure"].capitalize(),
            "better": "higher",
            "whose": "committee",
            "as_of": "2023-12-31",
            "year": 2024,
            "kind": "target",
            "comparator": "=",
            "title": "Nämndplan 2024",
            "as_printed": "som tryckt",
            **row,
        }
        for row in rows
    ]
    frame = _frame(
        said, "measures", ["document", "section", "as_of", *MEASURE, "as_printed", "title"]
    )
    return frame.astype({"as_of": "datetime64[us]", "year": "Int64", "value": "Float64"})


def follow_up(
    *rows: tuple[str, str, str],
    title: str = "Årsredovisning 2024",
    document: str = "ks-arsredovisning-2024",
) -> pd.DataFrame:
    """What a document reports, each row the goal, the day and the status."""
    source = {**PLAN, "document": document, "title": title, "note": "Känt"}
    said = [{**source, "goal": goal, "as_of": day, "status": status} for goal, day, status in rows]
    columns = ["document", "section", "goal", "as_of", "status", "note", "title"]
    return _frame(said, "follow_up", columns).assign(
        as_of=lambda frame: pd.to_datetime(frame["as_of"])
    )


def explanations(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """What a plan says of its goals, each row the kind, the goal and the text."""
    said = [{**PLAN, "kind": kind, "goal": goal, "text": text} for kind, goal, text in rows]
    return _frame(said, "explanations", ["document", "section", "kind", "goal", "text"])


def documents(*rows: tuple[str, int, str], committee: str = "ks") -> pd.DataFrame:
    """The register of documents, each row the kind, the year and the day it speaks to."""
    said = [
        {"document": f"{kind}-{year}", "title": f"Dokument {year}", "kind": kind, "year": year}
        | {"committee": committee, "as_of": pd.Timestamp(day)}
        for kind, year, day in rows
    ]
    columns = ["document", "title", "committee", "year", "kind", "as_of"]
    places = [f"data/documents/documents.csv#{line}" for line in range(2, len(said) + 2)]
    frame = pd.DataFrame(said, columns=columns, index=pd.Index(places, name="row", dtype="str"))
    return frame.astype({"year": "Int64", "as_of": "datetime64[ns]", "committee": "str"})
