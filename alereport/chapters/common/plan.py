"""What an exhibit of a plan is known by."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.exhibits import sources


def of_plan(
    frame: pd.DataFrame, exhibit: str, caption: str, *, source: str = "", **gaps: object
) -> dict[str, Any]:
    """What an exhibit of the newest plan in a frame is known by, its caption and its year.

    Args:
        frame: What it shows.
        exhibit: What it is known by within the chapter.
        caption: What it shows, with a gap for the `{year}`.
        source: Where the rows come from; by default what the frame says.
        gaps: What fills other gaps of the caption.
    """
    year = int(frame["plan_year"].max())
    return {
        "name": f"{frame['committee'].iloc[0]}-{year}-{exhibit}",
        "caption": f"{caption.format(year=year, **gaps)} {source or sources.source(frame)}",
        "as_of": year,
    }
