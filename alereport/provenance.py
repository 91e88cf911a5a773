"""Fingerprints: what a result depends on, so that a change in it shows.

A fingerprint is a SHA-256 over bytes; times never count. Nothing here imports pandas, so that
asking what is fresh stays quick.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import yaml

from alereport import code, schemas
from alereport.errors import ParamsError, TableError
from alereport.params import MunicipalityParams, Parameters, ReportParams
from alereport.workspace import Workspace

KERNEL = ("alereport.report.*", "alereport.analysis.*", "alereport.presentation.*")
"""What a notebook imports of the package; a change in it, or in what it imports, makes a report
stale."""

REGISTERS = {
    "documents": ("document", "title", "committee", "year", "kind", "url", "sha256"),
    "committees": ("committee", "name_sv", "name_en"),
    "areas": ("committee", "area"),
}
"""The datasets that are one file each and belong to no document, and the columns asked of them."""

NEEDED = {"budget": ("areas", "breaks")}
"""The datasets that others cannot be shown without: a budget's names and what does not compare."""
OF_EVERY_REPORT = ("committees", "documents")
"""The registers that name a report's committee, and the document that each of its rows is from."""

LIBRARIES = (
    "babel",
    "font-source-sans-pro",
    "markdown-it-py",
    "matplotlib",
    "nbclient",
    "numpy",
    "pandas",
    "papermill",
    "pydantic",
    "pyyaml",
    "scipy",
)
"""The libraries whose versions can change what a notebook shows."""


