"""Words on an annual report: its scorecard in four perspectives, computed from the figures.

The frames are those of `analysis.annual`: `card` from `scorecard`, `perspectives` from
`by_perspective`, `reports` from `annual_reports`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import number
from alereport.base.markdown import plain
from alereport.exhibits.blocks import block, key_figure_list
from alereport.exhibits.display import Displayable, Traced, rows_of, shown


def annual_lead(card: pd.DataFrame, reports: pd.DataFrame, *, year: int) -> Displayable:
    """The one sentence that would do if nothing else were read."""
    if not reports["year"].eq(year).any():
        return block("lead", [plain(_no_report(reports, year))])
    aimed = card[card["target"].notna()]
    words = {"year": year, "figures": len(card), "aimed": len(aimed)}
    if card.empty:
        return block(
            "lead", [plain(_("The annual report for {year} has no figures.").format(**words))]
        )
    if aimed.empty:
        sentence = _("The annual report for {year} has {figures} figures, none with a target.")
        said = sentence.format(**words)
    elif len(aimed) == 1:
        said = _(
            "Of the {figures} figures in the annual report for {year}, one has a target. {outturn}."
        ).format(outturn=against_target(aimed.iloc[0]), **words)
    else:
        reached = int(aimed["reached"].eq(True).fillna(value=False).sum())
        said = _(
            "Of the {figures} figures in the annual report for {year}, {aimed} have a target; "
            "{reached} of them are reached."
        ).format(reached=reached, **words)
    return block("lead", [plain(said)], [Traced(said, rows_of(card))])


def annual_key_figures(perspectives: pd.DataFrame) -> Displayable:
    """The four perspectives, each with how many figures it has and how they went."""
    if not perspectives["figures"].any():
        return no_figures()
    return key_figure_list(
        [
            (perspective(row["perspective"]), _counted(row), _in_short(row), row["rows"])
            for _index, row in perspectives.iterrows()
        ]
    )


def annual_commentary(card: pd.DataFrame) -> Displayable:
    """What was reached and by how much, and what cannot be said."""
    if card.empty:
        return no_figures()
    aimed = card[card["target"].notna()]
    said = [Traced(_margin(row), row["rows"]) for _index, row in aimed.iterrows()]
    before = card[card["previous_value"].notna()]
    said += [Traced(_before(row), row["rows"]) for _index, row in before.iterrows()]
    open_ended = len(card) - len(aimed)
    if open_ended:
        sentence = language.ngettext(
            "{count} figure has no target to be held against.",
            "{count} figures have no target to be held against.",
            open_ended,
        )
        rows = rows_of(card[card["target"].isna()])
        said.append(Traced(sentence.format(count=number(open_ended)), rows))
    return block("commentary", [plain(" ".join(each.words for each in said))], said)


def annual_missing(
    card: pd.DataFrame, perspectives: pd.DataFrame, reports: pd.DataFrame, *, year: int
) -> Displayable:
    """What the annual report does not say in figures."""
    if not reports["year"].eq(year).any():
        return block("missing", [f"- {plain(_no_report(reports, year))}"])
    silent = perspectives.loc[perspectives["figures"].eq(0), "perspective"]
    points = [
        _("{perspective}: the annual report has words but no figures.").format(
            perspective=perspective(name)
        )
        for name in silent
    ]
    if not reports["year"].lt(year).any():
        points.append(
            _("An earlier annual report is missing in the sources, so no year can be compared.")
        )
    approximate = card.loc[card["approximate"], "indicator"].tolist()
    if approximate:
        points.append(
            _("Approximate in the document itself: {indicators}.").format(
                indicators=language.listing(approximate)
            )
        )
    points = points or [_("Nothing is missing: every perspective has figures.")]
    return block("missing", [f"- {plain(point)}" for point in points])


def no_figures() -> Displayable:
    """What stands in the place of a scorecard that does not exist."""
    return block("report-note", [plain(_("The sources have no annual report in figures."))])


def no_targets() -> Displayable:
    """What stands in the place of a figure of targets that do not exist."""
    return block("report-note", [plain(_("No figure of the annual report has a target."))])


def perspective(name: str) -> str:
    """A perspective of the scorecard, in the language spoken now."""
    return {
        "customer": _("Customer"),
        "processes": _("Processes"),
        "resources": _("Resources"),
        "economy": _("Economy"),
    }[name]


def measured(value: float, unit: str, *, signed: bool = False) -> str:
    """A value with its unit and as many decimals as it has, such as `2,32 %` or `9 000 tkr`."""
    decimals = _decimals(value)
    if unit == "%":
        return language.percent(value, signed=signed, decimals=decimals)
    if unit == "tkr":
        return language.tkr(value, signed=signed)
    written = language.change(value, decimals) if signed else number(value, decimals)
    return f"{written}{language.NBSP}{unit}"


def outturn(row: pd.Series[Any]) -> str:
    """A figure's outturn, said to be about so much where the document says so."""
    return _perhaps_about(row, shown(row["value"], lambda value: measured(value, row["unit"])))


