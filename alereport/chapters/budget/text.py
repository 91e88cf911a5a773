"""Words on the budget: its lead, key figures and commentary, computed from the figures.

The frames are those of `analysis.budget`: `changes` from `change_by_area`, `forecast` from
`forecast_against_budget`.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import million, percent, tkr
from alereport.base.markdown import plain
from alereport.chapters.common import rows
from alereport.exhibits.blocks import block, reason_of
from alereport.exhibits.display import Displayable, Traced, rows_of


def lead(changes: pd.DataFrame) -> Displayable:
    """The one sentence that would do if nothing else were read."""
    total = rows.total(changes)
    year, previous = rows.years(total)
    words: dict[str, str] = {
        "year": str(year),
        "previous": str(previous),
        "budget": tkr(total["budget_tkr"]),
    }
    said = [plain(_lead_sentence(total, words).format(**words))]
    if pd.notna(total["break_reason"]) and language.is_of_the_data():
        said.append(reason_of(total["break_reason"]))  # The data hold it in Swedish only.
    return block("lead", said, [Traced(" ".join(said), total["rows"])])


def _lead_sentence(total: pd.Series[Any], words: dict[str, str]) -> str:
    """The sentence with its gaps, which `words` is given what it needs to fill."""
    if pd.isna(total["change_tkr"]):
        return _("The budget for {year} is {budget}; the plan has no budget for {previous}.")
    words["before"] = tkr(total["previous_budget_tkr"])
    words["difference"] = tkr(abs(total["change_tkr"]))
    if pd.notna(total["change_percent"]):
        words["difference"] += f" ({percent(abs(total['change_percent']))})"
    if pd.notna(total["break_reason"]):
        return _(
            "The budget for {year} is {budget}, against {before} for {previous}, "
            "but the two years do not compare."
        )
    if total["change_tkr"] > 0:
        return _("The budget for {year} is {budget}, {difference} more than for {previous}.")
    if total["change_tkr"] < 0:
        return _("The budget for {year} is {budget}, {difference} less than for {previous}.")
    return _("The budget for {year} is {budget}, the same as for {previous}.")


def key_figures(changes: pd.DataFrame, forecast: pd.DataFrame) -> Displayable:
    """Four figures, each with what it is compared with."""
    total, expected = rows.total(changes), rows.total(forecast)
    year, previous = rows.years(total)
    parts = rows.parts(changes)
    largest = rows.most(parts, "budget_tkr")
    figures = [
        (
            _("Budget {year}").format(year=year),
            million(total["budget_tkr"]),
            _against_budget(total, previous),
            total["rows"],
        ),
        *_expected(expected, previous),
        (_("Largest area"), million(largest["budget_tkr"]), _with_share(largest), largest["rows"]),
    ]
    comparable = rows.comparable(changes)
    if not comparable.empty and comparable["change_tkr"].any():
        most = comparable.iloc[comparable["change_tkr"].abs().argmax()]
        whole = len(comparable) == len(parts)
        name = _("Largest change") if whole else _("Largest comparable change")
        change = million(most["change_tkr"], signed=True)
        figures.append((name, change, str(most["name"]), most["rows"]))
    items = [
        f"- [{plain(name)}]{{.label}} [{plain(value)}]{{.value}} [{plain(note)}]{{.note}}"
        for name, value, note, _rows in figures
    ]
    html = "".join(
        f"<li>{escape(name)}: <strong>{escape(value)}</strong> ({escape(note)})</li>"
        for name, value, note, _rows in figures
    )
    return Displayable(
        "\n".join(["::: {.key-figures}", "", *items, "", ":::"]),
        f"<ul>{html}</ul>",
        traced=tuple(Traced(" | ".join(said), made_from) for *said, made_from in figures),
    )


KeyFigure = tuple[str, str, str, tuple[str, ...]]
"""What it is, its value, what it is compared with, and the rows of the data it is made from."""


def _expected(expected: pd.Series[Any], previous: int) -> list[KeyFigure]:
    if pd.isna(expected["deviation_tkr"]):
        return []
    name = _("Forecast {year}").format(year=previous)
    amount = million(expected["previous_forecast_tkr"])
    return [(name, amount, _against_forecast(expected, previous), expected["rows"])]


def _with_share(area: pd.Series[Any]) -> str:
    share = area["share_percent"]
    return str(area["name"]) + ("" if pd.isna(share) else f", {percent(share, decimals=0)}")


def commentary(changes: pd.DataFrame, forecast: pd.DataFrame) -> Displayable:
    """Two to four sentences on what explains the total and what stands out."""
    sentences = [
        Traced(_composition(changes), rows_of(rows.comparable(changes))),
        Traced(_extremes(changes), rows_of(rows.comparable(changes))),
        Traced(_forecast(forecast), rows.total(forecast)["rows"]),
    ]
    broken = rows.parts(changes)
    broken = broken[broken["break_reason"].notna()]
    if not broken.empty:
        year, previous = rows.years(broken.iloc[0])
        sentence = _("Not comparable between {previous} and {year}: {areas}.").format(
            areas=language.listing(broken["name"].tolist()), previous=previous, year=year
        )
        sentences.append(Traced(sentence, rows_of(broken)))
    said = [each for each in sentences if each.words]
    return block("commentary", [plain(" ".join(each.words for each in said))], said)


def what_is_missing(
    changes: pd.DataFrame, investments: pd.DataFrame, series: pd.DataFrame | None = None
) -> Displayable:
    """What the plan does not say, and what does not compare, each with its reason.

    Args:
        changes: See the module.
        investments: `Report.investments`.
        series: `analysis.budget.series`, whose breaks of earlier years are named too.
    """
    points = [
        f"[{plain(str(row['name']))}]{{.term}}: {reason_of(row['break_reason'])}"
        for _index, row in changes.iterrows()
        if pd.notna(row["break_reason"])
    ]
    if series is not None:
        earlier = series[series["break_reason"].notna() & series["year"].lt(series["plan_year"])]
        points += [
            f"[{plain(str(row['name']))}, {row['year']}]{{.term}}: {reason_of(row['break_reason'])}"
            for _index, row in earlier.iterrows()
        ]
    amounts = changes[["previous_forecast_tkr", "previous_budget_tkr", "budget_tkr"]]
    if amounts.isna().any(axis=None):
        points.append(plain(_("Some amounts are missing in the plan and are shown as a dash.")))
    if investments.empty:
        points.append(plain(_("The source has no investment plan.")))
    if not points:
        points = [plain(_("Nothing is missing, and every area compares with the year before."))]
    return block("missing", [f"- {point}" for point in points])


def no_investments() -> Displayable:
    """What stands in the place of an investment table that does not exist."""
    return block("report-note", [plain(_("The source has no investment plan."))])


def no_series(series: pd.DataFrame) -> Displayable:
    """What stands in the place of a series that would have no more years than one plan has."""
    first, last = int(series["year"].min()), int(series["year"].max())
    sentence = _(
        "Earlier plans are missing in the data, so the series has only {first} and {last}, which "
        "are compared above."
    )
    return block("report-note", [plain(sentence.format(first=first, last=last))])


def no_efficiency_requirements() -> Displayable:
    """What stands in the place of their table where the plan's text names none."""
    return block("report-note", [plain(_("The plan's text names no efficiency requirements."))])


