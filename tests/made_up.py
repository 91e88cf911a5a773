"""Made-up municipalities, and their documents in tests/plans, as projects of their own.

A document is a source text and a YAML file: the municipality, the documents it builds on, and the
rows of each dataset as CSV.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from alereport.base import params
from alereport.base.workspace import Workspace
from tests.conftest import ROOT

PLANS = ROOT / "tests" / "plans"
REGISTERS = ("committees", "areas", "documents")
ABOUT = {"municipality", "needs", "accepted"}
"""What a document's file says of itself, beside its rows."""


@cache
def read(name: str) -> dict[str, Any]:
    """A document or a municipality of tests/plans."""
    content: dict[str, Any] = yaml.safe_load((PLANS / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


DOCUMENTS = [
    path.stem for path in sorted(PLANS.glob("*.yaml")) if path.with_suffix(".txt").exists()
]


def with_needs(name: str) -> list[str]:
    """A document after those that it builds on."""
    return [*read(name).get("needs", ()), name]


def of_municipality(municipality: str) -> list[str]:
    """The documents of a municipality."""
    return [name for name in DOCUMENTS if read(name)["municipality"] == municipality]


def project(root: Path, names: Iterable[str]) -> Workspace:
    """Make a project of some documents of one municipality: their rows and no other.

    The schemas, the rules and the settings are those of the repository, except for the habits: the
    general ones, and the municipality's own if its file has any. The source documents are in the
    folder `sources`, with their checksums registered.
    """
    documents = [read(name) for name in names]
    (municipality,) = {each["municipality"] for each in documents}
    _copy_forms(root)
    _write_settings(root, read(municipality)["params"])
    workspace = Workspace(root)
    for name in names:
        add(workspace, name)
    return workspace


def _copy_forms(root: Path) -> None:
    for path in (ROOT / "data").glob("*/*.yaml"):
        if path.name in {"table.yaml", "rules.yaml"}:
            to = root / "data" / path.parent.name / path.name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to)


def _write_settings(root: Path, own: dict[str, Any]) -> None:
    (root / "params").mkdir()
    shutil.copy2(ROOT / "params" / "book.yaml", root / "params")
    text = (ROOT / "params" / "municipality.yaml").read_text(encoding="utf-8")
    settings = {**yaml.safe_load(text), "habits": {}, **own}
    path = root / "params" / "municipality.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")


def add_reports(workspace: Workspace) -> None:
    """Add what a project's reports are made with, and the parameters of one for each plan."""
    for name in ("notebooks", "_quarto.yml", "index.qmd"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, workspace.root / name)
    for name in DOCUMENTS:
        committee, year = name.partition("-")[0], name[-4:]
        if (workspace.dataset("budget") / f"{name}.csv").exists():
            path = workspace.params / f"{committee}-{year}.yaml"
            text = f"committee: {committee}\nyear: {year}\nlanguage: sv\n"
            path.write_text(text, encoding="utf-8")


def add(workspace: Workspace, name: str) -> list[Path]:
    """Add a document to a project, as a steward does; return the files that were touched.

    Rows are added to the registers, and every other dataset gets a file of its own.
    """
    content = read(name)
    committee = name.partition("-")[0]
    registers = {
        dataset: _rows(text)
        for dataset in REGISTERS
        for text in [content.get(dataset) or read(content["municipality"])[dataset]]
    }
    touched = [
        path
        for dataset, (head, *rows) in registers.items()
        for own_rows in [[row for row in rows if row.startswith((f"{committee},", name))]]
        for path in _added(workspace, dataset, head, _registered(name, dataset, own_rows))
    ]
    touched += [_written(workspace, dataset, name, content[dataset]) for dataset in _own(content)]
    for dataset, entries in content.get("accepted", {}).items():
        path = workspace.dataset(dataset) / "accepted.yaml"
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + entries, encoding="utf-8")
        touched.append(path)
    sources = workspace.root / "sources"
    sources.mkdir(exist_ok=True)
    shutil.copy2(PLANS / f"{name}.txt", sources)
    return touched


def _own(content: dict[str, Any]) -> list[str]:
    return [dataset for dataset in content if dataset not in {*ABOUT, *REGISTERS}]


def _rows(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def _registered(name: str, dataset: str, rows: list[str]) -> list[str]:
    """The rows with the document's checksum, as `alereport register` fills it in."""
    if dataset != "documents":
        return rows
    checksum = hashlib.sha256((PLANS / f"{name}.txt").read_bytes()).hexdigest()
    return [row + checksum for row in rows]


def _added(workspace: Workspace, dataset: str, head: str, rows: list[str]) -> Iterator[Path]:
    path = workspace.dataset(dataset) / f"{dataset}.csv"
    before = path.read_text(encoding="utf-8") if path.exists() else head + "\n"
    new_rows = [row + "\n" for row in rows if row + "\n" not in before]
    if new_rows:
        rows = [*before.removeprefix(head + "\n").splitlines(keepends=True), *new_rows]
        if params.municipality(workspace).habits.registers_in_order:
            rows = _in_order(dataset, rows)
        path.write_text(head + "\n" + "".join(rows), encoding="utf-8")
        yield path


def _in_order(dataset: str, rows: list[str]) -> list[str]:
    """Rows of a register where the habit `registers_in_order` wants them."""
    cells = dict(zip(rows, csv.reader(rows), strict=True))
    if dataset != "documents":
        return sorted(rows, key=lambda row: cells[row][:2])
    year, kind = 3, 4
    kinds = list(dict.fromkeys(cells[row][kind] for row in rows))
    return sorted(rows, key=lambda row: (kinds.index(cells[row][kind]), cells[row][year]))


def _written(workspace: Workspace, dataset: str, name: str, text: str) -> Path:
    suffix = "md" if dataset == "commentary" else "csv"
    path = workspace.dataset(dataset) / f"{name}.{suffix}"
    path.write_text(text, encoding="utf-8")
    return path
