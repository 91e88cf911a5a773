"""The sentences on what can be judged of a plan, each with its condition.

A condition takes counts of the rows that the sentence speaks of, and whether the plan's year lies
ahead or no document covers it (see `coverage`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from alereport.chapters.goals.analysis import COUNCIL
from alereport.chapters.goals.coverage import AHEAD, UNCOVERED
from alereport.chapters.goals.judgement import OF_THE_OUTCOME, REASONS
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill_first,
    fill_plural,
    joined,
    listing,
    message,
)
from alereport.exhibits.values import Cell

GOALS_JUDGED = (
    Sentence(
        "uncovered",
        message(
            "Whether the council's goals were reached cannot be judged: the sources have no "
            "follow-up for {year}."
        ),
        lambda facts: facts["count"] and facts["is_uncovered"] and not facts["ready"],
    ),
    Sentence(
        "none",
        message("None of the council's {count} goals can be judged: {why}."),
        lambda facts: facts["many"] and not facts["ready"] and not facts["is_uncovered"],
    ),
    Sentence(
        "none-of-one",
        message("The council's only goal cannot be judged."),
        lambda facts: (
            facts["count"]
            and not facts["many"]
            and not facts["ready"]
            and not facts["is_uncovered"]
        ),
    ),
    Sentence(
        "some-ahead",
        message(
            "{ready} of the council's {count} goals will be possible to judge once {year} is over; "
            "{why}."
        ),
        lambda facts: facts["ready"] and facts["lacking"] and facts["is_ahead"],
    ),
    Sentence(
        "some",
        message("{ready} of the council's {count} goals can be judged; {why}."),
        lambda facts: facts["ready"] and facts["lacking"] and not facts["is_ahead"],
    ),
    Sentence(
        "all-ahead",
        message("All the council's goals will be possible to judge once {year} is over."),
        lambda facts: facts["ready"] and not facts["lacking"] and facts["is_ahead"],
    ),
    Sentence(
        "all",
        message("All the council's goals can be judged."),
        lambda facts: facts["ready"] and not facts["lacking"] and not facts["is_ahead"],
    ),
)
"""What the auditors can say about the council's goals; nothing of a plan without any."""

GOALS_OF_THE_PLAN = (
    Sentence(
        "none-with-target",
        message("The plan gives none of the {count} goals a measure with a number to reach."),
        lambda facts: facts["many"] and not facts["with_target"],
    ),
    Sentence(
        "one-with-target",
        message("The plan gives one of the {count} goals a measure with a number to reach."),
        lambda facts: facts["many"] and facts["is_one_with_target"],
    ),
    Sentence(
        "some-with-target",
        message(
            "The plan gives {with_target} of the {count} goals measures with numbers to reach."
        ),
        lambda facts: facts["with_target"] and facts["without_target"],
    ),
    Sentence(
        "all-with-target",
        message("The plan gives every one of them a measure with a number to reach."),
        lambda facts: facts["with_target"] and not facts["without_target"],
    ),
)
"""What the plan itself gives the goals, where nothing follows them up."""

ASSIGNMENTS = (
    Sentence(
        "all",
        message("Each of the {count} assignments has somebody responsible and a date{done}."),
        lambda facts: facts["many"] and facts["ready"] and not facts["lacking"],
    ),
    Sentence(
        "some",
        message(
            "{ready} of the {count} assignments have somebody responsible and a date{done}; {why}."
        ),
        lambda facts: (
            facts["many"] and facts["ready"] and facts["lacking"] and not facts["is_one_ready"]
        ),
    ),
    Sentence(
        "one",
        message("One of the {count} assignments has somebody responsible and a date{done}; {why}."),
        lambda facts: facts["many"] and facts["is_one_ready"] and facts["lacking"],
    ),
    Sentence(
        "no-dates",
        message("None of the {count} assignments has a date."),
        lambda facts: (
            facts["many"] and not facts["ready"] and facts["owned"] and not facts["dated"]
        ),
    ),
    Sentence(
        "no-owners",
        message("None of the {count} assignments has anybody responsible."),
        lambda facts: (
            facts["many"] and not facts["ready"] and facts["dated"] and not facts["owned"]
        ),
    ),
    Sentence(
        "none",
        message("None of the {count} assignments has both somebody responsible and a date; {why}."),
        lambda facts: (
            facts["many"] and not facts["ready"] and bool(facts["dated"]) == bool(facts["owned"])
        ),
    ),
)
"""Whether assignments can be followed: who and when."""

