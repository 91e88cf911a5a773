"""The sentences of the chapter on staff, and when each of them is true.

`units` is `analysis.staff_by_unit`, `leave` is `analysis.sick_leave_by_period`; a `row` is from one
of these.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data.datasets import TOTAL
from alereport.exhibits import values
from alereport.exhibits.building import Column
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    fill,
    fill_each,
    fill_first,
    fill_plural,
    joined,
    message,
)
from alereport.exhibits.values import Basis, Cell

Facts = Any
"""A row of a frame, or counts from one."""

NO_STAFF = message("The source has no number of employees.")
NO_SICK_LEAVE = message("The source has no sick leave.")
STATED_COLUMNS = ("total_percent", "long_term_percent")
"""The figures on sick leave that are in the data; the others are computed from them."""
STATUTORY_HEADINGS = {
    "total": message("Total"),
    "long_term_share": message("Of it 60 days or more"),
    "women": message("Women"),
    "men": message("Men"),
    "age_0_29": message("{age} or younger"),
    "age_30_49": "30–49",
    "age_50_plus": message("{age} or older"),
}
"""The headings of `analysis.ITEMS`, with a gap for the age that a group begins or ends with."""
AGES = {"age_0_29": 29, "age_50_plus": 50}


def _has_no_change(row: Facts) -> bool:
    return bool(pd.isna(row["change_points"]))


STAFF_HEADLINE = (
    Sentence(
        "no-managers",
        message("The managers of the units are not stated"),
        lambda sides: not sides["managed"],
    ),
    Sentence(
        "within",
        message("Every unit is within the aim of {aim} employees per manager"),
        lambda sides: not sides["above"] and not sides["below"],
    ),
    Sentence(
        "below",
        message("{under} the aim of {aim} employees per manager"),
        lambda sides: not sides["above"],
    ),
    Sentence(
        "above",
        message("{names}: more than the aim of {aim} employees per manager"),
        lambda sides: not sides["below"],
    ),
    Sentence("both", message("{names}: more employees per manager than the aim of {aim}; {under}")),
)

SICK_LEAVE = (
    Sentence(
        "old-and-no-staff",
        message(
            "The plan for {year} states neither the number of employees nor any newer sick leave "
            "than that of {unit} in {period}, {now}."
        ),
        lambda row: row["is_old"] and row["without_staff"],
    ),
    Sentence(
        "old",
        message(
            "The plan for {year} states no newer sick leave than that of {unit} in {period}, {now}."
        ),
        lambda row: row["is_old"],
    ),
    Sentence("first", message("Sick leave in {unit} was {now} in {period}."), _has_no_change),
    Sentence(
        "comparable",
        message("Sick leave in {unit} was {now} in {period}, against {before} in {then}."),
        lambda row: row["comparable"],
    ),
    Sentence(
        "not-comparable",
        message(
            "Sick leave in {unit} was {now} in {period}, against {before} in {then}; the two "
            "periods are not equally long and do not quite compare."
        ),
    ),
)

SICK_LEAVE_HEADLINE = (
    Sentence("first", message("Sick leave in {unit}: {now} ({period})"), _has_no_change),
    Sentence("change", message("Sick leave in {unit}: {before} ({then}), {now} ({period})")),
)

DEVELOPMENT = (
    Sentence(
        "went",
        message(
            "From {then} to {period}, long-term sick leave in {unit} went from {long_before} to "
            "{long_now} and the shorter from {short_before} to {short_now}."
        ),
    ),
    Sentence(
        "long-term",
        message("The whole increase is long-term."),
        lambda row: row["change_points"] > 0 and short_change(row) <= 0,
    ),
    Sentence(
        "not-comparable",
        message(
            "The two periods are not equally long: season and a few cases weigh more in the "
            "shorter one."
        ),
        lambda row: not row["comparable"],
    ),
)
"""All that are true are used, one after the other."""

LOADS = (
    Sentence("none", message("no manager stated"), lambda row: pd.isna(row["per_manager"])),
    Sentence("below", message("{value} below"), lambda row: row["against_target"] == "below"),
    Sentence("above", message("{value} above"), lambda row: row["against_target"] == "above"),
    Sentence("within", "{value}"),
)


def unit_name(unit: object) -> str:
    """Return the name of a unit at the start of a line."""
    name = str(unit)
    return _("Whole committee") if name == TOTAL else name[:1].upper() + name[1:]


def in_a_sentence(unit: str) -> str:
    """Return the name of a unit inside a sentence."""
    return _("the whole committee") if unit == TOTAL else unit


def unit_list(rows: pd.DataFrame) -> str:
    """Return the units of the rows as a list in a sentence; empty if there are none."""
    return locales.listing([in_a_sentence(unit) for unit in rows["unit"].unique()])


def unit(row: Facts) -> Cell:
    """Return a unit's name as a cell."""
    return values.named(unit_name(row["unit"]))


