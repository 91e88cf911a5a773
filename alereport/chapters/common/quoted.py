"""The figures of a document that somebody would quote, with their targets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Group, Table, nothing
from alereport.exhibits.phrases import Sentence, fill_first, message
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell

ENDS = {"lägst": "högst", "lowest": "highest"}
"""How the names of the two ends of a range end."""
UPPER = ("upper_value", "upper_target")
"""The columns with the highest of a range."""
SHOWN_UNITS = ("%", "tkr")
"""The units written after a number; any other is in the name of the figure."""

REACHED = (
    Sentence("unsure", message("cannot be judged"), lambda row: pd.isna(row["reached"])),
    Sentence("reached", message("reached"), lambda row: bool(row["reached"])),
    Sentence("not-reached", message("not reached")),
)
"""What is said of a target that has an outturn."""


def quoted(indicators: pd.DataFrame, documents: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return the figures of a year's documents that somebody would quote.

    Args:
        indicators: `Report.indicators` or `Overall.indicators`.
        documents: `Report.documents`, or other rows with a `document` and its `year`.
        year: The year of the documents.

    Returns:
        One row is one figure, or the lowest and the highest of one: the columns of the indicators,
        with `upper_value` and `upper_target` (the highest), `reached` (whether the target is
        reached; missing where it cannot be said), and `rows`.
    """
    own = documents.loc[documents["year"].eq(year), "document"]
    rows = indicators[indicators["document"].isin(own) & indicators["quoted"].eq("yes")]
    rows = rows.assign(rows=pd.Series([(str(row),) for row in rows.index], rows.index, dtype="O"))
    records = _joined_ranges(rows.to_dict("records"))
    numbers = dict.fromkeys(("value", "target", *UPPER), "Float64")
    found = pd.DataFrame(records, columns=[*rows, *UPPER]).astype(numbers)
    return found.assign(reached=_reached(found))


def _joined_ranges(records: Iterable[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Return the figures, those named as the lowest and the highest of one joined into a range."""
    found: list[dict[Any, Any]] = []
    for record in records:
        before = found[-1] if found else record
        name, _comma, end = str(before["indicator"]).rpartition(", ")
        is_end = record["indicator"] == f"{name}, {ENDS.get(end, '')}"
        if name and is_end and record["document"] == before["document"]:
            before |= {
                "indicator": name,
                "comparator": None,
                "upper_value": record["value"],
                "upper_target": record["target"],
                "rows": (*before["rows"], *record["rows"]),
            }
        else:
            found.append(dict(record))
    return found


def _reached(figures: pd.DataFrame) -> pd.Series[Any]:
    """Return whether each target is reached; one to rise or fall needs the year before."""
    value, target = figures["value"], figures["target"]
    reached = pd.Series(pd.NA, figures.index, dtype="boolean")
    met = {"=": value.eq(target), ">=": value.ge(target), "<=": value.le(target)}
    for comparator, is_met in met.items():
        reached = reached.mask(figures["comparator"].eq(comparator), is_met.astype("boolean"))
    return reached.mask(value.isna() | target.isna())


def indicators(
    indicators: pd.DataFrame, documents: pd.DataFrame, *, chapter: str, year: int
) -> Table | Group:
    """Return a table of the figures that a councillor would quote; one row is one figure.

    Empty if the documents of the year have none.

    Args:
        indicators: See `quoted`.
        documents: See `quoted`.
        chapter: The report, such as `ks-2024`.
        year: See `quoted`.
    """
    figures = quoted(indicators, documents, year=year)
    return nothing() if figures.empty else _table(figures, chapter, year)


def _table(figures: pd.DataFrame, chapter: str, year: int) -> Table:
    is_judged = not figures.dropna(subset=["value", "target"]).empty
    columns = [
        building.texts("indicator", _("Key figure")),
        *_if_several(
            figures["scope"], Column("scope", _("Committee's own"), _is_own, figures=False)
        ),
        *_if_several(figures["year"], Column("year", _("Year"), _year)),
        *_if_any(figures["value"], Column("value", _("Value"), partial(figure, "value")).first()),
        *_if_any(
            figures["target"], Column("target", _("Target"), partial(figure, "target")).first()
        ),
        *([Column("reached", _("Target reached"), _verdict, figures=False)] if is_judged else []),
    ]
    caption = _("Key figures in the document.")
    return building.table(
        figures,
        columns,
        name=f"{chapter}-indicators",
        key=("document", "section", "indicator", "year"),
        caption=with_source(caption, figures),
        as_of=year,
    )


def _if_several(values_of: pd.Series[Any], column: Column) -> list[Column]:
    return [column] if len(set(values_of)) > 1 else []


def _if_any(values_of: pd.Series[Any], column: Column) -> list[Column]:
    return [column] if values_of.notna().any() else []


def figure(column: str, row: FrameRow) -> Cell:
    """Return a figure's value or target, hedged and compared as the document has it."""
    is_target, unit = column == "target", str(row["unit"])
    return values.measured(
        row[column],
        upper=row[f"upper_{column}"],
        unit=unit,
        has_unit=unit in SHOWN_UNITS,
        comparator=row["comparator"] if is_target and pd.notna(row["comparator"]) else "",
        hedge=row["hedge"] if pd.notna(row["hedge"]) else "",
    )


def _is_own(row: FrameRow) -> Cell:
    """Return whether a figure is the committee's own; others are of all that is around it."""
    return values.words(_("yes") if row["scope"] == "committee" else _("no"))


def _year(row: FrameRow) -> Cell:
    return values.year(int(row["year"]))


def _verdict(row: FrameRow) -> Cell:
    has_both = bool(pd.notna(row["value"]) and pd.notna(row["target"]))
    return values.words(fill_first(REACHED, row)) if has_both else values.silent()