def no_ventures() -> Displayable:
    """What stands in the place of their table where the plan's text names none."""
    return block("report-note", [plain(_("The plan's text names no ventures."))])


def sign_convention() -> Displayable:
    """How the amounts of the chapter are read, said once."""
    sentence = _(
        "Amounts are net cost in SEK thousand: a larger number is a larger cost. A change with a "
        "plus costs more and one with a minus less; neither is good or bad in itself. Efficiency "
        "requirements are negative."
    )
    return block("report-note", [plain(sentence)])


def _composition(changes: pd.DataFrame) -> str:
    up, down = _up_and_down(changes)
    words = {"sum_up": tkr(up["change_tkr"].sum()), "sum_down": tkr(-down["change_tkr"].sum())}
    grows = language.ngettext("{count} area grows", "{count} areas grow", len(up))
    falls = language.ngettext("{count} area falls", "{count} areas fall", len(down))
    if up.empty and down.empty:
        return _("No comparable area changes.")
    if up.empty:
        sentence = _("No comparable area grows; {falls} by {sum_down} in all.")
    elif down.empty:
        sentence = _("No comparable area falls; {grows} by {sum_up} in all.")
    else:
        sentence = _("In all, {grows} by {sum_up} and {falls} by {sum_down}.")
    return sentence.format(
        grows=grows.format(count=len(up)), falls=falls.format(count=len(down)), **words
    )


def _extremes(changes: pd.DataFrame) -> str:
    up, down = _up_and_down(changes)
    words: dict[str, str] = {}
    if not up.empty:
        words["most"] = _with_change(rows.most(up, "change_tkr"))
    if not down.empty:
        words["least"] = _with_change(rows.least(down, "change_tkr"))
    if not words:
        return ""
    if len(words) == 2:
        sentence = _("The largest increase is in {most}; the largest decrease is in {least}.")
    elif up.empty:
        sentence = _("The largest decrease is in {least}.")
    else:
        sentence = _("The largest increase is in {most}.")
    return sentence.format(**words)


def _up_and_down(changes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The comparable areas that grow and those that fall."""
    areas = rows.comparable(changes)
    return areas[areas["change_tkr"] > 0], areas[areas["change_tkr"] < 0]


def _with_change(row: pd.Series[Any]) -> str:
    written = tkr(row["change_tkr"], signed=True)
    if pd.notna(row["change_percent"]):
        written += f" ({percent(row['change_percent'], signed=True)})"
    return f"{row['name']}, {written}"


def _forecast(forecast: pd.DataFrame) -> str:
    total = rows.total(forecast)
    if pd.isna(total["deviation_tkr"]):
        return ""
    words = {
        "year": rows.years(total)[1],
        "forecast": tkr(total["previous_forecast_tkr"]),
        "difference": tkr(abs(total["deviation_tkr"])),
    }
    if total["deviation_tkr"] > 0:
        sentence = _("The forecast for {year} is {forecast}, {difference} over its budget.")
    elif total["deviation_tkr"] < 0:
        sentence = _("The forecast for {year} is {forecast}, {difference} under its budget.")
    else:
        sentence = _("The forecast for {year} is {forecast}, equal to its budget.")
    return sentence.format(**words)


def _against_budget(total: pd.Series[Any], previous: int) -> str:
    if pd.isna(total["change_tkr"]):
        return _("no budget for {year} in the plan").format(year=previous)
    if pd.notna(total["break_reason"]):
        return _("does not compare with {year}").format(year=previous)
    change = million(total["change_tkr"], signed=True)
    if pd.notna(total["change_percent"]):
        change += f" ({percent(total['change_percent'], signed=True)})"
    return _("{change} on {year}").format(change=change, year=previous)


def _against_forecast(expected: pd.Series[Any], previous: int) -> str:
    difference = million(abs(expected["deviation_tkr"]))
    if expected["deviation_tkr"] > 0:
        return _("{difference} over budget {year}").format(difference=difference, year=previous)
    if expected["deviation_tkr"] < 0:
        return _("{difference} under budget {year}").format(difference=difference, year=previous)
    return _("equal to budget {year}").format(year=previous)
