"""What the budget does over the years where it compares: a text, a table and a chart.

The frames are from `comparable`; each exhibit is empty where no two plans compare.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.budget.columns import (
    break_notes,
    change_columns,
    compared_labels,
    year_amount,
)
from alereport.chapters.budget.sentences import Facts, changed_by, up_and_down
from alereport.chapters.common import rows
from alereport.exhibits import building
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill,
    fill_first,
    in_sentence,
    joined,
    message,
    plural,
)
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import count, money

SUM = (
    Sentence(
        "less",
        message("{areas} {last_amount} in {last}, {change} less than in {first}."),
        lambda total: total["change_tkr"] < 0,
    ),
    Sentence(
        "more",
        message("{areas} {last_amount} in {last}, {change} more than in {first}."),
        lambda total: total["change_tkr"] > 0,
    ),
    Sentence(
        "same",
        message("{areas} {last_amount} in {last}, as in {first}."),
    ),
)

EXTREMES = (
    Sentence(
        "both",
        message(
            "The largest decrease is for {least}, {decrease}, and the largest increase for "
            "{most}, {increase}."
        ),
        lambda counts: counts["up"] and counts["down"],
    ),
    Sentence(
        "down",
        message("The largest decrease is for {least}, {decrease}."),
        lambda counts: counts["down"],
    ),
    Sentence(
        "up",
        message("The largest increase is for {most}, {increase}."),
        lambda counts: counts["up"],
    ),
)

LEFT_OUT = (
    Sentence(
        "left-out",
        message("Left out: {name} ({amounts})."),
        lambda row: pd.notna(row["first_tkr"]) or pd.notna(row["last_tkr"]),
    ),
)

COMPARABLE = (
    Sentence(
        "comparable-and-to-save",
        plural(
            "Less what is to be saved, the {count} area that is comparable gets",
            "Less what is to be saved, the {count} areas that are comparable get",
        ),
        lambda counts: counts["areas"] > 0 and counts["requirements"] > 0,
    ),
    Sentence(
        "comparable",
        plural(
            "The {count} area that is comparable gets",
            "The {count} areas that are comparable get",
        ),
        lambda counts: counts["areas"] > 0,
    ),
)


def compared_text(compared: pd.DataFrame, left_out: pd.DataFrame) -> Text | Group:
    """Return in sentences what the comparable part does, and what is left out and why.

    Args:
        compared: `comparable.comparable_total`.
        left_out: `comparable.left_out`.
    """
    if compared.empty:
        return nothing()
    total = compared.iloc[-1]
    lines = [
        Line(key="sum", words=_sum(compared), rows=total["rows"]),
        Line(key="extremes", words=_extremes(compared), rows=total["rows"]),
        *(
            Line(key=f"left-out/{row['area']}", words=_left_out(row), rows=row["rows"])
            for row in left_out.to_dict("records")
        ),
    ]
    return building.lines("compared", lines, as_of=int(total["last_year"]))


def compared_table(compared: pd.DataFrame, left_out: pd.DataFrame) -> Table | Group:
    """Return the table of the areas that compare, their sum last; see `compared_text`."""
    if compared.empty:
        return nothing()
    caption = _("The areas that are comparable over the years, net cost in SEK thousand.")
    notes = [_left_out(row) for row in left_out.to_dict("records")]
    labels = compared_labels(compared, "compared", caption) | {"notes": notes}
    return building.table(compared, change_columns(compared), key="area", total=True, **labels)


def side_by_side(compared: pd.DataFrame, committees: pd.DataFrame) -> Table:
    """Return the budgets of some committees and years as a table; breaks are footnotes.

    One row is one area, and one column one year. The sign of a footnote says that the year does not
    compare with the one before it.

    Args:
        compared: `comparable.side_by_side`.
        committees: `Overall.committees` or `Report.committees`, with their names.
    """
    names = dict(zip(committees["committee"], committees["name"], strict=True))
    years = compared["year"].drop_duplicates().astype(int).tolist()
    reasons = compared["break_reason"].dropna().drop_duplicates().tolist()
    shown = compared["committee"].drop_duplicates().tolist()
    areas = [
        {
            "committee": committee,
            "area": area,
            "name": f"{names[committee]}: {of_area['name'].iloc[0]}"
            if shown[1:]
            else of_area["name"].iloc[0],
            "years": of_area.set_index("year").to_dict("index"),
            "rows": rows_of(of_area),
        }
        for (committee, area), of_area in compared.groupby(["committee", "area"], sort=False)
    ]
    amounts = [
        Column(
            f"budget_tkr/{year}",
            _("Budget {year}").format(year=year),
            partial(year_amount, year, "budget_tkr", reasons),
        )
        for year in years
    ]
    latest = [each.first() for each in amounts[-2:]]
    caption = _("Budgets side by side, net cost in SEK thousand.")
    return building.table(
        pd.DataFrame(areas),
        [building.texts("name", _("Area")), *amounts[:-2], *latest],
        name="-".join([*shown, "side-by-side"]),
        caption=with_source(caption, compared),
        key=("committee", "area"),
        total=not shown[1:],
        notes=break_notes(reasons),
        as_of=years[-1],
    )


def _sum(compared: pd.DataFrame) -> Phrase:
    total = compared.iloc[-1]
    parts = compared.iloc[:-1]
    areas = parts[~parts["requirement"]]
    return fill_first(
        SUM,
        total,
        areas=fill_first(
            COMPARABLE,
            {"areas": len(areas), "requirements": len(parts) - len(areas)},
            count=count(len(areas), rows.of_each(areas)),
        ),
        last_amount=money(total["last_tkr"], hedge=total["last_hedge"]),
        change=changed_by(total),
        first=int(total["first_year"]),
        last=int(total["last_year"]),
    )


def _extremes(compared: pd.DataFrame) -> Phrase:
    up, down = up_and_down(compared.assign(break_reason=None))
    most, least = (
        None if areas.empty else rows.furthest(areas, "change_tkr") for areas in (up, down)
    )
    return fill_first(
        EXTREMES,
        {"up": len(up), "down": len(down)},
        **_named("most", "increase", most),
        **_named("least", "decrease", least),
    )


def _named(name: str, change: str, area: Facts | None) -> dict[str, Any]:
    if area is None:
        return {}
    return {name: in_sentence(str(area["name"])), change: changed_by(area)}


def _left_out(row: FrameRow) -> Phrase:
    """Return what is left out, with its amount and the reason."""
    years = [("first_tkr", row["first_year"]), ("last_tkr", row["last_year"])]
    found = [
        fill(_("{amount} in {year}"), amount=money(row[column]), year=int(year))
        for column, year in years
        if pd.notna(row[column])
    ]
    about = fill_first(
        LEFT_OUT,
        row,
        name=in_sentence(str(row["name"])),
        amounts=joined(found, ", "),
    )
    if pd.isna(row["break_reason"]) or not about:
        return about
    return joined([about, data_text(f"{row['break_reason']}.")])
