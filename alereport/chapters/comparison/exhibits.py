"""The texts and tables of the comparison. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import kolada
from alereport.chapters.comparison import about_sentences, sentences
from alereport.chapters.comparison.cells import decimals_of, figure
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Text, nothing
from alereport.exhibits.phrases import Phrase, joined, phrase
from alereport.exhibits.sources import Captioned
from alereport.exhibits.values import Basis, Cell

NAME = "municipality-compared"
"""The start of the names of the chapter's exhibits."""


def lead(spread: pd.DataFrame, changes: pd.DataFrame, *, name: str) -> Text:
    """Return where the municipality stands in each indicator in its latest year, and the change.

    Args:
        spread: See above.
        changes: See above.
        name: The municipality's name.
    """
    latest = spread.drop_duplicates("indicator")
    lines = [
        building.labelled_line(
            str(row["indicator"]),
            str(row["label"]),
            joined([sentences.place(row, name), *_changed(changes, row, name)]),
            row["rows"],
        )
        for row in latest.to_dict("records")
    ]
    if not lines:
        lines = [building.sentence("none", _("There is no snapshot of Kolada's figures."))]
    return building.lines("lead", lines, layout="paragraphs")


def _changed(changes: pd.DataFrame, row: FrameRow, name: str) -> list[Phrase]:
    found = changes[changes["indicator"].eq(row["indicator"])]
    return [sentences.change(each, name) for each in found.to_dict("records")]


def age(values: pd.DataFrame, documents: pd.DataFrame) -> Text | Group:
    """Return that the snapshot is older than the year of the latest plan; nothing if it is not.

    Args:
        values: `analysis.values`.
        documents: `Overall.documents`.
    """
    years = documents.loc[documents["kind"].eq("plan"), "year"].dropna()
    if values.empty or years.empty:
        return nothing()
    words = about_sentences.age(str(values["fetched"].iloc[0]), int(years.max()))
    return building.note("age", words) if words else nothing()


def with_whom(values: pd.DataFrame, *, reason: str = "") -> Text | Group:
    """Return which municipalities the group is, and why they are."""
    if values.empty:
        return nothing()
    names = sorted(set(values["name"]))
    lines = [
        Line(key="reason", words=phrase(reason)),
        Line(
            key="names",
            words=about_sentences.group(names, has_reason=bool(reason)),
            rows=rows_of(values),
        ),
    ]
    return building.lines("report-note", lines, name="with-whom")


def similar(
    similar: pd.DataFrame, values: pd.DataFrame, weights: Mapping[str, float], *, name: str
) -> Group:
    """Return the municipalities most like the own one, the variables, and how they count.

    Args:
        similar: `analysis.similar`.
        values: `analysis.values`.
        weights: `analysis.weights`.
        name: The municipality's name.
    """
    if similar.empty:
        return building.group()
    known = values[values["indicator"].isin(similar.columns)]
    first = known.drop_duplicates("indicator").to_dict("records")
    columns = [
        building.texts("name", _("Municipality")),
        *(_variable(row) for row in first),
        building.numbers("distance", _("Distance"), decimals=2, basis="derived"),
    ]
    words = about_sentences.likeness(first, weights)
    return building.group(
        building.table(
            similar,
            columns,
            name=f"{NAME}-similar",
            key="municipality",
            caption=Captioned(
                _("The municipalities most like {name}, the most alike first.").format(name=name),
                kolada.source(known, as_they_are=False),
            ),
        ),
        building.note("likeness", words),
    )


def _variable(row: FrameRow) -> Column:
    heading = f"{row['label']}, {row['unit']}"
    indicator, decimals = str(row["indicator"]), decimals_of(row["unit"])
    return building.numbers(indicator, heading, decimals=decimals, basis="rounded")


def spread_columns(name: str) -> list[Column]:
    """Return the columns of where the own value lies among the group's, by year."""
    parts = {
        "lowest": _("Lowest"),
        "lower_quartile": _("Lower quartile"),
        "median": _("Median"),
        "upper_quartile": _("Upper quartile"),
        "highest": _("Highest"),
    }
    return [
        Column("year", _("Year"), _year, figures=False),
        Column("own", name, lambda row: _without_unit(row, "own")).first(),
        *(Column(key, words, _part(key)) for key, words in parts.items() if key != "median"),
        Column("median", parts["median"], _part("median")).first(),
        Column("n", _("n of N"), _how_many),
    ]


def _year(row: FrameRow) -> Cell:
    year = values.year(row["year"])
    return year.model_copy(update={"mark": " p"}) if row["preliminary"] else year


def _part(column: str) -> Callable[[FrameRow], Cell]:
    return lambda row: _without_unit(row, column)


def _without_unit(row: FrameRow, column: str) -> Cell:
    basis: Basis = "rounded" if column in {"own", "lowest", "highest"} else "estimated"
    return figure(row, column, basis=basis).model_copy(update={"has_unit": False})


def _how_many(row: FrameRow) -> Cell:
    words = _("{n} of {of}").format(n=row["n"], of=row["of"])
    return Cell(value=int(row["n"]), basis="derived", words=words)


def told_apart(beside: pd.DataFrame) -> Text | Group:
    """Return the municipality's own figures that are easily taken for some of Kolada's.

    Args:
        beside: `analysis.beside`.
    """
    lines = building.marks_of_rows(beside, about_sentences.beside, key=("indicator", "year"))
    return building.lines("report-note", lines, name="told-apart") if lines else nothing()


def definitions(indicators: pd.DataFrame) -> Text | Group:
    """Return what each indicator measures: its id and title in Kolada, and the definition.

    Args:
        indicators: `Overall.comparison_indicators`.
    """
    if indicators.empty:
        return nothing()
    lines = [
        building.labelled_line(
            str(row["indicator"]),
            f"{row['label']} ({row['indicator']})",
            about_sentences.definition(row),
            (str(place),),
        )
        for place, row in indicators.iterrows()
    ]
    return building.points("definitions", lines)


def limits(spread: pd.DataFrame, committees: Iterable[str]) -> Text:
    """Return what the figures do not say, of the committees that the report is on."""
    lines = [
        Line(key=key, words=words)
        for key, words in about_sentences.limits(spread, committees).items()
    ]
    return building.points("limits", lines)
