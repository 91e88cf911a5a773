"""The fields in which a person corrects a row, or says what the document does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from alereport.base.locales import gettext as _
from alereport.data import registers, schemas
from alereport.data.registration import REGISTER
from alereport.data.schemas import Field, Schema
from alereport.ingest.completing import OF_AREAS
from alereport.ingest.drafts import Row
from alereport.ingest.review import wording
from alereport.ingest.review.markup import Html, element, filled, joined
from alereport.ingest.review.messages import Messages
from alereport.ingest.review.session import ABOUT, Session, Wrong, was_read

CELL = "cell."
"""What the name of a field of a row begins with."""
LONG = 60
"""The characters of a text that gets a field of several lines."""
NUMERIC = {"integer": "numeric", "number": "decimal"}


@dataclass(frozen=True)
class _Asked:
    """A field.

    Attributes:
        name: Its name in the form.
        label: What it holds, in words.
        column: The column's own name.
        value: What it holds now.
        choices: What may be given, if that is a list.
        known: What is often given.
        is_required: True if something must be given.
        numeric: Which keyboard a phone shows; empty for letters.
        note: What is said of it.
        error: What is wrong with it.
    """

    name: str
    label: str
    column: str
    value: str
    choices: Sequence[str] = ()
    known: Sequence[str] = ()
    is_required: bool = False
    numeric: str = ""
    note: str = ""
    error: str = ""


def of_row(
    session: Session, row: Row, given: Mapping[str, str], wrong: Sequence[Wrong]
) -> tuple[Html, Html]:
    """The fields of a row: those to look at, and those that follow from the document.

    Args:
        session: The review.
        row: The row.
        given: What was given and is not saved, since something is wrong.
        wrong: What is wrong with it.
    """
    completed = session.completed(row)
    table = schemas.schema(session.workspace, completed.dataset)
    register = registers.register_schema(session.workspace, "areas")
    area = {OF_AREAS + name: cell for name, cell in completed.area.items()}
    cells = {**completed.cells, **area, **given}
    errors = {each.column: each for each in wrong}
    lacking = {*completed.lacking, *errors}
    of_document = {*session.completion().of_document(table)}
    names = [name for name in table.columns if name not in of_document]
    names += sorted(name for name in {*lacking, *area} if name.startswith(OF_AREAS))
    first: list[Html] = []
    last: list[Html] = []
    for name in names:
        of_areas = name.startswith(OF_AREAS)
        schema, column = (register, name.removeprefix(OF_AREAS)) if of_areas else (table, name)
        if of_areas and column in {"committee", "area"}:
            continue
        asked = _asked(session, schema, column, cells.get(name, ""), errors.get(name))
        asked = _renamed(asked, CELL + name, _note(row, name, lacking))
        is_seen = was_read(row, name) or name in lacking or asked.is_required
        (first if is_seen and name != "section" else last).append(_field(asked))
    return joined(*first), joined(*last)


def of_document(session: Session, given: Mapping[str, str], wrong: Sequence[Wrong]) -> Html:
    """The fields of what a person may say of the document."""
    table = registers.register_schema(session.workspace, REGISTER)
    known = {**session.known_of_document(), **given}
    errors = {each.column: each for each in wrong}
    fields = (
        _field(_asked(session, table, name, known[name], errors.get(name)))
        for name in ABOUT
        if name in table.columns
    )
    return joined(*fields)


def problems(messages: Messages, wrong: Sequence[Wrong]) -> Html:
    """What is wrong, above the form, with a link to each field; nothing if nothing is."""
    if not wrong:
        return Html("")
    lines = (
        element(
            "li",
            element("a", each.column, href=f"#{_id(each.column)}"),
            ": ",
            _error(messages, each),
        )
        if each.column
        else element("li", _error(messages, each))
        for each in wrong
    )
    heading = element("h2", _("Not saved yet"), id="wrong")
    return element(
        "div", heading, element("ul", *lines), class_="problems", role="alert", tabindex="-1"
    )


def _asked(session: Session, table: Schema, name: str, value: str, wrong: Wrong | None) -> _Asked:
    field = next(each for each in table.fields if each.name == name)
    return _Asked(
        name=name,
        label=wording.column(table, name),
        column=name,
        value=value,
        choices=_choices(session, field),
        known=_known(session, name),
        is_required=field.constraints.required,
        numeric=NUMERIC.get(field.type, ""),
        error=_error(session.messages, wrong) if wrong else "",
    )


def _renamed(asked: _Asked, name: str, note: str) -> _Asked:
    return replace(asked, name=name, column=name.removeprefix(CELL), note=note)


def _choices(session: Session, field: Field) -> Sequence[str]:
    if field.constraints.enum:
        return field.constraints.enum
    if field.type == "boolean":
        return ("true", "false")
    if field.name == "committee":
        rows = registers.register_rows(session.workspace, "committees")
        return [row["committee"] for row in rows]
    return ()


def _known(session: Session, name: str) -> Sequence[str]:
    if name != "area":
        return ()
    committee = session.known_of_document()["committee"]
    rows = registers.register_rows(session.workspace, "areas")
    return ["total", *(row["area"] for row in rows if row["committee"] == committee)]


def _note(row: Row, name: str, lacking: Iterable[str]) -> str:
    if name in lacking:
        return _("The document does not say it: it is yours to give.")
    if was_read(row, name):
        return ""
    return _("Not in the document: known from the data, or by default.")


def _error(messages: Messages, wrong: Wrong) -> Html:
    expected = messages.of(wrong.expected) if wrong.expected else joined(_("an answer"))
    if not wrong.column and not wrong.given:
        return joined(_("nothing was changed; accept the row, or change a field"))
    if not wrong.given:
        return filled(_("it is empty; expected: {expected}"), expected=expected)
    if not wrong.column:
        said = messages.of(wrong.given)
        return filled(_("{found}; expected: {expected}"), found=said, expected=expected)
    return filled(
        _("{given} was given; expected: {expected}"), given=joined(wrong.given), expected=expected
    )


def _id(name: str) -> str:
    return "field-" + "".join(each if each.isalnum() else "-" for each in name)


def _field(asked: _Asked) -> Html:
    name = _id(asked.column)
    parts = [
        element("label", asked.label, " ", element("code", asked.column, translate="no"), for_=name)
    ]
    told = []
    for kind, words in (("note", asked.note), ("error", asked.error)):
        if words:
            told.append(f"{name}-{kind}")
            parts.append(element("p", words, id=told[-1], class_=kind))
    parts.append(_input(asked, name, " ".join(told) or None))
    return element("div", *parts, class_="field")


def _input(asked: _Asked, name: str, described: str | None) -> Html:
    common = {
        "id": name,
        "name": asked.name,
        "aria_describedby": described,
        "aria_invalid": "true" if asked.error else None,
    }
    if asked.choices:
        return element("select", *_options(asked), **common)
    if len(asked.value) > LONG or asked.column == "title":
        return element("textarea", asked.value, rows=3, **common)
    listed = f"{name}-known" if asked.known else None
    box = element(
        "input",
        type="text",
        value=asked.value,
        inputmode=asked.numeric or None,
        autocomplete="off",
        spellcheck="false",
        list=listed,
        **common,
    )
    known = (element("option", value=each) for each in asked.known)
    return joined(box, element("datalist", *known, id=listed) if listed else Html(""))


def _options(asked: _Asked) -> Iterator[Html]:
    is_empty = not asked.value or not asked.is_required
    for choice in (*([""] if is_empty else []), *asked.choices):
        yield element("option", choice or "–", value=choice, selected=choice == asked.value)
