"""What the chapter on staff can say, and when each sentence is true.

`units` is `analysis.staff_by_unit`, `leave` is `analysis.sick_leave_by_period`; a row is one of
theirs.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.languages import OF_THE_DATA
from alereport.base.locales import gettext as _
from alereport.data.datasets import TOTAL
from alereport.exhibits import values
from alereport.exhibits.building import Column
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    joined,
    message,
    say,
    say_each,
    say_first,
    say_many,
)
from alereport.exhibits.values import Basis, Cell

Facts = Any
"""A row of a frame, or what is counted in one."""

NO_STAFF = message("The source has no number of employees.")
NO_SICK_LEAVE = message("The source has no sick leave.")
STATED = ("total_percent", "long_term_percent")
"""The figures on sick leave that stand in the data; the others are computed from them."""
SEVEN = {
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


STAFF_FOUND = (
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
            "Sick leave in {unit} was {now} in {period}, against {before} in {then}; a month and "
            "a year do not quite compare."
        ),
    ),
)

SICK_LEAVE_FOUND = (
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
            "One of the periods is a single month and the other a whole year: season and a few "
            "cases weigh more in a month."
        ),
        lambda row: not row["comparable"],
    ),
)
"""Each is said where it is true, one after the other."""

LOADS = (
    Sentence("none", message("no manager stated"), lambda row: pd.isna(row["per_manager"])),
    Sentence("below", message("{value} below"), lambda row: row["against_target"] == "below"),
    Sentence("above", message("{value} above"), lambda row: row["against_target"] == "above"),
    Sentence("within", "{value}"),
)


def unit_name(unit: object) -> str:
    """A unit as its name begins a line."""
    name = str(unit)
    return _("Whole committee") if name == TOTAL else name[:1].upper() + name[1:]


def in_a_sentence(unit: str) -> str:
    """A unit as it is named inside a sentence."""
    return _("the whole committee") if unit == TOTAL else unit


def named(rows: pd.DataFrame) -> str:
    """The units of some rows in a sentence; empty where there are none."""
    return locales.listing([in_a_sentence(unit) for unit in rows["unit"].unique()])


def unit(row: Facts) -> Cell:
    """A unit in a table, in the language of the document that names it."""
    spoken = "" if row["unit"] == TOTAL else OF_THE_DATA
    return values.words(unit_name(row["unit"]), language=spoken)


def unit_column() -> Column:
    """The column of the units."""
    return Column("unit", _("Unit"), unit, figures=False)


def people_of(column: str, heading: str) -> Column:
    """A column of numbers of people."""
    return Column(column, heading, lambda row: people(row, column))


def on_leave(column: str, heading: str) -> Column:
    """A column of sick leave in percent."""
    return Column(column, heading, lambda row: leave_percent(row, column))


def period(printed: Any) -> Cell:
    """A year or a month in words, as some units state the one and some the other."""
    return values.silent() if pd.isna(printed) else values.words(locales.period(printed))


def people(row: Facts, column: str) -> Cell:
    """A number of people, said to be about so many where the document says so."""
    is_stated = column == "employees" and not row["employees_reckoned"]
    return values.amount(
        row[column],
        decimals=1 if column == "per_manager" else 0,
        hedge="about" if row["approximate"] else "",
        basis="equal" if is_stated and row["unit"] != TOTAL else "derived",
    )


def aim(row: Facts) -> Cell:
    """How many employees a manager is to have, such as `20–30`."""
    return values.amount(row["lowest"], upper=row["highest"])


def load(row: Facts) -> Phrase:
    """Employees per manager, with the word for where it stands outside the aim."""
    return say_first(LOADS, row, value=people(row, "per_manager"))


def leave_percent(row: Facts, column: str, *, has_unit: bool = True) -> Cell:
    """A figure on sick leave, withheld where privacy says so."""
    is_stated = column in STATED
    return _percent(row[column], is_stated, withheld=row["withheld"], has_unit=has_unit)


def of_seven(item: str, row: Facts) -> Cell:
    """One of the seven figures that the law asks for."""
    return _percent(row[item], is_stated=True, withheld=item in row["withheld"])


def _percent(value: float, is_stated: bool, *, withheld: bool, has_unit: bool = True) -> Cell:
    if withheld:
        return values.withheld()
    if pd.isna(value):
        return values.silent()
    shown: Basis = "equal" if values.with_decimals(value, 4) <= 1 else "rounded"
    return values.percent(value, basis=shown if is_stated else "derived", has_unit=has_unit)


def points(change: float) -> Cell:
    """A difference in percentage points; its unit stands beside it in words."""
    return values.amount(
        change, unit=_("percentage points"), decimals=1, signed=True, basis="derived"
    )


def short_change(row: Facts) -> float:
    """How much the sick leave that is not long-term has changed, in percentage points."""
    change: float = row["change_points"] - row["long_term_change_points"]
    return change


def why_withheld() -> str:
    """The footnote of what is withheld."""
    return _(
        "The figure is not disclosed: the group is small or of an unknown number, or a small "
        "group's figure could be reckoned from it."
    )


def withheld(figures: int) -> Phrase:
    """How many figures on sick leave are withheld, and why."""
    said = say_many(
        "{count} figure on sick leave is withheld.",
        "{count} figures on sick leave are withheld.",
        figures,
    )
    return joined([said, why_withheld()])


def leading(leave: pd.DataFrame) -> pd.Series[Any] | None:
    """The latest of the committee; where only units are stated, of the one with most.

    None where no figure is disclosed.
    """
    disclosed = leave[leave["total_percent"].notna()]
    latest = (
        disclosed.groupby("unit", sort=False).tail(1).sort_values("total_percent", kind="stable")
    )
    whole = latest[latest["unit"].eq(TOTAL)]
    return None if latest.empty else (latest if whole.empty else whole).iloc[-1]


def staff(units: pd.DataFrame) -> Phrase:
    """How many units and employees there are, and how many units are outside the aim."""
    parts, whole = units[units["unit"].ne(TOTAL)], units.iloc[-1]
    managed = parts[parts["per_manager"].notna()]
    listed = say_many(
        "The document lists {count} unit with {heads} employees in all.",
        "The document lists {count} units with {heads} employees in all.",
        len(parts),
        heads=people(whole, "headcount"),
    )
    if managed.empty:
        return listed
    sentence = _(
        "Of the {managed} with managers of their own, {outside} are outside the municipality's "
        "aim of {aim} employees per manager."
    )
    outside = say(
        sentence,
        managed=values.count(len(managed)),
        outside=values.count(int(managed["against_target"].ne("within").sum())),
        aim=aim(whole),
    )
    return say("{listed} {outside}", listed=listed, outside=outside)


def staff_found(units: pd.DataFrame) -> Phrase:
    """What the chart of staff finds: which units stand outside the aim."""
    parts = units[units["unit"].ne(TOTAL)]
    above = parts[parts["against_target"].eq("above")]
    below = int(parts["against_target"].eq("below").sum())
    managed = int(parts["per_manager"].notna().sum())
    return say_first(
        STAFF_FOUND,
        {"managed": managed, "above": len(above), "below": below},
        aim=aim(parts.iloc[0]),
        under=say_many("{count} unit is below", "{count} units are below", below),
        names=locales.listing([unit_name(unit) for unit in above["unit"]]),
    )


def sick_leave(row: Facts, year: int, *, without_staff: bool) -> Phrase:
    """How a unit's sick leave was, or that it is older than a plan for the year could state."""
    is_old = int(row["period"][:4]) < year - 1
    facts = {**row, "is_old": is_old, "without_staff": without_staff}
    return say_first(SICK_LEAVE, facts, year=year, **_now_and_then(row))


