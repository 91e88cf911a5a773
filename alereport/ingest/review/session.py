"""A document under review: its rows in its order, and what is decided of them."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.data import registers, registration, schemas
from alereport.data.registration import REGISTER, InvalidCellError
from alereport.ingest import child, decisions, drafts, registering
from alereport.ingest import words as lists
from alereport.ingest.completing import OF_AREAS, Completed, Completion
from alereport.ingest.decisions import Action, Decisions
from alereport.ingest.drafted_tables import SHORTENED
from alereport.ingest.drafts import Row
from alereport.ingest.review import positions
from alereport.ingest.review.messages import Messages
from alereport.ingest.review.positions import Position

MOST_PICTURES = 24
"""Pages that are kept drawn."""
OWN_WORDS = "your own words, as those of the document are cut off"
ABOUT = (
    "title", "committee", "year", "kind", "as_of", "status", "dated", "reference", "url", "document"
)  # fmt: skip
"""What a person may say of the document, by column of the register."""


@dataclass(frozen=True)
class Wrong:
    """What is wrong with what was given for a column; without a column, with all of it.

    Attributes:
        column: The column.
        given: What was given; empty if something must be.
        expected: What is expected, in words.
    """

    column: str
    given: str
    expected: str


@dataclass(frozen=True)
class Picture:
    """A page of a PDF: as PNG, its width and height in points."""

    png: bytes
    width: float
    height: float


class Session:
    """The review of one document by one person.

    Args:
        workspace: The project.
        folder: The folder of the drafts.
        source: The document's file, for pictures of its pages; None if it is not at hand.
        by: Who decides, by role or initials.

    Raises:
        IngestError: There are no drafts.
    """

    def __init__(self, workspace: Workspace, folder: Path, source: Path | None, by: str) -> None:
        self.workspace, self.folder, self.source, self.by = workspace, folder, source, by
        self.reading: Mapping[str, Any] = drafts.load(folder)
        self.words = lists.load(workspace.root)
        drafted = drafts.rows(self.reading, self.words)
        rows = [row for each in drafted.values() for row in each]
        self.positions = positions.of_rows(rows, self.tables)
        self.rows: Sequence[Row] = positions.in_order(rows, self.positions)
        self.about, self.said = frozenset(ABOUT), ""
        self._pictures: dict[int, Picture] = {}
        self._drawing = Lock()
        self.deciding = Lock()

    @property
    def name(self) -> str:
        """The document's file."""
        return str(self.reading["source"]["file"])

    @property
    def tables(self) -> Sequence[Mapping[str, Any]]:
        return list(self.reading["tables"])

    @property
    def decided(self) -> Decisions:
        """What is decided by now."""
        return decisions.load(self.folder)

    @cached_property
    def messages(self) -> Messages:
        """What the program says, in the language of the page."""
        return Messages(self.workspace)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each row in the document's order, by its id."""
        return {row["id"]: number for number, row in enumerate(self.rows)}

    def of_table(self, number: int) -> list[tuple[Row, Position]]:
        """The rows made from a table, with their cells."""
        return [
            (row, at)
            for row in self.rows
            if (at := self.positions.get(row["id"])) and at.table == number
        ]

    # The document

    def document(self, answers: Mapping[str, str] | None = None) -> dict[str, str]:
        """The document's row of the register, with what is answered, or is about to be.

        Raises:
            AlereportError: Something must be said of it, or is wrong.
        """
        given = self.decided.answers | {**(answers or {})}
        return registering.document_row(self.workspace, self.reading, given)

    def problem_of_document(
        self, answers: Mapping[str, str] | None = None
    ) -> AlereportError | None:
        """What must be answered of the document before its rows can be completed; None if none."""
        try:
            self.document(answers)
        except AlereportError as problem:
            return problem
        return None

    def known_of_document(self) -> dict[str, str]:
        """What is known of the document by column: answered, else as the register or it has it."""
        try:
            known = self.document()
        except AlereportError:
            read = {name: str(self.reading["document"].get(name) or "") for name in ABOUT}
            known = {**read, **self.decided.answers}
        return {name: known.get(name, "") for name in ABOUT}

    def answer(self, given: Mapping[str, str]) -> list[Wrong]:
        """Record what differs from what is known of the document; nothing if some is wrong."""
        known = self.known_of_document()
        changed = {name: given[name].strip() for name in ABOUT if name in given}
        changed = {name: value for name, value in changed.items() if value != known[name]}
        table = registers.register_schema(self.workspace, REGISTER)
        wrong = [*self._wrong(table, changed)]
        if not wrong and (problem := self.problem_of_document(changed)):
            missing = [name for name in registering.WHICH if not {**known, **changed}[name]]
            wrong = [Wrong(name, "", "") for name in missing]
            wrong = wrong or [Wrong("", problem.found, problem.expected)]
        if not wrong:
            for name, value in changed.items():
                decisions.answer(self.folder, name, value, by=self.by, sha256=self._sha256)
        return wrong

    # The rows

    def completed(self, row: Row, values: Mapping[str, str] | None = None) -> Completed:
        """A row with all that is known of it, and what a person gave or is about to."""
        return self.completion().completed(row, self.values(row) if values is None else values)

    def completion(self) -> Completion:
        """What completes the rows of the document.

        Raises:
            AlereportError: Something must be said of the document first.
        """
        return Completion(self.workspace, self.document(), self.words)

    def values(self, row: Row) -> dict[str, str]:
        """What a person gave for a row, else for others with its label that its document lacks."""
        decided = self.decided
        if decision := decided.of(row):
            return {**decision.values}
        return self._suggested(row, decided)

    def _suggested(self, row: Row, decided: Decisions) -> dict[str, str]:
        """What she gave for rows with the same label, of columns that no document prints."""
        label = _label(row)
        dataset = drafts.dataset_of_row(row)
        found: dict[str, str] = {}
        for other in self.rows:
            is_alike = drafts.dataset_of_row(other) == dataset and _label(other) == label
            if is_alike and label and (decision := decided.of(other)):
                found |= {
                    name: value
                    for name, value in decision.values.items()
                    if name.startswith(OF_AREAS) or name == "area"
                }
        return found

    def decide(self, row: Row, action: Action, given: Mapping[str, str]) -> list[Wrong]:
        """Record a decision on a row; nothing if what was given is wrong or something lacks.

        Accepting a row whose read cells were changed corrects it.
        """
        if action == "leave_out":
            self._record([row], action, {})
            return []
        suggested = self._suggested(row, self.decided)
        plain = self.completed(row, suggested)
        before = plain.cells | {OF_AREAS + name: cell for name, cell in plain.area.items()}
        changed = {name: value.strip() for name, value in given.items()}
        changed = {name: cell for name, cell in changed.items() if cell != before.get(name, "")}
        table = schemas.schema(self.workspace, plain.dataset)
        values = suggested | changed
        wrong = [
            *self._wrong(table, {name: changed[name] for name in changed if name in plain.cells})
        ]
        named = {each.column for each in wrong}
        whole = self.completed(row, values)
        wrong += [each for each in self._unfinished(whole) if each.column not in named]
        if action == "correct" and not changed:
            wrong.append(Wrong("", "", ""))
        if not wrong:
            is_corrected = action == "correct" or any(was_read(row, name) for name in changed)
            self._record([row], "correct" if is_corrected else "accept", values)
        return wrong

    def _unfinished(self, whole: Completed) -> Iterator[Wrong]:
        """What is yet to be given: what is empty, and own words for those that are cut off."""
        completion = self.completion()
        for name in whole.lacking:
            yield Wrong(name, "", completion.expected(whole, name))
        for name, cell in whole.cells.items():
            if cell.endswith(SHORTENED) and name != "as_printed":
                yield Wrong(name, cell, OWN_WORDS)

    def accept_all(self, number: int, state: str) -> tuple[int, int]:
        """Accept every open row of a table in a state; how many, and how many lack something."""
        decided, completion = self.decided, self.completion()
        lacking = 0
        accepted: dict[tuple[tuple[str, str], ...], list[Row]] = {}
        for row, _at in self.of_table(number):
            if row["state"] != state or decided.of(row):
                continue
            values = self._suggested(row, decided)
            if completion.completed(row, values).lacking:
                lacking += 1
            else:
                accepted.setdefault(tuple(values.items()), []).append(row)
        for given, rows in accepted.items():
            self._record(rows, "accept", dict(given))
        return sum(map(len, accepted.values())), lacking

    def open_rows(self) -> list[Row]:
        """The rows that nobody decided on."""
        return decisions.still_open(self.rows, self.decided)

    def next_open(self, after: str = "") -> Row | None:
        """The next row to decide on; see `decisions.next_open`."""
        return decisions.next_open(self.rows, self.decided, after)

    def _record(self, rows: Sequence[Row], action: Action, values: Mapping[str, str]) -> None:
        decisions.decide(
            self.folder, rows, action=action, by=self.by, sha256=self._sha256, values=values
        )

    def _wrong(self, table: schemas.Schema, given: Mapping[str, str]) -> list[Wrong]:
        found = []
        for name, value in given.items():
            if value:
                try:
                    registration.require_valid(self.workspace, table, name, value)
                except InvalidCellError as problem:
                    expected = str(problem).partition("expected ")[2]
                    found.append(Wrong(name, value, expected))
        return found

    @property
    def _sha256(self) -> str:
        return str(self.reading["source"]["sha256"])

    # The pages of a PDF

    def picture(self, page: int) -> Picture:
        """A page of the document, drawn once.

        Raises:
            IngestError: It cannot be drawn.
        """
        with self._drawing:
            if page not in self._pictures:
                made = child.picture(self.source or Path(self.name), page)
                png = base64.b64decode(made["png"])
                while len(self._pictures) >= MOST_PICTURES:
                    self._pictures.pop(next(iter(self._pictures)))
                self._pictures[page] = Picture(png, made["width"], made["height"])
            return self._pictures[page]


def was_read(row: Row, column: str) -> bool:
    """True if a column of a row was read in the document."""
    return row.get(column) not in {None, ""}


def _label(row: Row) -> str:
    return next((str(row[name]) for name in ("label", "item") if row.get(name)), "")
