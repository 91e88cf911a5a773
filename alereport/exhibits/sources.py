"""Source lines: the documents and sections that rows come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data import data_files

MOST_LISTED = 2
"""The most numbered sections that are listed; of more, only the first and last are named."""


class Captioned(NamedTuple):
    """A caption, and the source line that stands below what it is the caption of."""

    words: str
    source: str


def source(rows: pd.DataFrame) -> str:
    """Return the source line of the rows, such as `Källa: Nämndplan 2024, avsnitt 4.1.`."""
    sections_of_rows = rows[["title", "section"]].explode("section").dropna()
    places = [
        place(str(title), sections)
        for title, sections in sections_of_rows.groupby("title", sort=False)["section"]
    ]
    return _("Source: {places}.").format(places="; ".join(places))


def with_source(caption: str, rows: pd.DataFrame) -> Captioned:
    """Return a caption and the source line of the rows; see `source`."""
    return Captioned(caption, source(rows))


def not_stated() -> str:
    """Return the source line of an analyst's own figures of which nothing is known."""
    return _(
        "The analyst's own calculation; it is not stated which rows of the data it is made from."
    )


def place(title: str, sections: Iterable[str]) -> str:
    """Return a document's title and its sections, in the order of the document."""
    ordered = data_files.sorted_sections(dict.fromkeys(sections))
    numbered = all(map(_is_number, ordered))
    is_listed = not numbered or len(ordered) <= MOST_LISTED
    listed = locales.listing(ordered) if is_listed else f"{ordered[0]}{locales.DASH}{ordered[-1]}"
    if all(section.startswith("§") for section in ordered):
        return f"{title}, {listed}"
    return locales.ngettext(
        "{title}, section\u00a0{sections}", "{title}, sections\u00a0{sections}", len(ordered)
    ).format(title=title, sections=listed)


def _is_number(section: str) -> bool:
    return section.replace(".", "").isdigit()
