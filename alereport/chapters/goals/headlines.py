"""What a figure on goals finds, in one line over it."""

from __future__ import annotations

import pandas as pd

from alereport.base.language import gettext as _


def red_thread(thread: pd.DataFrame) -> str:
    """What the figure of the red thread finds.

    Args:
        thread: From `analysis.goals.red_thread`.
    """
    count = len(thread)
    unanswered = int(thread["answers"].eq(0).sum())
    unmeasured = int(thread["measures"].eq(0).sum())
    words = {"count": count, "unanswered": unanswered, "unmeasured": unmeasured}
    if unanswered:
        sentence = _("Council goals without an answer in the plan: {unanswered} of {count}")
    elif unmeasured:
        sentence = _("Every council goal has an answer; without a measure: {unmeasured} of {count}")
    else:
        sentence = _("Every council goal has an answer and a measure")
    return sentence.format(**words)


def time_line(line: pd.DataFrame) -> str:
    """What the figure of dates finds.

    Args:
        line: From `analysis.follow_up.time_line`.
    """
    count, overdue = int(line["count"].sum()), int(line["overdue"].sum())
    if overdue:
        sentence = _("Dates passed without being reported done: {overdue} of {count}")
        return sentence.format(overdue=overdue, count=count)
    of_year = int(line.loc[line["due"].str.len().eq(len("2024")), "count"].sum())
    if of_year:
        sentence = _("No date has passed; {of_year} of {count} have no closer date than a year")
        return sentence.format(of_year=of_year, count=count)
    return _("No date has passed without being reported done")


def measures(numbered: pd.DataFrame) -> str:
    """What the figure of measures finds.

    Args:
        numbered: The rows of `analysis.measures.progress` whose target has a number.
    """
    count = len(numbered)
    states = numbered["status"].value_counts()
    on_track, off = int(states.get("on_track", 0)), int(states.get("off", 0))
    if not on_track + off:
        return _("No target with a number has a reported outturn")
    sentence = _("Targets with a number on track: {on_track} of {count}, off track: {off}")
    return sentence.format(on_track=on_track, off=off, count=count)
