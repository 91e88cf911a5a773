"""Made-up municipalities in a project that the tests of this folder read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook as Book

from alereport.base.workspace import Workspace
from alereport.workbooks import reading, writing
from alereport.workbooks.filled import Filled
from tests import made_up
from tests.unit.workbooks import typed

AUGUST = "bun-delarsrapport-augusti-2025"


@pytest.fixture(scope="session")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("exempelkommunen")
    return made_up.project(root, made_up.of_municipality("exempelkommunen"))


@pytest.fixture(scope="session")
def new_report(municipality: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workbook of an interim report, which is not to be changed."""
    path = tmp_path_factory.mktemp("workbooks") / "bun-2025-08.xlsx"
    writing.write(municipality, typed.document(municipality, AUGUST), path)
    return path


@pytest.fixture
def report(new_report: Path) -> Book:
    """A new workbook of an interim report, to be filled in."""
    return typed.opened(new_report)


@pytest.fixture
def read(municipality: Workspace, tmp_path: Path) -> Callable[[Book], Filled]:
    """Read a workbook as it is once it has been saved."""

    def saved_and_read(book: Book) -> Filled:
        path = tmp_path / "bun-2025-08.xlsx"
        book.save(path)
        return reading.read(municipality, path)

    return saved_and_read
