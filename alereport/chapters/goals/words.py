"""What the levels, statuses and gaps of goals are called, and where the goals are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _


def level(of: str) -> str:
    """What one goal of a level is called."""
    return {
        "strategic_goal": _("strategic goal"),
        "direction_goal": _("direction goal"),
        "council_goal": _("council goal"),
        "focus_area": _("focus area"),
        "committee_goal": _("committee goal"),
        "assignment": _("assignment"),
        "activity": _("activity"),
    }[of]


def levels(of: str) -> str:
    """What the goals of a level are called, as a heading; also `total`."""
    return {
        "strategic_goal": _("Strategic goals"),
        "direction_goal": _("Direction goals"),
        "council_goal": _("Council goals"),
        "focus_area": _("Focus areas"),
        "committee_goal": _("Committee goals"),
        "assignment": _("Assignments"),
        "activity": _("Activities"),
        "total": _("Total"),
    }[of]


def status(of: str) -> str:
    """What a status of the follow-up is called."""
    return {
        "not_reported": _("not reported"),
        "not_started": _("not started"),
        "in_progress": _("in progress"),
        "done": _("done"),
        "deviating": _("deviating"),
    }[of]


def progress(of: str) -> str:
    """What the status of a measure is called."""
    return {
        "on_track": _("on track"),
        "off": _("off track"),
        "not_reported": _("not reported"),
        "no_target": _("no target"),
    }[of]


def gap(of: str) -> str:
    """What a gap is called, as the name of a finding."""
    return {
        "council_goal_without_answer": _("Council goals without an answer"),
        "request_without_answer": _("The council's focus areas and assignments without an answer"),
        "without_council_goal": _(
            "Focus areas, committee goals, assignments and activities that lead to no council goal"
        ),
        "goal_without_measure": _("Council and committee goals without a measure"),
        "assignment_without_date": _("Assignments without a date"),
        "assignment_without_owner": _("Assignments without anyone responsible"),
        "activity_without_date": _("Activities without a date"),
        "activity_without_owner": _("Activities without anyone responsible"),
    }[of]


def lacking(gaps: Iterable[str]) -> str:
    """What a goal lacks, such as `datum och ansvarig`."""
    words = {
        "council_goal_without_answer": _("answer"),
        "request_without_answer": _("answer"),
        "without_council_goal": _("council goal"),
        "goal_without_measure": _("measure"),
        "assignment_without_date": _("date"),
        "assignment_without_owner": _("someone responsible"),
        "activity_without_date": _("date"),
        "activity_without_owner": _("someone responsible"),
    }
    return language.listing([words[each] for each in gaps])


def measured(value: float) -> str:
    """A measured value with the decimals it has, at most two."""
    decimals = str(round(float(value), 2)).partition(".")[2].rstrip("0")
    return language.number(value, len(decimals))


def with_unit(written: str, unit: Any) -> str:
    """A value with its unit, where one is printed."""
    if pd.isna(unit):
        return written
    return language.with_percent(written) if unit == "%" else f"{written}{language.NBSP}{unit}"


def target(low: float, high: float, unit: Any) -> str:
    """A target with a number, such as `minst 30 %` or `1,9-2,4 %`."""
    if pd.isna(high):
        return _("at least {value}").format(value=with_unit(measured(low), unit))
    if pd.isna(low):
        return _("at most {value}").format(value=with_unit(measured(high), unit))
    if low == high:
        return with_unit(measured(low), unit)
    return with_unit(f"{measured(low)}{language.DASH}{measured(high)}", unit)
