"""Words on measures."""

from __future__ import annotations

from alereport.base.language import gettext as _
from alereport.base.markdown import plain
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Displayable


def measures_rule() -> Displayable:
    """When a measure is on track, off track or not reported."""
    return block(
        "report-note",
        [
            plain(
                _(
                    "The rule: a measure starts from its baseline, or else from the earliest "
                    "outturn before the target's year. It is reported once there is a later "
                    "outturn; a target alone, or a target and a start, is not reported. It is on "
                    "track where that outturn meets the target or, before the target's year, has "
                    "come at least as far as a straight line from the start; a target in words "
                    "asks only which way it has moved. Otherwise it is off track."
                )
            )
        ],
    )
