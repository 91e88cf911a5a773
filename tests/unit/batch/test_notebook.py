"""What a notebook says of itself: which datasets it reads, so that no other makes it stale."""

from __future__ import annotations

import json

import pytest

from alereport.base.errors import NotebookError, TableError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook
from alereport.data import schemas, scope
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
    with pytest.raises(
        NotebookError, match="it asks for the dataset budgets, which data/"
    ) as refused:
        notebook.check(checked, "budget", ReportParams)
    assert refused.value.next_step == "correct its name"


def test_a_dataset_that_the_version_has_comes_with_an_upgrade(checked: Workspace) -> None:
    (checked.data / "budget").rename(checked.root / "budget-elsewhere")
    with pytest.raises(NotebookError, match="it asks for the dataset budget") as refused:
        notebook.check(checked, "budget", ReportParams)
    assert "run alereport upgrade" in refused.value.next_step
    with pytest.raises(TableError, match=r"data/budget/table\.yaml.*run alereport upgrade"):
        schemas.schema(checked, "budget")
