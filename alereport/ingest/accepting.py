"""Putting the reviewed rows of a drafted document into the data: all of them, or nothing.

They are tried as a filled-in workbook is, see `workbooks.filling`: on a copy of the data, which the
gate checks.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alereport.base import params
from alereport.base.errors import CellsError, Failure, GateError, IngestError, TableError
from alereport.base.workspace import Workspace
from alereport.data import addresses, data_files, origins, registers, rules, schemas
from alereport.data.origins import Spot
from alereport.gate import accepting as deviations
from alereport.ingest import decisions, drafts, registering
from alereport.ingest import words as lists
from alereport.ingest.completing import Completed, Completion
from alereport.ingest.decisions import Decisions
from alereport.ingest.drafts import Row
from alereport.workbooks import filling, merging
from alereport.workbooks.filled import Filled, FilledRow
from alereport.workbooks.filling import Filling

STEP = "decide on the row with alereport ingest --review"
MOST_NAMED = 2
"""The most open rows that a message names."""


@dataclass(frozen=True)
class Deviation:
    """Why rows may stand that a rule refuses, as the document has them so.

    Attributes:
        reason: By language; it is published.
        by: The role of who accepts it.
    """

    reason: Mapping[str, str]
    by: str


@dataclass(frozen=True)
class Accepted:
    """What became of a draft.

    Attributes:
        filling: What it changed in the data.
        left_out: How many rows a person left out.
        unseen: How many proved rows went in that nobody decided on.
        to_seal: The data files whose seals are to be given, once they are compared with the
            document.
        deviating: The rows that a rule refuses and that were accepted with the reason.
    """

    filling: Filling
    left_out: int
    unseen: int
    to_seal: tuple[str, ...]
    deviating: tuple[Failure, ...]


@dataclass(frozen=True)
class _Reviewed:
    """A draft once every row of it is decided.

    Attributes:
        document: The document's row of the register.
        completed: The rows that go into the data.
        seen: The ids of those that a person accepted as they were read.
        filled: The same as it is put in.
        command: The command that puts it in, as it is typed.
    """

    document: dict[str, str]
    completed: tuple[Completed, ...]
    seen: frozenset[str]
    filled: Filled
    command: str


def accept(
    workspace: Workspace,
    folder: Path,
    *,
    replaces: bool = False,
    proved: bool = False,
    writes: bool = True,
    deviation: Deviation | None = None,
    as_they_stand: bool = False,
) -> Accepted:
    """Put the rows of a draft into the data, and register its document with its checksum.

    Args:
        workspace: The project; its lock must be held.
        folder: The folder of the drafts.
        replaces: True if a cell that has another value in the data is replaced.
        proved: True if a proved row needs no decision; every other one does.
        writes: False to write nothing, and only tell what would change.
        deviation: Why rows may stand that a rule refuses and a person accepted as they were read.
        as_they_stand: True to try what is whole by now, open rows as they were read; only together
            with `writes` being False.

    Raises:
        IngestError: There is no draft, it has no rows, a row is still open, or something must be
            said of the document.
        SourceError: The file or its short name is registered as another.
        TableError: A row lacks what must be said.
        GateError: The gate refuses the rows, or a cell has another value in the data.
    """
    reading, words = drafts.load(folder), lists.load(workspace.root)
    rows = [row for each in drafts.rows(reading, words).values() for row in each]
    decided = decisions.load(folder)
    if writes or not as_they_stand:
        _require_decided(workspace.relative(folder), rows, decided, proved=proved)
    document = registering.document_row(workspace, reading, decided.answers)
    completion = Completion(workspace, document, words)
    file = reading["source"]["file"]
    completed = _completed(file, rows, decided, completion, only_whole=as_they_stand and not writes)
    of_rows = {row["id"]: decided.of(row) for row in rows}
    actions = {name: each.action if each else "" for name, each in of_rows.items()}
    seen = frozenset(name for name, action in actions.items() if action == "accept")
    filled = _as_filled(workspace, file, document, completed)
    options = " --proved" * proved + " --replace" * replaces
    command = f"alereport ingest --accept {shlex.quote(folder.name)}{options}"
    reviewed = _Reviewed(document, tuple(completed), seen, filled, command)
    done, deviating = _filled_in(workspace, reviewed, deviation, replaces=replaces, writes=writes)
    files = map(workspace.relative, workspace.data_files()) if writes else ()
    return Accepted(
        done,
        [*actions.values()].count("leave_out"),
        [*actions.values()].count(""),
        tuple(name for name in files if name in done.files),
        deviating,
    )


def _require_decided(place: str, rows: Sequence[Row], decided: Decisions, *, proved: bool) -> None:
    """Require rows, and a decision on each.

    Raises:
        IngestError: There are none, or some are open.
    """
    if not rows:
        step = "enter them with alereport template and alereport fill"
        raise IngestError(place, "no rows were drafted", "rows of a dataset", step)
    waiting = decisions.still_open(rows, decided, proved=proved)
    if not waiting:
        return
    named = "; ".join(f"{each['id']} ({_why_open(each, decided)})" for each in waiting[:MOST_NAMED])
    more = ", …" if len(waiting) > MOST_NAMED else ""
    step = f"{STEP.replace('the row', 'them')} {shlex.quote(Path(place).name)}"
    if all(each["state"] == "proved" for each in waiting):
        step += ", or say --proved"
    found = f"{len(waiting)} of {len(rows)} rows are not decided: {named}{more}"
    raise IngestError(place, found, "a decision on each row", step)


def _why_open(row: Row, decided: Decisions) -> str:
    if before := decided.before(row):
        return (
            f"{before.by} decided on {before.read['as_printed']}, now {row['as_printed']} is read"
        )
    state, reason = row["state"], row["reason"]
    return f"{state}: {reason}" if reason else str(state)


def _completed(
    file: str,
    rows: Sequence[Row],
    decided: Decisions,
    completion: Completion,
    *,
    only_whole: bool = False,
) -> list[Completed]:
    """The rows that go into the data, with all that they need.

    Raises:
        TableError: One lacks something; `CellsError` if several do.
    """
    found: list[Completed] = []
    for row in rows:
        decision = decided.of(row)
        if decision is None or decision.action != "leave_out":
            found.append(completion.completed(row, decision.values if decision else {}))
    if only_whole:
        return [each for each in found if not each.lacking]
    problems = [
        TableError(place_of(file, each.row), said, completion.expected(each, name), STEP)
        for each in found
        for names, said_of in ((each.lacking, "{} is empty"), (each.unknown, "{} is no column"))
        for name in names
        for said in [said_of.format(name)]
    ]
    if problems:
        raise problems[0] if len(problems) == 1 else CellsError(tuple(problems))
    return found


def place_of(file: str, row: Row) -> str:
    """Where a drafted row stands, in messages: the file, the place in it, and the row's id."""
    return f"{file}, {row['place']}, {row['id']}"