def fingerprint(parts: Iterable[bytes | str]) -> str:
    """One checksum over several parts, in their order."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def content(path: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


@cache
def code_fingerprint(*modules: str) -> str:
    """A fingerprint of modules of the package with all that they import of it.

    Args:
        modules: See `code.files_of`.
    """
    return fingerprint(part for pair in code.files_of(*modules).items() for part in pair)


@cache
def kernel_code() -> dict[str, str]:
    """A fingerprint of the code that runs inside a notebook, room by room of the package."""
    rooms: dict[str, list[bytes | str]] = {}
    for path, data in code.files_of(*KERNEL).items():
        rooms.setdefault(path.partition("/")[0], []).extend((path, data))
    return {room: fingerprint(parts) for room, parts in rooms.items()}


version = cache(metadata.version)
"""The version of an installed library, looked up once."""


@cache
def library_versions() -> dict[str, str]:
    """The version of each library that can change what a notebook shows."""
    return {name: version(name) for name in LIBRARIES}


@dataclass(frozen=True)
class Seen:
    """A data file, and which of its rows a report sees.

    What a report shows and what its fingerprint is made of are both selected by this, so that no
    row can be shown without being counted.

    Attributes:
        path: The file.
        column: Only the rows whose `column` is one of `values` are seen; empty for all rows.
        values: See `column`.
    """

    path: Path
    column: str = ""
    values: tuple[str, ...] = ()

    @property
    def dataset(self) -> str:
        return self.path.parent.name


def documents_of(workspace: Workspace, report: ReportParams) -> dict[str, str]:
    """The documents of a committee and year, by their kind.

    Raises:
        ParamsError: The committee is not in the register, has no document for the year, or has
            two of the same kind.
    """
    place = workspace.relative(workspace.params / f"{report.slug}.yaml")
    known = [row["committee"] for row in records(workspace, "committees")]
    if report.committee not in known:
        raise ParamsError(
            place,
            f"the committee {report.committee} is unknown",
            f"one of {', '.join(known)}",
            "correct it or add the committee to data/committees/committees.csv",
        )
    rows = [
        (row["kind"], row["document"])
        for row in _documents_of_committee(workspace, report.committee)
        if row["year"] == str(report.year)
    ]
    if not rows or len(dict(rows)) < len(rows):
        found = f"there are {len(rows)} documents" if rows else "there is no document"
        raise ParamsError(
            place,
            f"{found} for {report.committee} {report.year}",
            "one row of each kind in data/documents/documents.csv",
            "correct the register or remove the file",
        )
    return dict(rows)


def read_for(datasets: Iterable[str]) -> frozenset[str]:
    """The datasets that are read, and counted, where some are asked for: those and their needs."""
    asked = frozenset(datasets)
    return asked.union(OF_EVERY_REPORT, *(NEEDED.get(name, ()) for name in asked))


def seen(workspace: Workspace, report: Parameters) -> tuple[Seen, ...]:
    """What a report may see, in a fixed order; it sees that of the datasets it asks for.

    The municipality's: every row. A committee's for a year: its documents of that year and of the
    years before; of later documents, what they say became of the plan's goals; of each register,
    its own rows.

    Raises:
        ParamsError: See `documents_of`; or the plan's budget table is missing.
    """
    return seen_by_each(workspace, [report])[0]


def seen_by_each(workspace: Workspace, reports: Iterable[Parameters]) -> list[tuple[Seen, ...]]:
    """What each of some reports may see; see `seen`. The follow-ups are read once for all."""
    goals: dict[Path, frozenset[str]] = {}
    found = []
    for report in reports:
        if isinstance(report, MunicipalityParams):
            names = workspace.datasets
            found.append(tuple(Seen(path) for name in names for path in workspace.data_files(name)))
        else:
            goals = goals or goals_followed_up(workspace)
            found.append(_seen_by_committee(workspace, report, goals))
    return found


def _seen_by_committee(
    workspace: Workspace, report: ReportParams, followed_up: Mapping[Path, frozenset[str]]
) -> tuple[Seen, ...]:
    own = documents_of(workspace, report)
    _require_budget(workspace, report, own.get("plan"))
    follow_up = _follow_up(workspace, own.get("plan"), followed_up)
    documents = {
        row["document"]
        for row in _documents_of_committee(workspace, report.committee)
        if row["year"] <= str(report.year)
    }
    titled = tuple(sorted(documents.union(each.path.stem for each in follow_up)))
    registers = [
        Seen(workspace.dataset("documents") / "documents.csv", "document", titled),
        *(
            Seen(workspace.dataset(name) / f"{name}.csv", "committee", (report.committee,))
            for name in ("committees", "areas")
        ),
    ]
    tables = [
        Seen(path)
        for name in workspace.datasets
        if name not in (*REGISTERS, "follow_up")
        for path in _files_of(workspace, name, sorted(documents))
    ]
    return (*registers, *tables, *follow_up, *_of_no_document(workspace, report.committee))


def _of_no_document(workspace: Workspace, committee: str) -> Iterator[Seen]:
    """Of a dataset that is one file, as a register is: a committee's rows, or all."""
    for name in workspace.datasets:
        path = workspace.dataset(name) / f"{name}.csv"
        if name not in REGISTERS and path.is_file():
            has_own = "committee" in schemas.schema(workspace, name).columns
            yield Seen(path, "committee", (committee,)) if has_own else Seen(path)


def _documents_of_committee(workspace: Workspace, committee: str) -> list[dict[str, str]]:
    rows = (row for row in records(workspace, "documents") if row["committee"] == committee)
    return sorted(rows, key=lambda row: (row["year"], row["document"]))


def _require_budget(workspace: Workspace, report: ReportParams, plan: str | None) -> None:
    budget = workspace.dataset("budget") / f"{plan}.csv"
    if plan and not budget.is_file():
        raise ParamsError(
            workspace.relative(workspace.params / f"{report.slug}.yaml"),
            f"there is no {workspace.relative(budget)}",
            "the budget table of the plan",
            "add the table or remove the file",
        )


def _files_of(workspace: Workspace, dataset: str, documents: Iterable[str]) -> list[Path]:
    """The files that a dataset has for some documents, asked for by name: there may be many."""
    folder = workspace.dataset(dataset)
    named = (folder / f"{document}{kind}" for document in documents for kind in (".csv", ".md"))
    return [path for path in named if path.is_file()]


