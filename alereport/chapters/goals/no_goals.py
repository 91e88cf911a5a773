"""What stands in the place of goals, dates and measures that a plan does not have."""

from __future__ import annotations

from alereport.base.language import gettext as _
from alereport.base.markdown import plain
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Displayable


def no_council_goals() -> Displayable:
    """In the place of a red thread."""
    return block("report-note", [plain(_("The source has no council goals for the plan."))])


def no_dates() -> Displayable:
    """In the place of a time line."""
    return block("report-note", [plain(_("Nothing in the plan has a date."))])


def nothing_reported() -> Displayable:
    """In the place of the evidence of a follow-up."""
    return block("report-note", [plain(_("No document reports on the plan's goals and tasks."))])


def nothing_lacking() -> Displayable:
    """In the place of the goals that lack something."""
    return block("report-note", [plain(_("No goal or task lacks what is asked of it."))])


def no_numbered_targets() -> Displayable:
    """In the place of targets with a number."""
    return block("report-note", [plain(_("No measure of the plan has a target with a number."))])


def no_targets_in_words() -> Displayable:
    """In the place of targets without a number."""
    return block("report-note", [plain(_("No measure of the plan has a target in words."))])
