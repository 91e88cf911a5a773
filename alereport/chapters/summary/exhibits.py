"""The tables and lists of the page that sums up a committee's year.

What other chapters say in a sentence, such as their leads and questions, they say here too; the
tables are shorter than theirs. `changes` is from `budget.explained.with_reasons`, and `tasks` from
`goals.assignments.assignments`.
"""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers, texts
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import data_text
from alereport.exhibits.values import Cell


def frame(changes: pd.DataFrame) -> Table:
    """Return the table of what each area may spend, and why; one row is one area, the total last.

    Requirements to save are no areas, and are left out.
    """
    areas = changes[~changes["requirement"] | changes["area"].eq(TOTAL)]
    year = int(areas["plan_year"].iloc[0])
    columns = [
        texts("name", _("Area")),
        numbers("budget_tkr", _("Budget {year}").format(year=year), unit="tkr"),
        Column("change_tkr", _("Change"), _change),
        *([_reason_column()] if areas["reason"].notna().any() else []),
    ]
    caption = _("What each area may spend in {year}, and the change from {previous}, SEK thousand.")
    labels = plan_labels(areas, "frame", caption, previous=year - 1)
    return building.table(areas, columns, key="area", total=True, **labels)


def _change(row: FrameRow) -> Cell:
    if pd.notna(row["break_reason"]):
        return values.not_comparable(_("break"))
    return values.amount(row["change_tkr"], unit="tkr", signed=True, basis="derived")


def _reason_column() -> Column:
    def reason(row: FrameRow) -> Cell:
        # What explains the total stands in the lead.
        if pd.isna(row["reason"]) or row["area"] == TOTAL:
            return values.blank()
        return values.named(row["reason"]).model_copy(update={"rows": tuple(row["reason_rows"])})

    return Column("reason", _("The plan's explanation"), reason, figures=False)


def assignments(tasks: pd.DataFrame) -> Table | Group:
    """Return the table of assignments: what, who and when; one row is one assignment."""
    if tasks.empty:
        return nothing()
    columns = [
        texts("name", _("Assignment")),
        Column("responsible", _("Responsible"), _responsible, figures=False),
        Column("due", _("When"), _due, figures=False),
    ]
    caption = _("The assignments of {year}.")
    return building.table(tasks, columns, key="goal", **plan_labels(tasks, "tasks", caption))


def _responsible(row: FrameRow) -> Cell:
    if pd.notna(row["responsible"]):
        return values.named(row["responsible"])
    people = locales.listing([*row["steps_responsible"]])
    return values.named(_("{who} (in part)").format(who=people)) if people else values.silent()


def _due(row: FrameRow) -> Cell:
    if pd.notna(row["due"]):
        return values.words(_hedged(row["due"], row["hedge"]))
    words = [_hedged(due, hedge) for due, hedge in row["steps_due"]]
    if not words:
        return values.silent()
    return values.words(_("{when} (in part)").format(when=locales.listing(words)))


def _hedged(due: object, hedge: object) -> str:
    words = locales.period(str(due))
    return values.with_hedge(hedge, words) if isinstance(hedge, str) else words


def plan_in_text(lead: Text, stood: pd.DataFrame) -> Text | Group:
    """Return the plan's lead as ordinary text, where a report comes before it; else nothing.

    Args:
        lead: `budget.lead`.
        stood: What the latest report says of the year; see `outturn.lead`.
    """
    return nothing() if stood.empty else in_text(lead)


def in_text(text: Text) -> Text:
    """Return the lead of another chapter as ordinary text."""
    return text.model_copy(update={"role": ""})


def risks(explanations: pd.DataFrame) -> Text | Group:
    """Return the risks and outside factors that the plan itself names, as a list.

    Args:
        explanations: `Report.explanations`.
    """
    named = explanations[explanations["kind"].eq("risk")]
    if named.empty:
        return nothing()
    lines = [
        Line(key=str(row["explanation"]), words=data_text(str(row["text"])), rows=(str(place),))
        for place, row in named.iterrows()
    ]
    return building.points("", lines, name="risks", about=_("Risks"))
