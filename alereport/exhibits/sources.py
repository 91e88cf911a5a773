"""Where rows come from, as a reader is told of it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data import schemas

MOST_LISTED = 2
"""Numbered sections that are listed; of more, the first and the last are told."""


def source(of: pd.DataFrame) -> str:
    """Where the rows come from, such as `Källa: Nämndplan 2024, avsnitt 4.1.`."""
    named = of[["title", "section"]].explode("section").dropna()
    places = [
        place(str(title), sections)
        for title, sections in named.groupby("title", sort=False)["section"]
    ]
    return _("Source: {places}.").format(places="; ".join(places))


def sourced(caption: str, of: pd.DataFrame) -> str:
    """A caption with where its rows come from; see `source`."""
    return f"{caption} {source(of)}"


def place(title: str, sections: Iterable[str]) -> str:
    """A document and its sections: in its order."""
    found = schemas.in_order(dict.fromkeys(sections))
    numbered = all(map(_is_number, found))
    listed = not numbered or len(found) <= MOST_LISTED
    written = locales.listing(found) if listed else f"{found[0]}{locales.DASH}{found[-1]}"
    return locales.ngettext(
        "{title}, section\u00a0{sections}", "{title}, sections\u00a0{sections}", len(found)
    ).format(title=title, sections=written)


def _is_number(section: str) -> bool:
    return section.replace(".", "").isdigit()
