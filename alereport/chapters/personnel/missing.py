"""What the documents do not say of staff and sick leave. The frames are `analysis.personnel`'s."""

from __future__ import annotations

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import ngettext, number
from alereport.base.markdown import plain
from alereport.chapters.personnel import words as staff_words
from alereport.data.datasets import TOTAL
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Displayable


def staff_missing(
    units: pd.DataFrame, leave: pd.DataFrame, aims: pd.DataFrame, *, year: int
) -> Displayable:
    """What is missing, withheld or does not compare, point by point.

    Args:
        units: `staff_by_unit`.
        leave: `sick_leave_by_period`.
        aims: `staff_aims`.
        year: The year of the report.
    """
    points = [*_of_staff(units, year), *_of_leave(leave, year)]
    if not (aims["about"].eq("turnover") & aims["outturn"].notna()).any():
        points.append(_("The source has no figure on staff turnover."))
    if not points:
        points = [_("Nothing is missing.")]
    return block("missing", [f"- {plain(point)}" for point in points])


def _of_staff(units: pd.DataFrame, year: int) -> list[str]:
    if units.empty:
        return [_("The source has no number of employees.")]
    points = []
    parts = units[units["unit"].ne(TOTAL)]
    if (stated := int(units["year"].iloc[0])) < year:
        words = _("The number of employees is that of {stated}; {year} is missing.")
        points.append(words.format(stated=stated, year=year))
    if unmanaged := _named(parts[parts["per_manager"].isna()]):
        words = _("No manager is stated for {units}, so there are no employees per manager.")
        points.append(words.format(units=unmanaged))
    if permanent := _named(parts[parts["permanent_only"]]):
        words = _("Only permanent employees are counted in {units}: numbers do not quite compare.")
        points.append(words.format(units=permanent))
    if parts["previous_headcount"].isna().all():
        points.append(_("There is no earlier number of employees to compare with."))
    return points


def _of_leave(leave: pd.DataFrame, year: int) -> list[str]:
    if leave.empty:
        return [_("The source has no sick leave.")]
    points = []
    latest = max(leave["period"])
    if int(latest[:4]) < year - 1:
        words = _("The latest sick leave is from {period}; the plan for {year} states none.")
        points.append(words.format(period=language.period(latest), year=year))
    if leave["unit"].ne(TOTAL).all():
        words = _("Sick leave is stated for {units} alone and not for the whole committee.")
        points.append(words.format(units=_named(leave)))
    if unlike := _named(leave[leave["change_points"].notna() & ~leave["comparable"].astype(bool)]):
        words = _("For {units} a month stands against a whole year: they do not quite compare.")
        points.append(words.format(units=unlike))
    told = leave[~leave["withheld"].astype(bool)]
    if uncounted := _named(told[told["employees"].isna()]):
        words = _(
            "How many employees the sick leave is of is not stated for {units}; the figures are "
            "shown because a public plan prints them."
        )
        points.append(words.format(units=uncounted))
    if withheld := int(leave["withheld"].sum()):
        words = ngettext(
            "{count} figure on sick leave is withheld.",
            "{count} figures on sick leave are withheld.",
            withheld,
        )
        points.append(f"{words.format(count=number(withheld))} {staff_words.why_withheld()}")
    return points


def _named(rows: pd.DataFrame) -> str:
    return language.listing([staff_words.in_a_sentence(unit) for unit in rows["unit"].unique()])
