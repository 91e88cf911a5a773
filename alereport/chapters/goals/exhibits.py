"""What the chapter on goals shows of the plan itself, beside its charts.

The frames are those of `analysis`, `gaps`, `follow_up`, `measures` and `plans`: `thread` from
`red_thread`, `known` from `status`, `scheduled` from `schedule`, `council` from `council_goals`,
the others from the functions of their names.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.languages import OF_THE_DATA
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import of_plan, part
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.analysis import ANSWERS, COUNCIL, WORK
from alereport.chapters.goals.follow_up import NOT_REPORTED, is_reported
from alereport.chapters.goals.labels import instead_of, table
from alereport.chapters.goals.measures import has_number
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import (
    Column,
    Record,
    key_figure,
    numbers,
    rows_of,
    sentence,
    texts,
)
from alereport.exhibits.model import Group, Heading, KeyFigures, Line, Outline, Table, Text
from alereport.exhibits.phrases import Phrase, Words, say
from alereport.exhibits.values import Cell, count


def lead(thread: pd.DataFrame, known: pd.DataFrame, *, year: int, as_of: date) -> Text:
    """What would do if nothing else were read: answers, measures, and what is known by a day."""
    answers, reported = sentences.answers(thread, known, year), sentences.follow_up(known, as_of)
    said = [
        Line(key="answers", words=answers, rows=rows_of(thread)),
        Line(key="follow-up", words=reported, rows=rows_of(known)),
    ]
    return building.lines("lead", said, as_of=year)


def key_figures(
    thread: pd.DataFrame, progress: pd.DataFrame, scheduled: pd.DataFrame, known: pd.DataFrame
) -> KeyFigures | Text:
    """Four figures, each with what it is compared with."""
    if known.empty:
        return instead_of("key-figures", terms.NO_COUNCIL_GOALS)
    work, late = (each[each["level"].isin(WORK)] for each in (known, scheduled))
    measured, outturns = thread["measures"].gt(0), progress["latest_value"].notna()
    done = known["status"].eq("done")
    notes = {
        "answered": say(_("{part} with a measure"), part=part(measured.sum(), len(measured))),
        "numbered": say(_("{count} with an outturn reported"), count=_number(outturns)),
        "dated": say(_("{count} overdue"), count=_number(late["overdue"])),
        "reported": say(_("{count} reported done"), count=_number(done)),
    }
    parts = {
        "answered": (_("Council goals answered"), thread, thread["answers"].gt(0)),
        "numbered": (_("Measures with a number as target"), progress, has_number(progress)),
        "dated": (_("Assignments and activities with a date"), work, work["due"].notna()),
        "reported": (_("Goals and tasks reported on"), known, is_reported(known)),
    }
    figures = [
        key_figure(key, name, part(true.sum(), len(true)), notes[key], rows_of(of))
        for key, (name, of, true) in parts.items()
    ]
    return KeyFigures(id="key-figures", figures=tuple(figures))


def _number(true: pd.Series[bool]) -> Cell:
    return count(true.sum())


def red_thread_rule() -> Text:
    """What counts as an answer, and what its basis means."""
    rule = _(
        "A goal or task answers the goal it is printed under, what that stands under in its turn, "
        "and the goals it is linked to. A link is the document's own, or judged by the analyst "
        "where the document is silent; one judged link makes the whole answer judged. A link "
        "between two council goals is no answer. A goal or task may answer several council goals "
        "and then counts for each."
    )
    titles = _("The titles of goals and tasks are those of the plan, in Swedish.")
    is_swedish = locales.is_spoken(OF_THE_DATA)
    return building.note("red-thread-rule", rule, *([] if is_swedish else [titles]))


def red_thread(thread: pd.DataFrame) -> Table | Text:
    """What each goal of the council is answered with; one row is one such goal."""
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
    """Two to four sentences on where the answers are and what is lacking most."""
    if thread.empty:
        return instead_of("commentary", terms.NO_COUNCIL_GOALS)
    most, least = rows.most(thread, "answers"), rows.least(thread, "answers")
    made_from = {
        "extremes": (*most["rows"], *least["rows"]),
        "gap": rows.most(findings, "count")["rows"],
    }
    said = [
        Line(key=key, words=each, rows=made_from.get(key, rows_of(thread)))
        for key, each in sentences.commentary(thread, findings).items()
    ]
    return building.lines("commentary", said)


def findings(findings: pd.DataFrame) -> Table | Text:
    """How many goals have each gap; one row is one gap."""
    columns = [
        Column("gap", _("Finding"), lambda row: terms.gap(row["gap"]), figures=False),
        numbers("count", _("Number"), basis="derived"),
        numbers("asked", _("Of"), basis="derived"),
        Column("share", _("Share"), lambda row: terms.share(row["count"], row["asked"])),
    ]
    caption = _("Gaps in the plan for {year}: what is asked of each goal and not there.")
    return table(findings, columns, "gaps", caption, key="gap")


def lacking(goals: pd.DataFrame) -> Table | Text:
    """Which goals lack what; one row is one goal of `gaps.goals_with_gaps`."""
    columns = [
        texts("name", _("Goal or task")),
        Column("level", _("Level"), lambda row: terms.level(row["level"]), figures=False),
        Column("gaps", _("Lacks"), lambda row: terms.lacking(row["gaps"]), figures=False),
        texts("section", _("Section")),
    ]
    caption = _("The goals and tasks in the plan for {year} that lack something.")
    return table(goals, columns, "lacking", caption, key="goal", instead=terms.NOTHING_LACKING)


def council_goals(council: pd.DataFrame) -> Table | Text:
    """In which plans each goal of the council stands; one row is one such goal."""
    if council.empty:
        return instead_of("council-goals", terms.NO_COUNCIL_GOALS)
    years = [column for column in council.columns if isinstance(column, int)]
    columns = [
        texts("name", _("Council goal")),
        *(texts(year, _("Section, {year}").format(year=year)) for year in years),
        Column("state", _("Since the plan before"), _since_the_plan_before, figures=False),
    ]
    caption = _("The council's goals in the committee's plans up to {year}.")
    titles = dict.fromkeys(title for titles in council["titles"] for title in titles)
    source = _("Source: {places}.").format(places="; ".join(titles))
    known = of_plan(council, "council-goals", caption, source=source)
    return building.table(council, columns, key="theme", **known)


def _since_the_plan_before(row: Record) -> Cell:
    """What became of a goal; where there is no plan before, nothing is asked for."""
    states = {"kept": _("kept"), "new": _("new"), "gone": _("gone")}
    state = row["state"]
    return values.words(states[state]) if state in states else values.not_expected()


def goals_by_plan(contents: pd.DataFrame) -> Table | Text:
    """What each plan of the committee holds; one row is one kind, one column one plan."""
    if contents.empty:
        return instead_of("plans", terms.NO_COUNCIL_GOALS)
    kinds = {
        "council": _("Council goals"),
        **{level: terms.levels(level) for level in ANSWERS},
        "dated": _("Assignments and activities with a date"),
        "owned": _("Assignments and activities with someone responsible"),
    }
    held = pd.DataFrame({"kind": list(kinds), "rows": [rows_of(contents)] * len(kinds)})
    columns = [
        Column("kind", _("Kind"), lambda row: kinds[row["kind"]], figures=False),
        *(
            Column(str(plan["plan_year"]), str(plan["plan_year"]), partial(_held, plan))
            for plan in contents.to_dict("records")
        ),
    ]
    caption = _("What the committee's plans up to {year} hold: numbers and shares.")
    newest_first = contents.iloc[::-1]
    return building.table(held, columns, key="kind", **of_plan(newest_first, "plans", caption))


def _held(plan: Record, row: Record) -> Cell:
    """How many of a kind a plan holds; of its work with a date or an owner, the share."""
    held = plan[row["kind"]]
    return terms.share(held, plan["work"]) if row["kind"] in {"dated", "owned"} else count(held)


def goal_tree(tree: pd.DataFrame, known: pd.DataFrame) -> Group | Text:
    """The plan as nested lists: under the council's goals, and what stands under none of them."""
    if tree.empty:
        return instead_of("goal-tree", terms.NO_COUNCIL_GOALS)
    goals = tree.assign(status=tree["goal"].map(known.set_index("goal")["status"]))
    under = tree["root_level"].isin(COUNCIL)
    source = sentence("source", "{source}", source=sources.source(tree))
    return building.together(
        *_branch("under-the-council", _("Under a goal of the council"), goals[under]),
        *_branch("under-no-goal", _("Printed under no goal of the council"), goals[~under]),
        building.lines("", [source], name="goal-tree-source"),
    )


