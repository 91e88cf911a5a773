"""The sentences of the front page, each with the condition under which it may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.chapters.budget.sentences import changed_by
from alereport.chapters.common import rows
from alereport.chapters.outturn.sentences import net
from alereport.chapters.overview.analysis import Plan
from alereport.chapters.overview.followed import is_budget
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill_first,
    fill_plural,
    in_sentence,
    listing,
    message,
    plural,
)
from alereport.exhibits.values import count, money

MOST_NAMED = 3
"""The most committees that the front page names."""

FRAME = (
    Sentence(
        "no-year-before",
        message("Under its plan, the {committee} gets {budget} for {year}."),
        lambda total: pd.isna(total["change_tkr"]) or pd.notna(total["break_reason"]),
    ),
    Sentence(
        "less",
        message(
            "Under its plan, the {committee} gets {budget} for {year}, {difference} less than "
            "for {previous}."
        ),
        lambda total: total["change_tkr"] < 0,
    ),
    Sentence(
        "more",
        message(
            "Under its plan, the {committee} gets {budget} for {year}, {difference} more than "
            "for {previous}."
        ),
        lambda total: total["change_tkr"] > 0,
    ),
    Sentence(
        "same",
        message(
            "Under its plan, the {committee} gets {budget} for {year}, the same as for {previous}."
        ),
        lambda total: total["change_tkr"] == 0,
    ),
)
"""How much the committee gets; said of the row of a plan's total."""

MOST = (
    Sentence(
        "falls-most",
        message("The largest decrease is for {area}: {change}."),
        lambda facts: facts["total_tkr"] < 0 and facts["change_tkr"] < 0,
    ),
    Sentence(
        "grows-most",
        message("The largest increase is for {area}: {change}."),
        lambda facts: facts["total_tkr"] > 0 and facts["change_tkr"] > 0,
    ),
)
"""Which area changes most in the total's direction, where the years are comparable."""

SAVE = (
    Sentence(
        "save",
        message("It is to save {saving}."),
        lambda facts: facts["required"] == 1,
    ),
)
"""What the committee must save, where the plan gives one amount for it."""


def committee_year(row: Any) -> str:
    """Return the name of a committee's year, such as `Kommunstyrelsen 2024`."""
    return f"{row['name']} {row['year']}"


def frame(plan: Plan) -> Phrase:
    """Return how much the committee gets, and how that differs from the year before."""
    total = rows.total(plan.changes)
    return fill_first(
        FRAME,
        total,
        committee=in_sentence(plan.name)
        if locales.is_current_language(DATA_LANGUAGE)
        else plan.name,
        budget=money(total["budget_tkr"], hedge=total["budget_hedge"]),
        difference=changed_by(total),
        year=plan.year,
        previous=plan.year - 1,
    )


def most(plan: Plan) -> tuple[Phrase, tuple[str, ...]]:
    """Return the sentence on the area that changes most, and its rows; empty if there is none."""
    total, areas = rows.total(plan.changes), rows.comparable(plan.changes)
    if pd.isna(total["change_tkr"]) or pd.notna(total["break_reason"]) or areas.empty:
        return Phrase(), ()
    pick = rows.smallest if total["change_tkr"] < 0 else rows.largest
    area = pick(areas, "change_tkr")
    words = fill_first(
        MOST,
        {**area, "total_tkr": total["change_tkr"]},
        area=in_sentence(str(area["name"])),
        change=changed_by(area),
    )
    return words, tuple(area["rows"])


def save(plan: Plan) -> Phrase:
    """Return what the committee must save; empty where the plan gives no single amount."""
    required = plan.required.iloc[:1].to_dict("records")
    saving = money(required[0]["amount_tkr"], hedge=required[0]["hedge"]) if required else ""
    return fill_first(SAVE, {"required": len(plan.required)}, saving=saving)


def several(plans: Sequence[Plan]) -> Phrase:
    """Return the lead of a year with more plans than there is room for."""
    return fill_first(
        SEVERAL,
        len(plans),
        count=count(len(plans)),
        year=plans[0].year,
    )


SEVERAL = (
    Sentence(
        "several",
        message("{count} committees have a plan for {year}."),
        lambda plans: plans > 1,
    ),
)

TOGETHER = (
    Sentence(
        "outturn",
        message("Together they cost {amount} in {year}, against budgets of {budget}."),
        lambda total: total["comparison"] == "outturn",
    ),
    Sentence(
        "forecast",
        message(
            "On {day} they expect to cost {amount} together in {year}, against budgets of {budget}."
        ),
        lambda total: total["comparison"] == "forecast",
    ),
    Sentence(
        "period", message("Together they cost {amount} until {day}, against budgets of {budget}.")
    ),
)
"""Where the committees stand together, of the sum of `followed.with_total`."""

OVER = (
    Sentence(
        "none",
        message("None of them is over its budget."),
        lambda facts: facts["over"] == 0 and not facts["is_forecast"],
    ),
    Sentence(
        "none-expected",
        message("None of them expects to go over its budget."),
        lambda facts: facts["over"] == 0,
    ),
    Sentence(
        "some-expected",
        plural(
            "{count} of them expects to go over its budget.",
            "{count} of them expect to go over their budgets.",
        ),
        lambda facts: facts["is_forecast"],
    ),
    Sentence(
        "some",
        plural("{count} of them is over its budget.", "{count} of them are over their budgets."),
    ),
)
"""How many of the committees are over their budgets, and whether that is a forecast."""

