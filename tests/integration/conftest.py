"""A project of another municipality, made with the wheel alone; see `tests/wheel.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import wheel as wheels
from tests.conftest import ROOT
from tests.wheel import INIT, Installed


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheels.build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment that all tests share."""
    made = wheels.empty(tmp_path_factory.mktemp("installed"))
    wheels.install(wheel, made.environment)
    return made


@pytest.fixture(scope="session")
def begun_once(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun") / "project"
    folder.mkdir()
    said = installed.run(folder, *INIT)
    assert "Next: alereport build" in said
    return folder


@pytest.fixture
def begun(begun_once: Path, tmp_path: Path) -> Path:
    """A project as `alereport init` makes it, for the test to change."""
    return Path(shutil.copytree(begun_once, tmp_path / "project"))


@pytest.fixture(scope="session")
def published(
    installed: Installed, begun_once: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same, published; to be read, not changed."""
    folder = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(begun_once, folder)
    said = installed.run(folder, "build", "--engine", "pandoc")
    assert "Data: green" in said
    assert "Warning" not in said
    return folder
