"""Where a drafted row stands, and what a reviewer is shown of it, without a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from alereport.ingest.review import positions
from alereport.ingest.review.markup import element, joined
from alereport.ingest.review.positions import Position
from tests.patience import PATIENCE


def table(*lines: tuple[str, list[str]], place: str = "page 3") -> dict[str, Any]:
    """A table of a budget and a plan, as `reading.json` has it."""
    return {
        "title": "Budget",
        "columns": [
            {"label": "Budget 2025", "year": 2025, "kind": "budget"},
            {"label": "Plan 2026", "year": 2026, "kind": "plan"},
        ],
        "rows": [
            {"label": label, "cells": [{"as_printed": each, "place": place} for each in printed]}
            for label, printed in lines
        ],
    }


def row(label: str, printed: str, year: int, kind: str, place: str = "page 3") -> dict[str, Any]:
    return {
        "id": f"budget/{label}/{year}/{kind}",
        "label": label,
        "as_printed": printed,
        "amount_year": year,
        "kind": kind,
        "place": place,
    }


def test_the_same_figure_twice_on_a_page_is_told_by_label_year_and_kind() -> None:
    tables = [table(("Skola", ["500", "500"]), ("Vård", ["500", "500"]))]
    rows = [row("Vård", "500", 2026, "plan"), row("Skola", "500", 2025, "budget")]
    found = positions.of_rows(rows, tables)
    assert found == {rows[0]["id"]: Position(0, 1, 1), rows[1]["id"]: Position(0, 0, 0)}


def test_one_cell_stands_for_one_row() -> None:
    tables = [table(("Skola", ["500", "1"])), table(("Skola", ["500", "1"]))]
    first = row("Skola", "500", 2025, "budget")
    again = {**first, "id": f"{first['id']}#2"}
    third = {**first, "id": f"{first['id']}#3"}
    assert positions.of_rows([first, again, third], tables) == {
        first["id"]: Position(0, 0, 0),
        again["id"]: Position(1, 0, 0),
    }


def test_rows_come_page_by_page_and_along_each_table() -> None:
    tables = [table(("Skola", ["2", "3"])), table(("Skola", ["1", "9"]), place="page 1")]
    rows = [
        row("Skola", "3", 2026, "plan"),
        row("Skola", "2", 2025, "budget"),
        {"id": "goals/trygg", "title": "Trygg", "place": "page 2"},
        row("Skola", "1", 2025, "budget", "page 1") | {"id": "early"},
    ]
    ordered = positions.in_order(rows, positions.of_rows(rows, tables))
    assert [rows.index(each) for each in ordered] == [3, 2, 1, 0]


def test_what_is_no_element_is_escaped() -> None:
    made = element("p", "<b>", element("b", '"&'), title='">', hidden=True, lang=None)
    assert made == '<p title="&quot;&gt;" hidden><b>&quot;&amp;</b></p>'.replace(
        "hidden>", "hidden>&lt;b&gt;"
    )
    assert joined("<", element("br")) == "&lt;<br>"


SLOW = """
import sys
from pathlib import Path
from alereport.ingest import child
child.sys.executable = sys.argv[1]
child.picture(Path("none.pdf"), 1)
"""
READER = """#!{python}
import os, signal, time
from pathlib import Path
from alereport.base import lifelines
lifelines.when_starter_ends(lambda: os.killpg(0, signal.SIGKILL))
Path(os.environ["TMPDIR"], "read").touch()
time.sleep(600)
"""


def test_a_reader_whose_command_is_killed_ends_and_its_folder_goes_with_the_next(
    tmp_path: Path,
) -> None:
    slow, program = tmp_path / "slow.py", tmp_path / "reader"
    slow.write_text(SLOW, encoding="utf-8")
    program.write_text(READER.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    place = Path(tempfile.mkdtemp(prefix="t-"))  # Short enough for sockets, see `MAX_PATH_LENGTH`.
    surroundings = {**os.environ, "TMPDIR": str(place)}
    running = subprocess.Popen([sys.executable, str(slow), str(program)], env=surroundings)
    try:
        scratch = _waited(lambda: list(place.glob("alereport-run-*/ingest-*/read")))
        children = psutil.Process(running.pid).children(recursive=True)
    finally:
        running.kill()
        running.wait()
    _gone, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert children
    assert alive == []
    assert scratch[0].exists()
    again = "from alereport.batch import temporary_folders as folders; folders.sweep()"
    subprocess.run([sys.executable, "-c", again], env=surroundings, check=True, timeout=PATIENCE)
    place.rmdir()  # It is empty.


def _waited(found: Callable[[], list[Path]]) -> list[Path]:
    end = time.monotonic() + PATIENCE
    while not (paths := found()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return paths
