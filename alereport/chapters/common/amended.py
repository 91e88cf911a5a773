"""How a budget was changed after its plan: a sentence, and the table of the decisions."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import ABOUT, of_each
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import Sentence, fill_first, plural
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell, count, money

BUDGET_NOW = (
    Sentence(
        "raised",
        plural(
            "Since the plan was made, one decision, until {day}, has raised the budget for {year} "
            "by {change}, from {before} to {now}.",
            "Since the plan was made, {count} decisions, until {day}, have raised the budget for "
            "{year} by {change}, from {before} to {now}.",
        ),
        lambda facts: facts["has_plan"] and facts["amended_tkr"] > 0,
    ),
    Sentence(
        "lowered",
        plural(
            "Since the plan was made, one decision, until {day}, has lowered the budget for {year} "
            "by {change}, from {before} to {now}.",
            "Since the plan was made, {count} decisions, until {day}, have lowered the budget for "
            "{year} by {change}, from {before} to {now}.",
        ),
        lambda facts: facts["has_plan"] and facts["amended_tkr"] < 0,
    ),
    Sentence(
        "moved",
        plural(
            "Since the plan was made, one decision, until {day}, has changed the budget for "
            "{year}; in all it is the same.",
            "Since the plan was made, {count} decisions, until {day}, have changed the budget for "
            "{year}; in all it is the same.",
        ),
        lambda facts: facts["has_plan"],
    ),
    Sentence(
        "without-plan",
        plural(
            "One decision, until {day}, has changed the budget for {year}; the plan itself is not "
            "among the sources.",
            "{count} decisions, until {day}, have changed the budget for {year}; the plan itself "
            "is not among the sources.",
        ),
        lambda facts: not facts["has_plan"],
    ),
)


def budget_now(budget: pd.DataFrame, decisions: pd.DataFrame, *, year: int) -> Text | Group:
    """Return how far the decisions since the plan have changed its budget; empty if there are none.

    Args:
        budget: `Report.budget`; may be empty.
        decisions: `amendments.decisions`.
        year: The year of the budget.
    """
    if decisions.empty:
        return nothing()
    planned = budget[
        budget["area"].eq(TOTAL) & budget["amount_year"].eq(year) & budget["kind"].eq("budget")
    ]
    amended = decisions["amount_tkr"].sum()
    before, printed = planned[["amount_tkr", "hedge"]].iloc[0] if len(planned) else (0, None)
    hedge = ABOUT if decisions["hedge"].notna().any() else None
    words = fill_first(
        BUDGET_NOW,
        {"has_plan": len(planned) > 0, "amended_tkr": amended},
        count=count(len(decisions), of_each(decisions)),
        day=locales.day(decisions["decided"].max()),
        year=year,
        change=money(amended, hedge=hedge),
        before=money(before, hedge=printed),
        now=money(before + amended, hedge=hedge or printed),
    )
    rows = (*map(str, planned.index), *rows_of(decisions))
    return building.lines("budget-now", [Line(key="budget-now", words=words, rows=rows)])


def decisions(decisions: pd.DataFrame, areas: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return the table of the decisions that change the budget; empty if there are none.

    Args:
        decisions: `amendments.decisions`.
        areas: `Report.areas`.
        chapter: The report, such as `ks-2024`.
    """
    if decisions.empty:
        return nothing()
    names = areas.set_index("area")["name"]

    def changed(row: FrameRow) -> Cell:
        listed = locales.listing([str(names[area]) for area in row["areas"]])
        return values.named(listed) if listed else values.silent()

    columns = [
        Column("decided", _("Decided"), lambda row: locales.day(row["decided"]), figures=False),
        Column("amount_tkr", _("Change, tkr"), _amount).first(),
        building.texts("reason", _("Why")).first(),
        Column("decided_by", _("By"), _decided_by, figures=False),
        Column("areas", _("Areas"), changed, figures=False),
        building.texts("reference", _("Reference")),
    ]
    caption = _("Decisions that changed the budget during the year, SEK thousand.")
    return building.table(
        decisions,
        columns,
        name=f"{chapter}-amendments",
        key="amendment",
        caption=with_source(caption, decisions),
        as_of=decisions["decided"].max().date(),
    )


def _amount(row: FrameRow) -> Cell:
    hedge = row["hedge"] if isinstance(row["hedge"], str) else ""
    return values.amount(row["amount_tkr"], unit="tkr", signed=True, hedge=hedge)


def _decided_by(row: FrameRow) -> Cell:
    names = {
        "council": _("the council"),
        "executive": _("the executive committee"),
        "committee": _("the committee"),
    }
    return values.words(names.get(row["decided_by"], row["decided_by"]))
