"""The words of an analyst's exhibits: captions by language, headings, units and identifiers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from alereport.base import locales
from alereport.base.languages import ENGLISH
from alereport.base.locales import gettext as _
from alereport.base.printable import without_controls
from alereport.exhibits.phrases import message
from alereport.exhibits.values import YEAR

Worded = str | Mapping[str, str]
"""A text, or one by language such as `{"sv": "Besök", "en": "Visits"}`."""
AMOUNT = "_tkr"
UNIT_OF_ENDING = {AMOUNT: "tkr", "_percent": "%"}
"""The unit that the ending of a column's name tells, as in the datasets."""
HEADINGS = (
    message("Name"),
    message("Title"),
    message("Section"),
    message("Plan year"),
    message("Amount year"),
    message("Text"),
    message("Role"),
    message("Sum"),
    message("Mean"),
    message("Count"),
)
"""The headings of columns that frames often have, and that no chapter has."""
LONGEST = 60
"""Characters of an identifier."""


def worded(words: Worded) -> str:
    """Return the words in the current language, on one line.

    One text for all languages is looked up in the catalogues, as every other heading is.
    """
    text = locales.for_reader(words) if isinstance(words, Mapping) and words else words
    line = " ".join(without_controls(str(text or "")).split())
    return locales.gettext(line) if line and isinstance(words, str) else line


def identifying(words: Worded) -> str:
    """Return the words that an identifier is made of: in all languages the same."""
    return words if isinstance(words, str) else next(iter(words.values()))


def slug(words: str) -> str:
    """Return words as an identifier of small letters, figures and hyphens."""
    letters = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-")


def unit_of_name(name: str, for_all: str = "") -> str:
    """Return the unit that a column's name tells; empty if it tells none.

    Args:
        name: The name.
        for_all: The unit that is given for the whole table; that of amounts is then this one.
    """
    if name in {"year", "år"} or name.endswith("_year"):
        return YEAR
    ending = next((each for each in UNIT_OF_ENDING if name.endswith(each)), "")
    return UNIT_OF_ENDING[ending] if ending and not (for_all and ending == AMOUNT) else ""


def heading_of_name(name: str) -> str | None:
    """Return the heading of a column that has none of its own: `amount_tkr` becomes `Amount`.

    What is written as a name in Python is looked up in the catalogues; other words stand as they
    are. None for a name with underscores that no catalogue has in the current language.
    """
    line = " ".join(without_controls(name).split())
    if not (line.isidentifier() and line.islower()):
        return line
    for ending in UNIT_OF_ENDING:
        line = line.removesuffix(ending)
    words = line.replace("_", " ").strip()
    english = words[:1].upper() + words[1:]
    heading = locales.gettext(english) if english else name
    is_code = "_" in line and heading == english and not locales.is_current_language(ENGLISH)
    return None if is_code else heading


def unit_words(unit: str) -> str:
    """Return a unit as a reader knows it; empty for a year, which needs none."""
    return {"tkr": _("SEK thousand"), YEAR: ""}.get(unit, unit)
