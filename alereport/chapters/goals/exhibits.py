"""Tables, lists and text of the chapter on goals.

The frames: `judged` is from `judgement.judgements`, `covered` from `coverage.coverage`, `statuses`
from `follow_up.status`, `tasks` from `assignments.assignments`, `table` from `analysis.thread`,
`council` from `analysis.council_goals`, `progress` from `measures.progress`, and `dates` from
`follow_up.calendar`.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.goals import labels, plan_sentences, sentences, terms
from alereport.chapters.goals.analysis import COUNCIL
from alereport.chapters.goals.judgement import OF_THE_OUTCOME
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, labelled_line, rows_of, texts
from alereport.exhibits.model import Group, Heading, Line, Table, Text, nothing
from alereport.exhibits.phrases import capitalised, data_text, fill, in_sentence, joined
from alereport.exhibits.values import Cell


def lead(judged: pd.DataFrame, *, year: int) -> Text:
    """Return what can be judged of the council's goals, and whether the assignments say who."""
    is_goal = judged["level"].isin(COUNCIL)
    lines = [
        Line(
            key="goals",
            words=sentences.judgeable_sentence(judged),
            rows=rows_of(judged[is_goal]),
        ),
        Line(
            key="assignments",
            words=sentences.assignments(judged),
            rows=rows_of(judged[~is_goal]),
        ),
    ]
    empty = [] if len(judged) else [building.sentence("no-goals", _(terms.NO_GOALS))]
    return building.lines("lead", empty or lines, as_of=year)


YEAR = len("2024")
"""The length of a date that is only a year."""
FIRST = 3
"""How many assignments stand in the list of those that are due first."""


def first_due(tasks: pd.DataFrame) -> Text | Group:
    """Return the assignments with the earliest dates of their own, and who is responsible."""
    dated = tasks[tasks["due"].notna() & (tasks["due"].astype("string").str.len() > YEAR)]
    if dated.empty:
        return nothing()
    lines = [
        labelled_line(
            row["goal"],
            capitalised(terms.due(row)),
            sentences.first_due(row),
            row["rows"],
        )
        for row in dated.sort_values("due", kind="stable").head(FIRST).to_dict("records")
    ]
    return building.points("", lines, name="first-due")


def assignments_and_goals(
    tasks: pd.DataFrame, judged: pd.DataFrame, table: pd.DataFrame, council: pd.DataFrame
) -> Group:
    """Return the assignments: when, which goals they belong to, who and how far.

    The goals are numbered; a mark is filled where the plan says that the two belong together, and
    a ring where it is judged. A date or a person of an activity stands in for the assignment's own
    where it has none. Below the table stands what the plan says of each assignment.
    """
    if tasks.empty:
        return nothing()
    said = [
        labelled_line(row["goal"], data_text(row["name"]), data_text(row["comment"]), row["rows"])
        for row in tasks.to_dict("records")
        if row["comment"]
    ]
    found = plan_sentences.thread(table, council) if len(council) else {}
    lines = [Line(key=key, words=words, rows=rows_of(table)) for key, words in found.items()]
    heading = Heading(words=_("What the plan says about them"), level=3)
    return building.group(
        building.lines("", lines, name="thread"),
        _matrix(tasks, judged, table, council),
        *([heading, building.points("", said, name="assignments-said")] if said else []),
    )


