"""A library that is postponed is loaded when it is used, and is then the library itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from alereport.base import imports


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with one module, which nothing has imported yet."""
    package = tmp_path / "slow_library"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "figures.py").write_text("ANSWER = 42\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield "slow_library"
    for name in [name for name in sys.modules if name.startswith("slow_library")]:
        del sys.modules[name]


def test_a_postponed_module_is_loaded_when_it_is_first_used(library: str) -> None:
    with imports.postponed(f"{library}.figures"):
        figures = import_module(f"{library}.figures")
        assert "ANSWER" not in vars(figures)
    assert f"{library}.figures" not in sys.modules
    assert figures.ANSWER == 42
    assert figures.ANSWER == sys.modules[f"{library}.figures"].ANSWER


def test_a_postponed_module_can_be_used_at_once(library: str) -> None:
    with imports.postponed(f"{library}.figures"):
        assert import_module(f"{library}.figures").ANSWER == 42
        assert "ANSWER" in vars(sys.modules[f"{library}.figures"])


def test_who_imports_it_afterwards_gets_the_library_itself(library: str) -> None:
    with imports.postponed(f"{library}.figures"):
        import_module(f"{library}.figures")
    assert vars(import_module(f"{library}.figures"))["ANSWER"] == 42


def test_a_module_that_is_loaded_already_is_not_replaced(library: str) -> None:
    loaded = import_module(f"{library}.figures")
    with imports.postponed(f"{library}.figures"):
        assert import_module(f"{library}.figures") is loaded
    assert sys.modules[f"{library}.figures"] is loaded


@pytest.mark.slow
def test_the_gates_engine_starts_without_libraries_that_no_rule_uses() -> None:
    code = """
import sys
import alereport.gate.gx as gate
print(sorted({"altair", "scipy.stats", "great_expectations"} & set(sys.modules)))
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as own
print(own.stats.norm.cdf(0), own.alt.Chart.__name__)
"""
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    assert process.stdout.splitlines() == ["['great_expectations']", "0.5 Chart"]
