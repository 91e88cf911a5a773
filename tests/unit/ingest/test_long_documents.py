"""A long plan is read in bounded time and memory, and how far it is is told."""

from __future__ import annotations

import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst

from alereport.ingest import child, reading, words

SECONDS = 4.0
"""The most seconds of one core a page, on whatever machine; a quiet one takes a tenth."""
FEW, MORE = 2, 6
"""Pages of two plans that are compared."""
FILLING = "Verksamheten följer budgeten. " * 40


@dataclass(frozen=True)
class Measured:
    """What it takes to read a document: seconds of a core, KiB at the most, and what is read."""

    seconds: float
    memory: int
    read: dict[str, Any]
    told: list[tuple[int, int]]


def measured(path: Path) -> Measured:
    """Read a document, in a process that has no other children."""
    told: list[tuple[int, int]] = []
    read = child.read(path, words.load(None), {}, "", lambda *each: told.append(each))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(used.ru_utime + used.ru_stime, used.ru_maxrss, read, told)


def calls(path: Path) -> int:
    """How many functions are called while a document is read; no machine makes them more."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        reading.read(path, words.load(None), {})
    finally:
        sys.setprofile(before)
    return count


def test_a_longer_plan_takes_as_much_work_a_page(tmp_path: Path) -> None:
    few, more = plan(FEW, tmp_path / "few"), plan(MORE, tmp_path / "more")
    calls(few[0])  # What is imported and compiled once is not counted.
    for short, long in zip(few, more, strict=True):
        assert calls(long) / MORE < 1.1 * calls(short) / FEW


@pytest.mark.slow
@pytest.mark.parametrize("pages", [12, pytest.param(300, marks=pytest.mark.long)])
def test_a_long_plan_is_read_whole_in_bounded_time_and_memory(pages: int, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    for path in plan(pages, tmp_path):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            found = pool.submit(measured, path).result()
        assert found.seconds < SECONDS * pages
        assert found.memory < child.MEMORY // 1024
        states = {cell["state"] for each in found.read["tables"] for row in each["rows"]
                  for cell in row["cells"]}  # fmt: skip
        tables = found.read["tables"]
        assert {len(each["rows"]) for each in tables} == {21}
        assert (len(tables), states) == (pages, {"proved"})
        told += found.told
    assert {of for _read, of in told} == {pages}
    assert all(0 < done <= pages for done, _of in told)


def plan(pages: int, folder: Path) -> tuple[Path, Path]:
    """A plan with a table on each page, as PDF with tags and without."""
    parts = ['#set document(title: "Nämndplan 2025")\n#set text(lang: "sv", size: 10pt)\n']
    for page in range(1, pages + 1):
        rows = [(f"Enhet {n}", 1000 + page * 7 + n * 31, 900 + page * 3 + n * 17)
                for n in range(1, 21)]  # fmt: skip
        total = ("Summa", sum(row[1] for row in rows), sum(row[2] for row in rows))
        cells = ", ".join(f"[{label}], [{one}], [{two}]" for label, one, two in [*rows, total])
        parts.append(
            f"#pagebreak(weak: true)\n= Verksamhet {page}\n{FILLING}\n\nTkr\n#table(columns: 3, "
            f"table.header([Verksamhet], [Budget 2025], [Plan 2026]), {cells})\n"
        )
    folder.mkdir(exist_ok=True)
    source, tagged, untagged = folder / "plan.typ", folder / "tagged.pdf", folder / "untagged.pdf"
    source.write_text("\n".join(parts), encoding="utf-8")
    typst.compile(str(source), output=str(tagged))
    with pikepdf.open(tagged) as pdf:
        del pdf.Root["/StructTreeRoot"]
        pdf.save(untagged)
    return tagged, untagged