def unit_column() -> Column:
    """Return the column of the units."""
    return Column("unit", _("Unit"), unit, figures=False)


def people_column(column: str, heading: str) -> Column:
    """Return a column with numbers of people."""
    return Column(column, heading, lambda row: people(row, column))


def leave_column(column: str, heading: str) -> Column:
    """Return a column with sick leave in percent."""
    return Column(column, heading, lambda row: leave_percent(row, column))


def period(value: Any) -> Cell:
    """Return a year or a month in words; some units have figures by year and others by month."""
    return values.silent() if pd.isna(value) else values.words(locales.period(value))


def people(row: Facts, column: str) -> Cell:
    """Return a number of people, with a hedge if the document calls it approximate."""
    is_stated = column == "employees" and not row["employees_calculated"]
    return values.amount(
        row[column],
        decimals=1 if column == "per_manager" else 0,
        hedge="about" if row["approximate"] else "",
        basis="equal" if is_stated and row["unit"] != TOTAL else "derived",
    )


def aim(row: Facts) -> Cell:
    """Return the aim for the number of employees per manager, such as `20–30`."""
    return values.amount(row["lowest"], upper=row["highest"])


def load(row: Facts) -> Phrase:
    """Return employees per manager, with the word for below or above the aim."""
    return fill_first(LOADS, row, value=people(row, "per_manager"))


def leave_percent(row: Facts, column: str, *, has_unit: bool = True) -> Cell:
    """Return a figure on sick leave, withheld if privacy requires it."""
    is_stated = column in STATED_COLUMNS
    return _percent(row[column], is_stated, withheld=row["withheld"], has_unit=has_unit)


def statutory_percent(item: str, row: Facts) -> Cell:
    """Return one of the seven figures that the law requires."""
    return _percent(row[item], is_stated=True, withheld=item in row["withheld"])


def _percent(value: float, is_stated: bool, *, withheld: bool, has_unit: bool = True) -> Cell:
    if withheld:
        return values.withheld()
    if pd.isna(value):
        return values.silent()
    stated_basis: Basis = "equal" if values.decimals_needed(value, 4) <= 1 else "rounded"
    return values.percent(value, basis=stated_basis if is_stated else "derived", has_unit=has_unit)


def points(change: float) -> Cell:
    """Return a difference in percentage points; the unit is written in the sentence or heading."""
    return values.amount(
        change, unit=_("percentage points"), decimals=1, signed=True, basis="derived"
    )


def short_change(row: Facts) -> float:
    """Return the change of the sick leave that is not long-term, in percentage points."""
    change: float = row["change_points"] - row["long_term_change_points"]
    return change


def why_withheld() -> str:
    """Return the footnote on withheld figures."""
    return _(
        "The figure is not disclosed: the group is small or of an unknown number, or a small "
        "group's figure could be calculated from it."
    )


def withheld(figures: int) -> Phrase:
    """Return how many figures on sick leave are withheld, and why."""
    number = fill_plural(
        "{count} figure on sick leave is withheld.",
        "{count} figures on sick leave are withheld.",
        figures,
    )
    return joined([number, why_withheld()])


