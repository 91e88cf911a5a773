"""The easy-to-read summary: short sentences, common words, amounts in whole millions."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.markdown import in_swedish, plain, spoken
from alereport.chapters.common import rows
from alereport.exhibits.display import Displayable, Traced

Said = list[Traced]
OF_THE_COUNCIL = ("strategic_goal", "direction_goal", "council_goal")


def easy_to_read(
    name: str,
    year: int,
    *,
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    goals: pd.DataFrame,
    personnel: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> Displayable:
    """A committee's year for those who want it short and plain.

    Args:
        name: The committee's name.
        year: The year.
        changes: `analysis.budget.change_by_area`; empty where the year has no plan.
        forecast: `analysis.budget.forecast_against_budget`; empty where the year has no plan.
        goals: `Report.goals`.
        personnel: `Report.personnel`.
        sick_leave: `Report.sick_leave`; only what the year's plan prints itself is said.
    """
    parts = [(_("About this page"), [Traced(_about(name, year), ())])]
    if changes.empty:
        parts.append((_("The money"), [Traced(_("We have no plan for this year."), ())]))
    else:
        title = changes["title"].iloc[0]
        absent = sick_leave[sick_leave["title"].eq(title)]
        parts += [
            (_("The money"), _money(name, changes, forecast)),
            (_("The goals"), _goals(goals)),
            (_("The staff"), _staff(personnel[personnel["title"].eq(title)], absent)),
        ]
    parts.append((_("What the words mean"), [Traced(words, ()) for words in _meanings()]))
    markdown = "\n\n".join(
        "\n\n".join([f"## {plain(heading)}", *(each.words for each in said)])
        for heading, said in parts
    )
    html = "".join(
        f"<h2>{escape(heading)}</h2>"
        + "".join(f"<p>{escape(spoken(each.words))}</p>" for each in of)
        for heading, of in parts
    )
    return Displayable(
        f"::: {{.easy-to-read}}\n\n{markdown}\n\n:::",
        html,
        role="easy-to-read",
        traced=tuple(
            Traced(spoken(each.words), each.rows)
            for _heading, said in parts
            for each in said
            if each.rows
        ),
    )


def _about(name: str, year: int) -> str:
    sentence = _("Here you can read in short about {name} in {year}. The text is easy to read.")
    return plain(sentence.format(name=name, year=year))


def _meanings() -> list[str]:
    return [
        plain(_("Committee: politicians who decide on one part of what the municipality does.")),
        plain(_("Budget: a plan for how much money may be used.")),
        plain(_("Assignment: something that the committee has been told to do.")),
    ]


def _millions(amount_tkr: float) -> str:
    count = int(abs(amount_tkr) / 1000 + 0.5)
    words = language.ngettext(
        "SEK\u00a0{count}\u00a0million", "SEK\u00a0{count}\u00a0million", count
    )
    return words.format(count=language.number(count))


def _money(name: str, changes: pd.DataFrame, forecast: pd.DataFrame) -> Said:
    total, areas = rows.total(changes), rows.parts(changes)
    year, previous = rows.years(total)
    said = [
        Traced(
            plain(
                _("{name} may use {amount} in {year}.").format(
                    name=name, amount=_millions(total["budget_tkr"]), year=year
                )
            ),
            total["rows"],
        ),
        Traced(plain(_compared(total, previous)), total["rows"]),
    ]
    largest = rows.most(areas, "budget_tkr")
    sentence = _("Most money goes to {area}: {amount}.")
    said.append(_of_area(sentence, largest, largest["budget_tkr"]))
    compared = rows.comparable(changes)
    if not compared.empty and (most := rows.most(compared, "change_tkr"))["change_tkr"] >= 500:
        sentence = _("{area} gets {amount} more. That is the largest increase.")
        said.append(_of_area(sentence, most, most["change_tkr"]))
    if not compared.empty and (least := rows.least(compared, "change_tkr"))["change_tkr"] <= -500:
        sentence = _("{area} gets {amount} less. That is the largest decrease.")
        said.append(_of_area(sentence, least, least["change_tkr"]))
    return [*said, *_expected(rows.total(forecast), previous)]


def _of_area(sentence: str, area: pd.Series[Any], amount: float) -> Traced:
    words = sentence.format(area=area["name"], amount=_millions(amount))
    return Traced(plain(words), area["rows"])


def _compared(total: pd.Series[Any], previous: int) -> str:
    if pd.notna(total["break_reason"]):
        return _(
            "You cannot compare that with {year}, because what is counted has changed."
        ).format(year=previous)
    change = total["change_tkr"]
    if pd.isna(change):
        return _("We do not know how much it was in {year}.").format(year=previous)
    if abs(change) < 500:
        return _("That is almost as much as in {year}.").format(year=previous)
    sentence = (
        _("That is {amount} more than in {year}.")
        if change > 0
        else _("That is {amount} less than in {year}.")
    )
    return sentence.format(amount=_millions(change), year=previous)


def _expected(total: pd.Series[Any], previous: int) -> Said:
    if pd.isna(total["deviation_tkr"]):
        return []
    words = {"year": previous, "amount": _millions(total["previous_forecast_tkr"])}
    said = _("The year {year} seems to cost {amount}.").format(**words)
    deviation = total["deviation_tkr"]
    if abs(deviation) < 500:
        said += " " + _("That is about as much as planned.")
    elif deviation > 0:
        said += " " + _("That is {amount} more than planned.").format(amount=_millions(deviation))
    else:
        said += " " + _("That is {amount} less than planned.").format(amount=_millions(deviation))
    return [Traced(plain(said), total["rows"])]


def _goals(goals: pd.DataFrame) -> Said:
    of_council = goals[goals["level"].isin(OF_THE_COUNCIL)]
    assignments = goals[goals["level"].eq("assignment")]
    if of_council.empty and assignments.empty:
        return [Traced(plain(_("The plan has no goals.")), ())]
    number = language.ngettext(
        "The politicians in the council have set {count} goal:",
        "The politicians in the council have set {count} goals:",
        len(of_council),
    ).format(count=len(of_council))
    listed = "\n".join(f"- {in_swedish(str(title))}" for title in of_council["title"])
    tasks = language.ngettext(
        "The committee has {count} assignment.",
        "The committee has {count} assignments.",
        len(assignments),
    ).format(count=len(assignments))
    said = [Traced(f"{plain(number)}\n\n{listed}", tuple(of_council.index))] if listed else []
    return [*said, Traced(plain(tasks), tuple(assignments.index))]


def _staff(personnel: pd.DataFrame, sick_leave: pd.DataFrame) -> Said:
    said = []
    if not personnel.empty:
        whole = [_headcount(unit) for _name, unit in personnel.groupby("unit")]
        count = round(sum(whole), -1)
        sentence = _("About {count} people work for the committee.")
        made_from = tuple(personnel.index)
        said.append(Traced(plain(sentence.format(count=language.number(count))), made_from))
    printed = sick_leave[
        sick_leave["already_public"].astype(bool)
        & sick_leave["group"].eq("total")
        & sick_leave["total_percent"].notna()
    ]
    if not printed.empty:
        latest = printed.sort_values(["period", "total_percent"]).iloc[-1]
        sentence = _("In {unit}, {hours} of 100 working hours were sick leave ({period}).").format(
            unit=latest["unit"],
            hours=language.number(latest["total_percent"]),
            period=language.period(str(latest["period"])),
        )
        said.append(Traced(plain(sentence), (str(latest.name),)))
    return said or [Traced(plain(_("The plan does not say how many people work here.")), ())]


def _headcount(unit: pd.DataFrame) -> int:
    """All of a unit where the plan counts all, else its managers and employees."""
    counts = unit.groupby("role")["headcount"].sum()
    return int(counts["all"] if "all" in counts else counts.sum())
