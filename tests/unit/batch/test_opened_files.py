"""A notebook that opens files itself is found by reading its code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alereport.base.workspace import Workspace
from alereport.batch import listed, opened_files
from tests.conftest import ROOT


def lines(*sources: str) -> list[tuple[int, int]]:
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "source": "open(1)"}]
    cells += [{"cell_type": "code", "source": source} for source in sources]
    return [(each.cell, each.line) for each in opened_files.opened(cells)]


@pytest.mark.parametrize(
    "code",
    [
        'pd.read_csv("../data/sick_leave/ks.csv")',
        "read = pd.read_excel",
        'open("x")',
        'getattr(pd, "read_csv")("x")',
        "from pathlib import Path",
        "import os, json",
        "import urllib.request as web",
        "import duckdb",
        "import requests",
        'np.load("x")',
        "from alereport.data import datasets",
        "import alereport.base.workspace",
        "from alereport.report import Workspace",
        "report.datasets.read(1)",
        "!cat x",
        "names = !ls",
        "%%bash\nls",
        "%run x.py",
        '%timeit open("x")',
        '__import__("os")',
        'eval("1")',
        'get_ipython().system("ls")',
    ],
)
def test_what_opens_a_file_an_address_or_a_program_is_found(code: str) -> None:
    assert lines("1", code) == [(3, 1)]


@pytest.mark.parametrize(
    "code",
    [
        "from alereport import exhibits, report",
        "from alereport.chapters.budget import analysis",
        'report.load("ks", 2024, datasets=("budget",))',
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1])",
        "help?",
        '"open(1)"  # open(1)',
        'data.budget.query("open > 1")',
        "import re\nre.compile(1)",
        "this is no Python",
    ],
)
def test_what_opens_nothing_is_not_found(code: str) -> None:
    assert lines(code) == []


def test_the_line_is_that_of_the_cell_also_below_a_magic() -> None:
    assert lines("%%time\nx = 1\nopen(1)") == [(2, 3)]
    assert lines("%matplotlib inline\nplt.plot(\n  1,  # what?\n)\nopen(1)") == [(2, 5)]


def test_the_dataset_of_the_file_is_what_to_ask_for_instead() -> None:
    cell = {"cell_type": "code", "source": 'x = pd.read_csv("../data/goals/a.csv")'}
    (found,) = opened_files.opened([cell])
    assert 'datasets=("goals",)' in found.next_step
    assert "read_csv" in found.found


def test_no_notebook_of_the_project_opens_anything() -> None:
    assert list(listed.opening_files(Workspace(ROOT))) == []


def test_status_names_the_notebook_cell_and_line(project: Workspace) -> None:
    path = project.notebook("budget")
    notebook = json.loads(path.read_bytes())
    notebook["cells"][2]["source"] += ["\nopen('x')"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (found,) = listed.opening_files(project)
    assert found.startswith("notebooks/budget.ipynb, cell 3: line ")
    assert "open('x'); write data = report.load(" in found
