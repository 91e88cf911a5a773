"""How a budget was changed after its plan: a sentence, and the table of the decisions."""

from __future__ import annotations

from functools import partial

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
            "Since the plan was made, one decision, on {day}, has raised the budget for {year} "
            "by {change}, from {before} in the plan.",
            "Since the plan was made, {count} decisions, up to {day}, have raised the budget for "
            "{year} by {change}, from {before} in the plan.",
        ),
        lambda facts: facts["has_plan"] and facts["amended_tkr"] > 0,
    ),
    Sentence(
        "lowered",
        plural(
            "Since the plan was made, one decision, on {day}, has lowered the budget for {year} "
            "by {change}, from {before} in the plan.",
            "Since the plan was made, {count} decisions, up to {day}, have lowered the budget for "
            "{year} by {change}, from {before} in the plan.",
        ),
        lambda facts: facts["has_plan"] and facts["amended_tkr"] < 0,
    ),
    Sentence(
        "moved",
        plural(
            "Since the plan was made, one decision, on {day}, has changed the budget for "
            "{year}; in all it is the same.",
            "Since the plan was made, {count} decisions, up to {day}, have changed the budget for "
            "{year}; in all it is the same.",
        ),
        lambda facts: facts["has_plan"],
    ),
    Sentence(
        "without-plan",
        plural(
            "One decision, on {day}, has changed the budget for {year}; the plan itself is not "
            "among the sources.",
            "{count} decisions, up to {day}, have changed the budget for {year}; the plan itself "
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
    planned = _planned(budget)
    amended = decisions["amount_tkr"].sum()
    before, printed = planned[["amount_tkr", "hedge"]].iloc[0] if len(planned) else (0, None)
    summed = tuple(row for rows in decisions["summed"] for row in rows)
    hedge = ABOUT if decisions["hedge"].notna().any() else None
    words = fill_first(
        BUDGET_NOW,
        {"has_plan": len(planned) > 0, "amended_tkr": amended},
        count=count(len(decisions), of_each(decisions)),
        day=locales.day(decisions["decided"].max()),
        year=year,
        change=money(amended, hedge=hedge).model_copy(update={"rows": summed}),
        before=money(before, hedge=printed),
    )
    rows = (*map(str, planned.index), *rows_of(decisions))
    return building.lines("budget-now", [Line(key="budget-now", words=words, rows=rows)])


def decisions(
    decisions: pd.DataFrame, budget: pd.DataFrame, *, areas: pd.DataFrame, name: str
) -> Table | Group:
    """Return the table from the plan's budget, decision by decision; empty if there are none.

    Args:
        decisions: `amendments.decisions`.
        budget: `Report.budget`; without the plan's total the table has the decisions alone.
        areas: `Report.areas`.
        name: Its name in cross-references, unique in the book.
    """
    if decisions.empty:
        return nothing()
    planned, steps = _planned(budget), _steps(decisions)
    if len(planned):
        steps = _with_ends(steps, planned)
    names = areas.set_index("area")["name"]

    def changed(row: FrameRow) -> Cell:
        listed = locales.listing([str(names[area]) for area in row["areas"]])
        return values.named(listed) if listed else values.blank()

    columns = [
        Column("step", _("Decided"), lambda row: values.words(row["step"]), figures=False),
        Column("amount_tkr", _("SEK thousand"), _amount).first(),
        Column("reason", _("Why"), partial(_text, "reason"), figures=False).first(),
        Column("decided_by", _("By"), _decided_by, figures=False),
        Column("areas", _("Areas"), changed, figures=False),
        Column("reference", _("Reference"), partial(_text, "reference"), figures=False),
    ]
    caption = _("The year's budget by decision, net cost in SEK thousand.")
    return building.table(
        steps,
        columns,
        name=name,
        key="amendment",
        caption=with_source(caption, pd.concat([planned, decisions])),
        total=len(planned) > 0,
        as_of=decisions["decided"].max().date(),
    )


def _planned(budget: pd.DataFrame) -> pd.DataFrame:
    """Return the total of the plan's own budget; no row if there is none."""
    is_own = budget["amount_year"].eq(budget["plan_year"]) & budget["kind"].eq("budget")
    return budget[budget["area"].eq(TOTAL) & is_own]


def _steps(decisions: pd.DataFrame) -> pd.DataFrame:
    days = [locales.day(day) for day in decisions["decided"]]
    return decisions.assign(step=days, is_change=True)


def _with_ends(steps: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions between the budget of the plan and what they have made of it."""
    budget, places = planned.iloc[0], tuple(map(str, planned.index))
    hedges = [budget["hedge"], *steps["hedge"]]
    ends = [
        {
            "amendment": "plan",
            "step": _("The plan's budget"),
            "amount_tkr": budget["amount_tkr"],
            "hedge": budget["hedge"],
            "rows": places,
        },
        {
            "amendment": "now",
            "step": _("Budget now"),
            "amount_tkr": budget["amount_tkr"] + steps["amount_tkr"].sum(),
            "hedge": ABOUT if any(map(pd.notna, hedges)) else None,
            "rows": (*places, *rows_of(steps)),
        },
    ]
    silent = {"is_change": False, "areas": (), "reason": None, "reference": None}
    first, last = (pd.DataFrame([{**silent, **end}]) for end in ends)
    return pd.concat([first, steps, last], ignore_index=True)


def _amount(row: FrameRow) -> Cell:
    hedge = row["hedge"] if isinstance(row["hedge"], str) else ""
    return values.amount(row["amount_tkr"], unit="tkr", signed=row["is_change"], hedge=hedge)


def _text(column: str, row: FrameRow) -> Cell:
    return values.named(row[column]) if pd.notna(row[column]) else values.blank()


def _decided_by(row: FrameRow) -> Cell:
    names = {
        "council": _("the council"),
        "executive": _("the executive committee"),
        "committee": _("the committee"),
    }
    return values.words(names[row["decided_by"]]) if row["is_change"] else values.blank()
