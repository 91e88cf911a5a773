"""Putting what was filled in into the project: all of it, where the gate passes it, or nothing.

It is put into a copy of the data first, which the gate checks. The copy's files then replace the
project's, one by one, each whole, the register of documents last. Where a command is killed among
them, the same command puts in what is left.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alereport.base.errors import Failure, GateError, TableError
from alereport.base.workspace import Workspace, write_together
from alereport.data import registers, registration, versions
from alereport.data.register_files import KEYS, RegisterFile
from alereport.data.versions import Change
from alereport.gate import counts, validation, verdicts
from alereport.gate.verdicts import Verdict
from alereport.privacy.disclosure import Disclosure
from alereport.workbooks import merging, new
from alereport.workbooks.filled import Filled, FilledRow
from alereport.workbooks.places import Places, at

OVERWRITES = "overwrites-nothing"
"""The name, in messages, of the rule that no value in the data is replaced unasked."""


@dataclass(frozen=True)
class Filling:
    """What a workbook changes.

    Attributes:
        document: The document's short name.
        files: The files that are new or changed, from the project's root, in the order in which
            they are written.
        changes: What differs row by row, or cell by cell, without values that are withheld.
        warnings: What the gate warns of in those files, each with its place in the workbook.
        elsewhere: What fails in other files, and failed before.
        is_written: True if the project has it now.
    """

    document: str
    files: tuple[str, ...]
    changes: tuple[Change, ...]
    warnings: tuple[Failure, ...]
    elsewhere: tuple[str, ...]
    is_written: bool


def nothing_else(_copy: Workspace) -> None:
    """Nothing is written beside the rows."""


def fill(
    workspace: Workspace,
    filled: Filled,
    *,
    replaces: bool,
    writes: bool,
    beside: Callable[[Workspace], None] = nothing_else,
) -> Filling:
    """Put what was filled in into the project, if the gate passes it.

    Args:
        workspace: The project; its lock must be held.
        filled: What was filled in.
        replaces: True if a cell that has another value in the data is replaced, and a row removed
            that was not filled in.
        writes: False to write nothing, and only tell what would change.
        beside: Writes what goes with the rows, into a copy of the project that has them.

    Raises:
        GateError: The gate refuses the rows, or a cell has another value in the data; each failure
            has its place in the workbook.
        TableError: A file of the project cannot be read.
    """
    Places(workspace, filled).require_types()
    before, unreadable = _verdict(workspace)
    with _copy(workspace) as copy:
        places = Places(copy, filled)
        _put(copy, filled)
        beside(copy)
        files = _different(workspace, copy)
        changes = [change for file in files for change in _changes(workspace, copy, file)]
        after, still_unreadable = _verdict(copy)
        if still_unreadable and str(still_unreadable) != str(unreadable):
            raise still_unreadable
        known = {_identity(failure) for failure in _failures(before)}
        failures = [each for each in _failures(after) if _identity(each) not in known]
        failures += [] if replaces else _overwritten(changes)
        if failures:
            raise GateError(tuple(map(places.placed, failures)))
        shown = Disclosure(copy)
        filling = Filling(
            filled.document["document"],
            tuple(files),
            tuple(shown.change(change, is_now=True) for change in changes),
            tuple(map(places.placed, _warnings(after, files, filled))),
            tuple(map(str, _failures(before))) + ((str(unreadable),) if unreadable else ()),
            is_written=writes,
        )
        if writes:
            _replace(workspace, copy, files)
    return filling


def _verdict(workspace: Workspace) -> tuple[Verdict, TableError | None]:
    """The verdict on a project, and the error of a file that cannot be read.

    It is made without Great Expectations, which confirms it before anything is published.
    """
    try:
        return validation.validate(workspace, directly=True), None
    except TableError as problem:
        return verdicts.read(workspace), problem


@contextmanager
def _copy(workspace: Workspace) -> Iterator[Workspace]:
    """A copy of what the gate reads, in a folder for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="fill-") as folder:
        copy = Workspace(Path(folder).resolve())
        for path in (workspace.data, workspace.params):
            shutil.copytree(path, copy.root / path.relative_to(workspace.root))
        for path in (workspace.verdict, *workspace.sites.glob("*/publication.json")):
            if path.is_file():
                target = copy.root / path.relative_to(workspace.root)
                target.parent.mkdir(parents=True)
                shutil.copy2(path, target)
        yield copy