def bare_outturn(row: pd.Series[Any]) -> str:
    """A figure's outturn without its unit."""
    return _perhaps_about(row, shown(row["value"], _bare))


def target(row: pd.Series[Any]) -> str:
    """A figure's target, such as `minst 1,5 %`; a dash where there is none."""
    return _with_comparator(row, shown(row["target"], lambda value: measured(value, row["unit"])))


def bare_target(row: pd.Series[Any]) -> str:
    """A figure's target without its unit."""
    return _with_comparator(row, shown(row["target"], _bare))


def difference(row: pd.Series[Any]) -> str:
    """How far the outturn is from its target, such as `+0,82 procentenheter`; a dash if unknown."""
    unit = _("percentage points") if row["unit"] == "%" else str(row["unit"])
    written = bare_difference(row)
    return written if written == language.DASH else f"{written}{language.NBSP}{unit}"


def bare_difference(row: pd.Series[Any]) -> str:
    """How far the outturn is from its target, without the unit."""
    if pd.isna(row["deviation"]):
        return language.DASH
    decimals = max(_decimals(row["value"]), _decimals(row["target"]))
    return language.change(row["deviation"], decimals)


def verdict(row: pd.Series[Any]) -> str:
    """Whether a target was reached, in words; a dash where there is none."""
    if pd.isna(row["target"]):
        return language.DASH
    if pd.isna(row["value"]):
        return _("not reported")
    if pd.isna(row["reached"]):
        return _("cannot be said")
    return _("reached") if row["reached"] else _("not reached")


def against_target(row: pd.Series[Any]) -> str:
    """A figure beside its target: `Befolkningsökning 2,32 % mot målet minst 1,5 %: nått`."""
    return _("{indicator} {outturn} against the target {target}: {verdict}").format(
        indicator=row["indicator"], outturn=outturn(row), target=target(row), verdict=verdict(row)
    )


def _no_report(reports: pd.DataFrame, year: int) -> str:
    sentence = _("The annual report for {year} is missing in the sources.").format(year=year)
    if reports.empty:
        return sentence
    latest = _("The latest one there is for {year}.").format(year=int(reports["year"].max()))
    return f"{sentence} {latest}"


def _counted(row: pd.Series[Any]) -> str:
    sentence = language.ngettext("{count} figure", "{count} figures", row["figures"])
    return sentence.format(count=number(row["figures"]))


def _in_short(row: pd.Series[Any]) -> str:
    if not row["figures"]:
        return _("only words in the annual report")
    if not row["with_target"]:
        return _("none has a target")
    return _("{reached} of {aimed} targets reached").format(
        reached=number(row["reached"]), aimed=number(row["with_target"])
    )


def _margin(row: pd.Series[Any]) -> str:
    said = against_target(row)
    if pd.isna(row["deviation"]):
        return f"{said}."
    return _("{outturn} (difference {difference}).").format(
        outturn=said, difference=difference(row)
    )


def _before(row: pd.Series[Any]) -> str:
    return _("{indicator} was {value} in {year}.").format(
        indicator=row["indicator"],
        value=measured(row["previous_value"], row["unit"]),
        year=row["previous_year"],
    )


def _bare(value: float) -> str:
    return number(value, _decimals(value))


def _perhaps_about(row: pd.Series[Any], written: str) -> str:
    if pd.isna(row["value"]) or not row["approximate"]:
        return written
    return _("about {value}").format(value=written)


def _with_comparator(row: pd.Series[Any], written: str) -> str:
    sentences = {">=": _("at least {value}"), "<=": _("at most {value}")}
    if pd.isna(row["target"]) or row["comparator"] not in sentences:
        return written
    return sentences[row["comparator"]].format(value=written)


def _decimals(value: float) -> int:
    written = f"{float(value):.4f}".rstrip("0")
    return len(written.split(".")[1])