def _branch(name: str, heading: str, tree: pd.DataFrame) -> list[Heading | Outline]:
    """A part of the tree under its heading; nothing where it has no goals."""
    lines = [
        building.named(row["goal"], row["name"], _facts(row), row["rows"])
        for row in tree.to_dict("records")
    ]
    outline = Outline(id=name, lines=tuple(lines), depths=tuple(tree["depth"]))
    return [Heading(words=heading, level=3), outline] if lines else []


def _facts(row: Record) -> Phrase:
    """What is said of a goal after its name."""
    facts: dict[str, Words] = {
        "level": terms.level(row["level"]),
        "section": say(_("section\u00a0{section}"), section=str(row["section"])),
    }
    if pd.notna(row["responsible"]):
        facts["responsible"] = say(_("responsible: {who}"), who=str(row["responsible"]))
    if pd.notna(row["due"]):
        facts["due"] = say(_("due {when}"), when=terms.period(row["due"]))
    for number, (to, basis) in enumerate(row["answers"], 1):
        said = _("answers {goal}") if basis == "document" else _("answers {goal} (judged)")
        facts[f"answers-{number}"] = say(said, goal=str(to))
    if row["status"] != NOT_REPORTED:
        facts["status"] = terms.status(row["status"])
    return say("({facts})", facts=terms.in_turn(facts, "; "))


def what_is_missing(known: pd.DataFrame, progress: pd.DataFrame, council: pd.DataFrame) -> Text:
    """What the plan and the documents after it do not say, and what does not compare."""
    missing = sentences.missing(known, progress, council)
    points = [Line(key=key, words=said) for key, said in missing.items()]
    return building.points("missing", points or [sentence("nothing", _("Nothing is missing."))])
