"""What a figure of staff finds, in one line. The frames are those of `analysis.personnel`."""

from __future__ import annotations

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import ngettext, number, percent
from alereport.chapters.personnel import words as staff_words
from alereport.data.datasets import TOTAL


def staff(units: pd.DataFrame) -> str:
    """What the figure of staff finds: which units stand outside the aim."""
    parts = units[units["unit"].ne(TOTAL)]
    managed = parts[parts["per_manager"].notna()]
    if managed.empty:
        return _("The managers of the units are not stated")
    above = managed[managed["against_target"].eq("above")]
    below = managed[managed["against_target"].eq("below")]
    aim = staff_words.aim(parts.iloc[0])
    if above.empty and below.empty:
        return _("Every unit is within the aim of {aim} employees per manager").format(aim=aim)
    count = len(below)
    under = ngettext("{count} unit is below", "{count} units are below", count).format(
        count=number(count)
    )
    if above.empty:
        return _("{under} the aim of {aim} employees per manager").format(under=under, aim=aim)
    names = language.listing([staff_words.unit_name(unit) for unit in above["unit"]])
    if below.empty:
        sentence = _("{names}: more than the aim of {aim} employees per manager")
        return sentence.format(names=names, aim=aim)
    sentence = _("{names}: more employees per manager than the aim of {aim}; {under}")
    return sentence.format(names=names, aim=aim, under=under)


def sick_leave(leave: pd.DataFrame) -> str:
    """What the figure of sick leave finds: how the whole, or the unit with most, has changed."""
    told = leave[leave["total_percent"].notna()]
    if told.empty:
        return _("No figure on sick leave is disclosed")
    latest = told.groupby("unit", sort=False).tail(1)
    whole = latest[latest["unit"].eq(TOTAL)]
    row = (whole if len(whole) else latest.sort_values("total_percent")).iloc[-1]
    words = {
        "unit": staff_words.in_a_sentence(row["unit"]),
        "now": percent(row["total_percent"]),
        "period": language.period(row["period"]),
    }
    if pd.isna(row["change_points"]):
        return _("Sick leave in {unit}: {now} ({period})").format(**words)
    words["before"] = percent(row["total_percent"] - row["change_points"])
    words["then"] = language.period(row["previous_period"])
    return _("Sick leave in {unit}: {before} ({then}), {now} ({period})").format(**words)
