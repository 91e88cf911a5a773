"""What a reader must know before the figures: that some were not reviewed as they are."""

from __future__ import annotations

import pandas as pd

from alereport.base.language import gettext as _
from alereport.exhibits.model import Notice


def failed(broken: pd.DataFrame, files: pd.DataFrame) -> Notice | None:
    """A notice that the data have not passed; nothing where they have.

    Args:
        broken: `Quality.broken`.
        files: `Quality.provenance`.
    """
    errors = broken[broken["severity"].eq("error")]
    unread = files[files["state"].eq("unread")]
    points = [
        *(_("{file} cannot be read.").format(file=file) for file in unread["file"]),
        *(
            _("{place} breaks a rule that must hold.").format(place=place)
            for place in errors["row"].drop_duplicates()
        ),
    ]
    start = _("Not approved: the data have not passed their checks.")
    return Notice(id="failed", start=start, points=tuple(points)) if points else None


def unsealed(files: pd.DataFrame) -> Notice | None:
    """A notice of the data files that are not as they were sealed; nothing where all are.

    Args:
        files: `Report.provenance`.
    """
    late = files[files["seal"].ne("sealed")]
    if late.empty:
        return None
    words = {
        "changed": _("{file} has changed since it was reviewed against its source."),
        "never": _("{file} has not yet been reviewed against its source."),
        "gone": _("{file} was reviewed, and is now missing."),
    }
    start = _("Not reviewed: the figures may still be corrected.")
    points = [words[row["seal"]].format(file=row["file"]) for _index, row in late.iterrows()]
    return Notice(id="unsealed", start=start, points=tuple(points))
