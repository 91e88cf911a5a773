"""Tables, lists, key figures and text on the plan itself in the chapter on goals.

The frames are from `analysis`, `gaps`, `follow_up`, `measures` and `plans`: `thread` from
`red_thread`, `statuses` from `status`, `scheduled` from `schedule`, `council` from
`council_goals`, and the others from the functions with the same names.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import part, plan_labels
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.analysis import ANSWERS, COUNCIL, WORK
from alereport.chapters.goals.follow_up import NOT_REPORTED, is_reported
from alereport.chapters.goals.labels import empty_note, table
from alereport.chapters.goals.measures import has_number
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import (
    Column,
    FrameRow,
    key_figure,
    numbers,
    rows_of,
    sentence,
    texts,
)
from alereport.exhibits.model import Group, Heading, KeyFigures, Line, Outline, Table, Text
from alereport.exhibits.phrases import Phrase, Words, fill
from alereport.exhibits.values import Cell, count


def lead(thread: pd.DataFrame, statuses: pd.DataFrame, *, year: int, as_of: date) -> Text:
    """Return the most important sentences: answers, measures, and follow-up by a day."""
    answers = sentences.answers(thread, statuses, year)
    follow_up = sentences.follow_up(statuses, as_of)
    lines = [
        Line(key="answers", words=answers, rows=rows_of(thread)),
        Line(key="follow-up", words=follow_up, rows=rows_of(statuses)),
    ]
    return building.lines("lead", lines, as_of=year)


def key_figures(
    thread: pd.DataFrame, progress: pd.DataFrame, scheduled: pd.DataFrame, statuses: pd.DataFrame
) -> KeyFigures | Text:
    """Return four key figures, each with a comparison."""
    if statuses.empty:
        return empty_note("key-figures", terms.NO_COUNCIL_GOALS)
    work, scheduled_work = (frame[frame["level"].isin(WORK)] for frame in (statuses, scheduled))
    has_measure, has_outturn = thread["measures"].gt(0), progress["latest_value"].notna()
    is_done = statuses["status"].eq("done")
    notes = {
        "answered": fill(
            _("{part} with a measure"), part=part(has_measure.sum(), len(has_measure))
        ),
        "numbered": fill(_("{count} with an outturn reported"), count=_count_true(has_outturn)),
        "dated": fill(_("{count} overdue"), count=_count_true(scheduled_work["overdue"])),
        "reported": fill(_("{count} reported done"), count=_count_true(is_done)),
    }
    parts = {
        "answered": (_("Council goals answered"), thread, thread["answers"].gt(0)),
        "numbered": (_("Measures with a number as target"), progress, has_number(progress)),
        "dated": (_("Assignments and activities with a date"), work, work["due"].notna()),
        "reported": (_("Goals and tasks reported on"), statuses, is_reported(statuses)),
    }
    figures = [
        key_figure(key, name, part(holds.sum(), len(holds)), notes[key], rows_of(frame))
        for key, (name, frame, holds) in parts.items()
    ]
    return KeyFigures(id="key-figures", figures=tuple(figures))


def _count_true(flags: pd.Series[bool]) -> Cell:
    return count(flags.sum())


def red_thread_rule() -> Text:
    """Return the note on what counts as an answer, and what its basis means."""
    rule = _(
        "A goal or task answers the goal it is printed under, what that stands under in its turn, "
        "and the goals it is linked to. A link is the document's own, or judged by the analyst "
        "where the document is silent; one judged link makes the whole answer judged. A link "
        "between two council goals is no answer. A goal or task may answer several council goals "
        "and then counts for each."
    )
    return building.note("red-thread-rule", rule)


def red_thread(thread: pd.DataFrame) -> Table | Text:
    """Return the table of answers to the council's goals; one row is one such goal."""
    columns = [
        texts("name", _("Council goal")),
        *(numbers(level, terms.levels(level), basis="derived") for level in ANSWERS),
        numbers("answers", _("Answers"), basis="derived"),
        numbers("by_analyst", _("Judged"), basis="derived"),
        numbers("measures", _("Measures"), basis="derived"),
    ]
    caption = _(
        "What the plan for {year} answers each council goal with; “judged” are the answers that "
        "rest on the analyst's judgement."
    )
    return table(thread, columns, "red-thread", caption, key="goal")


def commentary(thread: pd.DataFrame, findings: pd.DataFrame) -> Text:
    """Return two to four sentences on where the answers are and on the most common gap."""
    if thread.empty:
        return empty_note("commentary", terms.NO_COUNCIL_GOALS)
    most, least = rows.largest(thread, "answers"), rows.smallest(thread, "answers")
    rows_of_line = {
        "extremes": (*most["rows"], *least["rows"]),
        "gap": rows.largest(findings, "count")["rows"],
    }
    lines = [
        Line(key=key, words=words, rows=rows_of_line.get(key, rows_of(thread)))
        for key, words in sentences.commentary(thread, findings).items()
    ]
    return building.lines("commentary", lines)


def findings(findings: pd.DataFrame) -> Table | Text:
    """Return the table of how many goals have each gap; one row is one gap."""
    columns = [
        Column("gap", _("Finding"), lambda row: terms.gap(row["gap"]), figures=False),
        numbers("count", _("Number"), basis="derived"),
        numbers("asked", _("Of"), basis="derived"),
        Column("share", _("Share"), lambda row: terms.share(row["count"], row["asked"])),
    ]
    caption = _("Gaps in the plan for {year}: what each goal should have but lacks.")
    return table(findings, columns, "gaps", caption, key="gap")


