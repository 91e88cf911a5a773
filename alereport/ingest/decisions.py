"""What a person decided of a drafted document: `build/ingest/<document>/decisions.json`.

Every decision is kept with who made it and when; the last of a row counts, as long as what was read
of the row is what she saw. A row is known by what it is, see `drafts.IDENTITY`, so that decisions
hold when the document is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from alereport.base import files
from alereport.base.errors import IngestError, expected_value
from alereport.base.workspace import write_atomically
from alereport.ingest import drafts
from alereport.ingest.drafts import Row, as_read

NAME = "decisions.json"
Action = Literal["accept", "correct", "leave_out"]


class _Made(BaseModel):
    """Something a person said.

    Attributes:
        by: Who, by role or initials.
        at: When, in UTC, such as `2025-03-04T09:30:00+00:00`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    by: str
    at: str


class Decision(_Made):
    """What became of a row.

    Attributes:
        action: `accept` it as it was read, `correct` it, or `leave_out`.
        values: The cells that she gave, by column of the dataset: corrected ones, and those that
            no document prints, such as an area's short name, a translation, own words for a title.
        read: What was read of the row when she decided; see `drafts.as_read`.
    """

    action: Action
    values: dict[str, str] = {}
    read: dict[str, str]

    @model_validator(mode="after")
    def _corrects_something(self) -> Self:
        if self.action == "correct" and not self.values:
            raise ValueError("a correction has values")
        return self


class Answer(_Made):
    """What a person says of the document, for one column of the register of documents."""

    value: str


class Decisions(BaseModel):
    """Every decision on one document.

    Attributes:
        sha256: The checksum of the file that the last decision was made on; empty without any.
        document: The answers on the document by column, the last counts: `committee`, `year`,
            `kind`, `as_of`, `dated`, `title`, `document` (its short name), `url`, …
        rows: The decisions on each row by its id; the last counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    sha256: str = ""
    document: dict[str, tuple[Answer, ...]] = {}
    rows: dict[str, tuple[Decision, ...]] = {}

    @property
    def answers(self) -> dict[str, str]:
        """What holds of the document, by column."""
        return {column: given[-1].value for column, given in self.document.items()}

    def of(self, row: Row) -> Decision | None:
        """The decision that holds for a row; None without one, or where it was read otherwise."""
        last = self.rows.get(row["id"], (None,))[-1]
        return last if last and last.read == as_read(row) else None

    def before(self, row: Row) -> Decision | None:
        """The last decision on a row that is open again, since it was read otherwise then."""
        last = self.rows.get(row["id"], (None,))[-1]
        return last if last and last.read != as_read(row) else None

    def are_of_other_file(self, sha256: str) -> bool:
        """True if decisions were made on a file with another checksum."""
        return self.sha256 not in {"", sha256}


def load(folder: Path) -> Decisions:
    """The decisions on the document whose drafts a folder has; none without any.

    Raises:
        IngestError: The file cannot be read.
    """
    path = folder / NAME
    if not path.exists():
        return Decisions()
    step = "restore the file, or remove it and decide again"
    try:
        return Decisions.model_validate_json(files.content(path))
    except ValidationError as problem:
        first = problem.errors()[0]
        key = ".".join(map(str, first["loc"]))
        found = f"{key or 'the file'} is not as the program writes it"
        raise IngestError(str(path), found, expected_value(first["msg"]), step) from None


def decide(
    folder: Path,
    rows: Iterable[Row],
    *,
    action: Action,
    by: str,
    sha256: str,
    values: Mapping[str, str] | None = None,
) -> Decisions:
    """Record a decision on rows, after those that were made before.

    Args:
        folder: The folder of the drafts.
        rows: The drafted rows.
        action: What becomes of them.
        by: Who decides, by role or initials.
        sha256: The checksum of the file that they were read from, as `reading.json` has it.
        values: The cells that she gave, by column; the same for each of the rows.

    Returns:
        All decisions, as they are now.
    """
    with _changing(folder) as now:
        made = {
            row["id"]: Decision(
                action=action, values={**(values or {})}, by=by, at=_now(), read=as_read(row)
            )
            for row in rows
        }
        decided = {name: (*now.rows.get(name, ()), each) for name, each in made.items()}
        return _written(
            folder, now.model_copy(update={"sha256": sha256, "rows": {**now.rows, **decided}})
        )


def answer(folder: Path, column: str, value: str, *, by: str, sha256: str) -> Decisions:
    """Record what a person says of the document, for a column of the register of documents.

    Returns:
        All decisions, as they are now.
    """
    with _changing(folder) as now:
        given = (*now.document.get(column, ()), Answer(value=value, by=by, at=_now()))
        answers = {**now.document, column: given}
        return _written(folder, now.model_copy(update={"sha256": sha256, "document": answers}))


def still_open(rows: Iterable[Row], decisions: Decisions, *, proved: bool = False) -> list[Row]:
    """The rows that nobody decided on, in their order, those that are asked about first.

    Args:
        rows: The drafted rows.
        decisions: The decisions on them.
        proved: True if a proved row needs no decision.
    """
    found = [
        row for row in rows if not decisions.of(row) and not (proved and row["state"] == "proved")
    ]
    return sorted(found, key=lambda row: row["state"] != "asked")


def next_open(rows: Sequence[Row], decisions: Decisions, after: str = "") -> Row | None:
    """The next row to decide on, after the one with an id, from the beginning again; None if none.

    Args:
        rows: The drafted rows.
        decisions: The decisions on them.
        after: The id of the row that was decided last; empty for the first.
    """
    names = [row["id"] for row in rows]
    start = names.index(after) + 1 if after in names else 0
    waiting = still_open([*rows[start:], *rows[:start]], decisions)
    return next(iter(waiting), None)


@contextmanager
def _changing(folder: Path) -> Iterator[Decisions]:
    with drafts.held(folder):
        yield load(folder)


def _written(folder: Path, decisions: Decisions) -> Decisions:
    write_atomically(folder / NAME, decisions.model_dump_json(indent=1) + "\n")
    return decisions


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