def _follow_up(
    workspace: Workspace, plan: str | None, followed_up: Mapping[Path, frozenset[str]]
) -> list[Seen]:
    """The rows on a plan's goals, in whichever document they stand."""
    goals = _goals(content(workspace.dataset("goals") / f"{plan}.csv"))
    return [
        Seen(path, "goal", tuple(sorted(goals)))
        for path, its_goals in followed_up.items()
        if not goals.isdisjoint(its_goals)
    ]


def goals_followed_up(workspace: Workspace) -> dict[Path, frozenset[str]]:
    """The goals that each follow-up has rows on; read anew, and understood once a process."""
    return {path: _goals(content(path)) for path in workspace.data_files("follow_up")}


@cache
def _goals(data: bytes) -> frozenset[str]:
    """The goals that a table has rows on."""
    return frozenset(row.get("goal", "") for row in _rows(data)[1])


def data_fingerprints(seen: Iterable[Seen]) -> dict[Seen, str]:
    """A fingerprint of the rows that reports see, with their schema and rules, file by file."""
    wanted = list(dict.fromkeys(seen))
    rules = {
        folder: [content(folder / name) for name in ("table.yaml", "rules.yaml")]
        for folder in {each.path.parent for each in wanted}
    }
    return {each: fingerprint([*rules[each.path.parent], *_rows_of(each)]) for each in wanted}


@cache
def language_fingerprint(language: str) -> str:
    """A fingerprint of the words of a language; English is the language of the code."""
    words = files("alereport") / "locale" / f"{language}.po"
    return fingerprint([words.read_bytes()]) if words.is_file() else ""


def _rows_of(seen: Seen) -> Iterable[bytes | str]:
    if not seen.column:
        yield content(seen.path)
        return
    for row in _rows(content(seen.path))[1]:
        if row.get(seen.column) in seen.values:
            yield repr(sorted(row.items()))


def references(workspace: Workspace, dataset: str) -> list[str]:
    """The datasets that a dataset's foreign keys point to; none where it has no schema."""
    return _references(content(workspace.dataset(dataset) / "table.yaml"))


@cache
def _references(schema: bytes) -> list[str]:
    try:
        keys = yaml.load(schema, yaml.CSafeLoader).get("foreignKeys", ())
        return sorted({key["reference"]["resource"] for key in keys})
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        return []  # `schemas.schema` says what is wrong with it.


def own_key(register: str) -> str:
    """The column of a register by which a report knows its own rows."""
    return "document" if register == "documents" else "committee"


def own_rows(workspace: Workspace, register: str, value: str) -> list[str]:
    """The rows of a register that belong to one committee or document, each as one string."""
    key = own_key(register)
    rows = (row for row in records(workspace, register) if row[key] == value)
    return [repr(sorted(row.items())) for row in rows]


def records(workspace: Workspace, register: str) -> list[dict[str, str]]:
    """The rows of a register as they are written, without pandas and before any check of a cell.

    Raises:
        TableError: The register or its schema cannot be read, or it lacks a column it is known by.
    """
    path = workspace.dataset(register) / f"{register}.csv"
    table = schemas.schema(workspace, register)
    if lacking := sorted(set(REGISTERS[register]) - set(table.columns)):
        raise TableError(
            workspace.relative(path.with_name("table.yaml")),
            f"there is no column {lacking[0]}",
            f"a register with the columns {', '.join(REGISTERS[register])}",
            "restore it",
        )
    return _records(schemas.content(workspace, path), workspace.relative(path), table)


@lru_cache(maxsize=16)
def _records(data: bytes, place: str, table: schemas.Schema) -> list[dict[str, str]]:
    """The rows of a register; read once for every report that asks."""
    _places, rows = schemas.rows(data, place, table)
    return [dict(zip(table.columns, cells, strict=True)) for cells in rows]


@lru_cache(maxsize=64)
def _rows(data: bytes) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The columns and rows of a table as written; read once for every report that asks."""
    text = data.decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text), restkey="", restval="")
    found = [{key: str(cell) for key, cell in row.items()} for row in rows]
    return tuple(rows.fieldnames or ()), found