def lacking(goals: pd.DataFrame) -> Table | Text:
    """Return the table of what each goal lacks; one row is one goal of `gaps.goals_with_gaps`."""
    columns = [
        texts("name", _("Goal or task")),
        Column("level", _("Level"), lambda row: terms.level(row["level"]), figures=False),
        Column("gaps", _("Lacks"), lambda row: terms.lacking(row["gaps"]), figures=False),
        texts("section", _("Section")),
    ]
    caption = _("The goals and tasks in the plan for {year} that lack something.")
    return table(goals, columns, "lacking", caption, key="goal", if_empty=terms.NOTHING_LACKING)


def council_goals(council: pd.DataFrame) -> Table | Text:
    """Return the table of the plans that have each goal of the council; one row is one goal."""
    if council.empty:
        return empty_note("council-goals", terms.NO_COUNCIL_GOALS)
    years = [column for column in council.columns if isinstance(column, int)]
    columns = [
        texts("name", _("Council goal")),
        *(texts(year, _("Section, {year}").format(year=year)) for year in years),
        Column("state", _("Since the plan before"), _change_of_goal, figures=False),
    ]
    caption = _("The council's goals in the committee's plans up to {year}.")
    titles = dict.fromkeys(title for titles in council["titles"] for title in titles)
    source = _("Source: {places}.").format(places="; ".join(titles))
    labels = plan_labels(council, "council-goals", caption, source=source)
    return building.table(council, columns, key="theme", **labels)


def _change_of_goal(row: FrameRow) -> Cell:
    """Return whether a goal was kept since the plan before; not expected without such a plan."""
    states = {"kept": _("kept"), "new": _("new"), "gone": _("gone")}
    state = row["state"]
    return values.words(states[state]) if state in states else values.not_expected()


def goals_by_plan(contents: pd.DataFrame) -> Table | Text:
    """Return the table of contents of each plan; one row is one kind, one column is one plan."""
    if contents.empty:
        return empty_note("plans", terms.NO_COUNCIL_GOALS)
    kinds = {
        "council": _("Council goals"),
        **{level: terms.levels(level) for level in ANSWERS},
        "dated": _("Assignments and activities with a date"),
        "owned": _("Assignments and activities with someone responsible"),
    }
    frame = pd.DataFrame({"kind": list(kinds), "rows": [rows_of(contents)] * len(kinds)})
    columns = [
        Column("kind", _("Kind"), lambda row: kinds[row["kind"]], figures=False),
        *(
            Column(str(plan["plan_year"]), str(plan["plan_year"]), partial(_plan_count, plan))
            for plan in contents.to_dict("records")
        ),
    ]
    caption = _("What the committee's plans up to {year} hold: numbers and shares.")
    newest_first = contents.iloc[::-1]
    return building.table(frame, columns, key="kind", **plan_labels(newest_first, "plans", caption))


def _plan_count(plan: FrameRow, row: FrameRow) -> Cell:
    """Return how many of a kind a plan has; the share of its work with a date or an owner."""
    number = plan[row["kind"]]
    is_share = row["kind"] in {"dated", "owned"}
    return terms.share(number, plan["work"]) if is_share else values.amount(number, basis="derived")


def goal_tree(tree: pd.DataFrame, statuses: pd.DataFrame) -> Group | Text:
    """Return the plan as nested lists: goals under the council's, and goals under none of them."""
    if tree.empty:
        return empty_note("goal-tree", terms.NO_COUNCIL_GOALS)
    goals = tree.merge(statuses[["goal", "status", "by_plan"]], on="goal", validate="one_to_one")
    is_under_council = tree["root_level"].isin(COUNCIL)
    source = sentence("source", "{source}", source=sources.source(tree))
    return building.group(
        *_branch("under-the-council", _("Under a goal of the council"), goals[is_under_council]),
        *_branch(
            "under-no-goal", _("Printed under no goal of the council"), goals[~is_under_council]
        ),
        building.lines("", [source], name="goal-tree-source"),
    )


def _branch(name: str, heading: str, tree: pd.DataFrame) -> list[Heading | Outline]:
    """Return a part of the tree with its heading; an empty list if it has no goals."""
    lines = [
        building.labelled_line(row["goal"], row["name"], _facts(row), row["rows"])
        for row in tree.to_dict("records")
    ]
    outline = Outline(id=name, lines=tuple(lines), depths=tuple(tree["depth"]))
    return [Heading(words=heading, level=3), outline] if lines else []


def _facts(row: FrameRow) -> Phrase:
    """Return the facts about a goal that follow its name."""
    facts: dict[str, Words] = {
        "level": terms.level(row["level"]),
        "section": fill(_("section\u00a0{section}"), section=str(row["section"])),
    }
    if pd.notna(row["responsible"]):
        facts["responsible"] = fill(_("responsible: {who}"), who=str(row["responsible"]))
    if pd.notna(row["due"]):
        facts["due"] = fill(_("due {when}"), when=terms.due(row))
    for number, (to, basis) in enumerate(row["answers"], 1):
        template = _("answers {goal}") if basis == "document" else _("answers {goal} (judged)")
        facts[f"answers-{number}"] = fill(template, goal=str(to))
    if row["status"] != NOT_REPORTED:
        template = _("{status} according to the plan") if row["by_plan"] else "{status}"
        facts["status"] = fill(template, status=terms.status(row["status"]))
    return fill("({facts})", facts=terms.joined_facts(facts, "; "))


def what_is_missing(statuses: pd.DataFrame, progress: pd.DataFrame, council: pd.DataFrame) -> Text:
    """List what the plan and later documents leave out, and what is not comparable."""
    missing = sentences.missing(statuses, progress, council)
    points = [Line(key=key, words=words) for key, words in missing.items()]
    return building.points("missing", points or [sentence("nothing", _("Nothing is missing."))])
