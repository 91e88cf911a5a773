"""`make bench` says what got slower than what is written down, and never fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks import bench
from benchmarks.bench import Benchmark, Findings

WRITTEN = {"status": 1.0, "help": 0.5}
LISTED = [Benchmark("status", "alereport status", "true"), Benchmark("help", "x", "y")]


def compared(ratios: Mapping[str, list[float]], *, until: bool = False) -> Findings:
    """What is found where each measurement of a benchmark gives the next of its ratios."""
    left = {name: iter(values) for name, values in ratios.items()}
    return bench.compare(
        LISTED,
        lambda each: {each.name: next(left[each.name])},
        WRITTEN,
        until=lambda: until,
    )


def test_what_is_slower_by_more_than_a_fifth_twice_in_a_row_is_named() -> None:
    found = compared({"status": [1.5, 1.3], "help": [0.59]})
    assert found.slower == {"status": 1.3}
    assert "Slower, twice in a row: status takes 1.30 times" in bench.report(found, WRITTEN)


def test_what_is_slower_once_is_measured_again_and_not_named() -> None:
    found = compared({"status": [1.5, 1.1], "help": [0.5]})
    assert not found.slower
    assert found.ratios == {"status": 1.1, "help": 0.5}
    assert "Nothing measured is slower" in bench.report(found, WRITTEN)


def test_nothing_is_begun_when_the_time_is_up() -> None:
    found = compared({}, until=True)
    assert not found.ratios
    assert [problem.split(":")[0] for problem in found.problems] == ["status", "help"]


def test_a_command_that_fails_is_said_and_the_others_are_measured() -> None:
    def measure(benchmark: Benchmark) -> Mapping[str, float]:
        if benchmark.name == "status":
            command = [sys.executable, "-c", "raise SystemExit('no project')"]
            subprocess.run(command, check=True, capture_output=True)
        return {benchmark.name: 0.5}

    found = bench.compare(LISTED, measure, WRITTEN, until=lambda: False)
    assert found.ratios == {"help": 0.5}
    assert "status: not measured" in found.problems[0]
    assert "(no project)" in found.problems[0]


def test_a_ratio_that_is_not_written_down_is_shown_and_never_slower() -> None:
    found = bench.compare(LISTED, lambda each: {f"{each.name} new": 9.0}, {}, until=lambda: False)
    assert not found.slower
    assert "status new     9.00        –" in bench.report(found, {})


def test_the_list_names_known_preparations_and_a_stock_command_or_its_own(tmp_path: Path) -> None:
    assert all(each.prints or each.against.startswith("python ") for each in bench.benchmarks())
    path = tmp_path / "short.yaml"
    for line, problem in {
        "{run: alereport status}": "give run and against, or prints",
        "{run: alereport status, against: a, before: magic}": "before is one of",
    }.items():
        path.write_text(f"stock: {{a: python -V}}\nshort:\n  status: {line}\n", "utf-8")
        with pytest.raises(ValueError, match=problem):
            bench.benchmarks(path)


def test_every_figure_written_down_is_of_a_benchmark_in_the_list() -> None:
    figures = json.loads(bench.FIGURES.read_text(encoding="utf-8"))
    names = {each.name for each in bench.benchmarks() if each.run}
    printing = any(each.prints for each in bench.benchmarks())
    assert figures
    assert printing or figures.keys() <= names
    assert all(ratio > 0 for ratio in figures.values())
