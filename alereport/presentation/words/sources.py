"""Where rows come from, as a reader is told of it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from alereport import language
from alereport.language import gettext as _

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


def place(title: str, sections: Iterable[str]) -> str:
    """A document and its sections: numbered ones in order, others as they come."""
    found = list(dict.fromkeys(sections))
    if numbered := all(_is_number(section) for section in found):
        found.sort(key=_by_number)
    listed = not numbered or len(found) <= MOST_LISTED
    written = language.listing(found) if listed else f"{found[0]}{language.DASH}{found[-1]}"
    return language.ngettext(
        "{title}, section\u00a0{sections}", "{title}, sections\u00a0{sections}", len(found)
    ).format(title=title, sections=written)


def _is_number(section: str) -> bool:
    return section.replace(".", "").isdigit()


def _by_number(section: str) -> list[int]:
    """Sorts 3.10 after 3.9."""
    return [int(part) for part in section.strip(".").split(".")]