def leading_row(leave: pd.DataFrame) -> pd.Series[Any] | None:
    """Return the committee's latest row; if there are only units, the row with the highest total.

    None if no figure is disclosed.
    """
    disclosed = leave[leave["total_percent"].notna()]
    latest = (
        disclosed.groupby("unit", sort=False).tail(1).sort_values("total_percent", kind="stable")
    )
    committee = latest[latest["unit"].eq(TOTAL)]
    return None if latest.empty else (latest if committee.empty else committee).iloc[-1]


def staff(units: pd.DataFrame) -> Phrase:
    """Return how many units and employees there are, and how many units are outside the aim."""
    parts, total = units[units["unit"].ne(TOTAL)], units.iloc[-1]
    managed = parts[parts["per_manager"].notna()]
    listed = fill_plural(
        "The document lists {count} unit with {heads} employees in all.",
        "The document lists {count} units with {heads} employees in all.",
        len(parts),
        heads=people(total, "headcount"),
    )
    if managed.empty:
        return listed
    sentence = _(
        "Of the {managed} with managers of their own, {outside} are outside the municipality's "
        "aim of {aim} employees per manager."
    )
    outside = fill(
        sentence,
        managed=values.count(len(managed)),
        outside=values.count(int(managed["against_target"].ne("within").sum())),
        aim=aim(total),
    )
    return fill("{listed} {outside}", listed=listed, outside=outside)


def staff_headline(units: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of staff: which units are outside the aim."""
    parts = units[units["unit"].ne(TOTAL)]
    above = parts[parts["against_target"].eq("above")]
    below = int(parts["against_target"].eq("below").sum())
    managed = int(parts["per_manager"].notna().sum())
    return fill_first(
        STAFF_HEADLINE,
        {"managed": managed, "above": len(above), "below": below},
        aim=aim(parts.iloc[0]),
        under=fill_plural("{count} unit is below", "{count} units are below", below),
        names=locales.listing([unit_name(unit) for unit in above["unit"]]),
    )


def sick_leave(row: Facts, year: int, *, without_staff: bool) -> Phrase:
    """Return a unit's sick leave, or that the plan has no newer figure than an old one."""
    is_old = int(row["period"][:4]) < year - 1
    facts = {**row, "is_old": is_old, "without_staff": without_staff}
    return fill_first(SICK_LEAVE, facts, year=year, **_change_gaps(row))


def sick_leave_headline(leave: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of sick leave: the change in the row of `leading_row`."""
    row = leading_row(leave)
    if row is None:
        return fill(_("No figure on sick leave is disclosed"))
    return fill_first(SICK_LEAVE_HEADLINE, row, **_change_gaps(row))


def _change_gaps(row: Facts) -> dict[str, Words]:
    return {
        "unit": in_a_sentence(row["unit"]),
        "now": leave_percent(row, "total_percent"),
        "period": period(row["period"]),
        "before": values.percent(row["total_percent"] - row["change_points"]),
        "then": period(row["previous_period"]),
    }


def development(row: Facts) -> Phrase:
    """Return how a unit's long-term and shorter sick leave have changed, and what explains it."""
    gaps: dict[str, Words] = {
        **_change_gaps(row),
        "long_before": values.percent(row["long_term_percent"] - row["long_term_change_points"]),
        "long_now": leave_percent(row, "long_term_percent"),
        "short_before": values.percent(row["short_percent"] - short_change(row)),
        "short_now": leave_percent(row, "short_percent"),
    }
    return joined(fill_each(DEVELOPMENT, row, **gaps).values())


def unit_mark(row: Facts) -> Phrase:
    """Return what the chart of staff shows of a unit, in words."""
    return fill(
        _("{unit} {employees}, per manager {load}"),
        unit=unit_name(row["unit"]),
        employees=people(row, "headcount"),
        load=load(row),
    )


def period_mark(row: Facts) -> Phrase:
    """Return what the chart of sick leave shows of a unit in a period, in words."""
    return fill(
        _("{unit} {period} {total}, long-term {long_term}"),
        unit=unit_name(row["unit"]),
        period=period(row["period"]),
        total=leave_percent(row, "total_percent"),
        long_term=leave_percent(row, "long_term_percent"),
    )
