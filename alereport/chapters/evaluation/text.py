"""Words on an evaluation: what is strong, what is weak, and what answers it.

The frames are those of `analysis.evaluation`: `areas`, `questions`, `total`, `weakest`,
`answered` and `rounding_differences`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import ngettext, number
from alereport.base.markdown import plain
from alereport.chapters.common import rows
from alereport.exhibits.blocks import block, key_figure_list
from alereport.exhibits.display import Displayable, Traced, rows_of

MARK = "[a]"
"""Beside a printed percentage that does not follow from its points; in letters, so that a screen
reader says it."""


def no_evaluation() -> Displayable:
    """What stands in the place of an evaluation that does not exist."""
    return block("report-note", [plain(_("An evaluation is missing in the sources."))])


def evaluation_lead(areas: pd.DataFrame, total: pd.DataFrame) -> Displayable:
    """The one sentence that would do if nothing else were read."""
    if areas.empty:
        return block("lead", [plain(_("An evaluation is missing in the sources."))])
    best, worst, whole = rows.most(areas, "points"), rows.least(areas, "points"), total.iloc[0]
    said = _(
        "The evaluation of {year} gives {points} of {most} points: most for {best} ({best_points} "
        "of {best_most}), least for {worst} ({worst_points} of {worst_most})."
    ).format(
        year=whole["year"],
        points=number(whole["points"]),
        most=number(whole["max_points"]),
        best=best["name"],
        best_points=number(best["points"]),
        best_most=number(best["max_points"]),
        worst=worst["name"],
        worst_points=number(worst["points"]),
        worst_most=number(worst["max_points"]),
    )
    return block("lead", [plain(said)], [Traced(said, rows_of(areas))])


def evaluation_key_figures(
    areas: pd.DataFrame, total: pd.DataFrame, answered: pd.DataFrame, *, count: int
) -> Displayable:
    """Four figures, each with what it is compared with.

    Args:
        areas: The areas.
        total: Their points together.
        answered: The weak questions and what answers them.
        count: How many questions the evaluation has.
    """
    if areas.empty:
        return no_evaluation()
    best, worst, whole = rows.most(areas, "points"), rows.least(areas, "points"), total.iloc[0]
    weak = answered[answered["weak"]]
    of_points = _("{points} of {most}")
    return key_figure_list(
        [
            (
                _("Points in all"),
                of_points.format(points=number(whole["points"]), most=number(whole["max_points"])),
                _("a sum that the evaluation itself does not print"),
                whole["rows"],
            ),
            (_("Strongest area"), number(best["points"]), str(best["name"]), best["rows"]),
            (_("Weakest area"), number(worst["points"]), str(worst["name"]), worst["rows"]),
            (
                _("Weak questions"),
                of_points.format(points=number(len(weak)), most=number(count)),
                _("at most half the points; {answered} answered by a goal").format(
                    answered=number(weak["answers"].gt(0).sum())
                ),
                rows_of(weak),
            ),
        ]
    )


def evaluation_findings(answered: pd.DataFrame) -> Displayable:
    """Which weak questions the plans' goals answer, and which none answers."""
    weak = answered[answered["weak"]]
    if weak.empty:
        return block(
            "commentary", [plain(_("Every question reaches more than half its points") + ".")]
        )
    met, unmet = weak[weak["answers"].gt(0)], weak[weak["answers"].eq(0)]
    sentences = [
        Traced(
            _("Goals in the plans answer {met} of the {weak} weak questions.").format(
                met=number(len(met)), weak=number(len(weak))
            ),
            rows_of(weak),
        )
    ]
    if not unmet.empty:
        sentence = _("No goal answers {questions}.").format(
            questions=language.listing([titled(row) for _index, row in unmet.iterrows()])
        )
        sentences.append(Traced(sentence, rows_of(unmet)))
    if weak["answers"].iloc[0] == 0:
        sentence = _("The weakest question of all, {question}, is among them.").format(
            question=weak["question"].iloc[0]
        )
        sentences.append(Traced(sentence, tuple(weak["rows"].iloc[0])))
    sentences.append(Traced(_basis(answered), rows_of(answered)))
    words = [plain(" ".join(each.words for each in sentences))]
    return block("commentary", words, sentences)


def evaluation_missing(
    areas: pd.DataFrame, questions: pd.DataFrame, differences: pd.DataFrame
) -> Displayable:
    """What the evaluation does not say, and where it says two things."""
    if areas.empty:
        return no_evaluation()
    points = [
        _(
            "The evaluation's own spider diagram also has a national average. Its values are not "
            "in the source text, so the average is missing here."
        ),
        _("Earlier evaluations are missing in the sources, so no development over time is shown."),
    ]
    if found := not_following(areas, questions):
        points.append(
            _("Printed percentages that do not follow from the points: {found}.").format(
                found=language.listing(found)
            )
        )
    if not differences.empty:
        points.append(_sums_that_differ(differences))
    return block("missing", [f"- {plain(point)}" for point in points])


def titled(row: pd.Series[Any]) -> str:
    """A question or area with its number, such as `8.1 Strategi för ...`."""
    return f"{row.get('question') or row['area']} {row['name']}"


def percent_as_printed(row: pd.Series[Any]) -> str:
    """The printed percentage, marked where it does not follow from the points."""
    written = language.percent(row["percent"], decimals=0)
    return written if row["percent_follows"] else f"{written} {MARK}"


def not_following(*tables: pd.DataFrame) -> list[str]:
    """Each printed percentage that does not follow from its points, with what would follow."""
    return [
        _("{question} {percent} against {least}{dash}{most}").format(
            question=row.get("question") or _("area {number}").format(number=row["area"]),
            percent=language.percent(row["percent"], decimals=0),
            least=number(row["percent_from"]),
            dash=language.DASH,
            most=language.percent(row["percent_to"], decimals=0),
        )
        for table in tables
        for _index, row in table[~table["percent_follows"]].iterrows()
    ]


def footnote(*tables: pd.DataFrame) -> str:
    """What the mark beside a percentage means; empty where none is marked."""
    found = not_following(*tables)
    if not found:
        return ""
    return _(
        "{mark} Printed percentage that does not follow from the points; kept as printed: {found}."
    ).format(mark=MARK, found=language.listing(found))


def _basis(answered: pd.DataFrame) -> str:
    links, judged = int(answered["answers"].sum()), int(answered["by_analyst"].sum())
    if links == judged:
        return _(
            "That a goal answers a question is the analyst's judgement throughout; no plan says so "
            "itself."
        )
    sentence = ngettext(
        "{judged} of {links} link is the analyst's judgement.",
        "{judged} of {links} links are the analyst's judgement.",
        links,
    )
    return sentence.format(judged=number(judged), links=number(links))


def _sums_that_differ(differences: pd.DataFrame) -> str:
    parts = [
        _("{number} ({points}, the questions {sum})").format(
            number=row["area"], points=number(row["points"]), sum=number(row["questions_points"])
        )
        for _index, row in differences.iterrows()
    ]
    return _(
        "Points are printed rounded, so the questions do not add up to the area in area {areas}."
    ).format(areas=language.listing(parts))
