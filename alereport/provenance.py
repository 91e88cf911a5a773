"""Fingerprints: what a result depends on, so that a change in it shows.

A fingerprint is a SHA-256 over bytes; times never count. Nothing here imports pandas, so that
asking what is fresh stays quick.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from alereport.errors import ParamsError, TableError
from alereport.params import ReportParams
from alereport.workspace import Workspace

ROOMS_OF_A_KERNEL = (
    "analysis",
    "commentary.py",
    "datasets.py",
    "errors.py",
    "language.py",
    "locale",
    "params.py",
    "presentation",
    "provenance.py",
    "quality",
    "report.py",
    "workspace.py",
)
"""The parts of the package that run inside a notebook; a change in them makes a report stale."""

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


def files_read(workspace: Workspace, report: ReportParams) -> tuple[Path, ...]:
    """The data files a committee's report for a year reads, in a fixed order.

    The registers always; of the other datasets, the file made from the committee's plan.

    Raises:
        ParamsError: The committee is unknown, or its plan or the plan's budget table is missing.
    """
    document = plan_document(workspace, report)
    registers = [workspace.dataset(name) / f"{name}.csv" for name in REGISTERS]
    of_plan = sorted(workspace.data.glob(f"*/{document}.csv"))
    budget = workspace.dataset("budget") / f"{document}.csv"
    if budget not in of_plan:
        raise ParamsError(
            workspace.relative(workspace.params / f"{report.slug}.yaml"),
            f"there is no {workspace.relative(budget)}",
            "the budget table of the plan",
            "add the table or remove the file",
        )
    return (*registers, *of_plan)


def data_fingerprint(workspace: Workspace, report: ReportParams) -> str:
    """A fingerprint of the rows a report can see: its plan's files, its rows of the registers."""
    document = plan_document(workspace, report)
    mine = {"document": document, "committee": report.committee}
    parts: list[bytes | str] = []
    for path in files_read(workspace, report):
        dataset = path.parent.name
        beside = (path.with_name("table.yaml"), path.with_name("rules.yaml"))
        parts += [workspace.relative(path), *map(content, beside)]
        if dataset not in REGISTERS:
            parts.append(content(path))
            continue
        parts += own_rows(workspace, dataset, mine[own_key(dataset)])
    return fingerprint(parts)


def references(workspace: Workspace, dataset: str) -> list[str]:
    """The datasets that a dataset's foreign keys point to; none where it has no schema."""
    try:
        schema = yaml.load(content(workspace.dataset(dataset) / "table.yaml"), yaml.CSafeLoader)
        return sorted({key["reference"]["resource"] for key in schema.get("foreignKeys", ())})
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        return []  # `datasets.schema` says what is wrong with it.


def own_key(register: str) -> str:
    """The column of a register by which a report knows its own rows."""
    return "document" if register == "documents" else "committee"


def own_rows(workspace: Workspace, register: str, value: str) -> list[str]:
    """The rows of a register that belong to one committee or document, each as one string."""
    key = own_key(register)
    rows = (row for row in records(workspace, register) if row[key] == value)
    return [repr(sorted(row.items())) for row in rows]


def records(workspace: Workspace, register: str) -> list[dict[str, str]]:
    """The rows of a register as they are written, without pandas and before any check.

    Raises:
        TableError: The register is missing, or lacks a column it is known by.
    """
    path = workspace.dataset(register) / f"{register}.csv"
    text = content(path).decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text), restkey="", restval="")
    if lacking := set(REGISTERS[register]) - set(rows.fieldnames or ()):
        raise TableError(
            workspace.relative(path),
            f"it is missing or has no column {min(lacking)}",
            f"a register with the columns {', '.join(REGISTERS[register])}",
            "restore it",
        )
    return [{key: str(cell) for key, cell in row.items()} for row in rows]
