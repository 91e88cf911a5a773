"""What the chapter on goals shows of measures, with their chart, of dates and of follow-up.

The frames are those of `measures` and `follow_up`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import of_plan
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.follow_up import STATUSES, is_reported
from alereport.chapters.goals.labels import instead_of, table
from alereport.chapters.goals.measures import has_number
from alereport.charts import worded
from alereport.charts.drawing import INK, drawn_as_svg, house_style
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import Column, Record, numbers, texts
from alereport.exhibits.model import Chart, Group, Table, Text
from alereport.exhibits.phrases import Phrase, in_swedish
from alereport.exhibits.values import Cell

PANELS = ((0.0, 0.4), (0.44, 0.56))
EARLIER = "#9aa5ab"
BAR = 0.13
"""Inches a bar is thick."""
COLOURS = {"start": EARLIER, "latest": INK, "target": "none"}
"""What the bar of each value is filled with."""
MEASURE = ("measure", "target_year")
"""What a target of a measure is known by."""


def measures_rule() -> Text:
    """When a measure is on track, off track or not reported."""
    rule = _(
        "The rule: a measure starts from its baseline, or else from the earliest outturn before "
        "the target's year. It is reported once there is a later outturn; a target alone, or a "
        "target and a start, is not reported. It is on track where that outturn meets the target "
        "or, before the target's year, has come at least as far as a straight line from the "
        "start; a target in words asks only which way it has moved. Otherwise it is off track."
    )
    return building.note("measures-rule", rule)


def measures_chart(progress: pd.DataFrame) -> Chart | Text:
    """Each target with a number (outlined) beside where it started (light) and stands (dark).

    Every measure has a scale of its own, from zero.
    """
    numbered = progress[has_number(progress)]
    if numbered.empty:
        return instead_of("measures-chart", terms.NO_NUMBERED_TARGETS)
    caption = _(
        "Measures whose target has a number, plan for {year}. Outlined: target. Grey: where it "
        "started. The text's colour: the latest outturn. Each measure has its own scale."
    )
    return building.chart(
        _drawn(numbered),
        numbered,
        _columns(has_unit=False),
        key=MEASURE,
        headline=sentences.measures_found(numbered),
        alt=_("Bar chart of measures from outturn to target: {values}."),
        marks=_in_words,
        **of_plan(numbered, "measures", caption),
    )


def numbered_measures(progress: pd.DataFrame) -> Table | Text:
    """The measures whose target has a number; one row is one measure and target year."""
    numbered = progress[has_number(progress)]
    caption = _("Measures in the plan for {year} whose target has a number; year in brackets.")
    instead = terms.NO_NUMBERED_TARGETS
    columns = _columns(has_unit=True)
    return table(numbered, columns, "measures", caption, key=MEASURE, instead=instead)


def _columns(*, has_unit: bool) -> list[Column]:
    """What is known of a measure, its unit with each value or in a column of its own."""
    return [
        texts("name", _("Measure")),
        *([] if has_unit else [texts("unit", _("Unit"))]),
        Column("start", _("Start"), partial(_point, "start", has_unit=has_unit)),
        Column("latest", _("Latest outturn"), partial(_point, "latest", has_unit=has_unit)),
        Column("target", _("Target"), partial(_target, has_unit=has_unit)),
        Column("status", _("Status"), _progress, figures=False),
    ]


def measures_in_words(progress: pd.DataFrame) -> Table | Text:
    """The measures whose target has no number; one row is one measure and target year."""
    in_words = progress[~has_number(progress)]
    columns = [
        texts("name", _("Measure")),
        texts("goal_name", _("Of the goal or task")),
        Column("target", _("Target"), _target_in_words, figures=False),
        Column("status", _("Status"), _progress, figures=False),
    ]
    caption = _("Measures in the plan for {year} whose target has no number; year in brackets.")
    instead = terms.NO_TARGETS_IN_WORDS
    return table(in_words, columns, "measures-in-words", caption, key=MEASURE, instead=instead)


def _point(which: str, row: Record, *, has_unit: bool = True) -> Cell:
    """Where a measure stood at the `start` or at the `latest`, with its year."""
    value, year = row[f"{which}_value"], row[f"{which}_year"]
    return values.silent() if pd.isna(value) else _measured(row, [value], year, has_unit=has_unit)


def _target(row: Record, *, has_unit: bool = True) -> Cell:
    """A target with a number, such as `minst 30 % (2024)` or `1,9-2,4 % (2021)`."""
    known = ((">=", row["target_low"]), ("<=", row["target_high"]))
    bounds = {comparator: end for comparator, end in known if pd.notna(end)}
    ends = list(dict.fromkeys(bounds.values()))
    comparator = "" if len(ends) > 1 else "=" if len(bounds) > 1 else next(iter(bounds))
    return _measured(row, ends, row["target_year"], has_unit=has_unit, comparator=comparator)


def _measured(row: Record, ends: Sequence[float], year: object, **how: Any) -> Cell:
    """A measured value or the two ends of a range, with at most two of its decimals."""
    decimals = max(values.with_decimals(end, 2) for end in ends)
    is_whole = all(round(end, decimals) == end for end in ends)
    return values.amount(
        ends[0],
        upper=ends[1] if len(ends) > 1 else None,
        unit=row["unit"] if pd.notna(row["unit"]) else "",
        decimals=decimals,
        basis="equal" if is_whole else "rounded",
        year=str(year),
        **how,
    )


def _target_in_words(row: Record) -> Cell:
    """Which way a measure is to move, such as `öka (2024)`; silent where it has no target."""
    comparators = row["comparators"]
    if not comparators:
        return values.silent()
    directions = {"increase": _("increase"), "decrease": _("decrease")}
    said = ", ".join(directions.get(each, _("in words")) for each in comparators)
    comparator = comparators[0] if len(comparators) == 1 and comparators[0] in directions else ""
    return Cell(value=said, comparator=comparator, year=str(row["target_year"]))


def _standing(row: Record) -> list[str]:
    """The status, and whether the year of the target has passed without a report."""
    state = terms.progress(row["status"])
    return [state, _("the year has passed")] if row["late"] else [state]


def _progress(row: Record) -> str:
    return ", ".join(_standing(row))


def _values(row: Record) -> dict[str, Cell]:
    """Where a measure started, where it stands and where it is to be, as far as is known."""
    cells = {
        "start": _point("start", row),
        "latest": _point("latest", row),
        "target": _target(row),
    }
    return {which: cell for which, cell in cells.items() if cell.is_number}


def _in_words(row: Record) -> Phrase:
    """What the chart shows of a measure."""
    return terms.in_turn({"name": row["name"], **_values(row), "status": _progress(row)}, ", ")


def _drawn(numbered: pd.DataFrame) -> bytes:
    rows = numbered.to_dict("records")
    lines = [len(_values(row)) + len(_standing(row)) for row in rows]
    with house_style():
        drawn = worded.panels(numbered["name"].tolist(), PANELS, lines=lines)
        scale, beside = drawn.panels
        scale.set_xlim(0, 1)
        beside.set_xlim(0, 1)
        worded.heading(scale, _("Scale from 0"))
        worded.heading(beside, _("Value (year), status"))
        for row, middle in zip(rows, drawn.middles, strict=True):
            _measure(scale, beside, row, middle)
        return drawn_as_svg(drawn.figure)


def _measure(scale: Axes, beside: Axes, row: Record, middle: float) -> None:
    """A bar for each value of a measure, with the value in words, and its status under them."""
    cells, standing = _values(row), _standing(row)
    bars = {which: _ends(cell) for which, cell in cells.items()}
    ends = [0.0, *(end for bar in bars.values() for end in bar)]
    least, most = min(ends), max(ends)
    span = (most - least) or 1.0
    top = middle - worded.LINE * (len(bars) + len(standing)) / 2 + worded.LINE / 2
    for at, (which, (low, high)) in enumerate(bars.items()):
        place = top + worded.LINE * at
        scale.barh(
            place,
            (high - low) / span * 0.98,
            left=0.01 + (low - least) / span * 0.98,
            height=BAR,
            facecolor=COLOURS[which],
            edgecolor=INK if which == "target" else COLOURS[which],
        )
        beside.text(0, place, str(cells[which]), va="center", fontsize=worded.SIZE)
    zero = 0.01 - least / span * 0.98
    bottom = top + worded.LINE * (len(bars) - 0.5)
    scale.plot([zero, zero], [top - worded.LINE / 2, bottom], color=INK, linewidth=0.8)
    under = top + worded.LINE * (len(bars) + (len(standing) - 1) / 2)
    status = beside.text(
        0, under, "\n".join(standing), va="center", fontsize=worded.SIZE, fontweight="bold"
    )
    status.set_linespacing(1.0)


def _ends(cell: Cell) -> tuple[float, float]:
    """Where the bar of a value begins and ends: at zero, or for a range between its ends."""
    value = float(cell.value or 0)
    return (0.0, value) if cell.upper is None else (value, float(cell.upper))


def schedule(scheduled: pd.DataFrame) -> Table | Text:
    """What has a date; one row is one goal or task, the earliest end first."""
    columns = [
        texts("name", _("Goal or task")),
        Column("due", _("Due"), lambda row: terms.period(row["due"]), figures=False),
        Column("status", _("Status"), _status, figures=False),
        texts("responsible", _("Responsible")),
        texts("section", _("Section")),
    ]
    caption = _("What has a date in the plan for {year}, the earliest first.")
    return table(scheduled, columns, "dates", caption, key="goal", instead=terms.NO_DATES)


def _status(row: Record) -> str:
    return terms.status(row["status"], overdue=row["overdue"])


def status_by_level(counted: pd.DataFrame) -> Table | Text:
    """How many goals have each status; one row is one level, the total last."""
    columns = [
        Column("level", _("Level"), lambda row: terms.levels(row["level"]), figures=False),
        *(
            numbers(status, terms.status(status).capitalize(), basis="derived")
            for status in STATUSES
        ),
        numbers("goals", _("Total"), basis="derived"),
    ]
    caption = _("Follow-up of the plan for {year}: number of goals and tasks by status.")
    instead = terms.NOTHING_REPORTED
    return table(counted, columns, "follow-up", caption, key="level", total=True, instead=instead)


def evidence(known: pd.DataFrame) -> Group | Text:
    """What is reported and where; one row is one goal that a document reports on.

    Under the table, what each report says in short; the data hold it in Swedish.
    """
    reported = known[is_reported(known)]
    if reported.empty:
        return instead_of("evidence", terms.NOTHING_REPORTED)
    columns = [
        texts("name", _("Goal or task")),
        Column("status", _("Status"), lambda row: terms.status(row["status"]), figures=False),
        Column("evidence", _("Evidence"), _place, figures=False),
        Column("reported", _("As of"), _day, figures=False),
    ]
    caption = _(
        "What documents report on the plan for {year}; on the other goals and tasks they say "
        "nothing."
    )
    facts = table(reported, columns, "evidence", caption, key="goal")
    notes = [
        building.named(row["goal"], str(row["name"]), in_swedish(str(row["note"])), row["rows"])
        for row in reported[reported["note"].notna()].to_dict("records")
    ]
    return building.together(facts, *([building.points("evidence", notes)] if notes else []))


def _place(row: Record) -> str:
    return sources.place(row["evidence_title"], [row["evidence_section"]])


def _day(row: Record) -> Cell:
    day = row["reported"].date()
    return Cell(value=day.isoformat(), words=locales.day(day))
