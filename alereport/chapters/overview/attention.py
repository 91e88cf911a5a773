"""What a reader of the overview should look at first. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import with_percent
from alereport.chapters.goals.sentences import judgeable_sentence
from alereport.chapters.overview.sentences import gate_verdict
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import labelled_line, rows_of, sentence
from alereport.exhibits.model import Line, Text
from alereport.exhibits.phrases import (
    Sentence,
    Words,
    data_text,
    fill,
    fill_first,
    joined,
    message,
)

FORECAST = (
    Sentence(
        "over",
        message("The forecast for {committee} {year} is {difference} over budget."),
        lambda total: total["deviation_tkr"] > 0,
    ),
    Sentence(
        "under",
        message("The forecast for {committee} {year} is {difference} under budget."),
        lambda total: total["deviation_tkr"] < 0,
    ),
)
Names = dict[Any, str]
"""The names of the committees, by their short names."""


def where_to_look(  # noqa: PLR0913 - one argument for each finding
    *,
    changes: pd.DataFrame,
    largest: pd.DataFrame,
    years: pd.DataFrame,
    judged: pd.DataFrame,
    empty: pd.DataFrame,
    verdicts: pd.DataFrame,
    broken: pd.DataFrame,
    as_of: date,
) -> Text:
    """Return the points that a reader should look at first, computed from the data.

    Args:
        changes: `changes_by_area`.
        largest: `largest_changes`.
        years: `committee_years`.
        judged: `goals.judgement.judgements` of all plans.
        empty: `goals.assignments.unanswered` of all plans.
        verdicts: `verdict`.
        broken: `named_breaks`.
        as_of: The day that the report speaks from.
    """
    names: Names = dict(zip(years["committee"], years["name"], strict=True))
    points = [
        _largest(largest, names),
        _forecast(changes, names),
        _broken(broken, names),
        *_judgeable(judged, names),
        _unanswered(empty, names),
        _warned(verdicts, names),
    ]
    nonempty = [point for point in points if point.words]
    nothing = sentence("nothing", _("Nothing stands out."))
    return building.points("where-to-look", nonempty or [nothing], as_of=as_of)


def _point(key: str, term: Words, findings: Sequence[Words], rows: Sequence[str] = ()) -> Line:
    """Return a point with the findings after its term; without text if there are none."""
    return labelled_line(
        key, term, joined([joined(findings, "; "), "."], "") if findings else "", rows
    )


def _largest(largest: pd.DataFrame, names: Names) -> Line:
    changes = [
        fill(
            "{area} ({committee} {year}) {change}",
            area=row["name"],
            committee=names[row["committee"]],
            year=int(row["plan_year"]),
            change=with_percent(
                values.tkr(row["change_tkr"], signed=True, basis="derived"), row, signed=True
            ),
        )
        for row in largest.to_dict("records")
    ]
    term = _("The largest changes that compare")
    return _point("largest-changes", term, changes, rows_of(largest))


def _forecast(changes: pd.DataFrame, names: Names) -> Line:
    totals = changes[changes["area"].eq(TOTAL) & changes["deviation_tkr"].fillna(0.0).ne(0.0)]
    farthest = totals.loc[totals["deviation_tkr"].abs().nlargest(1).index]
    sentences = [
        fill_first(
            FORECAST,
            row,
            committee=names[row["committee"]],
            year=int(row["plan_year"]) - 1,
            difference=values.million(abs(row["deviation_tkr"])),
        )
        for row in farthest.to_dict("records")
    ]
    term = _("Farthest from its budget")
    return labelled_line("farthest-from-budget", term, joined(sentences), rows_of(farthest))


def _broken(broken: pd.DataFrame, names: Names) -> Line:
    committee_years = [
        f"{names[committee]} {year} ({locales.listing(_broken_areas(rows))})"
        for (committee, year), rows in broken.groupby(["committee", "year"])
    ]
    return _point(
        "broken", _("Does not compare with the year before"), committee_years, rows_of(broken)
    )


def _broken_areas(broken: pd.DataFrame) -> list[str]:
    return broken["name"].mask(broken["area"].eq(TOTAL), _("the total")).astype(str).tolist()


def _judgeable(judged: pd.DataFrame, names: Names) -> list[Line]:
    """Return what can be judged of the council's goals in the newest plan of each committee."""
    newest_year = judged.groupby("committee")["plan_year"].transform("max")
    newest = judged[judged["plan_year"].eq(newest_year)]
    return [
        labelled_line(
            f"judgeable-{committee}",
            f"{names[committee]} {rows['plan_year'].iloc[0]}",
            judgeable_sentence(rows),
            rows_of(rows),
        )
        for committee, rows in newest.groupby("committee", sort=False)
    ]


def _unanswered(empty: pd.DataFrame, names: Names) -> Line:
    names_by_plan = [
        joined([f"{names[committee]} {year}: ", joined(map(data_text, rows["name"]), ", ")], "")
        for (committee, year), rows in empty.groupby(["committee", "plan_year"])
    ]
    term = _("Headings from the council with nothing under them in the plan")
    return _point("unanswered", term, names_by_plan, rows_of(empty))


def _warned(verdicts: pd.DataFrame, names: Names) -> Line:
    warned = verdicts[verdicts["state"].isin(["red", "amber"])]
    committee_years = [
        f"{names[row['committee']]} {row['year']} ({gate_verdict(row['state'])})"
        for row in warned.to_dict("records")
    ]
    return _point("warned", _("What the gate warns of"), committee_years)
