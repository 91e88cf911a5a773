"""Words on staff and sick leave. The frames are those of `analysis.personnel`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import ngettext, number, percent
from alereport.base.markdown import plain
from alereport.chapters.personnel import words as staff_words
from alereport.data.datasets import TOTAL
from alereport.exhibits.blocks import KeyFigure, block, key_figure_list
from alereport.exhibits.display import Displayable, Traced, nothing, rows_of


def staff_lead(units: pd.DataFrame, leave: pd.DataFrame, *, year: int) -> Displayable:
    """The one sentence, or two, that would do if nothing else were read.

    Args:
        units: See the module.
        leave: See the module.
        year: The year of the report.
    """
    told = leave[leave["total_percent"].notna()]
    said = []
    if not units.empty:
        said.append(Traced(_staff_sentence(units), rows_of(units)))
    if not told.empty:
        row = _leading(told)
        words = _leave_sentence(row, year, without_staff=units.empty)
        said.append(Traced(words, row["rows"]))
    if not said:
        words = _("The plan for {year} states neither the number of employees nor sick leave.")
        return block("lead", [plain(words.format(year=year))])
    return block("lead", [plain(" ".join(each.words for each in said))], said)


def _staff_sentence(units: pd.DataFrame) -> str:
    parts, whole = units[units["unit"].ne(TOTAL)], units.iloc[-1]
    managed = parts[parts["per_manager"].notna()]
    listed = ngettext(
        "The document lists {count} unit with {heads} employees in all.",
        "The document lists {count} units with {heads} employees in all.",
        len(parts),
    ).format(count=number(len(parts)), heads=staff_words.about(whole, "headcount"))
    outside = managed[managed["against_target"].ne("within")]
    if managed.empty:
        return listed
    return " ".join(
        [
            listed,
            _(
                "Of the {managed} with managers of their own, {outside} are outside the "
                "municipality's aim of {aim} employees per manager."
            ).format(
                managed=number(len(managed)),
                outside=number(len(outside)),
                aim=staff_words.aim(whole),
            ),
        ]
    )


def _leading(told: pd.DataFrame) -> pd.Series[Any]:
    """The latest of the committee; where only units are stated, of the one with most."""
    latest = told.groupby("unit", sort=False).tail(1)
    whole = latest[latest["unit"].eq(TOTAL)]
    return (whole if len(whole) else latest.sort_values("total_percent", kind="stable")).iloc[-1]


def _leave_sentence(row: pd.Series[Any], year: int, *, without_staff: bool) -> str:
    words = {
        "unit": staff_words.in_a_sentence(row["unit"]),
        "now": percent(row["total_percent"]),
        "period": language.period(row["period"]),
        "year": str(year),
    }
    if _is_old(row, year) and without_staff:
        sentence = _(
            "The plan for {year} states neither the number of employees nor any newer sick leave "
            "than that of {unit} in {period}, {now}."
        )
        return sentence.format(**words)
    if _is_old(row, year):
        sentence = _(
            "The plan for {year} states no newer sick leave than that of {unit} in {period}, {now}."
        )
        return sentence.format(**words)
    if pd.isna(row["change_points"]):
        return _("Sick leave in {unit} was {now} in {period}.").format(**words)
    words["before"] = percent(row["total_percent"] - row["change_points"])
    words["then"] = language.period(row["previous_period"])
    if row["comparable"]:
        sentence = _("Sick leave in {unit} was {now} in {period}, against {before} in {then}.")
    else:
        sentence = _(
            "Sick leave in {unit} was {now} in {period}, against {before} in {then}; a month and "
            "a year do not quite compare."
        )
    return sentence.format(**words)


def _is_old(row: pd.Series[Any], year: int) -> bool:
    """Whether a plan could have stated a newer figure: of the year before it."""
    return int(row["period"][:4]) < year - 1


def staff_key_figures(
    units: pd.DataFrame, leave: pd.DataFrame, certain: pd.DataFrame
) -> Displayable:
    """Up to four figures, each with what it is compared with; nothing where there is none.

    Args:
        units: See the module.
        leave: See the module.
        certain: `certainty`.
    """
    told = leave[leave["total_percent"].notna()]
    of_staff = _staff_figures(units, certain) if not units.empty else []
    of_leave = _leave_figures(_leading(told)) if not told.empty else []
    both = of_staff[:2] + of_leave[:2] if of_staff and of_leave else of_staff + of_leave
    return key_figure_list(both) if both else nothing()


def _staff_figures(units: pd.DataFrame, certain: pd.DataFrame) -> list[KeyFigure]:
    whole, parts = units.iloc[-1], units[units["unit"].ne(TOTAL)]
    managed = parts[parts["per_manager"].notna()]
    below, above = (int(managed["against_target"].eq(side).sum()) for side in ("below", "above"))
    rows, unsure = whole["rows"], certain.iloc[0]
    managers = _("of whom managers: {count}").format(count=language.DASH)
    if pd.notna(whole["managers"]):
        managers = _("of whom managers: {count}").format(count=number(whole["managers"]))
    heads = staff_words.about(whole, "headcount")
    found: list[KeyFigure] = [(_("Employees"), heads, managers, rows)]
    if not managed.empty:
        load = staff_words.about(whole, "per_manager", 1)
        aim = _("aim {aim}").format(aim=staff_words.aim(whole))
        outside = _part(below + above, len(managed))
        sides = _("{below} below, {above} above").format(below=number(below), above=number(above))
        found.append((_("Employees per manager"), load, aim, rows))
        found.append((_("Units outside the aim"), outside, sides, rows_of(managed)))
    share = percent(unsure["approximate_headcount_percent"], decimals=0)
    note = _("{share} of the employees").format(share=share)
    figures = _part(int(unsure["approximate_figures"]), int(unsure["figures"]))
    found.append((_("Approximate figures"), figures, note, unsure["rows"]))
    return found


def _part(part: int, whole: int) -> str:
    return _("{part} of {whole}").format(part=number(part), whole=number(whole))


def _leave_figures(row: pd.Series[Any]) -> list[KeyFigure]:
    then = row["previous_period"]
    unit = staff_words.in_a_sentence(row["unit"])
    period = language.period(row["period"])
    found: list[KeyFigure] = []
    for name, column, change in (
        (_("Sick leave, {unit}").format(unit=unit), "total_percent", row["change_points"]),
        (_("Long-term sick leave"), "long_term_percent", row["long_term_change_points"]),
        (
            _("Shorter sick leave"),
            "short_percent",
            row["change_points"] - row["long_term_change_points"],
        ),
    ):
        if pd.notna(row[column]):
            since = f"; {_since(change, then)}" if pd.notna(change) else ""
            note = period + since
            found.append((name, percent(row[column]), note, row["rows"]))
    if pd.notna(row["long_term_part_percent"]):
        name = _("Long-term part")
        found.append((name, percent(row["long_term_part_percent"]), period, row["rows"]))
    return found


def _since(points: float, period: str) -> str:
    words = _("{change} percentage points since {period}")
    return words.format(change=language.change(points, 1), period=language.period(period))


def staff_commentary(units: pd.DataFrame, leave: pd.DataFrame) -> Displayable:
    """What stands out, and what explains the development; nothing where there are no figures."""
    told = leave[leave["total_percent"].notna() & leave["long_term_change_points"].notna()]
    said = [
        *(_on_managers(units) if not units.empty else []),
        *(_on_leave(row) for _index, row in told.groupby("unit").tail(1).iterrows()),
    ]
    if not said:
        return nothing()
    return block("commentary", [plain(" ".join(each.words for each in said))], said)


def _on_managers(units: pd.DataFrame) -> list[Traced]:
    parts = units[units["unit"].ne(TOTAL) & units["per_manager"].notna()]
    if len(parts) < 2:
        return []
    most, least = (parts.loc[which(parts["per_manager"])] for which in (_largest, _smallest))
    sentence = _("{most} has most employees per manager, {many}; {least} has fewest, {few}.")
    said = [
        Traced(
            sentence.format(
                most=staff_words.unit_name(most["unit"]),
                many=staff_words.about(most, "per_manager", 1),
                least=staff_words.in_a_sentence(least["unit"]),
                few=staff_words.about(least, "per_manager", 1),
            ),
            (*most["rows"], *least["rows"]),
        )
    ]
    for _index, row in parts[parts["more_managers"].notna()].iterrows():
        more = int(row["more_managers"])
        sentence = ngettext(
            "With {count} manager more, {unit} would have {load} each.",
            "With {count} managers more, {unit} would have {load} each.",
            more,
        ).format(
            count=number(more),
            unit=staff_words.in_a_sentence(row["unit"]),
            load=number(row["employees"] / (row["managers"] + more), 1),
        )
        said.append(Traced(sentence, row["rows"]))
    return said


def _largest(values: pd.Series[float]) -> Any:
    return values.astype("float64").idxmax()


def _smallest(values: pd.Series[float]) -> Any:
    return values.astype("float64").idxmin()


def _on_leave(row: pd.Series[Any]) -> Traced:
    short_change = row["change_points"] - row["long_term_change_points"]
    words = {
        "unit": staff_words.in_a_sentence(row["unit"]),
        "long_before": percent(row["long_term_percent"] - row["long_term_change_points"]),
        "long_now": percent(row["long_term_percent"]),
        "short_before": percent(row["short_percent"] - short_change),
        "short_now": percent(row["short_percent"]),
        "then": language.period(row["previous_period"]),
        "period": language.period(row["period"]),
    }
    sentence = _(
        "From {then} to {period}, long-term sick leave in {unit} went from {long_before} to "
        "{long_now} and the shorter from {short_before} to {short_now}."
    )
    said = [sentence.format(**words)]
    if row["change_points"] > 0 and short_change <= 0:
        said.append(_("The whole increase is long-term."))
    if not row["comparable"]:
        said.append(
            _(
                "One of the periods is a single month and the other a whole year: season and a "
                "few cases weigh more in a month."
            )
        )
    return Traced(" ".join(said), row["rows"])


def no_staff() -> Displayable:
    """What stands in the place of figures on staff that do not exist."""
    return block("report-note", [plain(_("The source has no number of employees."))])


def no_sick_leave() -> Displayable:
    """What stands in the place of sick leave that no document states."""
    return block("report-note", [plain(_("The source has no sick leave."))])


def no_statutory_sick_leave() -> Displayable:
    """What stands in the place of sick leave by sex and age that no document states."""
    words = _(
        "The source has no sick leave by sex and age or of 60 days or more, which the law asks of "
        "the municipality's annual report."
    )
    return block("report-note", [plain(words)])


def no_staff_aims() -> Displayable:
    """What stands in the place of targets for sick leave and turnover."""
    words = _("The source has no target for sick leave or staff turnover.")
    return block("report-note", [plain(words)])


def staff_aim_source(units: pd.DataFrame, source: str) -> Displayable:
    """Where the aim for managers is from; nothing where no unit is held against it."""
    if units.empty:
        return nothing()
    words = _("The municipality's aim of {aim} employees per manager: {source}.")
    written = words.format(aim=staff_words.aim(units.iloc[0]), source=source)
    return block("report-note", [plain(written)])