def _put(copy: Workspace, filled: Filled) -> None:
    """Write what was filled in into the copy."""
    document = filled.document["document"]
    for register in ("committees", "areas"):
        for row in filled.rows.get(register, ()):
            _put_in_register(copy, register, row.cells)
    try:
        _put_document(copy, filled)
    except registration.InvalidCellError as problem:
        refused = at(_of_document(filled, problem), filled.file, filled.step)
        raise GateError((refused,)) from None
    is_changed = False
    for dataset, rows in filled.rows.items():
        if dataset not in registers.REGISTERS:
            is_changed |= _put_rows(copy, dataset, document, rows)
    declaration = copy.dataset(counts.SECTIONS) / f"{document}.csv"
    if is_changed and declaration.exists():
        _declare(copy, document)


def _put_in_register(copy: Workspace, register: str, cells: Mapping[str, str]) -> None:
    file = RegisterFile(copy, register)
    line, row = file.row_of(*(cells[name] for name in KEYS[register]))
    given = {column: value for column, value in cells.items() if value}
    if {**row, **given} != row:
        file.write(line, {**row, **given})


def _put_document(copy: Workspace, filled: Filled) -> None:
    file = RegisterFile(copy, registration.REGISTER)
    line, _row = file.row_of(filled.document["document"])
    if line is None:
        new.create(copy, filled.document)
    else:
        _put_in_register(copy, registration.REGISTER, filled.document)


def _of_document(filled: Filled, problem: registration.InvalidCellError) -> Failure:
    why = "A document is registered before its rows are filled in."
    found, _semicolon, expected = str(problem).partition(" is given; expected ")
    return Failure(filled.file, 1, problem.column, found, "registered", expected, why, filled.step)


def _put_rows(copy: Workspace, dataset: str, document: str, rows: Sequence[FilledRow]) -> bool:
    """Write the rows of a dataset; return whether its file is another than before."""
    path = merging.file_of(copy, dataset, document)
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(merging.merged(copy, path, [row.cells for row in rows]))
    return before != path.read_bytes()


def _declare(copy: Workspace, document: str) -> None:
    """Declare the numbers of rows that are no longer as they were counted, as not counted."""
    found = counts.of_document(copy, document)
    if found and not all(count.holds for count in found):
        counts.write(copy, found)


def _different(workspace: Workspace, copy: Workspace) -> list[str]:
    """The files that differ, the rows of the document first and the register of documents last."""

    def content(of: Workspace) -> dict[str, bytes]:
        own = (*of.origins.glob("*.csv"), *of.data.glob("*/accepted.yaml"))
        paths = (*of.data_files(), *sorted(own), *sorted(of.params.glob("*.yaml")))
        return {of.relative(path): path.read_bytes() for path in paths}

    before, after = content(workspace), content(copy)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    last = [f"data/{register}/{register}.csv" for register in ("committees", "areas", "documents")]
    return sorted(names, key=lambda name: (name in last and last.index(name) + 1, name))


def _changes(workspace: Workspace, copy: Workspace, file: str) -> list[Change]:
    """What differs in a data file; nothing of any other file."""
    if copy.root / file not in copy.data_files():
        return []
    before, after = (
        path.read_bytes() if path.exists() else b""
        for path in (workspace.root / file, copy.root / file)
    )
    return versions.changes(copy.root / file, file, before, after)


def _overwritten(changes: Sequence[Change]) -> list[Failure]:
    """The values in the data that would be lost, those of declared numbers apart."""
    step = "look which is right, then run it again with --replace"
    why = "What is in the data was compared with its document."
    return [
        Failure(
            change.file,
            change.line,
            change.column or "the row",
            (change.after or "empty") if change.column else "not filled in",
            OVERWRITES,
            f"{change.before}, as {change.file} has it",
            why,
            step,
        )
        for change in changes
        if change.before and change.file.split("/")[1] != counts.SECTIONS
    ]


def _failures(verdict: Verdict) -> list[Failure]:
    return [failure for finding in verdict.values() for failure in finding.failures]


def _warnings(verdict: Verdict, files: Sequence[str], filled: Filled) -> list[Failure]:
    """The warnings of the files that change, and of the document's row in the register."""
    warnings = [each for finding in verdict.values() for each in finding.warnings]
    register = f"data/{registration.REGISTER}/{registration.REGISTER}.csv"
    document = filled.document["document"]
    return [
        each
        for each in warnings
        if (each.file in files and each.file != register)
        or (each.file == register and document in each.value.split(", "))
    ]


def _identity(failure: Failure) -> tuple[str, str, str, str, str]:
    """What a failure has in common before and after rows were added above it."""
    return (failure.file, failure.rule, failure.column, failure.value, failure.expected)


def _replace(workspace: Workspace, copy: Workspace, files: Sequence[str]) -> None:
    """Put the copy's files in the places of the project's: none before all are written."""
    write_together({workspace.root / file: (copy.root / file).read_bytes() for file in files})
