"""Words on goals: the lead, the key figures, the commentary and what is missing.

The frames are those of `analysis.goals`, `analysis.gaps`, `analysis.follow_up` and
`analysis.plans`: `thread` from `red_thread`, `found` from `findings`, `known` from `status`.
"""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.markdown import in_swedish, plain
from alereport.chapters.goals import words as goal_words
from alereport.chapters.goals.no_goals import no_council_goals, nothing_reported
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Displayable, Traced, rows_of

WORK = ("assignment", "activity")


def goals_lead(thread: pd.DataFrame, known: pd.DataFrame, *, year: int, as_of: date) -> Displayable:
    """What would do if nothing else were read: answers, measures, and what is followed up.

    Args:
        thread: See above.
        known: See above.
        year: The plan's year.
        as_of: The day the follow-up is known on.
    """
    if known.empty:
        return block("lead", [plain(_("The source has no goals for {year}.").format(year=year))])
    said = [
        Traced(_answers_in_words(thread, year), rows_of(thread)),
        Traced(_follow_up_in_words(known, as_of), rows_of(known)),
    ]
    return block("lead", [plain(" ".join(each.words for each in said))], said)


def _answers_in_words(thread: pd.DataFrame, year: int) -> str:
    count, unanswered = len(thread), int(thread["answers"].eq(0).sum())
    unmeasured = int(thread["measures"].eq(0).sum())
    if not count:
        return _("The plan for {year} names no council goal.").format(year=year)
    words = {"year": year, "count": count, "answered": count - unanswered, "unmeasured": unmeasured}
    if unanswered and unmeasured:
        sentence = _(
            "The plan for {year} answers {answered} of {count} council goals; "
            "{unmeasured} without a measure."
        )
    elif unanswered:
        sentence = _("The plan for {year} answers {answered} of {count} council goals.")
    elif unmeasured:
        sentence = _(
            "The plan for {year} answers every one of the {count} council goals, "
            "but there is no measure for {unmeasured} of them."
        )
    else:
        sentence = _(
            "The plan for {year} answers every one of the {count} council goals, "
            "and each has a measure."
        )
    return sentence.format(**words)


def _follow_up_in_words(known: pd.DataFrame, as_of: date) -> str:
    reported, done = _reported(known)
    words = {"reported": reported, "done": done, "count": len(known), "day": language.day(as_of)}
    if not reported:
        return _("By {day} no document reports on any of its {count} goals and tasks.").format(
            **words
        )
    sentence = _(
        "By {day} later documents report on {reported} of its {count} goals and tasks, "
        "{done} of them as done."
    )
    return sentence.format(**words)


def _reported(known: pd.DataFrame) -> tuple[int, int]:
    """How many goals something is reported on, and how many of them as done."""
    return int(known["status"].ne("not_reported").sum()), int(known["status"].eq("done").sum())


def goals_key_figures(
    thread: pd.DataFrame, progress: pd.DataFrame, scheduled: pd.DataFrame, known: pd.DataFrame
) -> Displayable:
    """Four figures, each with what it is compared with.

    Args:
        thread: See above.
        progress: From `analysis.measures.progress`.
        scheduled: From `analysis.follow_up.schedule`.
        known: See above.
    """
    if known.empty:
        return no_council_goals()
    reported, done = _reported(known)
    work = known[known["level"].isin(WORK)]
    late = int(scheduled.loc[scheduled["level"].isin(WORK), "overdue"].sum())
    numbered = progress[["target_low", "target_high"]].notna().any(axis="columns")
    outturns = int(progress["latest_value"].notna().sum())
    figures = [
        (
            _("Council goals answered"),
            _part(thread["answers"].gt(0)),
            _("{part} with a measure").format(part=_part(thread["measures"].gt(0))),
            rows_of(thread),
        ),
        (
            _("Measures with a number as target"),
            _part(numbered),
            _("{count} with an outturn reported").format(count=outturns),
            rows_of(progress),
        ),
        (
            _("Assignments and activities with a date"),
            _part(work["due"].notna()),
            _("{count} overdue").format(count=late),
            rows_of(work),
        ),
        (
            _("Goals and tasks reported on"),
            _("{part} of {whole}").format(part=reported, whole=len(known)),
            _("{count} reported done").format(count=done),
            rows_of(known),
        ),
    ]
    items = [
        f"- [{plain(name)}]{{.label}} [{plain(value)}]{{.value}} [{plain(note)}]{{.note}}"
        for name, value, note, _rows in figures
    ]
    html = "".join(
        f"<li>{escape(name)}: <strong>{escape(value)}</strong> ({escape(note)})</li>"
        for name, value, note, _rows in figures
    )
    return Displayable(
        "\n".join(["::: {.key-figures}", "", *items, "", ":::"]),
        f"<ul>{html}</ul>",
        traced=tuple(Traced(" | ".join(said), made_from) for *said, made_from in figures),
    )


