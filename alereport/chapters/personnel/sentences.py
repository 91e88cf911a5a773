"""The sentences of the chapter on staff, and when each of them is true.

`units` is `analysis.staff_by_unit`, `leave` is `analysis.sick_leave_by_period`; a `row` is from one
of these.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import in_words
from alereport.chapters.personnel import cells
from alereport.data.datasets import TOTAL
from alereport.exhibits import sources, values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    capitalised,
    fill,
    fill_first,
    joined,
    message,
    plural,
)

Facts = Any
"""A row of a frame, or counts from one."""


def _compares_long_term(row: Facts) -> bool:
    return bool(pd.notna(row["long_term_change_points"]))


MONTH, YEAR = len("2021-08"), len("2020")
"""How long the code of a month and of a year is."""


def _is_first(row: Facts) -> bool:
    return bool(pd.isna(row["previous_percent"]))


STAFF_HEADLINE = (
    Sentence(
        "no-managers",
        message("The managers of the units are not stated"),
        lambda counts: not counts["managed"],
    ),
    Sentence(
        "no-aim",
        message("From {fewest} to {most} employees per manager"),
        lambda counts: counts["loads"] > 1 and not counts["has_aim"],
    ),
    Sentence(
        "no-aim-one",
        message("Employees per manager: {most}"),
        lambda counts: not counts["has_aim"],
    ),
    Sentence(
        "none-above",
        message("No unit has more than {highest} employees per manager"),
        lambda counts: not counts["above"],
    ),
    Sentence("above", message("More than {highest} employees per manager in {names}")),
)

LISTED = (
    Sentence(
        "listed",
        plural(
            "The unit that the plan lists has {heads} employees.",
            "The units that the plan lists have {heads} employees in all.",
        ),
        lambda facts: facts["units"] > 0 and pd.notna(facts["headcount"]),
    ),
)

WITHHELD = (
    Sentence(
        "withheld",
        plural(
            "{count} figure on sick leave is withheld.",
            "{count} figures on sick leave are withheld.",
        ),
        lambda figures: figures > 0,
    ),
)

LOADS = (
    Sentence(
        "no-aim",
        message("The units have from {fewest} to {most} employees per manager."),
        lambda counts: counts["loads"] > 1 and not counts["has_aim"],
    ),
    Sentence(
        "none-above",
        message(
            "No unit has more than {highest} employees per manager, the aim according to {by}."
        ),
        lambda counts: counts["managed"] and counts["has_aim"] and not counts["above"],
    ),
    Sentence(
        "one-above",
        message(
            "{unit} has the most employees per manager, {load}. The aim is at most {highest}, "
            "according to {by}."
        ),
        lambda counts: counts["above"] == 1,
    ),
    Sentence(
        "some-above",
        message(
            "{above} units have more than {highest} employees per manager, the most that the aim "
            "allows according to {by}. The largest number is in {unit}, {load}."
        ),
        lambda counts: counts["above"] > 1,
    ),
)
"""What is said of the units' employees per manager; nothing of fewer than the aim, which is no
deviation."""

SICK_LEAVE = (
    Sentence("first", message("Sick leave in {unit} was {now} in {period}."), _is_first),
    Sentence(
        "comparable",
        message("Sick leave in {unit} was {now} in {period}, against {before} in {then}."),
        lambda row: row["comparable"],
    ),
    Sentence(
        "month-and-year",
        message(
            "Sick leave in {unit} was {now} in {period} and {before} in the whole of {then}. A "
            "month cannot be compared with a year."
        ),
        lambda row: len(row["period"]) == MONTH and len(row["previous_period"]) == YEAR,
    ),
    Sentence(
        "not-comparable",
        message(
            "Sick leave in {unit} was {now} in {period} and {before} in {then}. The two periods "
            "are not equally long, so they cannot be compared."
        ),
    ),
)

LONG_TERM = (
    Sentence(
        "whole-increase",
        message(
            "From {then} to {period}, long-term sick leave in {unit} went from {long_before} to "
            "{long_now}. The whole increase is long-term."
        ),
        lambda row: (
            _compares_long_term(row) and row["long_term_change_points"] >= row["change_points"] > 0
        ),
    ),
    Sentence(
        "went",
        message(
            "From {then} to {period}, long-term sick leave in {unit} went from {long_before} to "
            "{long_now}."
        ),
        _compares_long_term,
    ),
)
"""Said only of two periods that compare."""

NO_STAFF = (
    Sentence(
        "no-staff",
        message("The plan gives no number of employees."),
        lambda units: units.empty,
    ),
)
PART_OF_LEAVE = (
    Sentence(
        "no-sick-leave",
        message("The plan gives no figure on sick leave."),
        lambda counts: not counts["figures"],
    ),
    Sentence(
        "units-alone",
        message("Sick leave is given for {units} alone, and not for the whole committee."),
        lambda counts: not counts["of_the_whole"],
    ),
)
UNCOUNTED = (
    Sentence(
        "unknown-employees",
        message(
            "The plan does not say how many people work in {units}. The figures are shown all the "
            "same, since the plan is public and prints them. In a small unit, a few people's "
            "absence may be behind the whole figure."
        ),
        lambda leave: not uncounted(leave).empty,
    ),
)
"""What is said of what a plan leaves out; `units` and `leave` as above."""

NOTHING = (
    Sentence(
        "earlier",
        message(
            "The plan for {year} gives neither staff numbers nor sick leave in figures. "
            "The latest are in {place}."
        ),
        lambda facts: facts["has_earlier"],
    ),
    Sentence(
        "none",
        message("The plan for {year} gives neither staff numbers nor sick leave in figures."),
    ),
)


DEFINITIONS = {
    "law": message(
        "The law on municipal accounts (2018:597) counts sick leave in per cent of ordinary "
        "working time. The share of 60 days or more that it asks for is another figure: a "
        "share of the sick leave."
    ),
    "kolada": message(
        "Kolada has the figures of the law for the whole municipality, from its annual report, "
        "and none for a committee."
    ),
}
"""What sick leave is a share of, in the law and in Kolada, by the key of each sentence."""
LONG_TERM_PART = (
    Sentence(
        "long-term",
        message(
            "In {unit} in {period}, long-term sick leave was {long_now} where all sick leave was "
            "{now}: {part} of it."
        ),
        lambda row: pd.notna(row["long_term_part_percent"]),
    ),
)
"""The definitions beside a unit's figures."""


