"""What the latest plans say: the lead, the key figures, the figure and the questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import asking, charts, opening
from alereport.chapters.common import rows
from alereport.chapters.common.exhibits import about_document
from alereport.chapters.outturn import charts as outturn
from alereport.chapters.outturn.sentences import deviation, net, story
from alereport.chapters.overview import sentences
from alereport.chapters.overview.analysis import Plan
from alereport.chapters.overview.followed import is_one_sum, with_total
from alereport.exhibits import building
from alereport.exhibits.building import rows_of
from alereport.exhibits.model import (
    Chart,
    Exhibit,
    Group,
    KeyFigure,
    KeyFigures,
    Line,
    Text,
    nothing,
)
from alereport.exhibits.phrases import data_text, joined, phrase

NO_CAUSES = pd.DataFrame(columns=["area", "document", "cause"])
"""The front page tells of totals alone, and of no area's cause."""
MOST = 3
"""The most committees that the front page tells of one by one."""
FIGURES = 3
"""How many key figures stand on the front page."""


def lead(plans: Sequence[Plan], followed: pd.DataFrame) -> Text:
    """Return what was found, in words that a newspaper could print.

    Where a report follows a plan up, what it says until its day comes before the plan.

    Args:
        plans: `analysis.latest_plans`.
        followed: `followed.followed`.
    """
    if len(plans) > MOST:
        return building.lines("lead", [*_several(plans), *_together(plans, followed)])
    told = [[*_reported(plan, followed), *_found(plan)] for plan in plans]
    if len(plans) == 1:
        return building.lines("lead", told[0])
    paragraphs = [
        _paragraph(plan, [line for line in lines if line.words])
        for plan, lines in zip(plans, told, strict=True)
    ]
    return building.lines("lead", paragraphs, layout="paragraphs")


def _paragraph(plan: Plan, lines: Sequence[Line]) -> Line:
    """Return what is told of one committee among several."""
    words = joined([line.words for line in lines])
    used = tuple(row for line in lines for row in line.rows)
    return Line(key=plan.committee, term=phrase(plan.name), words=words, rows=used)


def _several(plans: Sequence[Plan]) -> Iterator[Line]:
    """Yield how many committees have a plan, where they are too many to be told one by one."""
    used = [row for plan in plans for row in rows.total(plan.changes)["rows"]]
    yield Line(key="several", words=sentences.several(plans), rows=tuple(used))


def _together(plans: Sequence[Plan], followed: pd.DataFrame) -> Iterator[Line]:
    """Yield where all of them stand together, where their amounts add up."""
    of_year = followed[followed["year"].eq(plans[0].year)]
    told = set(of_year["committee"]) == {plan.committee for plan in plans}
    if not told or len(of_year) < len(followed) or not is_one_sum(of_year):
        return
    total = with_total(of_year).iloc[-1]
    yield Line(key="together", words=sentences.together(total), rows=total["rows"])
    over = of_year[of_year["deviation_tkr"].lt(0)]
    yield Line(key="over", words=sentences.over(over, total), rows=rows_of(of_year))


def _reported(plan: Plan, followed: pd.DataFrame) -> Iterator[Line]:
    """Yield what the latest report of the plan's year says of the committee's budget."""
    own = _of(plan, followed)
    if not own.empty:
        words = story(own, NO_CAUSES, year=plan.year)
        key, term = f"{plan.committee}/reported", phrase(plan.name)
        yield Line(key=key, term=term, words=words, rows=rows_of(own))
        total, reported = rows.total(plan.changes), own.iloc[0]
        changed = sentences.budget_since(total, reported)
        used = (*total["rows"], *reported["rows"])
        yield Line(key=f"{plan.committee}/budget-since", words=changed, rows=used)


def _of(plan: Plan, followed: pd.DataFrame) -> pd.DataFrame:
    return followed[followed["committee"].eq(plan.committee) & followed["year"].eq(plan.year)]


