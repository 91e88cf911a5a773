"""What the plan requires to be saved, and the money its text names: the tables and lines of it."""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common.sentences import plan_labels
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import Words, data_text, in_sentence, joined, phrase
from alereport.exhibits.values import Cell, money


def must_save(required: pd.DataFrame) -> Text | Group:
    """Return the requirements of the plan's table, each beside the year before.

    Args:
        required: `requirements.must_save`; what only the text names is in the table of it.
    """
    of_table = required[required["previous_tkr"].notna()]
    if of_table.empty:
        return nothing()
    is_one = len(of_table) == 1
    lines = [
        Line(
            key=row["key"],
            term=phrase(_("Efficiency requirement")) if is_one else data_text(row["name"]),
            words=sentences.requirement(row),
            rows=row["rows"],
        )
        for row in of_table.to_dict("records")
    ]
    return building.lines("must-save", lines, as_of=int(of_table["plan_year"].iloc[0]))


def efficiency_requirements(earmarks: pd.DataFrame, required: pd.DataFrame) -> Table | Text | Group:
    """Return the table of what the plan's text asks to be saved, apart from its own table.

    Args:
        earmarks: `analysis.earmarks_by_kind`.
        required: `requirements.must_save`, whose rows of the plan's table are not repeated.
    """
    asked = earmarks[earmarks["kind"].eq("efficiency")]
    of_table = required.loc[required["previous_tkr"].notna(), "key"]
    named = asked[~asked["area"].isin(of_table)]
    caption = _("What the plan's text asks to be saved, in SEK thousand.")
    return _earmarks(named, "efficiency", caption)


def initiatives(earmarks: pd.DataFrame) -> Table | Text | Group:
    """Return the table of initiatives; empty if the plan's text names none."""
    caption = _("Initiatives that the plan's text names, net cost in SEK thousand.")
    return _earmarks(earmarks[earmarks["kind"].eq("venture")], "initiatives", caption)


def savings_made(earmarks: pd.DataFrame) -> Table | Text | Group:
    """Return the table of savings already made; empty if the plan's text names none."""
    caption = _("Savings already made that the plan's text names, in SEK thousand.")
    return _earmarks(earmarks[earmarks["kind"].eq("saving_made")], "savings-made", caption)


def _earmarks(earmarks: pd.DataFrame, exhibit: str, caption: str) -> Table | Text | Group:
    """Return a table of earmarks of one kind, or a list where there is little to tabulate."""
    if earmarks.empty:
        return nothing()
    if earmarks["amount_tkr"].notna().sum() < 2:
        points = [_point(row) for row in earmarks.to_dict("records")]
        return building.points(exhibit, points, as_of=int(earmarks["plan_year"].iloc[0]))
    columns = [building.texts("item", _("What")), Column("amount_tkr", _("Amount"), _amount)]
    if earmarks["measured"].ne("unsaid").any():
        columns.append(Column("measured", _("Refers to"), _measured, figures=False))
    if earmarks["name"].notna().any():
        columns.append(Column("area", _("Area"), _area_name, figures=False))
    return building.table(earmarks, columns, key="item", **plan_labels(earmarks, exhibit, caption))


def _point(row: FrameRow) -> Line:
    """Return an earmark in words: what it is, its amount if it has one, and its area."""
    has_amount = pd.notna(row["amount_tkr"])
    amount: Words = money(row["amount_tkr"], hedge=row["hedge"]) if has_amount else ""
    increase = _("the increase") if row["measured"] == "increase" else ""
    area: str = "" if pd.isna(row["name"]) else in_sentence(str(_area_name(row)))
    if area in row["item"]:
        area = ""
    words = joined([amount, increase, area], ", ")
    if not words:
        return Line(key=row["item"], words=data_text(row["item"]), rows=row["rows"])
    return building.labelled_line(row["item"], data_text(row["item"]), words, row["rows"])


def _amount(row: FrameRow) -> Cell:
    """Return an amount; of a saving without its minus, since the heading says what it is."""
    if pd.isna(row["amount_tkr"]):
        return values.silent(_("no amount"))
    hedge = "" if pd.isna(row["hedge"]) else row["hedge"]
    return values.amount(abs(row["amount_tkr"]), unit="tkr", hedge=hedge)


def _measured(row: FrameRow) -> Cell:
    words = {"total": _("the whole amount"), "increase": _("the increase")}
    if row["measured"] not in words:
        return values.blank() if pd.isna(row["amount_tkr"]) else values.silent(_("not said"))
    return values.words(words[row["measured"]])


def _area_name(row: FrameRow) -> Cell:
    if row["area"] == TOTAL:
        return values.words(_("the whole committee"))
    return values.blank() if pd.isna(row["name"]) else values.words(row["name"])