def unit_list(frame: pd.DataFrame) -> str:
    """Return the units of a frame as a list in a sentence; empty if there are none."""
    return locales.listing([cells.in_a_sentence(unit) for unit in frame["unit"].unique()])


def why_withheld() -> str:
    """Return the footnote on withheld figures."""
    return _(
        "The figure is not disclosed: the group is small or of an unknown number, or a small "
        "group's figure could be calculated from it."
    )


def withheld(leave: pd.DataFrame) -> Phrase:
    """Return how many figures on sick leave are withheld, and why; empty if none is."""
    hidden = leave[leave["withheld"].astype(bool)]
    count = values.count(len(hidden), rows.of_each(hidden))
    number = fill_first(WITHHELD, len(hidden), count=count)
    return joined([number, why_withheld()]) if number else number


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


def staff(units: pd.DataFrame, by: str) -> Phrase:
    """Return how many units, employees and managers there are, and where the groups are large.

    Args:
        units: See above.
        by: Who says what the aim is, as the words after "according to"; empty if there is none.
    """
    parts, total = units[units["unit"].ne(TOTAL)], units.iloc[-1]
    listed = fill_first(
        LISTED,
        {"units": len(parts), "headcount": total["headcount"]},
        count=len(parts),
        heads=cells.people(total, "headcount"),
    )
    managed = parts[parts["per_manager"].notna()]
    if managed.empty:
        return listed
    most, above = rows.largest(managed, "per_manager"), managed[managed["above_target"]]
    loads = fill_first(
        LOADS,
        _counts(managed),
        unit=cells.in_a_sentence(most["unit"]),
        load=cells.people(most, "per_manager"),
        above=values.count(len(above), rows.of_each(above)),
        by=by,
        **_loads(managed),
    )
    return joined([listed, capitalised(loads)])


