"""Words on the whole municipality. The frames are those of `analysis.overview`."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import million, percent
from alereport.base.markdown import plain
from alereport.chapters.budget import headlines
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Displayable, Traced, rows_of, shown


def committee_year(row: pd.Series[Any]) -> str:
    """What a committee's year is called, such as `Kommunstyrelsen 2024`."""
    return f"{row['name']} {row['year']}"


def dataset_name(dataset: str) -> str:
    """What a dataset is called among readers."""
    return {
        "budget": _("Budget"),
        "earmarks": _("Efficiency requirements and ventures"),
        "goals": _("Goals and assignments"),
        "indicators": _("Indicators"),
        "investments": _("Investments"),
        "measures": _("Measures"),
        "personnel": _("Staff"),
        "sick_leave": _("Sick leave"),
    }[dataset]


def overview_lead(years: pd.DataFrame) -> Displayable:
    """The one sentence that would do: what the report holds, and the largest budget."""
    committees = language.ngettext(
        "{count} committee", "{count} committees", years["committee"].nunique()
    ).format(count=years["committee"].nunique())
    count = language.ngettext(
        "{count} plan or annual report", "{count} plans or annual reports", len(years)
    )
    sentence = _("The report holds {years} of {committees}, {first}{dash}{last}.").format(
        years=count.format(count=len(years)),
        committees=committees,
        first=years["year"].min(),
        last=years["year"].max(),
        dash=language.DASH,
    )
    found = headlines.committees(years)
    words = f"{sentence} {found}."
    return block("lead", [plain(words)], [Traced(words, rows_of(years))])


def cards(years: pd.DataFrame, verdicts: pd.DataFrame) -> Displayable:
    """Each committee's year on a card of its own.

    Args:
        years: `committee_years`.
        verdicts: `verdict`.
    """
    found = years.merge(verdicts, how="left", on=["committee", "year"])
    all_said = [(committee_year(row), _card(row), row["rows"]) for _at, row in found.iterrows()]
    markdown, html = [], []
    for name, said, _rows in all_said:
        points = "\n".join(f"- [{plain(what)}]{{.term}}: {words}" for what, words in said)
        markdown.append(f"::: {{.card}}\n\n### {plain(name)}\n\n{points}\n\n:::")
        items = "".join(
            f"<li><strong>{escape(what)}</strong>: {escape(words)}</li>" for what, words in said
        )
        html.append(f"<h3>{escape(name)}</h3><ul>{items}</ul>")
    return Displayable(
        "\n\n".join([":::: {.cards}", *markdown, "::::"]),
        "".join(html),
        role="cards",
        traced=tuple(
            Traced(f"{name}: {what} {words}", rows)
            for name, said, rows in all_said
            for what, words in said
            if rows
        ),
    )


def _card(row: pd.Series[Any]) -> list[tuple[str, str]]:
    missing = _("missing in the data")
    if not row["has_plan"]:
        return [(_("Plan"), missing), (_("The gate"), gate_says(row["state"]))]
    late = shown(row["overdue"]) if row["overdue"] else ""
    said = [
        (_("Budget"), shown(row["budget_tkr"], million)),
        (_("Change"), _change(row)),
        (_("The council's goals"), shown(row["council_goals"])),
        (_("Assignments"), shown(row["assignments"])),
        (_("Past their date"), late),
        (_("Sick leave"), _sick_leave(row)),
        (_("In the data"), _covered(row)),
        (_("The gate"), gate_says(row["state"])),
    ]
    return [each for each in said if each[1]]


def _change(row: pd.Series[Any]) -> str:
    if pd.isna(row["change_tkr"]):
        return ""
    if pd.notna(row["break_reason"]):
        return _("does not compare with {year}").format(year=row["year"] - 1)
    words = million(row["change_tkr"], signed=True)
    if pd.notna(row["change_percent"]):
        words += f" ({percent(row['change_percent'], signed=True)})"
    return words


def _sick_leave(row: pd.Series[Any]) -> str:
    if pd.isna(row["sick_leave_percent"]):
        return _("missing in the data")
    return _("{percent} in {unit}, {period}").format(
        percent=percent(row["sick_leave_percent"]),
        unit=row["sick_leave_unit"],
        period=language.period(str(row["sick_leave_period"])),
    )


def _covered(row: pd.Series[Any]) -> str:
    if not row["missing"]:
        return _("everything looked for")
    names = [dataset_name(name).lower() for name in row["missing"]]
    return _("missing: {datasets}").format(datasets=language.listing(names))


def gate_says(state: object) -> str:
    """The gate's verdict in a word or two."""
    states = {"green": _("passed"), "amber": _("passed with warnings"), "red": _("failed")}
    return states.get(str(state), language.DASH)