WHY: dict[str, Callable[[int], Phrase]] = {
    "no_measure": lambda count: fill_plural("one has no measure", "{count} have no measure", count),
    "no_target": lambda count: fill_plural(
        "one has only measures without a number to reach",
        "{count} have only measures without a number to reach",
        count,
    ),
    "no_owner": lambda count: fill_plural(
        "one has nobody responsible", "{count} have nobody responsible", count
    ),
    "no_date": lambda count: fill_plural("one has no date", "{count} have no date", count),
    "no_outcome": lambda count: fill_plural("one has no outcome", "{count} have no outcome", count),
    "old_outcome": lambda count: fill_plural(
        "one has only an outcome older than the period",
        "{count} have only an outcome older than the period",
        count,
    ),
}
"""Why one or several cannot be judged."""


def judgeable_sentence(judged: pd.DataFrame) -> Phrase:
    """Return what can be judged of one plan's goals from the council; empty if it has none.

    Args:
        judged: `judgement.judgements` of one committee and year.
    """
    goals = judged[judged["level"].isin(COUNCIL)]
    facts = _judged_facts(goals)
    gaps: dict[str, Any] = {"why": _why(goals, REASONS), "year": _year(judged), **cells_of(facts)}
    first = fill_first(GOALS_JUDGED, facts, **gaps)
    is_unknown = facts["is_uncovered"] and not facts["ready"]
    return joined([first, fill_first(GOALS_OF_THE_PLAN, facts, **gaps) if is_unknown else ""])


def assignments(judged: pd.DataFrame) -> Phrase:
    """Return whether one plan's assignments say who and when; empty for less than two."""
    tasks = judged[judged["level"].eq("assignment")]
    of_the_plan = [reason for reason in REASONS if reason not in OF_THE_OUTCOME]
    lacking = tasks["reasons"].map(lambda reasons: bool(set(reasons) & set(of_the_plan)))
    done = int(tasks["status"].eq("done").sum())
    missing = tasks["reasons"].explode()
    ready = len(tasks) - int(lacking.sum())
    facts = {
        "count": len(tasks),
        "many": len(tasks) > 1,
        "ready": ready,
        "lacking": len(tasks) - ready,
        "is_one_ready": ready == 1,
        "dated": len(tasks) - int(missing.eq("no_date").sum()),
        "owned": len(tasks) - int(missing.eq("no_owner").sum()),
    }
    or_done = fill_plural(", or is done", ", or are done", ready) if done else Phrase()
    return fill_first(
        ASSIGNMENTS, facts, why=_why(tasks, of_the_plan), done=or_done, **cells_of(facts)
    )


def _judged_facts(goals: pd.DataFrame) -> dict[str, Any]:
    """Count the goals of one plan that can be judged, and those that the plan gives a number."""
    lacking = goals["reasons"].map(lambda reasons: bool(set(reasons) - set(OF_THE_OUTCOME)))
    count, ready = len(goals), int(goals["can_be_judged"].sum())
    with_target, state = count - int(lacking.sum()), next(iter(goals["state"]), "")
    return {
        "count": count,
        "many": count > 1,
        "ready": ready,
        "lacking": count - ready,
        "with_target": with_target,
        "without_target": count - with_target,
        "is_one_with_target": with_target == 1,
        "is_ahead": state == AHEAD,
        "is_uncovered": state == UNCOVERED,
    }


def _why(rows: pd.DataFrame, reasons: Iterable[str]) -> Phrase:
    """Return how many lack each thing, as a list within a sentence."""
    found = rows["reasons"].explode()
    counts = {reason: int(found.eq(reason).sum()) for reason in reasons}
    return listing([WHY[reason](count) for reason, count in counts.items() if count])


def _year(rows: pd.DataFrame) -> int:
    return int(rows["plan_year"].max()) if len(rows) else 0


def cells_of(facts: Mapping[str, Any]) -> dict[str, Cell]:
    """Return the counts among some facts as cells of running text."""
    return {
        name: values.count(number)
        for name, number in facts.items()
        if isinstance(number, int) and not isinstance(number, bool)
    }