def staff_headline(units: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of staff: which units have larger groups than the aim."""
    parts = units[units["unit"].ne(TOTAL)]
    managed = parts[parts["per_manager"].notna()]
    names = unit_list(parts[parts["above_target"]])
    return fill_first(STAFF_HEADLINE, _counts(managed), names=names, **_loads(managed))


def _counts(managed: pd.DataFrame) -> dict[str, int]:
    """Return how many units have managers, different loads, and more than an aim allows."""
    loads = {str(cells.people(row, "per_manager")) for row in managed.to_dict("records")}
    return {
        "managed": len(managed),
        "loads": len(loads),
        "above": int(managed["above_target"].sum()),
        "has_aim": int(managed["highest"].notna().any()),
    }


def _loads(managed: pd.DataFrame) -> dict[str, Words]:
    """Return the fewest and the most employees per manager, and the most that the aim allows."""
    if managed.empty:
        return {}
    ends = {"fewest": rows.smallest, "most": rows.largest}
    found = {
        name: cells.people(of(managed, "per_manager"), "per_manager") for name, of in ends.items()
    }
    return {**found, "highest": str(managed["highest"].iloc[0])}


def sick_leave(row: Facts) -> Phrase:
    """Return a unit's sick leave, beside that of the period before where there is one."""
    return fill_first(SICK_LEAVE, row, **_gaps(row))


def long_term_part(row: Facts) -> Phrase:
    """Return long-term sick leave of the time and of the sick leave; empty if it has no figure."""
    part = in_words(values.percent(row["long_term_part_percent"]))
    return fill_first(LONG_TERM_PART, row, **_gaps(row), part=part)


def long_term(row: Facts) -> Phrase:
    """Return how a unit's long-term sick leave has changed; empty if the periods do not compare."""
    return fill_first(LONG_TERM, row, **_gaps(row))


def _gaps(row: Facts) -> dict[str, Words]:
    return {
        "unit": cells.in_a_sentence(row["unit"]),
        "now": in_words(cells.leave_percent(row, "total_percent")),
        "period": cells.period(row["period"]),
        "before": in_words(values.percent(row["previous_percent"], basis="equal")),
        "then": cells.period(row["previous_period"]),
        "long_before": in_words(values.percent(row["previous_long_term_percent"], basis="equal")),
        "long_now": in_words(cells.leave_percent(row, "long_term_percent")),
    }


def nothing(year: int, earlier: pd.DataFrame) -> Phrase:
    """Return that the plan has no figures, and where the latest ones are.

    Args:
        year: That of the plan.
        earlier: `analysis.latest_before`.
    """
    place = "" if earlier.empty else place_of(earlier)
    return fill_first(NOTHING, {"has_earlier": bool(place)}, year=year, place=place)


def uncounted(leave: pd.DataFrame) -> pd.DataFrame:
    """Return the disclosed rows whose number of employees no document says."""
    return leave[~leave["withheld"].astype(bool) & leave["employees"].isna()]


def missing(units: pd.DataFrame, leave: pd.DataFrame) -> dict[str, Phrase]:
    """Return what a plan leaves out, by what each sentence is about; empty where nothing is."""
    counts = {"figures": len(leave), "of_the_whole": int(leave["unit"].eq(TOTAL).sum())}
    return {
        "staff": fill_first(NO_STAFF, units),
        "sick-leave": fill_first(PART_OF_LEAVE, counts, units=unit_list(leave)),
        "unknown-employees": fill_first(UNCOUNTED, leave, units=unit_list(uncounted(leave))),
    }


def place_of(earlier: pd.DataFrame) -> str:
    """Return the document and sections of rows that one document has."""
    return sources.place(str(earlier["title"].iloc[0]), earlier["section"])


def unit_mark(row: Facts) -> Phrase:
    """Return what the chart of staff shows of a unit, in words."""
    if pd.isna(row["per_manager"]):
        text = _("{unit} {employees}, no manager stated")
    else:
        text = _("{unit} {employees}, per manager {load}")
    return fill(
        text,
        unit=cells.unit_name(row["unit"]),
        employees=cells.people(row, "headcount"),
        load=cells.people(row, "per_manager"),
    )