def _as_filled(
    workspace: Workspace, file: str, document: dict[str, str], completed: Sequence[Completed]
) -> Filled:
    """The rows as they are put in, with those of the same datasets that a person typed."""
    areas = {
        each.area["area"]: FilledRow(each.area, {}, place_of(file, each.row))
        for each in completed
        if each.area
    }
    rows = {"areas": [*areas.values()]} if areas else {}
    for each in completed:
        place = place_of(file, each.row)
        rows.setdefault(each.dataset, []).append(FilledRow(each.cells, {}, place))
    for dataset in {*rows} - {*registers.REGISTERS}:
        rows[dataset] += _typed(workspace, dataset, document["document"], rows[dataset])
    return Filled(file, document, rows, step=STEP)


def _typed(
    workspace: Workspace, dataset: str, document: str, accepted: Sequence[FilledRow]
) -> Iterator[FilledRow]:
    """The rows of the document in the data that a person typed: they stay as they are."""
    path = merging.file_of(workspace, dataset, document)
    if not path.exists():
        return
    table, file = schemas.schema(workspace, dataset), workspace.relative(path)
    ingested = origins.read(workspace, document)
    keys = {_address(file, table.primary_key, each.cells) for each in accepted}
    for cells in data_files.records(workspace, path):
        address = _address(file, table.primary_key, cells)
        if address not in keys and address not in ingested:
            yield FilledRow(cells, {}, address)


def _address(file: str, key: Sequence[str], cells: Mapping[str, str]) -> str:
    return addresses.of_key(file, [cells[name] for name in addresses.key_columns(file, key)])


def _filled_in(
    workspace: Workspace,
    reviewed: _Reviewed,
    deviation: Deviation | None,
    *,
    replaces: bool,
    writes: bool,
) -> tuple[Filling, tuple[Failure, ...]]:
    """Put the rows in, and tell which were accepted although a rule refuses them."""
    deviating: tuple[Failure, ...] = ()

    def beside(copy: Workspace) -> None:
        origins.write(copy, reviewed.document["document"], _spots(copy, reviewed))
        for each in deviating:
            if deviation:
                deviations.accept(copy, each, reason=deviation.reason, by=deviation.by)

    def done() -> Filling:
        return filling.fill(
            workspace, reviewed.filled, replaces=replaces, writes=writes, beside=beside
        )

    try:
        return done(), ()
    except GateError as refused:
        deviating = _as_printed(workspace, refused.failures, reviewed)
        if not deviation or not deviating:
            raise _with_steps(workspace, refused, deviating, reviewed.command) from None
    return done(), deviating


def _spots(copy: Workspace, reviewed: _Reviewed) -> dict[str, Spot]:
    """Where each row stands in the document, by its address."""
    found = {}
    for each in reviewed.completed:
        path = merging.file_of(copy, each.dataset, reviewed.document["document"])
        key = schemas.schema(copy, each.dataset).primary_key
        box = tuple(each.row.get("box") or ())
        spot = Spot.of(each.row["place"], each.row.get("page"), box)
        found[_address(copy.relative(path), key, each.cells)] = spot
    return found


def _as_printed(
    workspace: Workspace, failures: Sequence[Failure], reviewed: _Reviewed
) -> tuple[Failure, ...]:
    """The failures of rules in rows that a person saw, and accepted as they were read."""
    places = {
        place_of(reviewed.filled.file, each.row): each.dataset
        for each in reviewed.completed
        if each.row["id"] in reviewed.seen
    }
    return tuple(
        failure
        for failure in failures
        if failure.place in places
        and failure.rule
        in {each.rule for each in rules.of_dataset(workspace, places[failure.place])}
    )


def _with_steps(
    workspace: Workspace, refused: GateError, deviating: Sequence[Failure], command: str
) -> GateError:
    """The same, with what a person does of a row that the document itself has wrong."""
    reasons = deviations.reasons_to_type(params.municipality(workspace).languages)
    step = f"correct it, or if the document has it so run {command} {reasons} --by ROLE"
    return GateError(
        tuple(
            replace(each, next_step=step) if each in deviating else each
            for each in refused.failures
        )
    )
