"""The committees at the latest date of each, shown; `followed` is `followed.followed`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import ABOUT
from alereport.chapters.overview import followed as analysis
from alereport.chapters.overview.followed import NEEDS
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Table, nothing
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    capitalised,
    fill_each,
    fill_first,
    fill_plural,
    listing,
    message,
    plural,
)
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Basis, Cell

FIGURES = {
    "outturn": message("Outturn {year}"),
    "forecast": message("Forecast for {year}"),
    "period": message("Outturn so far, {year}"),
}
"""What is compared with the budget."""

NEEDED = {
    "without_measure": plural(
        "a deviation without a measure", "{count} deviations without a measure"
    ),
    "not_carried_out": plural(
        "a measure not started or late", "{count} measures not started or late"
    ),
    "off_plan": plural("an assignment off plan", "{count} assignments off plan"),
}
"""What may need a decision, by the names of `followed.NEEDS`."""

CAPTION = (
    Sentence(
        "one",
        message(
            "{figure} on {day}, net cost in SEK thousand. A deviation is plus where less is used "
            "than the budget."
        ),
        lambda facts: facts["committees"] == 1,
    ),
    Sentence(
        "alike",
        message(
            "{figure} of each committee on {day}, net cost in SEK thousand. A deviation is plus "
            "where less is used than the budget. The committees are not ranked."
        ),
        lambda facts: facts["alike"],
    ),
    Sentence(
        "each",
        message(
            "The committees at the latest date of each, net cost in SEK thousand. A deviation is "
            "plus where less is used than the budget. The committees are not ranked."
        ),
    ),
)
"""What the amounts are, said once where it is the same of all the committees."""

SUM = (
    Sentence(
        "of-all",
        message("The sum is of all the {known} committees that the report knows of."),
        lambda facts: facts["is_one_sum"] and facts["committees"] == facts["known"],
    ),
    Sentence(
        "summed",
        message(
            "The sum is of {count} of the {known} committees that the report knows of, and of no "
            "others."
        ),
        lambda facts: facts["is_one_sum"],
    ),
    Sentence(
        "one",
        message("One of the {known} committees that the report knows of is followed up here."),
        lambda facts: facts["committees"] == 1 < facts["known"],
    ),
    Sentence(
        "days",
        message(
            "{count} of the {known} committees that the report knows of are followed up here, to "
            "different days, so their amounts are not added up."
        ),
        lambda facts: facts["days"] > 1,
    ),
    Sentence(
        "kinds",
        message(
            "{count} of the {known} committees that the report knows of are followed up here, with "
            "figures of different kinds, so their amounts are not added up."
        ),
        lambda facts: facts["kinds"] > 1,
    ),
    Sentence(
        "no-budget",
        message(
            "{count} of the {known} committees that the report knows of are followed up here. Some "
            "reports print no budget, so the amounts are not added up."
        ),
        lambda facts: facts["committees"] > 1,
    ),
)
"""Of how many committees the amounts are, and why they are not added up where they are not; of the
only committee that the report knows of, nothing."""


NOTES = (
    Sentence(
        "range",
        message(
            "Eight of ten outturns are expected where a year usually ends, if the forecasts miss "
            "as they have done: by the committee's own forecasts where at least five can be "
            "compared, or else by those of all committees."
        ),
        lambda known: known > 0,
    ),
)
"""How the range is to be read, of how many rows have one."""


def followed_up(
    followed: pd.DataFrame, committees: pd.DataFrame, others: Sequence[Mapping[str, str]]
) -> Group:
    """Return the committees with their outturn or forecast beside the budget, one a row.

    Nothing where no report follows any of them up. The order is that of the register: committees
    are not ranked.

    Args:
        followed: See the module.
        committees: `Overall.committees`.
        others: `Municipality.other_committees`.
    """
    if followed.empty:
        return nothing()
    names = [locales.for_reader(name) for name in others]
    known = analysis.known_committees(committees["name"], names)
    table, words = _table(followed, known), _sum(followed, known)
    if not words:
        return building.group(table)
    line = Line(key="sum", words=words, rows=rows_of(followed))
    return building.group(table, building.lines("", [line], name="followed-sum"))


def _sum(followed: pd.DataFrame, known: int) -> Phrase:
    facts = {
        "is_one_sum": analysis.is_one_sum(followed),
        "committees": len(followed),
        "known": known,
        "days": followed["as_of"].nunique(),
        "kinds": len(followed[["comparison", "year"]].drop_duplicates()),
    }
    count = values.count(len(followed), [next(iter(rows), "") for rows in followed["rows"]])
    return fill_first(SUM, facts, count=count, known=locales.count(known))


def _table(followed: pd.DataFrame, known: int) -> Table:
    of_each = [
        Column("as_of", _("Until"), _day, figures=False),
        Column("figure", _("Kind of figure"), _figure, figures=False),
    ]
    columns = [
        Column("name", _("Committee"), partial(_name, len(followed), known), figures=False),
        *([] if _is_alike(followed) else of_each),
        Column("amount_tkr", _("Amount"), partial(_amount, "amount_tkr", "hedge")).first(),
        Column("budget_tkr", _("Budget"), partial(_amount, "budget_tkr", "budget_hedge")),
        Column("deviation_tkr", _("Deviation"), partial(_deviation, "tkr", 0)).first(),
        Column("deviation_percent", _("Deviation, %"), partial(_deviation, "percent", 1)),
        Column("range", _("Usually ends, SEK million"), _range),
        Column("needs", _("May need a decision"), _needs, figures=False),
    ]
    rows = analysis.with_total(followed)
    return building.table(
        rows,
        columns,
        name="municipality-followed",
        key=["committee", "year"],
        caption=with_source(_caption(followed), followed),
        total=len(rows) > len(followed),
        notes=_notes(followed),
        as_of=f"{followed['as_of'].max():%Y-%m-%d}",
    )


def _is_alike(followed: pd.DataFrame) -> bool:
    """True if every amount is of one kind, year and day, which the caption then says once."""
    return len(followed[["as_of", "comparison", "year"]].drop_duplicates()) == 1


def _caption(followed: pd.DataFrame) -> str:
    first = followed.iloc[0]
    facts = {"alike": _is_alike(followed), "committees": len(followed)}
    figure = FIGURES[first["comparison"]]
    words = fill_first(
        CAPTION,
        facts,
        day=locales.day(first["as_of"].date()),
        figure=_(figure).format(year=first["year"]),
    )
    return str(words)


def _notes(followed: pd.DataFrame) -> list[Phrase]:
    known = int(followed["low_tkr"].notna().sum())
    return list(fill_each(NOTES, known).values())


def _name(committees: int, known: int, row: FrameRow) -> Cell:
    if row["committee"] != TOTAL:
        return values.named(row["name"])
    words = _("Sum of {count} of {known} committees")
    return values.words(words.format(count=committees, known=known))


def _day(row: FrameRow) -> Cell:
    day = row["as_of"].date()
    return Cell(value=day.isoformat(), words=locales.day(day))


def _figure(row: FrameRow) -> Cell:
    words = FIGURES[row["comparison"]]
    return values.words(_(words).format(year=row["year"]))


def _amount(column: str, hedge: str, row: FrameRow) -> Cell:
    is_sum = row["committee"] == TOTAL
    basis: Basis = "derived" if is_sum else "equal"
    hedged: str = row[hedge] if pd.notna(row[hedge]) else ""
    return values.amount(row[column], unit="tkr", hedge=hedged, basis=basis)


def _deviation(unit: str, decimals: int, row: FrameRow) -> Cell:
    is_hedged: bool = pd.notna(row["hedge"]) or pd.notna(row["budget_hedge"])
    return values.amount(
        row[f"deviation_{unit}"],
        unit="%" if unit == "percent" else unit,
        decimals=decimals,
        signed=True,
        basis="derived",
        hedge=ABOUT if is_hedged else "",
    )


def _range(row: FrameRow) -> Cell:
    """Return where the year usually ends, in millions: as closely as a forecast is worth."""
    if pd.isna(row["low_tkr"]):
        return values.blank() if row["committee"] == TOTAL else values.silent()
    low, high = row["low_tkr"], row["high_tkr"]
    ends = values.amount(low, upper=high, unit="tkr", scale=3, decimals=1, basis="estimated")
    return ends.model_copy(update={"rows": tuple(row["range_rows"])})


def _needs(row: FrameRow) -> Cell:
    found = [fill_plural(*NEEDED[name], len(row[name]), row[name]) for name in NEEDS if row[name]]
    if not found:
        return values.blank() if row["committee"] == TOTAL else values.silent()
    used = tuple(place for name in NEEDS for place in row[name])
    words = str(capitalised(listing(found)))
    return values.words(words).model_copy(update={"rows": used})