def sick_leave_found(leave: pd.DataFrame) -> Phrase:
    """What the chart of sick leave finds: how the whole, or the unit with most, has changed."""
    row = leading(leave)
    if row is None:
        return say(_("No figure on sick leave is disclosed"))
    return say_first(SICK_LEAVE_FOUND, row, **_now_and_then(row))


def _now_and_then(row: Facts) -> dict[str, Words]:
    return {
        "unit": in_a_sentence(row["unit"]),
        "now": leave_percent(row, "total_percent"),
        "period": period(row["period"]),
        "before": values.percent(row["total_percent"] - row["change_points"]),
        "then": period(row["previous_period"]),
    }


def development(row: Facts) -> Phrase:
    """How the long-term and the shorter sick leave of a unit have changed, and what explains it."""
    gaps: dict[str, Words] = {
        **_now_and_then(row),
        "long_before": values.percent(row["long_term_percent"] - row["long_term_change_points"]),
        "long_now": leave_percent(row, "long_term_percent"),
        "short_before": values.percent(row["short_percent"] - short_change(row)),
        "short_now": leave_percent(row, "short_percent"),
    }
    return joined(say_each(DEVELOPMENT, row, **gaps).values())


def of_unit(row: Facts) -> Phrase:
    """What the chart of staff shows of a unit."""
    return say(
        _("{unit} {employees}, per manager {load}"),
        unit=unit_name(row["unit"]),
        employees=people(row, "headcount"),
        load=load(row),
    )


def of_period(row: Facts) -> Phrase:
    """What the chart of sick leave shows of a unit in a period."""
    return say(
        _("{unit} {period} {total}, long-term {long_term}"),
        unit=unit_name(row["unit"]),
        period=period(row["period"]),
        total=leave_percent(row, "total_percent"),
        long_term=leave_percent(row, "long_term_percent"),
    )
