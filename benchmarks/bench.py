"""The short form of the benchmarks: say what got slower than what is written down.

    make bench

measures the commands of short.yaml in five minutes, in a small project with made-up data. Each is
compared with a stock command that is measured just before it, by the cores' seconds, since machines
differ: their ratio is held against that in figures.json. What is slower by more than a fifth is
measured again, and named if it is slower again. The exit code is 0, whatever was found.

    python -m benchmarks.bench --write

measures everything three times instead, and writes the median ratios to figures.json.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from alereport import demo
from alereport.base.workspace import Workspace
from benchmarks import changed
from benchmarks.spent import time_call

ROOT = Path(__file__).parents[1]
LIST = ROOT / "benchmarks" / "short.yaml"
FIGURES = ROOT / "benchmarks" / "figures.json"
SECONDS = 300
"""How long all of it may take by the clock; what has not begun by then is left out."""
SLOWER = 1.2
"""How many times the ratio written down is slower."""
TURNS = 3
"""How often everything is measured for what is written down."""


@dataclass(frozen=True)
class Benchmark:
    """A line of the list; see short.yaml.

    Attributes:
        name: What is measured.
        run, against, before: A command, what it is compared with, and what is done first.
        prints: A command that prints its ratios itself; `run` and `against` are then empty.
    """

    name: str
    run: str = ""
    against: str = ""
    before: str = ""
    prints: str = ""


@dataclass
class Findings:
    """What was found.

    Attributes:
        ratios: The ratio of each measurement, the last where it was measured twice.
        slower: Those that were slower twice in a row, with the lower of the two ratios.
        problems: What could not be measured, and why, each as one line.
    """

    ratios: dict[str, float] = field(default_factory=dict)
    slower: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


Measure = Callable[[Benchmark], Mapping[str, float]]
"""Measures a benchmark, and returns its ratios by name."""


def benchmarks(path: Path = LIST) -> list[Benchmark]:
    """Return the benchmarks of a list, with the stock commands by name put in.

    Raises:
        ValueError: A line has neither a command with what it is compared with, nor one that prints;
            or its preparation is unknown.
    """
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    stock: dict[str, str] = listed["stock"]
    found = [Benchmark(name, **line) for name, line in listed["short"].items()]
    for each in found:
        if bool(each.run and each.against) == bool(each.prints):
            raise ValueError(f"{each.name}: give run and against, or prints")
        if each.before and each.before not in PREPARATIONS:
            raise ValueError(f"{each.name}: before is one of {', '.join(PREPARATIONS)}")
    return [
        Benchmark(each.name, each.run, stock.get(each.against, each.against), each.before)
        if each.run
        else each
        for each in found
    ]


def compare(
    listed: list[Benchmark],
    measure: Measure,
    written: Mapping[str, float],
    *,
    until: Callable[[], bool],
) -> Findings:
    """Measure each benchmark, and again each that is slower than what is written down.

    Args:
        written: The ratio that each had.
        until: Returns whether the time is up; nothing more is begun then.
    """
    found = Findings()
    for benchmark in listed:
        if until():
            found.problems.append(f"{benchmark.name}: left out, since the time was up")
            continue
        try:
            _compare_one(benchmark, measure, written, found)
        except (OSError, ValueError, subprocess.SubprocessError) as problem:
            found.problems.append(f"{benchmark.name}: not measured: {_reason(problem)}")
    return found


def _compare_one(
    benchmark: Benchmark, measure: Measure, written: Mapping[str, float], found: Findings
) -> None:
    def is_slower(name: str, ratio: float) -> bool:
        return ratio > SLOWER * written.get(name, ratio)

    first = measure(benchmark)
    found.ratios.update(first)
    slow = {name: ratio for name, ratio in first.items() if is_slower(name, ratio)}
    if slow:
        again = measure(benchmark)
        found.ratios.update(again)
        for name, ratio in slow.items():
            if name in again and is_slower(name, again[name]):
                found.slower[name] = min(ratio, again[name])


def _reason(problem: Exception) -> str:
    """Return why a command could not be measured, with the last thing that it said."""
    said = getattr(problem, "stderr", None) or b""
    lines = said.decode(errors="replace").strip().splitlines()
    return f"{problem}{f' ({lines[-1]})' if lines else ''}"


def report(found: Findings, written: Mapping[str, float]) -> str:
    """Return the ratios beside those written down, and what got slower."""
    width = max(map(len, found.ratios), default=0)
    lines = [f"{'':{width}}  {'now':>7}  {'written':>7}"]
    for name, ratio in found.ratios.items():
        before = f"{written[name]:7.2f}" if name in written else f"{'–':>7}"
        lines.append(f"{name:{width}}  {ratio:7.2f}  {before}")
    lines += [
        "Cores' seconds, as a multiple of the stock command's in the same run; see short.yaml.",
        "",
        *found.problems,
    ]
    lines += [
        f"Slower, twice in a row: {name} takes {ratio / written[name]:.2f} times what is written."
        for name, ratio in found.slower.items()
    ]
    if not found.slower:
        lines.append("Nothing measured is slower by more than a fifth, twice in a row.")
    return "\n".join(lines)


class Project:
    """A small project with made-up data, in which the commands are measured.

    Args:
        folder: Where it is made.
        deadline: When all commands must have ended, by `time.monotonic`.
    """

    def __init__(self, folder: Path, deadline: float) -> None:
        self._workspace = demo.make(
            Workspace(ROOT), folder / "project", committee_count=1, years=2, seed=1
        )
        self._deadline = deadline

    def measure(self, benchmark: Benchmark) -> Mapping[str, float]:
        """Return the ratios of a benchmark by name.

        Raises:
            SubprocessError: A command failed, or the time was up.
            ValueError: A command that measures by itself printed no ratios.
        """
        if benchmark.prints:
            return self._printed(benchmark.prints)
        stock = time_call(lambda: self.call(benchmark.against)).cpu
        if benchmark.before:
            PREPARATIONS[benchmark.before](self)
        return {benchmark.name: time_call(lambda: self.call(benchmark.run)).cpu / stock}

    def call(self, command: str) -> bytes:
        """Run a command in the project, and return what it printed."""
        program, *arguments = shlex.split(command)
        words = {"alereport": ["-m", "alereport"], "python": []}[program]
        done = subprocess.run(
            [sys.executable, *words, *arguments],
            cwd=self._workspace.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
            timeout=max(1.0, self._deadline - time.monotonic()),
        )
        return done.stdout

    def _printed(self, command: str) -> Mapping[str, float]:
        lines = self.call(command).decode().strip().splitlines()
        ratios: dict[str, float] = json.loads(lines[-1]) if lines else {}
        return ratios

    def remove(self, *names: str) -> None:
        """Remove folders of `build/`."""
        for name in names:
            shutil.rmtree(self._workspace.build / name, ignore_errors=True)

    def change_a_figure(self) -> None:
        """Increase an investment of the newest plan by 100 thousand kronor."""
        newest = max(self._workspace.dataset("investments").glob("*-plan-*.csv"))
        changed.increase(newest, by_tkr=100)

    def change_and_check_a_figure(self) -> None:
        """Do the same, and ask the gate."""
        self.change_a_figure()
        self.call("alereport validate")


PREPARATIONS: dict[str, Callable[[Project], None]] = {
    "unbuilt": lambda project: project.remove(""),
    "not executed": lambda project: project.remove("notebooks", "book"),
    "not published": lambda project: project.remove("book", "site", "cache"),
    "figure": Project.change_a_figure,
    "checked figure": Project.change_and_check_a_figure,
}
"""What is done before a command is measured, by the name in the list."""


def main() -> None:
    """Measure, and print what got slower; or write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="measure thrice, write figures.json")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long, by the clock")
    options = parser.parse_args()
    # As after an installation by pip: compiled once, and not again in each process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    seconds = options.seconds * (2 * TURNS if options.write else 1)
    deadline = time.monotonic() + seconds
    written = {} if options.write else json.loads(FIGURES.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="alereport-bench-") as folder:
        measure = _told(Project(Path(folder), deadline).measure)
        turns = [
            compare(benchmarks(), measure, written, until=lambda: time.monotonic() > deadline)
            for _turn in range(TURNS if options.write else 1)
        ]
    found = turns[0]
    if options.write:
        problems = [problem for turn in turns for problem in turn.problems]
        found = Findings(dict(_medians(turns)), problems=problems)
        FIGURES.write_text(json.dumps(found.ratios, indent=2) + "\n", encoding="utf-8")
    print(report(found, written))  # noqa: T201


def _told(measure: Measure) -> Measure:
    """Measure, and say which benchmark it has come to."""

    def told(benchmark: Benchmark) -> Mapping[str, float]:
        print(f"{benchmark.name} …", file=sys.stderr, flush=True)  # noqa: T201
        return measure(benchmark)

    return told


def _medians(turns: list[Findings]) -> Iterator[tuple[str, Any]]:
    for name in turns[0].ratios:
        ratios = [turn.ratios[name] for turn in turns if name in turn.ratios]
        yield name, round(statistics.median(ratios), 3)


if __name__ == "__main__":
    main()
