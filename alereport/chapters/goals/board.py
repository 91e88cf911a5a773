"""The board of a plan's goals: how each stands by the latest report, and what it was before.

The arguments `goals`, `follow_up` and `documents` are frames of `Report`; `judged` is from
`judgement.judgements`. An interim or annual report covers the plan's year, so what it does not
speak of is not reported in it; of any other document only what it says counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import COUNCIL, in_plan_order
from alereport.chapters.goals.coverage import reports_of_year
from alereport.chapters.goals.follow_up import NOT_REPORTED, SETTLED, last_days
from alereport.chapters.goals.judgement import JUDGED, OF_THE_OUTCOME

UNJUDGED = "unjudged"
ORDER = ("deviating", "not_started", "in_progress", "submitted", "done", UNJUDGED, NOT_REPORTED)
"""The order of the board: what asks for something first, what nothing is known of last."""
SHOWN = (*JUDGED, "committee_goal")
"""The levels that are always on the board; others are where a report speaks of them."""
HISTORY = [
    *("goal", "document", "title", "section", "as_of", "status", "note", "covers", "registered"),
    "row",
]
EVIDENCE = ["status", "reasons", "note", "reported", "evidence_title", "evidence_section"]
BEFORE = ["change", "previous_status", "previous_as_of"]
COLUMNS = [
    *("goal", "level", "name", "responsible", "due", "hedge", "is_late"),
    *(*EVIDENCE, *BEFORE, "as_of", *SOURCE, "rows"),
]


def history(
    goals: pd.DataFrame, *, follow_up: pd.DataFrame, documents: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Return what each document says of each goal, the earliest first.

    Returns:
        One row is one goal and one document as of one day: `goal`, `document`, `title`, `section`,
        `as_of`, `status` (`not_reported` where a report covers the goal's year and does not speak
        of it), `note`, `covers` (whether the document is such a report), `registered` (the row of
        the document) and `row` (of the follow-up; missing where there is none).
    """
    known = documents[documents["as_of"].le(pd.Timestamp(as_of))]
    known = known.sort_values("as_of", kind="stable")
    plans = goals[["committee", "plan_year"]].drop_duplicates().itertuples(index=False)
    reports = [reports_of_year(known, committee, int(year)) for committee, year in plans]
    covering = {document for report in reports for document in report["document"]}
    rows = follow_up.reset_index(names="row").drop_duplicates(["document", "goal"], keep="last")
    said = rows.set_index(["document", "goal"]).to_dict("index")
    records = [
        {"status": NOT_REPORTED, **said.get((document, goal), {})}
        | {"goal": goal, "document": document, "title": title, "as_of": day}
        | {"covers": document in covering, "registered": str(place)}
        for place, document, title, day in known[["document", "title", "as_of"]].itertuples()
        for goal in goals["goal"]
        if document in covering or (document, goal) in said
    ]
    return pd.DataFrame(records, columns=HISTORY).astype({"as_of": "datetime64[ns]"})