BUDGET_SINCE = (
    Sentence(
        "raised",
        message("That budget is {budget}, more than the plan's {of_plan}."),
        lambda facts: facts["is_apart"] and facts["since_tkr"] > 0,
    ),
    Sentence(
        "lowered",
        message("That budget is {budget}, less than the plan's {of_plan}."),
        lambda facts: facts["is_apart"] and facts["since_tkr"] < 0,
    ),
)
"""How far the budget that a report has is from the plan's, where it is of the whole year."""


def together(total: Any) -> Phrase:
    """Return what the committees cost together; `total` is the last row of `with_total`."""
    budgets = tuple(place for place in total["rows"] if is_budget(place))
    amounts = tuple(place for place in total["rows"] if not is_budget(place))
    amount = net(total["amount_tkr"], hedge=total["hedge"])
    budget = net(total["budget_tkr"], hedge=total["hedge"])
    return fill_first(
        TOGETHER,
        total,
        amount=amount.model_copy(update={"rows": amounts}),
        budget=budget.model_copy(update={"rows": budgets}),
        year=int(total["year"]),
        day=locales.day(total["as_of"].date()),
    )


def over(over: pd.DataFrame, total: Any) -> Phrase:
    """Return how many of the committees are over their budgets; `over` has a row for each."""
    places = [next(iter(rows), "") for rows in over["rows"]]
    facts = {"over": len(over), "is_forecast": total["comparison"] == "forecast"}
    return fill_first(OVER, facts, count=count(len(over), places))


def budget_since(total: Any, reported: Any) -> Phrase:
    """Return how the budget in a report differs from the plan's; empty where both show the same.

    Args:
        total: The row of the plan's total.
        reported: A row of `followed.followed`.
    """
    since = reported["budget_tkr"] - total["budget_tkr"]
    budget = money(reported["budget_tkr"], hedge=reported["budget_hedge"])
    of_plan = money(total["budget_tkr"], hedge=total["budget_hedge"])
    is_known = reported["comparison"] != "period" and pd.notna(since)
    facts = {"is_apart": is_known and str(budget) != str(of_plan), "since_tkr": since}
    return fill_first(
        BUDGET_SINCE,
        facts,
        budget=budget,
        of_plan=of_plan,
    )


CONTENTS = (
    Sentence(
        "contents",
        message("The report is made from {documents} of {committees}."),
        lambda facts: facts["documents"] and facts["committees"],
    ),
)

EVALUATIONS = (
    Sentence(
        "evaluations",
        plural(
            "It is also made from {count} evaluation of the whole municipality.",
            "It is also made from {count} evaluations of the whole municipality.",
        ),
        lambda evaluations: evaluations > 0,
    ),
)

OTHERS = (
    Sentence(
        "others",
        message("The plans of other committees, such as {names}, are not in it."),
        lambda names: names > 0,
    ),
)

SCOPE = (
    Sentence(
        "few",
        message("Plans in the report: {names}."),
        lambda facts: 0 < facts["committees"] <= MOST_NAMED,
    ),
)
"""Whose plans are in the report, where they are of few committees."""


def scope(every: pd.DataFrame) -> Phrase:
    """Return the committees and the years of the plans in the report; empty if they are many."""
    names = [
        f"{in_sentence(str(name))} ({locales.listing([str(year) for year in plans['year']])})"
        for name, plans in every.groupby("name", sort=False)
    ]
    return fill_first(SCOPE, {"committees": len(names)}, names=locales.listing(names))


def contents(documents: pd.DataFrame) -> Phrase:
    """Return how many documents of each kind the report is made from."""
    of_committees = documents[documents["committee"].notna()]
    counted = _counted(of_committees["kind"].value_counts().to_dict())
    return fill_first(
        CONTENTS,
        {"documents": len(counted), "committees": of_committees["committee"].nunique()},
        documents=listing(counted),
        committees=fill_plural(
            "{count} committee",
            "{count} committees",
            of_committees["committee"].nunique(),
            of_committees.drop_duplicates("committee").index.map(str),
        ),
    )


def _counted(counts: Mapping[Any, int]) -> list[Phrase]:
    """Return how many documents there are of each kind that there is."""

    def many(kind: str) -> int:
        return int(counts.get(kind, 0))

    phrases = {
        "plan": fill_plural("{count} plan", "{count} plans", many("plan")),
        "interim_report": fill_plural(
            "{count} interim report", "{count} interim reports", many("interim_report")
        ),
        "annual_report": fill_plural(
            "{count} annual report", "{count} annual reports", many("annual_report")
        ),
        "cover_letter": fill_plural(
            "{count} letter that proposes an annual report",
            "{count} letters that propose annual reports",
            many("cover_letter"),
        ),
    }
    return [words for kind, words in phrases.items() if many(kind)]


def evaluations(documents: pd.DataFrame) -> Phrase:
    """Return that it is also made from evaluations of the municipality; empty without any."""
    of_all = documents["kind"].eq("evaluation") & documents["committee"].isna()
    many = int(of_all.sum())
    return fill_first(EVALUATIONS, many, count=count(many))


def others(names: Sequence[str]) -> Phrase:
    """Return which committees' plans are not in the report; empty if none is known."""
    return fill_first(OTHERS, len(names), names=locales.listing(list(names)))
