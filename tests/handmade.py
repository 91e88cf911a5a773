"""What tests make by hand: small frames as `report.load` gives them, and spoilt files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

CELLS = ((2023, "forecast"), (2023, "budget"), (2024, "budget"))
"""The year and kind of the three amounts an area has in the plan for 2024, as printed."""

Amounts = tuple[int | None, int | None, int | None]


def amounts(
    areas: Mapping[str, Amounts],
    *,
    breaks: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    requirements: Collection[str] = (),
    hedges: Mapping[tuple[str, int, str], str] | None = None,
) -> pd.DataFrame:
    """A plan's budget table for 2024; one row is one cell that is filled in.

    Args:
        areas: The forecast and budget of 2023 and the budget of 2024 of each area.
        breaks: The areas whose 2024 does not compare with 2023, each with its reason.
        names: What an area is called, where that is not its short name with a capital.
        requirements: The rows that are requirements to save and no areas.
        hedges: The document's hedge of an amount, by area, year and kind.
    """
    rows = [
        {
            "committee": "ks",
            "plan_year": 2024,
            "area": area,
            "amount_year": year,
            "kind": kind,
            "amount_tkr": amount,
            "hedge": (hedges or {}).get((area, year, kind)),
            "section": "4.1",
            "title": "Nämndplan 2024",
            "name": (names or {}).get(area, area.capitalize()),
            "break_reason": (breaks or {}).get(area) if year == 2024 else None,
            "requirement": area in requirements,
        }
        for area, row in areas.items()
        for (year, kind), amount in zip(CELLS, row, strict=True)
        if amount is not None
    ]
    years = {"plan_year": "Int64", "amount_year": "Int64", "amount_tkr": "Int64"}
    return _placed(pd.DataFrame(rows).astype(years), "budget")


def _placed(frame: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """The frame with the index of a data file: each row with its file and line."""
    places = [f"data/{dataset}/a-plan.csv#{line}" for line in range(2, len(frame) + 2)]
    return frame.set_index(pd.Index(places, name="row", dtype="str"))


def with_total(areas: Mapping[str, tuple[int, int, int]]) -> dict[str, Amounts]:
    """The areas, and their total under them as a plan prints it."""
    forecast, before, budget = (sum(column) for column in zip(*areas.values(), strict=True))
    return {**areas, "total": (forecast, before, budget)}


def investments(items: Mapping[str, Mapping[int, int]]) -> pd.DataFrame:
    """A plan's investment table for 2024; one row is one item's amount of one year."""
    rows = [
        {
            "committee": "ks",
            "plan_year": 2024,
            "item": item,
            "amount_year": year,
            "amount_tkr": amount,
            "hedge": None,
            "section": "4.2",
            "title": "Nämndplan 2024",
        }
        for item, years in items.items()
        for year, amount in years.items()
    ]
    columns = ["committee", "plan_year", "item", "amount_year", "amount_tkr", "hedge"]
    columns += ["section", "title"]
    years = {"plan_year": "Int64", "amount_year": "Int64", "amount_tkr": "Int64"}
    return _placed(pd.DataFrame(rows, columns=columns).astype(years), "investments")


def budgets(
    plans: Mapping[int, Mapping[str, Amounts]], *, names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The budget tables of several plans, each with the forecast and budget of the year before.

    Args:
        plans: For each plan's year, what `amounts` takes.
        names: See `amounts`.
    """
    frames = []
    for year, areas in plans.items():
        rows = amounts(areas, names=names)
        later = year - 2024
        rows["amount_year"] += later
        frames.append(rows.assign(plan_year=year, title=f"Nämndplan {year}"))
    return _placed(pd.concat(frames).astype({"plan_year": "Int64"}), "budget")


def breaks(reasons: Mapping[tuple[str, int], str]) -> pd.DataFrame:
    """The breaks of the committee: the reason of each area and year; one row is one break."""
    rows = [
        {
            "committee": "ks",
            "area": area,
            "year": year,
            "reason": reason,
            "section": "4.1",
            "title": "Nämndplan 2024",
        }
        for (area, year), reason in reasons.items()
    ]
    columns = ["committee", "area", "year", "reason", "section", "title"]
    return _placed(pd.DataFrame(rows, columns=columns).astype({"year": "Int64"}), "breaks")


def earmarks(
    *rows: tuple[str, str, str | None, int | None, str | None], measured: str = "total"
) -> pd.DataFrame:
    """A plan's earmarks for 2024; one row is kind, item, area, amount and hedge."""
    columns = ["kind", "item", "area", "amount_tkr", "hedge"]
    said = {"committee": "ks", "plan_year": 2024, "section": "4.1", "title": "Nämndplan 2024"}
    frame = pd.DataFrame(list(rows), columns=columns).astype({"amount_tkr": "Int64"})
    how = pd.Series(measured, frame.index).where(frame["amount_tkr"].notna(), "unsaid")
    as_printed = frame["item"].str.lower()
    return _placed(frame.assign(as_printed=as_printed, measured=how, **said), "earmarks")


def explanations(reasons: Mapping[str, str]) -> pd.DataFrame:
    """Why the budgets of a plan for 2024 change: the reason of each area; one row is one reason."""
    rows = [
        ("ks", 2024, "reason", area, text, "4.1", "Nämndplan 2024")
        for area, text in reasons.items()
    ]
    columns = ["committee", "plan_year", "kind", "area", "text", "section", "title"]
    return _placed(pd.DataFrame(rows, columns=columns), "explanations")


def commentary(chapters: Mapping[str, str], approval: str = "approved") -> pd.DataFrame:
    """What the analyst has written on a plan for 2024; one row is one chapter."""
    shared = ("Nämndplan 2024", approval)
    rows = [("ks", 2024, chapter, text, *shared) for chapter, text in chapters.items()]
    columns = ["committee", "plan_year", "chapter", "text", "title", "approval"]
    return _placed(pd.DataFrame(rows, columns=columns), "commentary")


def plain(words: str) -> str:
    """The words with every hard space as a plain one."""
    return words.replace("\u00a0", " ")


def amend(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of the one `old` in a file."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} of {old!r}"
    path.write_bytes(text.replace(old, new).encode())


def unordered(frame: pd.DataFrame) -> pd.DataFrame:
    """A result whatever the order of its rows, and of what stands in one cell."""

    def cell(value: object) -> object:
        return tuple(sorted(map(str, value))) if isinstance(value, tuple) else value

    plain_cells = frame.reset_index(drop=True).map(cell)
    order = sorted(plain_cells.index, key=lambda row: list(map(str, plain_cells.loc[row])))
    return plain_cells.loc[order].reset_index(drop=True)