def _found(plan: Plan) -> Iterator[Line]:
    """Yield how much the committee gets, where that changes most, and the plan's own reason."""
    total = rows.total(plan.changes)
    yield Line(key=f"{plan.committee}/frame", words=sentences.frame(plan), rows=total["rows"])
    most, used = sentences.most(plan)
    yield Line(key=f"{plan.committee}/most", words=most, rows=used)
    if pd.notna(total["reason"]):
        why = data_text(total["reason"])
        yield Line(key=f"{plan.committee}/why", words=why, rows=total["reason_rows"])
    else:
        saved = Line(
            key=f"{plan.committee}/save", words=sentences.save(plan), rows=rows_of(plan.required)
        )
        yield saved


def scope(every: pd.DataFrame) -> Text | Group:
    """Return which committees' plans are in the report; nothing where they are many.

    Args:
        every: `analysis.plans`.
    """
    words = sentences.scope(every)
    line = Line(key="scope", words=words, rows=rows_of(every))
    return building.lines("", [line], name="scope") if words else nothing()


def about(plans: Sequence[Plan], documents: pd.DataFrame) -> Text | Group:
    """Return what the documents of the latest plans are, as far as they show."""
    own = rows.plans(documents)
    told = [about_document(own, plan.committee, plan.year) for plan in plans[:MOST]]
    titles = documents.set_index("document")["title"]
    named = [
        line.model_copy(update={"term": data_text(str(titles[line.key]))})
        for text in told
        for line in text.lines
    ]
    return building.lines("about-document", named, layout="paragraphs") if named else nothing()


def key_figures(plans: Sequence[Plan], followed: pd.DataFrame) -> KeyFigures | Group:
    """Return the first key figures of the latest plan; none if there are several plans.

    Where a report follows the plan up, what it says comes first, and the plan's forecast of the
    year before is left out.

    Args:
        plans: `analysis.latest_plans`.
        followed: `followed.followed`.
    """
    if len(plans) != 1:
        return nothing()
    plan = plans[0]
    shown = opening.key_figures(plan.changes, plan.forecast, plan.required)
    reported = [_reported_figure(row) for row in _of(plan, followed).to_dict("records")]
    planned = [figure for figure in shown.figures if not reported or figure.key != "forecast"]
    return shown.model_copy(update={"figures": (*reported, *planned)[:FIGURES]})


def _reported_figure(row: dict[Any, Any]) -> KeyFigure:
    names = {
        "outturn": _("Outturn {year}"),
        "forecast": _("Forecast {year}"),
        "period": _("The period's outturn"),
    }
    return building.key_figure(
        "reported",
        names[row["comparison"]].format(year=row["year"]),
        net(row["amount_tkr"], hedge=row["hedge"]),
        joined([deviation(row), phrase(locales.day(row["as_of"]))], ", "),
        row["rows"],
    )


def compared(plans: Sequence[Plan], path: pd.DataFrame) -> Chart | Group:
    """Return the chart of the one latest plan; none if there are several.

    Where reports follow it up, it is the year's path until the latest of them; otherwise the
    comparable budget over the years.

    Args:
        plans: `analysis.latest_plans`.
        path: `analysis.path`.
    """
    if len(plans) != 1:
        return nothing()
    if len(path) > 1:
        return outturn.path(path, chapter="municipality", year=plans[0].year)
    chart = charts.compared_chart(plans[0].compared, plans[0].left_out)
    # The committee's own chapter has the same chart under its own label.
    return chart.model_copy(update={"id": f"municipality-{chart.id}"}) if chart.id else chart


def questions(plans: Sequence[Plan]) -> Group:
    """Return the questions that the figures of the latest plans raise."""
    asked: list[Exhibit] = []
    for plan in plans[:MOST]:
        if lines := asking.lines(plan.questions):
            named = [
                line.model_copy(update={"key": f"{plan.committee}/{line.key}"}) for line in lines
            ]
            about_plan = plan.name if len(plans) > 1 else ""
            if about_plan:
                named = [line.model_copy(update={"term": phrase(about_plan)}) for line in named]
            asked.append(
                building.points(
                    "questions", named, name=f"questions-{plan.committee}", as_of=plan.year
                )
            )
    return building.group(*asked)
