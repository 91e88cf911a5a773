"""States, reasons and names of a drafted document, as a reader says them in her language."""

from __future__ import annotations

import re

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data.schemas import Schema
from alereport.ingest.review.markup import Html, filled, joined

PLACE = re.compile(r"[a-z]+(?: [a-z]+)* \d+(?:, [a-z]+ \d+)*")
"""A place in a document, such as `table 2, row 3`."""


def state(name: str) -> str:
    """What a state of a figure is called."""
    return {"proved": _("proved"), "read": _("read"), "asked": _("asked about")}[name]


def why(name: str, reason: Html) -> Html:
    """Why a row has its state."""
    if name == "proved":
        return joined(_("Proved: the arithmetic of its table closes over it."))
    if reason:
        return filled(_("Asked about: {reason}."), reason=reason)
    if name == "read":
        said = _("Read: the file leaves no doubt of what it is, but there is nothing to compute.")
        return joined(said)
    return joined(_("Asked about: it may be otherwise than it was read."))


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
        "text box": _("text box"),
    }
    if not PLACE.fullmatch(where):
        return {"the document": _("the document"), "the beginning": _("the beginning")}.get(
            where, where
        )
    return re.sub(r"[a-z]+(?: [a-z]+)*", lambda match: names.get(match[0], match[0]), where)


def column(table: Schema, name: str) -> str:
    """What a column holds, as its schema says it, without the aside after a semicolon."""
    field = next((each for each in table.fields if each.name == name), None)
    if field is None:
        return name
    return locales.for_reader(field.by_language("description")).partition(";")[0].rstrip(".")


def dataset(table: Schema) -> str:
    return locales.for_reader(table.by_language("title"))
