"""How a year moved from report to report; the frames are from `movement`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import in_file_order
from alereport.chapters.outturn import accounts, sentences, step_sentences, taken
from alereport.chapters.outturn.movement import GONE, NEW, SAME
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, labelled_line, rows_of
from alereport.exhibits.model import Group, Line, Outline, Table, nothing
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill,
    fill_first,
    joined,
    message,
)
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell

BECAME = (
    Sentence(
        "not-reported",
        message("not reported"),
        lambda row: row["state"] == GONE,
    ),
    Sentence(
        "status",
        message("{status}"),
        lambda row: row["same_measure"] and pd.notna(row["status"]),
    ),
    Sentence(
        "other-measure",
        message("now: {measure}"),
        lambda row: pd.notna(row["measure_taken"]) and not row["same_measure"],
    ),
    Sentence(
        "without-status",
        message("the deviation remains; how far the measure has come is not said"),
        lambda row: row["state"] == SAME,
    ),
)
"""What the next report says of a measure."""
LAST = ["name", "deviation_tkr"]
"""What a table over the reports takes from the last one."""


def by_report(reported: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return the table of each area's deviation in each report; empty if there is but one.

    Args:
        reported: `movement.by_report`.
        chapter: The report, such as `ks-2024`.
    """
    days = list(dict.fromkeys(reported["as_of"]))
    if len(days) < 2:
        return nothing()
    areas = [
        {"area": area, **rows.iloc[-1][LAST], "rows": rows_of(rows)}
        | {"days": rows.set_index("as_of").to_dict("index")}
        for area, rows in reported.groupby("area", sort=False)
    ]
    table = accounts.largest_first(pd.DataFrame(areas))
    columns = [
        building.texts("name", _("Area")),
        *(Column(f"{day:%Y-%m-%d}", locales.day(day), partial(_on, day)).first() for day in days),
    ]
    caption = _(
        "Deviation of the year's outturn or forecast from its budget in each report, SEK thousand."
    )
    return building.table(
        table,
        columns,
        name=f"{chapter}-by-report",
        key="area",
        caption=with_source(caption, reported),
        total=table["area"].iloc[-1] == TOTAL,
        as_of=days[-1].date(),
    )


def _on(day: pd.Timestamp, area: FrameRow) -> Cell:
    row = area["days"].get(day)
    if row is None:
        return values.silent()
    hedge = sentences.hedge_of(row) or ""
    return values.amount(
        row["deviation_tkr"], unit="tkr", signed=True, basis="derived", hedge=hedge
    )


def steps(moved: pd.DataFrame, continued: pd.DataFrame) -> Outline | Group:
    """Return how the total moved from report to report, and which causes are new, stay or are gone.

    Args:
        moved: `movement.moves`.
        continued: `movement.continued`.
    """
    lines: list[Line] = []
    depths: list[int] = []
    for document, words, rows in _steps(moved, continued):
        causes = continued[continued["document"].eq(document)]
        day = [*moved.loc[moved["document"].eq(document), "as_of"], *causes["as_of"]][0]
        points = [_point(row) for row in causes.to_dict("records")]
        lines += [labelled_line(document, _until(day), words, rows), *points]
        depths += [0, *(1 for _each in points)]
    if not lines:
        return nothing()
    return Outline(id="steps", lines=tuple(lines), depths=tuple(depths))


def _steps(
    moved: pd.DataFrame, continued: pd.DataFrame
) -> list[tuple[str, Phrase, tuple[str, ...]]]:
    """Return each report after the first that has amounts or causes, with what is said of it."""
    found = []
    for document in dict.fromkeys([*moved["document"], *continued["document"]]):
        own = moved[moved["document"].eq(document)]
        totals = own[own["area"].eq(TOTAL)]
        words = _step(own, totals.iloc[0]) if len(totals) else Phrase()
        found.append((document, words, rows_of(own)))
    return found


def _step(moved: pd.DataFrame, total: pd.Series[Any]) -> Phrase:
    said = (step_sentences.area_step(moved, total), step_sentences.budget_step(total))
    words = joined([step_sentences.step(total), *said])
    return fill("{dash} {words}", dash=locales.DASH, words=words) if words else words


def _until(day: pd.Timestamp) -> str:
    return _("Until {day}").format(day=locales.day(day))


def _point(row: FrameRow) -> Line:
    terms = {NEW: _("New:"), SAME: _("Remains:"), GONE: _("No longer mentioned:")}
    is_gone = row["state"] == GONE
    cause = data_text(str(row["from_cause" if is_gone else "cause"]).rstrip("."))
    area: Phrase | str = data_text(str(row["name"])) if pd.notna(row["name"]) else ""
    words = joined([area, cause], ": ")
    return labelled_line(
        f"{row['document']}/{row['deviation']}", terms[row["state"]], words, row["rows"]
    )


def measures(continued: pd.DataFrame) -> Outline | Group:
    """Return what became of the measures of each report, as the next one tells.

    Args:
        continued: `movement.continued`.
    """
    promised = continued[continued["from_measure_taken"].notna()]
    lines: list[Line] = []
    depths: list[int] = []
    for document, rows in promised.groupby("from_document", sort=False):
        first = rows.iloc[0]
        days = [locales.day(first[column]) for column in ("from_as_of", "as_of")]
        term = _("The measures in the report until {before}, as the one until {day} tells of them")
        named = term.format(before=days[0], day=days[1])
        head = labelled_line(str(document), named, "", rows_of(rows))
        points = [_measure(row) for row in rows.to_dict("records")]
        lines += [head, *points]
        depths += [0, *(1 for _each in points)]
    if not lines:
        return nothing()
    return Outline(id="measures", lines=tuple(lines), depths=tuple(depths))


def _measure(row: FrameRow) -> Line:
    facts = {**row, "same_measure": row["measure_taken"] == row["from_measure_taken"]}
    became = fill_first(
        BECAME,
        facts,
        status=taken.status(row["status"]) if pd.notna(row["status"]) else "",
        measure=taken.measure(row),
    )
    key = f"{row['from_document']}/{row['deviation']}"
    words = fill("{dash} {became}", dash=locales.DASH, became=became)
    area: Phrase = data_text(str(row["name"])) if pd.notna(row["name"]) else Phrase()
    term = joined([area, taken.measure(row, "from_")], ": ")
    return labelled_line(key, term, words, in_file_order(row["rows"]))
