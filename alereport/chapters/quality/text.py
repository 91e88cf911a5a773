"""Words on the data's quality. The frames are those of `quality.shown` and `analysis.quality`."""

from __future__ import annotations

import pandas as pd

from alereport.base.language import gettext as _
from alereport.base.language import ngettext, number
from alereport.base.markdown import plain
from alereport.exhibits.blocks import block, key_figure_list
from alereport.exhibits.display import Displayable


def quality_lead(total: pd.Series[int]) -> Displayable:
    """The one sentence that would do if nothing else were read."""
    if total["failed"] or total["unread"]:
        said = _(
            "The data have not passed, so the figures that rest on them are not published. Rows "
            "that break a rule that must hold: {failed}. Files that cannot be read: {unread}."
        ).format(failed=number(total["failed"]), unread=number(total["unread"]))
    else:
        said = _(
            "All {files} data files have passed: of {checks} checks none that must hold fails, "
            "and {accepted} known deviations may stand, each with its reason."
        ).format(
            files=number(total["files"]),
            checks=number(total["checks"]),
            accepted=number(total["accepted"]),
        )
    return block("lead", [plain(said)])


def quality_key_figures(total: pd.Series[int]) -> Displayable:
    """Four figures, each with what it is compared with."""
    of_all = _("{part} of {all}")
    return key_figure_list(
        [
            (
                _("Checks"),
                number(total["checks"]),
                _("{errors} that must hold, {warnings} that warn").format(
                    errors=number(total["errors"]), warnings=number(total["warnings"])
                ),
                (),
            ),
            (
                _("Rows that fail"),
                number(total["failed"]),
                _("and {warned} with a warning").format(warned=number(total["warned"])),
                (),
            ),
            (
                _("Accepted deviations"),
                number(total["accepted"]),
                _("each with its reason, below"),
                (),
            ),
            (
                _("Reviewed files"),
                of_all.format(part=number(total["sealed"]), all=number(total["files"])),
                _("unchanged since they were read against their source"),
                (),
            ),
        ]
    )


def quality_corrections(corrections: pd.DataFrame) -> Displayable:
    """How many files have been corrected after they were first reviewed."""
    if corrections.empty:
        said = _("No reviewed file has been corrected so far.")
    else:
        said = ngettext(
            "{count} correction has been made since the first review; each is in the table.",
            "{count} corrections have been made since the first review; each is in the table.",
            len(corrections),
        ).format(count=number(len(corrections)))
    return block("commentary", [plain(said)])


def quality_trust(municipality: str) -> Displayable:
    """Why a reader can trust the figures, and what no check can tell."""
    said = [
        _(
            "Every figure is carried over from a document of {municipality}, and a slip is easily "
            "made. So each row says in which section of which document it stands."
        ).format(municipality=municipality),
        _(
            "Before anything is published, a program asks of every row what an auditor would ask: "
            "that the parts add up to the printed total, that two plans do not give different "
            "amounts for the same thing, that dates, units and names are possible."
        ),
        _(
            "A check that must hold stops publishing when it fails. A warning is published, and "
            "stands here. A deviation may stand only with a written reason, and only for as long "
            "as the row is as it was when it was accepted."
        ),
        _(
            "When a file has been read against its document it is sealed. Any change after that "
            "shows, also one that breaks no rule, and stops publishing until somebody has reviewed "
            "it and said why."
        ),
        _(
            "What no check of the data can tell: two amounts that have changed places and keep "
            "their total, or a row that was left out. Those are found by the comparison with the "
            "document and by the review. And where the document itself is wrong, so is the figure."
        ),
    ]
    return block("commentary", [f"- {plain(each)}" for each in said])
