"""What a source document is and what is known of its status, in words for a reader."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits.phrases import Phrase, Sentence, fill_first, message


def kind(code: str) -> str:
    """Return what a kind of document is, such as `plan`, in a few words."""
    return {
        "plan": _("the committee's plan"),
        "amendment": _("a decision that changes the budget"),
        "interim_report": _("interim report"),
        "annual_report": _("annual report"),
        "cover_letter": _("the letter that proposes the annual report"),
        "evaluation": _("evaluation of the municipality"),
    }.get(code, code)


def _is_undated(row: Any) -> bool:
    return bool(pd.isna(row["dated"]) or row["dated"] == "")


ABOUT = (
    Sentence(
        "letter",
        message("The source is the letter that proposes the report, not the report itself."),
        lambda row: row["kind"] == "cover_letter",
    ),
    Sentence(
        "undated-draft",
        message("The source is undated and bears signs of being a draft."),
        lambda row: row["status"] == "draft" and _is_undated(row),
    ),
    Sentence(
        "draft",
        message("The source bears signs of being a draft."),
        lambda row: row["status"] == "draft",
    ),
    Sentence(
        "proposal",
        message("The source is a proposal; the data do not show what was decided."),
        lambda row: row["status"] == "proposal",
    ),
    Sentence(
        "undated",
        message("The source is undated and does not say whether it has been adopted."),
        lambda row: row["status"] == "unknown" and row["kind"] != "evaluation" and _is_undated(row),
    ),
    Sentence(
        "unknown",
        message("The source does not say whether it has been adopted."),
        lambda row: row["status"] == "unknown" and row["kind"] != "evaluation",
    ),
)
"""What a document is, as far as it shows; nothing is said of one that is adopted. An evaluation
is made by somebody else, and is not adopted."""


def about(row: Any) -> Phrase:
    """Return what a document is; empty for one that is adopted.

    Args:
        row: A row of the register of documents, of a frame or as strings.
    """
    return fill_first(ABOUT, row)
