"""The sentences on what can be judged of a plan, each with its condition.

A condition takes counts of the rows that the sentence speaks of, and whether the plan's year lies
ahead or no document covers it (see `coverage`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from alereport.chapters.goals.analysis import COUNCIL
from alereport.chapters.goals.coverage import AHEAD, UNCOVERED
from alereport.chapters.goals.follow_up import SETTLED
from alereport.chapters.goals.judgement import OF_THE_OUTCOME, REASONS
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill_first,
    fill_plural,
    in_sentence,
    joined,
    listing,
    message,
    plural,
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

OR_SETTLED = (
    Sentence(
        "both",
        plural(", or is done or handed in", ", or are done or handed in"),
        lambda counts: counts["done"] and counts["submitted"],
    ),
    Sentence("done", plural(", or is done", ", or are done"), lambda counts: counts["done"]),
    Sentence(
        "submitted",
        plural(", or is handed in for a decision", ", or are handed in for a decision"),
        lambda counts: counts["submitted"],
    ),
)
"""Of how many assignments are settled without either, by status."""

WHY = {
    "no_measure": plural("one has no measure", "{count} have no measure"),
    "no_target": plural(
        "one has only measures without a number to reach",
        "{count} have only measures without a number to reach",
    ),
    "no_owner": plural("one has nobody responsible", "{count} have nobody responsible"),
    "no_date": plural("one has no date", "{count} have no date"),
    "no_outcome": plural("one has no outcome", "{count} have no outcome"),
    "old_outcome": plural(
        "one has only an outcome older than the period",
        "{count} have only an outcome older than the period",
    ),
}
"""Why one or several cannot be judged."""


def judgeable_sentence(judged: pd.DataFrame) -> Phrase:
    """Return what can be judged of one plan's goals from the council; empty if it has none.

    Args:
        judged: `judgement.judgements` of one committee and year.
    """
    goals = judged[judged["level"].isin(COUNCIL)]
    can_be_judged = goals[goals["can_be_judged"].astype(bool)]
    with_target = goals[~_lacks(goals)]
    facts = _judged_facts(goals, len(can_be_judged), len(with_target))
    gaps: dict[str, Any] = {
        "why": _why(goals, REASONS),
        "year": int(judged["plan_year"].max()) if len(judged) else 0,
        "count": counted(goals),
        "ready": counted(can_be_judged),
        "with_target": counted(with_target),
    }
    first = fill_first(GOALS_JUDGED, facts, **gaps)
    is_unknown = facts["is_uncovered"] and not facts["ready"]
    return joined([first, fill_first(GOALS_OF_THE_PLAN, facts, **gaps) if is_unknown else ""])


def assignments(judged: pd.DataFrame) -> Phrase:
    """Return whether one plan's assignments say who and when; empty for less than two."""
    tasks = judged[judged["level"].eq("assignment")]
    ready, missing = tasks[~_lacks(tasks)], tasks["reasons"].explode()
    facts = {
        "many": len(tasks) > 1,
        "ready": len(ready),
        "lacking": len(tasks) - len(ready),
        "is_one_ready": len(ready) == 1,
        "dated": len(tasks) - int(missing.eq("no_date").sum()),
        "owned": len(tasks) - int(missing.eq("no_owner").sum()),
    }
    settled = {status: int(tasks["status"].eq(status).sum()) for status in SETTLED}
    of_the_plan = [reason for reason in REASONS if reason not in OF_THE_OUTCOME]
    return fill_first(
        ASSIGNMENTS,
        facts,
        why=_why(tasks, of_the_plan),
        count=counted(tasks),
        ready=counted(ready),
        done=fill_first(OR_SETTLED, settled, count=len(ready)),
    )


def _lacks(rows: pd.DataFrame) -> pd.Series[bool]:
    """True for each goal or assignment that the plan itself does not make possible to judge."""
    lacks = rows["reasons"].map(lambda reasons: bool(set(reasons) - set(OF_THE_OUTCOME)))
    return lacks.astype(bool)


def _judged_facts(goals: pd.DataFrame, ready: int, with_target: int) -> dict[str, Any]:
    count, state = len(goals), next(iter(goals["state"]), "")
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
    found = {
        reason: rows[rows["reasons"].map(lambda own, reason=reason: reason in own).astype(bool)]
        for reason in reasons
    }
    return listing(
        [
            fill_plural(*WHY[reason], len(lacking), lacking["row"])
            for reason, lacking in found.items()
            if len(lacking)
        ]
    )


def counted(rows: pd.DataFrame) -> Cell:
    """Return how many goals there are, with the row of each."""
    return values.count(len(rows), rows["row"])


FIRST_DUE = (
    Sentence("owned", message("{assignment} ({who})"), lambda row: pd.notna(row["responsible"])),
)
"""Of an assignment with a date of its own."""


def first_due(row: Any) -> Phrase:
    """Return an assignment with who is responsible, where the plan says so."""
    name = data_text(in_sentence(row["name"]))
    who = "" if pd.isna(row["responsible"]) else data_text(in_sentence(row["responsible"]))
    return fill_first(FIRST_DUE, row, assignment=name, who=who) or name
