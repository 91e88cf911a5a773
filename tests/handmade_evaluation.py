"""What tests make by hand of an evaluation and an annual report: frames as `report.load` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

Printed = tuple[int, int, int]
"""Points, their maximum and the percentage, as printed."""


def evaluation(
    areas: Mapping[int, Mapping[str, Printed]], *, year: int = 2020, document: str = "kompass"
) -> pd.DataFrame:
    """An evaluation; the question `""` is the area as a whole.

    Args:
        areas: Of each area, its questions by number with what is printed of them.
        year: The evaluation's year.
        document: Its document.
    """
    rows = [
        {
            "document": document,
            "section": "4",
            "year": year,
            "area": area,
            "question": question or None,
            "name": f"Fråga {question}" if question else f"Område {area}",
            "also_called": None,
            "points": points,
            "max_points": most,
            "percent": percent,
            "conclusion": None,
            "title": "Kompassen",
        }
        for area, questions in areas.items()
        for question, (points, most, percent) in questions.items()
    ]
    whole = dict.fromkeys(("year", "area", "points", "max_points", "percent"), "Int64")
    types = {**whole, "also_called": "str", "conclusion": "str"}
    return _placed(pd.DataFrame(rows).astype(types), f"evaluation/{document}")


def answers(links: Sequence[tuple[str, str]], *, document: str = "kompass") -> pd.DataFrame:
    """Which goal answers which question; the question `2` is the second area as a whole."""
    rows = [
        {
            "document": document,
            "section": "Område",
            "area": int(question[0]),
            "question": question if "." in question else None,
            "goal": goal,
            "basis": "analyst",
        }
        for question, goal in links
    ]
    columns = ["document", "section", "area", "question", "goal", "basis"]
    frame = pd.DataFrame(rows, columns=columns).astype({"area": "Int64"})
    return _placed(frame, f"evaluation_answers/{document}")


def goals(names: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """Goals of plans, each with its committee and year; a goal's title is its name in capitals."""
    rows = [
        {"goal": goal, "title": goal.upper(), "committee": committee, "plan_year": year}
        for goal, (committee, year) in names.items()
    ]
    columns = ["goal", "title", "committee", "plan_year"]
    return _placed(pd.DataFrame(rows, columns=columns).astype({"plan_year": "Int64"}), "goals/plan")


def indicators(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Indicators of the annual report for 2016, where a row does not say otherwise."""
    usual = {
        "document": "arsredovisning-2016",
        "section": "Ekonomi",
        "committee": "ks",
        "year": 2016,
        "scope": "committee",
        "perspective": "economy",
        "unit": "tkr",
        "comparator": None,
        "value": None,
        "target": None,
        "hedge": None,
        "quoted": "yes",
        "as_printed": None,
        "title": "Årsredovisning 2016",
    }
    columns = [*usual, "indicator"]
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=columns)
    types = {"year": "Int64", "value": "Float64", "target": "Float64", "hedge": "str"}
    types["as_printed"] = "str"
    return _placed(frame.astype(types), "indicators/arsredovisning-2016")


def documents(kinds: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """A register of documents, each with its kind and year."""
    rows = [
        {"document": document, "kind": kind, "year": year}
        for document, (kind, year) in kinds.items()
    ]
    columns = ["document", "kind", "year"]
    return _placed(pd.DataFrame(rows, columns=columns).astype({"year": "Int64"}), "documents/d")


def _placed(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    places = [f"data/{file}.csv#{line}" for line in range(2, len(frame) + 2)]
    return frame.set_index(pd.Index(places, name="row", dtype="str"))
