"""A project of another municipality, made with the wheel alone; see `tests/wheel.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import wheel as wheels
from tests.conftest import ROOT, make_once
from tests.wheel import INIT, Installed


@pytest.fixture(scope="session")
def wheel(_shared: Path) -> Path:
    make_once(_shared, "wheel", lambda: wheels.build(ROOT, _shared / "wheel"))
    return next((_shared / "wheel").glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, _shared: Path) -> Installed:
    """The wheel in an environment that all tests share."""
    folder = _shared / "installed"
    make_once(_shared, "installed", lambda: wheels.install(wheel, wheels.empty(folder).environment))
    return wheels.in_folder(folder)


@pytest.fixture(scope="session")
def begun_once(installed: Installed, _shared: Path) -> Path:
    folder = _shared / "begun" / "project"

    def begin() -> None:
        folder.mkdir(parents=True)
        said = installed.run(folder, *INIT)
        assert "Next: alereport build" in said

    make_once(_shared, "begun", begin)
    return folder


@pytest.fixture
def begun(begun_once: Path, tmp_path: Path) -> Path:
    """A project as `alereport init` makes it, for the test to change."""
    return Path(shutil.copytree(begun_once, tmp_path / "project"))


@pytest.fixture(scope="session")
def published(installed: Installed, begun_once: Path, _shared: Path) -> Path:
    """The same, published; to be read, not changed."""
    folder = _shared / "published" / "project"

    def publish() -> None:
        shutil.copytree(begun_once, folder)
        said = installed.run(folder, "build", "--engine", "pandoc")
        assert "Data: green" in said
        assert "Warning" not in said

    make_once(_shared, "published", publish)
    return folder
