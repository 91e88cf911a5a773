"""Tables of goals. The frames are those of `analysis.goals`, `gaps`, `follow_up` and `plans`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.goals import no_goals, text
from alereport.chapters.goals import words as goal_words
from alereport.exhibits import sources
from alereport.exhibits.display import Column, Displayable, shown, table

LEVELS = ("focus_area", "committee_goal", "assignment", "activity")
STATUSES = ("not_reported", "not_started", "in_progress", "done", "deviating")


def red_thread(thread: pd.DataFrame) -> Displayable:
    """What each goal of the council is answered with; one row is one such goal."""
    if thread.empty:
        return no_goals.no_council_goals()
    columns = [
        Column(_("Council goal"), figures=False),
        *(Column(goal_words.levels(level)) for level in LEVELS),
        Column(_("Answers")),
        Column(_("Judged")),
        Column(_("Measures")),
    ]
    counts = [*LEVELS, "answers", "by_analyst", "measures"]
    rows = [
        [str(row["name"]), *(language.number(row[count]) for count in counts)]
        for row in thread.to_dict("records")
    ]
    caption = _(
        "What the plan for {year} answers each council goal with; “judged” are the answers that "
        "rest on the analyst's judgement."
    )
    return _table(thread, "red-thread", columns, rows, caption)


def goal_findings(found: pd.DataFrame) -> Displayable:
    """How many goals have each gap; one row is one gap."""
    if found.empty:
        return no_goals.no_council_goals()
    columns = [
        Column(_("Finding"), figures=False),
        Column(_("Number")),
        Column(_("Of")),
        Column(_("Share")),
    ]
    rows = [
        [
            goal_words.gap(row["gap"]),
            language.number(row["count"]),
            language.number(row["asked"]),
            language.percent(100 * row["count"] / row["asked"], decimals=0),
        ]
        for row in found.to_dict("records")
    ]
    caption = _("Gaps in the plan for {year}: what is asked of each goal and not there.")
    return _table(found, "gaps", columns, rows, caption)


def goal_gaps(lacking: pd.DataFrame) -> Displayable:
    """Which goals lack what; one row is one goal that lacks something."""
    if lacking.empty:
        return no_goals.nothing_lacking()
    columns = [
        Column(_("Goal or task"), figures=False),
        Column(_("Level"), figures=False),
        Column(_("Lacks"), figures=False),
        Column(_("Section"), figures=False),
    ]
    rows = [
        [
            str(row["name"]),
            goal_words.level(row["level"]),
            goal_words.lacking(row["gaps"]),
            str(row["section"]),
        ]
        for row in lacking.to_dict("records")
    ]
    caption = _("The goals and tasks in the plan for {year} that lack something.")
    return _table(lacking, "lacking", columns, rows, caption)


def schedule(scheduled: pd.DataFrame) -> Displayable:
    """What has a date; one row is one goal or task, the earliest end first."""
    if scheduled.empty:
        return no_goals.no_dates()
    columns = [
        Column(_("Goal or task"), figures=False),
        Column(_("Due"), figures=False),
        Column(_("Status"), figures=False),
        Column(_("Responsible"), figures=False),
        Column(_("Section"), figures=False),
    ]
    rows = [
        [
            str(row["name"]),
            language.period(row["due"]),
            _status_of(row),
            str(row["responsible"]) if pd.notna(row["responsible"]) else language.DASH,
            str(row["section"]),
        ]
        for row in scheduled.to_dict("records")
    ]
    caption = _("What has a date in the plan for {year}, the earliest first.")
    return _table(scheduled, "dates", columns, rows, caption)


def _status_of(row: dict[Hashable, Any]) -> str:
    words = goal_words.status(row["status"])
    return _("{status}, date passed").format(status=words) if row["overdue"] else words


def follow_up(counted: pd.DataFrame) -> Displayable:
    """How many goals have each status; one row is one level, the total last."""
    if counted.empty:
        return no_goals.nothing_reported()
    columns = [
        Column(_("Level"), figures=False),
        *(Column(goal_words.status(status).capitalize()) for status in STATUSES),
        Column(_("Total")),
    ]
    rows = [
        [
            goal_words.levels(row["level"]),
            *(language.number(row[count]) for count in (*STATUSES, "goals")),
        ]
        for row in counted.to_dict("records")
    ]
    caption = _("Follow-up of the plan for {year}: number of goals and tasks by status.")
    return _table(counted, "follow-up", columns, rows, caption, total=True)


def evidence(known: pd.DataFrame) -> Displayable:
    """What is reported and where; one row is one goal that a document reports on.

    Under the table, what each report says in short.
    """
    reported = known[known["status"].ne("not_reported")]
    if reported.empty:
        return no_goals.nothing_reported()
    columns = [
        Column(_("Goal or task"), figures=False),
        Column(_("Status"), figures=False),
        Column(_("Evidence"), figures=False),
        Column(_("As of"), figures=False),
    ]
    rows = [
        [
            str(row["name"]),
            goal_words.status(row["status"]),
            sources.place(row["evidence_title"], [row["evidence_section"]]),
            language.day(row["reported"].date()),
        ]
        for row in reported.to_dict("records")
    ]
    caption = _(
        "What documents report on the plan for {year}; on the other goals and tasks they say "
        "nothing."
    )
    facts = _table(reported, "evidence", columns, rows, caption)
    notes = text.evidence_in_short(reported)
    return replace(
        facts,
        markdown=f"{facts.markdown}\n\n{notes.markdown}",
        html=facts.html + notes.html,
        traced=facts.traced + notes.traced,
    )


def council_goals(council: pd.DataFrame) -> Displayable:
    """In which plans each goal of the council stands; one row is one such goal."""
    if council.empty:
        return no_goals.no_council_goals()
    years = [column for column in council.columns if isinstance(column, int)]
    states = {"kept": _("kept"), "new": _("new"), "gone": _("gone"), "only": language.DASH}
    columns = [
        Column(_("Council goal"), figures=False),
        *(Column(_("Section, {year}").format(year=year), figures=False) for year in years),
        Column(_("Since the plan before"), figures=False),
    ]
    rows = [
        [
            str(row["name"]),
            *(language.DASH if pd.isna(row[year]) else str(row[year]) for year in years),
            states[row["state"]],
        ]
        for row in council.to_dict("records")
    ]
    caption = _("The council's goals in the committee's plans up to {year}.")
    titles = dict.fromkeys(title for titles in council["titles"] for title in titles)
    newest = int(council["plan_year"].max())
    return table(
        columns,
        rows,
        caption=f"{caption.format(year=newest)} "
        + _("Source: {places}.").format(places="; ".join(titles)),
        label=f"{council['committee'].iloc[0]}-{newest}-council-goals",
        made_from=tuple(council["rows"]),
    )


def goals_by_plan(contents: pd.DataFrame) -> Displayable:
    """What each plan of the committee holds; one row is one kind, one column one plan."""
    if contents.empty:
        return no_goals.no_council_goals()
    plans = contents.to_dict("records")
    columns = [
        Column(_("Kind"), figures=False),
        *(Column(str(plan["plan_year"])) for plan in plans),
    ]
    counted = {
        _("Council goals"): "council",
        **{goal_words.levels(level): level for level in LEVELS},
    }
    rows = [
        [words, *(language.number(plan[count]) for plan in plans)]
        for words, count in counted.items()
    ]
    rows += [
        [words, *(shown(_share(plan[part], plan["work"]), _in_percent) for plan in plans)]
        for words, part in (
            (_("Assignments and activities with a date"), "dated"),
            (_("Assignments and activities with someone responsible"), "owned"),
        )
    ]
    made_from = tuple(row for plan in plans for row in plan["rows"])
    caption = _("What the committee's plans up to {year} hold: numbers and shares.")
    return _table(
        contents.iloc[::-1], "plans", columns, rows, caption, made_from=[made_from] * len(rows)
    )


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")


def _in_percent(value: float) -> str:
    return language.percent(value, decimals=0)


def _table(
    of: pd.DataFrame,
    name: str,
    columns: list[Column],
    rows: list[list[str]],
    caption: str,
    *,
    total: bool = False,
    made_from: Sequence[tuple[str, ...]] = (),
) -> Displayable:
    """A table of a plan's goals, labelled by the newest plan and with its source.

    Args:
        of: What it shows; one row is one row, unless `made_from` says otherwise.
        name: What it is referred to by within its chapter.
        columns: See `display.table`.
        rows: See `display.table`.
        caption: What it shows, with a gap for `{year}`.
        total: See `display.table`.
        made_from: See `display.table`; by default what each row of `of` was made from.
    """
    year = int(of["plan_year"].max())
    return table(
        columns,
        rows,
        caption=f"{caption.format(year=year)} {sources.source(of)}",
        label=f"{of['committee'].iloc[0]}-{year}-{name}",
        total=total,
        made_from=tuple(made_from or of["rows"]),
    )
