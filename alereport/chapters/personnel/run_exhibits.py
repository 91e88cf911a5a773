"""Run charts of sick leave by month: `months` is `run_rules.series`."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.personnel import cells, run_sentences
from alereport.charts.run_charts import Moment, run_chart
from alereport.exhibits import building
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Chart, Group, Line, Text, nothing
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell


def run_charts(months: pd.DataFrame, *, chapter: str) -> Group:
    """Return a run chart of each unit with what its rules find, and how they are read.

    Empty if no unit has twelve months.
    """
    if months.empty:
        return nothing()
    units = [rows.reset_index(drop=True) for _unit, rows in months.groupby("unit", sort=False)]
    charts = [
        part
        for number, own in enumerate(units, 1)
        for part in (_chart(own, f"{chapter}-run-{number}"), _found(own, number))
    ]
    return building.group(*charts, building.note("run-rules", run_sentences.rules(len(units))))


def _found(months: pd.DataFrame, number: int) -> Text:
    lines = [
        Line(key=f"{months['unit'].iloc[0]}/{key}", words=words, rows=rows_of(months))
        for key, words in run_sentences.findings(months).items()
    ]
    return building.lines("commentary", lines, name=f"run-{number}")


def _chart(months: pd.DataFrame, name: str) -> Chart:
    caption = _("Sick leave in per cent by month in {unit}, {first} to {last}.").format(
        unit=cells.in_a_sentence(str(months["unit"].iloc[0])),
        first=locales.period(months["period"].iloc[0]),
        last=locales.period(months["period"].iloc[-1]),
    )
    median = str(run_sentences.median(months))
    return building.chart(
        run_chart(
            _moments(months),
            median=float(months["median"].iloc[0]),
            words=_("median {value}").format(value=median),
        ),
        months,
        [
            Column("period", _("Month"), lambda row: cells.period(row["period"]), figures=False),
            Column("total_percent", _("Sick leave"), _percent),
            Column("rules", _("Found by"), _rules, figures=False),
        ],
        name=name,
        key=("unit", "period"),
        headline=run_sentences.headline(months),
        caption=with_source(caption, months.dropna(subset=["section"])),
        alt=_("Run chart of the sick leave by month: {values}."),
        marks=_mark,
        as_of=months["period"].iloc[-1],
    )


def _percent(row: FrameRow) -> Cell:
    return cells.leave_percent(row, "total_percent")


def _mark(row: FrameRow) -> Phrase:
    return fill("{month} {value}", month=locales.period(row["period"]), value=_percent(row))


def _rules(row: FrameRow) -> str:
    """Return the names of the rules that find a month."""
    names = {"shift": _("shift"), "trend": _("trend"), "astronomical": _("astronomical point")}
    return locales.listing([name for rule, name in names.items() if row[rule]])


def _moments(months: pd.DataFrame) -> list[Moment]:
    percents = months["total_percent"]
    named = {percents.idxmax(), percents.idxmin()}
    return [
        Moment(
            label=str(locales.period(row["period"])),
            value=None if pd.isna(row["total_percent"]) else float(row["total_percent"]),
            words=str(_percent(row)) if at in named else "",
            signalled=bool(row["shift"] or row["trend"] or row["astronomical"]),
        )
        for at, row in enumerate(months.to_dict("records"))
    ]