def _matrix(
    tasks: pd.DataFrame, judged: pd.DataFrame, table: pd.DataFrame, council: pd.DataFrame
) -> Table | Group:
    """Return the table of assignments; whether they can be judged only where it differs."""
    frame = tasks.merge(judged[["goal", "state", "can_be_judged", "reasons"]], on="goal")
    frame = frame.merge(table[["goal", "answers"]], on="goal")
    is_varied = len(set(frame["reasons"].map(_of_the_plan))) > 1
    columns = [
        texts("name", _("Assignment")),
        Column("due", _("When"), _due, figures=False).first(),
        *(
            Column(goal, str(number), partial(_mark, goal), figures=False).first()
            for number, goal in enumerate(council["goal"], 1)
        ),
        Column("responsible", _("Responsible"), _responsible, figures=False),
        Column("status", _("Progress"), _how_far, figures=False),
        *([Column("judged", _("Can be judged"), _judged_task, figures=False)] * is_varied),
    ]
    caption = _(
        "The assignments in the plan for {year}, and the council's goals by number. Filled: the "
        "plan says that they belong together. Ring: judged here."
    )
    names = [
        fill("{number}\u00a0{goal}", number=number, goal=data_text(name))
        for number, name in enumerate(council["name"], 1)
    ]
    return labels.table(
        frame, columns, "assignments", caption, key="goal", notes=[joined(names, "; ")]
    )


def _mark(goal: str, row: FrameRow) -> Cell:
    basis = row["answers"].get(goal)
    if basis is None:
        return values.blank()
    says = {"document": _("the plan says so"), "analyst": _("judged here")}
    return Cell(value=says[basis], shape="filled" if basis == "document" else "ring")


def _of_the_plan(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reasons that are the plan's own, and not those of its follow-up."""
    return tuple(reason for reason in reasons if reason not in OF_THE_OUTCOME)


def _responsible(row: FrameRow) -> Cell:
    if pd.notna(row["responsible"]):
        return values.named(row["responsible"])
    people = locales.listing([*row["steps_responsible"]])
    if not people:
        return values.silent()
    return Cell(value=people, words=_("{who} (in part)").format(who=people))


def _due(row: FrameRow) -> Cell:
    if pd.notna(row["due"]):
        return terms.due(row)
    dates = locales.listing([terms.period(due, hedge) for due, hedge in row["steps_due"]])
    if not dates:
        return values.silent()
    return Cell(value=dates, words=_("{when} (in part)").format(when=dates))


def _how_far(row: FrameRow) -> Cell:
    words = terms.status(row, state=row["state"])
    return values.words(words) if words else values.silent()


def _judged_task(row: FrameRow) -> Cell:
    """Return yes, or no and what the plan lacks; of the follow-up only if it lacks nothing."""
    why = terms.reasons(_of_the_plan(row["reasons"]))
    return _answer(row, why or ("" if row["can_be_judged"] else _("only a follow-up is missing")))


def _answer(row: FrameRow, why: str) -> Cell:
    answer = _("✓ yes") if row["can_be_judged"] else _("× no")
    return values.words(_("{answer}: {why}").format(answer=answer, why=why) if why else answer)


def goals_judged(judged: pd.DataFrame) -> Table | Group:
    """Return the table of whether each goal of the council can be judged, and why not."""
    council = judged[judged["level"].isin(COUNCIL)]
    columns = [
        texts("name", _("The council's goal")),
        Column("judged", _("Can be judged"), _judged, figures=False),
    ]
    caption = _("Whether the council's goals in the plan for {year} can be judged.")
    return labels.table(council, columns, "judged", caption, key="goal")


def _judged(row: FrameRow) -> Cell:
    """Return yes or no, with the reasons and the measures in a few words."""
    measures = locales.listing([in_sentence(name) for name in row["measures"]])
    why = terms.reasons(row["reasons"])
    return _answer(row, f"{why} ({measures})" if why and measures else why or measures)


def notes(council: pd.DataFrame, empty: pd.DataFrame, *, year: int) -> Text:
    """Return which goals are new, and what the plan has nothing under.

    Args:
        council: `plans.council_goals`.
        empty: `assignments.unanswered`.
        year: The year of the plan.
    """
    lines = [
        Line(key=key, words=words, rows=rows_of(council))
        for key, words in plan_sentences.plans(council, year).items()
    ]
    lines.append(Line(key="empty", words=plan_sentences.unanswered(empty), rows=rows_of(empty)))
    return building.lines("", lines, name="goals-notes")
