"""The committees beside each other, shown; `table` is `beside.beside`."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import change_percent, part
from alereport.chapters.goals.coverage import UNCOVERED
from alereport.chapters.overview.sentences import committee_year
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Group, Table, nothing
from alereport.exhibits.phrases import Phrase, Sentence, fill_each, fill_first, message
from alereport.exhibits.sources import Captioned
from alereport.exhibits.values import Cell

CAPTION = (
    Sentence("one", message("The latest plan, net cost."), lambda facts: facts["rows"] == 1),
    Sentence(
        "one-year",
        message(
            "The latest plan of each committee, net cost. The rows are not ranked, and not "
            "compared with each other."
        ),
        lambda facts: facts["years"] == 1,
    ),
    Sentence(
        "own-years",
        message(
            "The latest plan of each committee, net cost. Each row is of its own year: the rows "
            "are not ranked, and not compared with each other."
        ),
    ),
)
"""Of how many committees the table is, and of how many years."""

NOTES = (
    Sentence(
        "no-population",
        message("The data has no population on 31 December {people_missing}."),
        lambda facts: facts["people_missing"],
    ),
    Sentence(
        "real",
        message(
            "The change in real terms is what remains when the price index for municipal services "
            "is taken off, by its last forecast before the year."
        ),
        lambda facts: facts["real"],
    ),
    Sentence(
        "no-prices",
        message(
            "No change in real terms is computed for {prices_missing}: the data has no forecast of "
            "the price index."
        ),
        lambda facts: facts["prices_missing"],
    ),
    Sentence(
        "no-record",
        message("No forecast of a whole year can be compared with its outturn yet."),
        lambda facts: not facts["errors"],
    ),
    Sentence(
        "record",
        message(
            "How far forecasts miss is the mean, whichever way, of how far each year ended from "
            "its last forecast, in per cent of the budget; n is the number of years."
        ),
        lambda facts: facts["errors"],
    ),
    Sentence(
        "goals",
        message(
            "A goal of the council can be judged if it has a measure with a number to reach and, "
            "once the year is over, an outcome."
        ),
        lambda facts: facts["goals"],
    ),
)
"""What the columns mean and what the data lacks: every one that is true."""


def committees(
    table: pd.DataFrame, population: pd.DataFrame, prices: pd.DataFrame
) -> Table | Group:
    """Return the committees beside each other, one a row, each with the year of its latest plan.

    The order is that of the register: committees are not ranked.

    Args:
        table: See the module; empty without plans.
        population: `Overall.population`.
        prices: `Overall.prices`.
    """
    if table.empty:
        return nothing()
    heading = _("Forecasts miss by, % of the budget")
    columns = [
        Column("name", _("Committee and year"), committee_year, figures=False),
        numbers("budget_tkr", _("Budget, SEK thousand"), unit="tkr").first(),
        Column("change_percent", _("Change, %"), _change).first(),
        Column("real_percent", _("Change in real terms, %"), _real),
        Column("per_inhabitant", _("Kronor per inhabitant"), _per_inhabitant),
        *([Column("error_percent", heading, _record)] if table["errors"].any() else []),
        Column("judgeable", _("Goals that can be judged"), _goals),
        Column("sick_percent", _("Sick leave, %"), _sick_leave),
    ]
    caption = str(fill_first(CAPTION, {"rows": len(table), "years": table["year"].nunique()}))
    return building.table(
        table,
        columns,
        name="municipality-committees",
        key=["committee", "year"],
        caption=Captioned(caption, _source(table, population, prices)),
        notes=_notes(table),
    )


def _change(row: FrameRow) -> Cell:
    """Return the change from the year before, or why there is none."""
    if pd.isna(row["change_percent"]) and pd.isna(row["break_reason"]):
        return values.silent(_("no year before"))
    change = change_percent(row).model_copy(update={"has_unit": False})
    return _of(row["plan_rows"], change)


def _real(row: FrameRow) -> Cell:
    """Return the change beyond the price index, or why there is none."""
    if pd.isna(row["change_percent"]):
        return _change(row)
    if pd.isna(row["real_percent"]):
        return values.silent(_("no price index"))
    real = values.percent(row["real_percent"], signed=True, basis="estimated", has_unit=False)
    return _of(row["terms_rows"], real)


def _per_inhabitant(row: FrameRow) -> Cell:
    if pd.isna(row["per_inhabitant"]):
        return values.silent(_("no population"))
    return _of(
        row["terms_rows"], values.amount(row["per_inhabitant"], unit="kr", basis="estimated")
    )


def _record(row: FrameRow) -> Cell:
    """Return how far the forecasts missed, with how many years it is the mean of."""
    if not row["errors"]:
        return values.silent(_("no forecast to compare"))
    mean = values.percent(row["error_percent"], basis="estimated", has_unit=False)
    words = _("{value} (n = {count})").format(value=mean, count=locales.number(row["errors"]))
    return _of(row["error_rows"], mean.model_copy(update={"words": words}))


def _goals(row: FrameRow) -> Cell:
    """Return how many of the council's goals can be judged, of how many."""
    if not row["goals"]:
        return values.silent(_("no goals of the council"))
    if row["state"] == UNCOVERED and not row["judgeable"]:
        return values.silent(_("not followed up"))
    words = str(part(row["judgeable"], row["goals"]))
    return _of(row["goal_rows"], Cell(value=row["judgeable"], basis="derived", words=words))


def _sick_leave(row: FrameRow) -> Cell:
    """Return the committee's sick leave with its period, or why there is none."""
    if row["sick_withheld"]:
        return values.withheld()
    if pd.isna(row["sick_percent"]):
        return values.silent(_("of single units alone") if row["sick_units"] else "")
    percent = values.percent(row["sick_percent"], basis="rounded", has_unit=False)
    period = locales.period(row["sick_period"])
    return _of(row["sick_rows"], percent.model_copy(update={"year": period}))


def _of(rows: tuple[str, ...], cell: Cell) -> Cell:
    """Return a cell with the rows of the data that it alone was made from."""
    return cell.model_copy(update={"rows": tuple(rows)})


def _notes(table: pd.DataFrame) -> list[Phrase]:
    has_people = table["per_inhabitant"].notna()
    has_change, has_real = table["change_percent"].notna(), table["real_percent"].notna()
    without = {
        "people_missing": table.loc[~has_people, "counted"],
        "prices_missing": table.loc[has_change & ~has_real, "year"],
    }
    listed = {
        name: locales.listing([str(year) for year in sorted(set(years))])
        for name, years in without.items()
    }
    facts = {
        **listed,
        "real": has_real.any(),
        "errors": table["errors"].any(),
        "goals": table["goals"].any(),
    }
    return list(fill_each(NOTES, facts, **listed).values())


def _source(table: pd.DataFrame, population: pd.DataFrame, prices: pd.DataFrame) -> str:
    """Return the plans, and where the population and the prices that were used were read."""
    used = {row for rows in table["terms_rows"] for row in rows}
    plans = sources.source(table).removesuffix(".")
    parts = [
        plans,
        *_read(_("population"), population, used),
        *_read(_("price index"), prices, used),
    ]
    return f"{'; '.join(parts)}."


def _read(what: str, series: pd.DataFrame, used: set[str]) -> Iterator[str]:
    """Yield the places that the rows of a series that were used come from."""
    rows = series[series.index.isin(used)]
    for (source, read), _rows in rows.groupby(["source", "read"], sort=False):
        yield _("{what}: {source}, read {date}").format(
            what=what, source=source, date=locales.period(str(read))
        )
