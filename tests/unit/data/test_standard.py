"""What an installed alereport brings with it for a project to begin with."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from alereport.data import standard
from tests.conftest import ROOT


def test_in_a_checkout_they_are_those_of_its_own_project() -> None:
    found = standard.files()
    assert set(found) == {path.parent.name for path in (ROOT / "data").glob("*/table.yaml")}
    assert all("table.yaml" in names for names in found.values())
    assert found["budget"]["rules.yaml"] == (ROOT / "data/budget/rules.yaml").read_bytes()


def test_of_a_package_with_its_own_they_are_those(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "standard" / "data" / "visits"
    folder.mkdir(parents=True)
    (folder / "table.yaml").write_bytes(b"title: Visits\n")
    (folder / "visits.csv").write_bytes(b"document\n")
    monkeypatch.setattr(standard, "PACKAGE", tmp_path)
    assert standard.files() == {"visits": {"table.yaml": b"title: Visits\n"}}
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "book.yaml").write_bytes(b"- page: index\n")
    assert standard.project() == {
        "data/visits/table.yaml": b"title: Visits\n",
        "params/book.yaml": b"- page: index\n",
    }


@pytest.mark.slow
def test_a_wheel_has_the_same_bytes(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"),
            *("--no-build-isolation", "--disable-pip-version-check"),
            *("--wheel-dir", str(tmp_path), str(ROOT)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        prefix = "alereport/standard/"
        packed = {
            name.removeprefix(prefix): wheel.read(name)
            for name in wheel.namelist()
            if name.startswith(prefix)
        }
    begun = standard.project()
    assert begun.pop("params/book.yaml") == (ROOT / "alereport/base/book.yaml").read_bytes()
    assert packed == begun
    assert {"data/budget/rules.yaml", "notebooks/budget.ipynb", "_quarto.yml"} <= set(packed)
