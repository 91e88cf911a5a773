"""The tutorial does what it says: each command and each cell of it, in an empty folder."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from alereport.base.workspace import Workspace
from tests.conftest import ROOT, Ended, edit, run_alereport

pytestmark = pytest.mark.slow

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (?P<sheet>\w+) \| (?P<cells>[A-Z]+\d+ \| .+) \|$", re.MULTILINE)
CELL = re.compile(r"^[A-Z]+\d+$")
STEP = re.compile(r"^## ", re.MULTILINE)


def run(workspace: Workspace, line: str) -> Ended:
    """A command of the tutorial, in the folder that it is given in."""
    program, *arguments = shlex.split(line)
    assert program == "alereport"
    ended = run_alereport(workspace, *arguments)
    assert ended.returncode == 0, line + ended.stdout + ended.stderr
    return ended


def commands(text: str) -> list[str]:
    """The commands of the program, in order; others are of the shell and of pip."""
    lines = "".join(BLOCK.findall(text)).splitlines()
    return [line for line in lines if line.startswith("alereport ")]


def type_cells(folder: Path, text: str) -> None:
    """Type the cells of each table of a step into the workbook that has the sheet."""
    for row in ROW.finditer(text):
        (file,) = (path for path in folder.glob("*.xlsx") if _has(path, row["sheet"]))
        book = openpyxl.load_workbook(file)
        parts = [part.strip() for part in row["cells"].split("|")]
        for cell, value in pairwise(parts):
            if CELL.match(cell):
                book[row["sheet"]][cell] = int(value) if value.isdigit() else value
        book.save(file)


def _has(path: Path, sheet: str) -> bool:
    return sheet in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    first = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    begin, *others = commands(first)
    run(Workspace(tmp_path), begin)
    workspace = Workspace(tmp_path / "lillaedet")
    said = [run(workspace, line).stdout for line in others]
    assert "Notebooks: 0 executed" in said[1]
    assert "data/budget/kultur-plan-2024.csv:25" in said[3]

    edit(workspace, "data/budget/kultur-plan-2024.csv", "252119,\n", "252911,\n")
    red = run_alereport(workspace, "validate")
    assert red.returncode == 13
    shown = first.split("the line:\n\n```\n")[1].split("\n```")[0]
    assert " ".join(shown.split()) in " ".join(red.stderr.split())
    edit(workspace, "data/budget/kultur-plan-2024.csv", "252911,\n", "252119,\n")

    second = (ROOT / "docs" / "tutorial-year.md").read_text(encoding="utf-8")
    for step in STEP.split(second):
        if "`as_of`" in step:
            edit(workspace, "params/municipality.yaml", "as_of: 2024-08-31", "as_of: 2025-08-31")
        for line in commands(step):
            run(workspace, line)
        type_cells(workspace.root, step)
    page = (workspace.site("sv") / "kultur-2025" / "follow_up.html").read_text(encoding="utf-8")
    assert "−2\u00a0050" in page
    assert "Fler evenemang än planerat" in page