def board(
    goals: pd.DataFrame,
    *,
    follow_up: pd.DataFrame,
    documents: pd.DataFrame,
    judged: pd.DataFrame,
    as_of: date,
) -> pd.DataFrame:
    """Return how each goal stands by the latest report of the plan's year, up to a day.

    What was done or handed in stays so, where a later report no longer speaks of it.

    Returns:
        One row is one goal of the council or the committee, one assignment, or anything else in
        the plan that a report speaks of, in the order of `ORDER`: `goal`, `level`, `name`,
        `responsible`, `due`, `hedge` (of `due`), `is_late` (it was to be done by the day of the
        report, and is neither done nor handed in), `status` (of `ORDER`; `unjudged` for a goal of
        the council that no report speaks of and that the plan gives nothing to judge it by),
        `reasons` (why it is unjudged), `note`, `reported`, `evidence_title` and `evidence_section`
        (of the report that says so; missing where none does), `change` (against the document
        before: `first` if there is none, `kept` from an earlier report, `same`, `changed`),
        `previous_status` and `previous_as_of`, `as_of` (the day of the latest report), the source
        columns and `rows`. Empty where no report covers the year.
    """
    told = history(goals, follow_up=follow_up, documents=documents, as_of=as_of)
    if not told["covers"].any():
        return pd.DataFrame(columns=COLUMNS)
    plan = in_plan_order(goals)
    reported = told.loc[told["covers"] & told["status"].ne(NOT_REPORTED), "goal"]
    shown = plan[plan["level"].isin(SHOWN) | plan["goal"].isin(reported)]
    lacking = dict(zip(judged["goal"], judged["reasons"], strict=True))
    by_goal = {goal: rows.to_dict("records") for goal, rows in told.groupby("goal")}
    records = [
        _standing(by_goal[row["goal"]], row, lacking.get(row["goal"], ()))
        for row in shown.to_dict("records")
    ]
    table = _with_standings(shown, pd.DataFrame(records, index=shown.index))
    order = table["status"].map(ORDER.index)
    return table.assign(order=order).sort_values("order", kind="stable")[COLUMNS]


def _with_standings(shown: pd.DataFrame, standings: pd.DataFrame) -> pd.DataFrame:
    """Return goals with how each stands, whether it is late, and the rows that say so."""
    table = pd.concat([shown, standings.drop(columns="told")], axis="columns")
    is_past = last_days(table["due"]).le(table["as_of"])
    told = zip(shown.index, standings["told"], strict=True)
    rows = [in_file_order((place, *others)) for place, others in told]
    return table.assign(
        is_late=(is_past & ~table["status"].isin(SETTLED)).astype(bool),
        rows=pd.Series(rows, shown.index, dtype="object"),
    )


def _standing(
    told: list[dict[Any, Any]], goal: Mapping[Any, Any], lacking: tuple[str, ...]
) -> dict[str, Any]:
    """Return how a goal stands by the last of what is told of it, and by what was told before."""
    place = max(number for number, row in enumerate(told) if row["covers"])
    latest, before = told[place], told[place - 1] if place else None
    kept = _settled_before(told[:place]) if latest["status"] == NOT_REPORTED else None
    shown = kept or latest
    reasons = tuple(reason for reason in lacking if reason not in OF_THE_OUTCOME)
    is_unjudged = shown["status"] == NOT_REPORTED and goal["level"] in COUNCIL and bool(reasons)
    is_said = shown["status"] != NOT_REPORTED
    return {
        "status": UNJUDGED if is_unjudged else shown["status"],
        "reasons": reasons if is_unjudged else (),
        "note": shown["note"] if is_said else None,
        "reported": shown["as_of"] if is_said else pd.NaT,
        "evidence_title": shown["title"] if is_said else None,
        "evidence_section": shown["section"] if is_said else None,
        "change": "kept" if kept else _change(latest, before),
        "previous_status": before["status"] if before else None,
        "previous_as_of": before["as_of"] if before else pd.NaT,
        "as_of": latest["as_of"],
        "told": tuple(_rows_told(shown, latest, before)),
    }


def _rows_told(*told: Mapping[Any, Any] | None) -> Iterator[str]:
    """Yield the rows that say something, and of a document that says nothing that it is there."""
    for row in filter(None, told):
        yield str(row["registered"] if row["status"] == NOT_REPORTED else row["row"])


def _settled_before(told: list[dict[Any, Any]]) -> dict[Any, Any] | None:
    """Return the last report before that says anything, if it says done or handed in."""
    said = [row for row in told if row["status"] != NOT_REPORTED]
    return said[-1] if said and said[-1]["status"] in SETTLED else None


def _change(latest: Mapping[Any, Any], before: Mapping[Any, Any] | None) -> str:
    if before is None:
        return "first"
    return "same" if latest["status"] == before["status"] else "changed"
