"""What the analyst has written on a chapter, set apart from what is computed."""

from __future__ import annotations

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.languages import OF_THE_DATA
from alereport.exhibits import building
from alereport.exhibits.model import Prose, Text


def analyst_commentary(commentary: pd.DataFrame, chapter: str) -> Prose | Text:
    """What the analyst has written on a chapter; says so where there is nothing.

    Args:
        commentary: `Report.commentary`; its Markdown is in Swedish, and is marked as such in a
            report in another language.
        chapter: The chapter's heading in the commentary, such as `budget`.
    """
    written = commentary.loc[commentary["chapter"].eq(chapter), "text"].tolist()
    if not written:
        return building.note("no-commentary", _("The analyst has not commented on this chapter."))
    is_own = language.is_spoken(OF_THE_DATA)
    heading = _("The analyst's commentary") if is_own else _("The analyst's commentary, in Swedish")
    return Prose(
        id="analyst-commentary",
        heading=heading,
        text="\n\n".join(written),
        written_in="" if is_own else OF_THE_DATA,
    )
