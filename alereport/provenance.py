"""Fingerprints: what a result depends on, so that a change in it shows.

A fingerprint is a SHA-256 over bytes; times never count. Nothing here imports pandas, so that
asking what is fresh stays quick.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from alereport.errors import ParamsError, TableError
from alereport.params import ReportParams
from alereport.workspace import Workspace

ROOMS_OF_A_KERNEL = (
    "analysis",
    "datasets.py",
    "errors.py",
    "language.py",
    "params.py",
    "presentation",
    "provenance.py",
    "quality",
    "report.py",
    "workspace.py",
)
"""The parts of the package that run inside a notebook; a change in them makes a report stale.

The words are apart: `language_fingerprint`.
"""

REGISTERS = {
    "documents": ("document", "title", "committee", "year", "kind", "url", "sha256"),
    "committees": ("committee", "name_sv", "name_en"),
    "areas": ("committee", "area"),
}
"""The datasets that are one file each and belong to no document, and what they are known by."""

LIBRARIES = (
    "babel",
    "font-source-sans-pro",
    "matplotlib",
    "nbclient",
    "numpy",
    "pandas",
    "papermill",
)
"""The libraries whose versions can change what a notebook shows."""


@dataclass(frozen=True)
class Source:
    """A data file, and which of its rows a report can see.

    What a report shows and what its fingerprint is made of are both selected by this, so that no
    row can be shown without being counted.

    Attributes:
        path: The file.
        column: The report sees the rows whose `column` is `value`; empty for all rows.
        value: See `column`.
    """

    path: Path
    column: str = ""
    value: str = ""


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
def code_fingerprint(*rooms: str) -> str:
    """A fingerprint of the package's own files in the given rooms.

    Args:
        rooms: Modules or folders of the package, such as `quality` or `datasets.py`.
    """
    package = files("alereport")
    tops = [package / room for room in rooms]
    found = sorted(
        (path, item.read_bytes())
        for top in tops
        for path, item in _walk(top, top.name)
        if not path.endswith(".pyc")
    )
    return fingerprint(part for pair in found for part in pair)


def _walk(item: Traversable, path: str) -> Iterable[tuple[str, Traversable]]:
    if item.is_file():
        yield path, item
    elif item.name != "__pycache__":
        for child in item.iterdir():
            yield from _walk(child, f"{path}/{child.name}")


@cache
def library_versions() -> dict[str, str]:
    """The version of each library that can change what a notebook shows."""
    return {name: version(name) for name in LIBRARIES}


def plan_document(workspace: Workspace, report: ReportParams) -> str:
    """The short name of the plan that a committee adopted for a year.

    Raises:
        ParamsError: The committee is not in the register, or has no plan for the year.
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
    wanted = (report.committee, str(report.year), "plan")
    plans = [
        row["document"]
        for row in records(workspace, "documents")
        if (row["committee"], row["year"], row["kind"]) == wanted
    ]
    if len(plans) != 1:
        found = f"there are {len(plans)} plans" if plans else "there is no plan"
        raise ParamsError(
            place,
            f"{found} for {report.committee} {report.year}",
            "one row of kind plan in data/documents/documents.csv",
            "correct the register or remove the file",
        )
    return plans[0]


def sources(workspace: Workspace, report: ReportParams) -> tuple[Source, ...]:
    """What a committee's report for a year reads, in a fixed order.

    Of each register its own rows; of the other datasets, the file made from the committee's plan.

    Raises:
        ParamsError: The committee is unknown, or its plan or the plan's budget table is missing.
    """
    document = plan_document(workspace, report)
    of_plan = sorted(workspace.data.glob(f"*/{document}.csv"))
    budget = workspace.dataset("budget") / f"{document}.csv"
    if budget not in of_plan:
        raise ParamsError(
            workspace.relative(workspace.params / f"{report.slug}.yaml"),
            f"there is no {workspace.relative(budget)}",
            "the budget table of the plan",
            "add the table or remove the file",
        )
    own = {"document": document, "committee": report.committee}
    registers = (
        Source(workspace.dataset(name) / f"{name}.csv", own_key(name), own[own_key(name)])
        for name in REGISTERS
    )
    return (*registers, *map(Source, of_plan))


def files_read(workspace: Workspace, report: ReportParams) -> tuple[Path, ...]:
    """The data files a report reads, in a fixed order; see `sources`."""
    return tuple(source.path for source in sources(workspace, report))


def data_fingerprints(workspace: Workspace, report: ReportParams) -> dict[str, str]:
    """A fingerprint of the rows a report can see, with their schema and rules, by their file."""
    return {
        workspace.relative(source.path): fingerprint(_parts(workspace, source))
        for source in sources(workspace, report)
    }


def _parts(workspace: Workspace, source: Source) -> Iterable[bytes | str]:
    yield from (content(source.path.with_name(name)) for name in ("table.yaml", "rules.yaml"))
    if not source.column:
        yield content(source.path)
        return
    for row in records(workspace, source.path.stem):
        if row[source.column] == source.value:
            yield repr(sorted(row.items()))


def data_fingerprint(workspace: Workspace, report: ReportParams) -> str:
    """One fingerprint of all the rows a report can see."""
    parts = data_fingerprints(workspace, report)
    return fingerprint(part for pair in parts.items() for part in pair)


def language_fingerprint(language: str) -> str:
    """A fingerprint of the words of a language; English is the language of the code."""
    words = files("alereport") / "locale" / f"{language}.po"
    return fingerprint([words.read_bytes()]) if words.is_file() else ""


def own_key(register: str) -> str:
    """The column of a register by which a report knows its own rows."""
    return "document" if register == "documents" else "committee"


def records(workspace: Workspace, register: str) -> list[dict[str, str]]:
    """The rows of a register as they are written, without pandas and before any check.

    Raises:
        TableError: The register is missing, or lacks a column it is known by.
    """
    path = workspace.dataset(register) / f"{register}.csv"
    fields, rows = _rows(content(path))
    if lacking := set(REGISTERS[register]) - set(fields):
        raise TableError(
            workspace.relative(path),
            f"it is missing or has no column {min(lacking)}",
            f"a register with the columns {', '.join(REGISTERS[register])}",
            "restore it",
        )
    return rows


@lru_cache(maxsize=32)
def _rows(data: bytes) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The columns and rows of a register; read once for every report that asks."""
    text = data.decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text), restkey="", restval="")
    found = [{key: str(cell) for key, cell in row.items()} for row in rows]
    return tuple(rows.fieldnames or ()), found
