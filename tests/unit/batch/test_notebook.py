"""What a notebook says of itself: which datasets it reads, so that no other makes it stale."""

from __future__ import annotations

import json

import pytest

from alereport.base.errors import NotebookError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook
from alereport.data import scope
from tests.conftest import edit

LOADED = 'data = report.load(committee, year, datasets=("goals", "measures"))'


def written(*cells: str) -> bytes:
    made = [{"cell_type": "code", "source": source.splitlines(keepends=True)} for source in cells]
    return json.dumps({"cells": [*made, {"cell_type": "markdown", "source": "load("}]}).encode()


def test_a_notebook_reads_what_it_asks_for_and_what_that_needs() -> None:
    read = notebook.datasets(written("import json", LOADED, "data.goals"))
    assert read == scope.with_dependencies(["goals", "measures"])


def test_of_several_calls_each_counts() -> None:
    more = 'before = report.load(committee, year - 1, datasets=["budget"])'
    read = notebook.datasets(written(LOADED, more))
    assert read == scope.with_dependencies(["goals", "measures", "budget"])


@pytest.mark.parametrize(
    "cells",
    [
        ["1 + 1"],
        ["report.load(committee, year)"],
        [LOADED, "report.load_municipality()"],
        ["wanted = ('goals',)", "report.load(committee, year, datasets=wanted)"],
        ["report.load(committee, year, **{'datasets': ('goals',)})"],
        ["report.load(committee, year, datasets='goals')"],
        ["report.load(committee, year, datasets=None)"],
        [LOADED, "door = report.load", "door(committee, year)"],
        [LOADED, "from alereport.report import load as door"],
        [LOADED, "from alereport.report import *"],
        [LOADED, "%matplotlib inline"],
    ],
    ids=[
        "no call",
        "not said",
        "not said in one",
        "a name",
        "unpacked",
        "a word",
        "none",
        "renamed",
        "imported by another name",
        "everything imported",
        "no Python",
    ],
)
def test_where_it_cannot_be_told_a_notebook_may_read_all(cells: list[str]) -> None:
    assert notebook.datasets(written(*cells)) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cells": [{}]}', b"\xff"])
def test_of_what_is_no_notebook_nothing_is_told(content: bytes) -> None:
    assert notebook.datasets(content) is None


def test_an_unknown_dataset_is_refused_before_a_kernel(checked: Workspace) -> None:
    edit(checked, "notebooks/budget.ipynb", '\\"budget\\",', '\\"budgets\\",')
    with pytest.raises(NotebookError, match="it asks for the dataset budgets; expected some of"):
        notebook.check(checked, "budget", ReportParams)


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ("# Why not.\nx  =  1\n", False),
        ("x = 2", True),
        ("%time x = 1", True),
        ("x = 'a # b'", True),
    ],
)
def test_a_comment_in_code_counts_for_nothing(changed: str, counts: bool) -> None:
    before, after = written("x = 1  # Because."), written(changed)
    assert (notebook.what_counts(before) != notebook.what_counts(after)) == counts


def test_the_text_and_the_tags_of_a_notebook_count() -> None:
    content = json.loads(written("x = 1"))
    cell = content["cells"][0]
    tagged = {**cell, "metadata": {"tags": ["remove-cell"]}}
    text = {"cell_type": "markdown", "metadata": {}, "source": "x = 1"}
    found = {
        notebook.what_counts(json.dumps(content | {"cells": cells}).encode())
        for cells in ([cell], [tagged], [text], [cell, text])
    }
    assert len(found) == 4
    assert notebook.what_counts(b"no notebook") == "no notebook"
