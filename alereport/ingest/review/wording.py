"""States, reasons and names of a drafted document, as a reader says them in her language."""

from __future__ import annotations

import re

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data.schemas import Schema


def state(name: str) -> str:
    """What a state of a figure is called."""
    return {"proved": _("proved"), "read": _("read"), "asked": _("asked about")}[name]


def why(name: str, reason: str) -> str:
    """Why a row has its state."""
    if name == "proved":
        return _("Proved: the arithmetic of its table closes over it.")
    if reason:
        return _("Asked about: {reason}.").format(reason=reason_in_words(reason))
    if name == "read":
        return _("Read: the file leaves no doubt of what it is, but there is nothing to compute.")
    return _("Asked about: it may be otherwise than it was read.")


def reason_in_words(reason: str) -> str:
    """Why the program asks; as it was read where it is not one of the usual reasons."""
    usual = {
        "the unit of the table is not told": _("the table does not say its unit"),
        "find your own words": _("its title is longer than a line: find your own words"),
        "a text with digits among figures": _("a text with digits stands among figures"),
        "a point or comma may stand before decimals or between thousands": _(
            "a point or comma may stand before decimals or between thousands"
        ),
        "the line beside it may be of it too": _("the line beside it may belong to it"),
        "the PDF has no tags, and no total, difference or share proves the figure": _(
            "the PDF has no tags, and no total, difference or share proves the figure"
        ),
        "its figures may be divided in several ways, and no total tells which": _(
            "its figures may be divided in several ways, and no total tells which"
        ),
    }
    if match := re.fullmatch(r"its rows sum to (.+)", reason):
        return _("its rows sum to {sum}").format(sum=match[1])
    return "; ".join(usual.get(part, part) for part in reason.split("; "))


def closed(words: str) -> str:
    """What closes in a table; as it was read where it is not one of the usual checks."""
    usual = {
        "the total is the sum of its rows": _("The total is the sum of its rows."),
        "a column is the difference or the sum of two others": _(
            "A column is the difference or the sum of two others."
        ),
        "a column is the share of each row in the total, in per cent": _(
            "A column is the share of each row in the total, in per cent."
        ),
    }
    return usual.get(words, words)


def decision(action: str) -> str:
    """What became of a row."""
    return {
        "accept": _("accepted"),
        "correct": _("corrected"),
        "leave_out": _("left out"),
        "": _("not decided"),
    }[action]


def place(where: str) -> str:
    """A place in a document."""
    names = {
        "page": _("page"),
        "line": _("line"),
        "table": _("table"),
        "row": _("row"),
        "cell": _("cell"),
        "paragraph": _("paragraph"),
    }
    if not re.fullmatch(r"\w+ \d+(, \w+ \d+)*", where):
        return where
    return re.sub(r"[a-z]+", lambda match: names.get(match[0], match[0]), where)


def column(table: Schema, name: str) -> str:
    """What a column holds, as its schema says it, without the aside after a semicolon."""
    field = next((each for each in table.fields if each.name == name), None)
    if field is None:
        return name
    return locales.for_reader(field.by_language("description")).partition(";")[0].rstrip(".")


def dataset(table: Schema) -> str:
    return locales.for_reader(table.by_language("title"))