def _part(true: pd.Series[bool]) -> str:
    return _("{part} of {whole}").format(part=int(true.sum()), whole=len(true))


def red_thread_rule() -> Displayable:
    """What counts as an answer, and what its basis means."""
    rule = _(
        "A goal or task answers the goal it is printed under, what that stands under in its turn, "
        "and the goals it is linked to. A link is the document's own, or judged by the analyst "
        "where the document is silent; one judged link makes the whole answer judged. A link "
        "between two council goals is no answer. A goal or task may answer several council goals "
        "and then counts for each."
    )
    titles = _("The titles of goals and tasks are those of the plan, in Swedish.")
    said = rule if language.current() == "sv" else f"{rule} {titles}"
    return block("report-note", [plain(said)])


def goals_commentary(thread: pd.DataFrame, found: pd.DataFrame) -> Displayable:
    """Two to four sentences on where the answers are and what is lacking most."""
    if thread.empty:
        return no_council_goals()
    total, judged = int(thread["answers"].sum()), int(thread["by_analyst"].sum())
    most = thread.iloc[thread["answers"].argmax()]
    least = thread.iloc[thread["answers"].argmin()]
    said = []
    if most["answers"] > least["answers"]:
        sentence = _("Most answers go to {most} ({many}), fewest to {least} ({few}).").format(
            most=most["name"], many=most["answers"], least=least["name"], few=least["answers"]
        )
        said.append(Traced(sentence, (*most["rows"], *least["rows"])))
    if total:
        sentence = _("Answers judged by the analyst: {judged} of {total} ({share}).").format(
            total=total, judged=judged, share=language.percent(100 * judged / total, decimals=0)
        )
        said.append(Traced(sentence, rows_of(thread)))
    lacking = found[found["count"].gt(0)]
    if not lacking.empty:
        worst = lacking.iloc[lacking["count"].argmax()]
        sentence = _("The most common gap: {gap}, {count} of {asked}.").format(
            gap=goal_words.gap(worst["gap"]).lower(), count=worst["count"], asked=worst["asked"]
        )
        said.append(Traced(sentence, worst["rows"]))
    if not said:
        sentence = _("The plan has no answers, and lacks nothing that is asked of it.")
        said.append(Traced(sentence, rows_of(thread)))
    return block("commentary", [plain(" ".join(each.words for each in said))], said)


def evidence_in_short(known: pd.DataFrame) -> Displayable:
    """What is known of each goal that a document reports on; the data hold it in Swedish."""
    noted = known[known["note"].notna()]
    if noted.empty:
        return nothing_reported()
    said = [
        (plain(str(name)), in_swedish(str(note)))
        for name, note in zip(noted["name"], noted["note"], strict=True)
    ]
    return block(
        "evidence",
        [f"- [{name}]{{.term}}: {note}" for name, note in said],
        [
            Traced(f"{name}: {note}", rows)
            for name, note, rows in zip(noted["name"], noted["note"], noted["rows"], strict=True)
        ],
    )


def goals_missing(
    known: pd.DataFrame, progress: pd.DataFrame, council: pd.DataFrame
) -> Displayable:
    """What the plan and the documents after it do not say, and what does not compare.

    Args:
        known: See above.
        progress: From `analysis.measures.progress`.
        council: From `analysis.plans.council_goals`.
    """
    points = []
    if known.empty:
        points.append(_("The source has no goals for the plan."))
    if not progress.empty and progress["latest_value"].isna().all():
        points.append(_("No measure has an outturn later than the plan's own starting point."))
    in_words = progress[progress[["target_low", "target_high"]].isna().all(axis="columns")]
    if not in_words.empty:
        points.append(
            _("{count} of {total} measures have a target without a number.").format(
                count=len(in_words), total=len(progress)
            )
        )
    unknown = int(known["status"].eq("not_reported").sum())
    if unknown:
        points.append(
            _("On {count} of {total} goals and tasks no later document says anything.").format(
                count=unknown, total=len(known)
            )
        )
    states = set(council["state"])
    if states <= {"only"}:
        points.append(_("The source has no earlier plan of the committee to compare with."))
    elif "kept" not in states:
        points.append(
            _("No council goal of the plan before stands in this one, so none can be followed.")
        )
    return block("missing", [f"- {plain(point)}" for point in points or [_("Nothing is missing.")]])
