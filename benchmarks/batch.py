"""Time the batch, and stock papermill, on synthetic reports.

    python -m benchmarks.batch --sample 4

makes 25 plans of 5 committees, with every notebook of the project in Swedish and English (with
`--language sv`, only in Swedish), measures everything three times in turn in one run on this
machine, and writes the medians to its section of docs/benchmarks.md.

    python -m benchmarks.batch --growth --years 10

runs only the budget chapter, on 50 plans and on ten times as many committees, three times in turn,
and writes the time of a report and the memory in both cases to a separate section.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alereport import demo
from alereport.base import params
from alereport.base.params import MunicipalityParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook, scheduling
from alereport.batch.scheduling import Task
from benchmarks import changed, page
from benchmarks.memory import Memory
from benchmarks.spent import Duration, median, time_call

ROOT = Path(__file__).parents[1]
BOTH = ("sv", "en")
IN_PROCESS = """
import json, sys, papermill
for notebook, output, given in json.load(sys.stdin):
    papermill.execute_notebook(notebook, output, parameters=given, progress_bar=False)
"""


@dataclass
class Measured:
    """The measurements, one of each in every turn."""

    reports: int
    sample: int
    durations: dict[str, list[Duration]] = field(default_factory=lambda: defaultdict(list))
    in_cells: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)
    compared: int = 0
    executed: int = 0

    def time(self, name: str, call: Callable[[], object]) -> None:
        duration = time_call(call)
        self.durations[name].append(duration)
        message = f"{name}: {duration.wall:.2f} s, {duration.cpu:.2f} s of the cores"
        print(message, file=sys.stderr)  # noqa: T201

    def median(self, name: str) -> Duration:
        return median(self.durations[name])

    def share(self, name: str) -> Duration:
        """Return the median ratio to `alereport run` in the same turn, as turns differ in speed."""
        turns = zip(self.durations[name], self.durations["alereport run"], strict=True)
        return median(
            [Duration(duration.wall / run.wall, duration.cpu / run.cpu) for duration, run in turns]
        )


def main() -> None:
    """Measure, and write the section."""
    options = _options()
    # As after an installation by pip: compiled once, and not again in each process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_path(quiet=2)
    if options.growth:
        section = _growth_section(options)
        if options.write:
            page.write("The batch, ten times as many reports", section)
        print(section)  # noqa: T201
        return
    with tempfile.TemporaryDirectory(prefix="alereport-benchmark-") as folder:
        workspace = demo.make(
            Workspace(ROOT),
            Path(folder, "demo"),
            committee_count=options.committees,
            years=options.years,
            seed=1,
        )
        tasks = scheduling.tasks(
            workspace, params.committee_years(workspace), options.language or BOTH
        )
        sample = tasks[:: max(1, len(tasks) // (options.sample or len(tasks)))]
        run = ["run", *(f"--language={language}" for language in options.language)]
        measured = Measured(len(tasks), len(sample))
        measured.time("validate everything", lambda: _alereport(workspace, "validate"))
        for turn in range(options.repeats):
            _measure_once(workspace, run, tasks, sample, measured, turn)
        section = _section(measured, options)
    if options.write:
        page.write("The batch in one language" if options.language else "The batch", section)
    print(section)  # noqa: T201


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--committees", type=int, default=5)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--sample", type=int, default=0, help="how many reports stock papermill runs; 0 for all"
    )
    parser.add_argument("--no-write", dest="write", action="store_false")
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        help="only this language; by default Swedish and English",
    )
    parser.add_argument(
        "--growth", action="store_true", help="only measure ten times as many reports"
    )
    return parser.parse_args()


def _growth_section(options: argparse.Namespace) -> str:
    """Return the section on the time and memory of a report, with few reports and with many."""
    with tempfile.TemporaryDirectory(prefix="alereport-benchmark-") as folder:
        sizes = [
            _budgets(Path(folder, str(committees)), committees, options.years)
            for committees in (options.committees, 10 * options.committees)
        ]
        for turn in range(options.repeats):
            for size in sizes:
                size.run(turn + 1)
    few, many = (size.seconds_per_report() for size in sizes)
    grown = [f"{100 * (more / less - 1):+.0f} %" for less, more in zip(few, many, strict=True)]
    rows = "\n".join(size.row() for size in sizes)
    arguments = f"--committees {options.committees} --years {options.years}"
    command = f"python -m benchmarks.batch --growth {arguments} --repeats {options.repeats}"
    return f"""Measured by

```sh
{command}
```

in one run on {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}):
`alereport run` on the budgets of {options.committees} committees and of ten times as many, in turn
{options.repeats} times: medians. Memory is that of all processes together at its most, shared pages
counted once.

| reports | seconds | a report | of the cores, a report | MiB | `validate`, seconds |
|--:|--:|--:|--:|--:|--:|
{rows}

With ten times as many, a report takes {grown[0]} by the clock and {grown[1]} of the cores.
"""


@dataclass
class _Size:
    """A workspace with only the budget chapter, and its measurements."""

    workspace: Workspace
    reports: int
    validated: Duration
    durations: list[Duration] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)

    def run(self, turn: int) -> None:
        for folder in ("notebooks", "book", "chapters"):
            shutil.rmtree(self.workspace.build / folder, ignore_errors=True)
        with Memory() as memory:
            self.durations.append(time_call(lambda: _alereport(self.workspace, "run")))
        self.peak_mib.append(memory.peak_mib)
        message = f"{self.reports} reports, turn {turn}: {self.durations[-1].wall:.1f} s"
        print(message, file=sys.stderr)  # noqa: T201

    def seconds_per_report(self) -> tuple[float, float]:
        """Return the seconds of wall time and of CPU time for a report."""
        duration = median(self.durations)
        return duration.wall / self.reports, duration.cpu / self.reports

    def row(self) -> str:
        times = " | ".join(f"{seconds:.3f}" for seconds in self.seconds_per_report())
        wall, peak = median(self.durations).wall, max(self.peak_mib)
        return f"| {self.reports} | {wall:.0f} | {times} | {peak:.0f} | {self.validated.wall:.0f} |"


def _budgets(folder: Path, committees: int, years: int) -> _Size:
    workspace = demo.make(Workspace(ROOT), folder, committee_count=committees, years=years, seed=1)
    for path in workspace.notebooks.glob("*.ipynb"):
        if path.stem != "budget":
            path.unlink()
    reports = len(scheduling.tasks(workspace, params.committee_years(workspace), BOTH))
    return _Size(workspace, reports, time_call(lambda: _alereport(workspace, "validate")))


def _measure_once(
    workspace: Workspace,
    run: Sequence[str],
    tasks: Sequence[Task],
    sample: Sequence[Task],
    measured: Measured,
    turn: int,
) -> None:
    stock, in_process = workspace.root / "stock", workspace.root / "in-process"
    measured.time("stock papermill", lambda: _run_stock(workspace, sample, stock))
    measured.time("papermill in process", lambda: _run_in_process(workspace, sample, in_process))
    shutil.rmtree(workspace.build / "notebooks", ignore_errors=True)
    shutil.rmtree(workspace.build / "book", ignore_errors=True)
    with Memory() as memory:
        measured.time("alereport run", lambda: _alereport(workspace, *run))
    measured.peak_mib.append(memory.peak_mib)
    measured.in_cells.append(_seconds_in_cells(workspace))
    measured.compared += _count_equal(workspace, sample, stock) if turn == 0 else 0
    measured.time("nothing changed", lambda: _alereport(workspace, *run))
    _change_one_figure(workspace)
    measured.time("validate one figure", lambda: _alereport(workspace, "validate"))
    measured.time("one figure changed", lambda: _alereport(workspace, *run))
    record = json.loads(workspace.run_record.read_text(encoding="utf-8"))
    executed = {(entry["report"], entry["language"]) for entry in record["executed"]}
    assert executed == {
        (entry.report, entry.language)
        for entry in tasks
        if _shows_change(workspace, entry, unsealed=turn == 0)
    }
    measured.executed = len(executed)
    measured.time("alereport --help", lambda: _alereport(workspace, "--help"))
    measured.time("alereport status", lambda: _alereport(workspace, "status"))


def _alereport(workspace: Workspace, *arguments: str) -> None:
    command = [sys.executable, "-m", "alereport", *arguments]
    subprocess.run(command, cwd=workspace.root, check=True, capture_output=True)


def _run_stock(workspace: Workspace, sample: Sequence[Task], folder: Path) -> None:
    """Run the stock command for each report, as a shell script would."""
    folder.mkdir(exist_ok=True)
    for task in sample:
        options = [word for pair in _parameters(task).items() for word in ("-p", *map(str, pair))]
        command = [sys.executable, "-m", "papermill", "--no-progress-bar"]
        notebook, output = workspace.notebook(task.notebook), folder / _output(task)
        subprocess.run(
            [*command, str(notebook), str(output), *options],
            cwd=workspace.root,
            check=True,
            capture_output=True,
        )


def _run_in_process(workspace: Workspace, sample: Sequence[Task], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    jobs = [
        (str(workspace.notebook(task.notebook)), str(folder / _output(task)), _parameters(task))
        for task in sample
    ]
    subprocess.run(
        [sys.executable, "-c", IN_PROCESS],
        cwd=workspace.root,
        input=json.dumps(jobs),
        text=True,
        check=True,
        capture_output=True,
    )


def _parameters(task: Task) -> dict[str, Any]:
    return task.params.model_dump()


def _output(task: Task) -> str:
    return f"{task.params.slug}-{task.notebook}-{task.language}.ipynb"


def _change_one_figure(workspace: Workspace) -> None:
    """Increase one investment of one committee's newest plan."""
    newest = max(workspace.dataset("investments").glob("kultur-plan-*.csv"))
    changed.increase(newest, by_tkr=100)


def _shows_change(workspace: Workspace, task: Task, *, unsealed: bool) -> bool:
    """True if a report shows the investment, or that its file is no longer as sealed."""
    datasets_read = notebook.datasets(workspace.notebook(task.notebook).read_bytes())
    changed_slugs = {"kultur-2024", MunicipalityParams(language="sv").slug}
    return task.params.slug in changed_slugs and (
        unsealed if datasets_read is None else "investments" in datasets_read
    )


def _cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def _seconds_in_cells(workspace: Workspace) -> float:
    return sum(
        cell["metadata"]["papermill"]["duration"] or 0
        for path in (workspace.build / "notebooks").glob("*/*/*.ipynb")
        for cell in _cells(path)
        if cell["cell_type"] == "code"
    )


def _count_equal(workspace: Workspace, sample: Sequence[Task], stock: Path) -> int:
    """Assert that executed notebooks have stock papermill's outputs; return how many."""
    for task in sample:
        ours = _cells(workspace.executed(task.language, task.report))
        theirs = _cells(stock / _output(task))
        outputs = [[cell.get("outputs") for cell in cells] for cells in (ours, theirs)]
        assert outputs[0] == outputs[1], task.name
    return len(sample)


def _section(measured: Measured, options: argparse.Namespace) -> str:
    many, run = measured.reports, measured.median("alereport run")
    in_cells = statistics.median(measured.in_cells)
    command = (
        f"python -m benchmarks.batch --committees {options.committees} "
        f"--years {options.years} --repeats {options.repeats} --sample {options.sample}"
    ) + "".join(f" --language {language}" for language in options.language)
    table = "\n".join(_rows(measured))
    return f"""Measured by

```sh
{command}
```

in one run on {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}):
{many} synthetic reports of every kind, everything measured in turn {options.repeats} times: medians
of the seconds, and of the ratios within a turn. Times of a machine that does other work too say
little; the ratios say more.

| what | seconds | of `alereport run` | of the cores, seconds | of `alereport run` |
|:--|--:|--:|--:|--:|
{table}

- {run.wall / many:.2f} s a report; all cells together took {in_cells:.1f} s on the clock,
  overlapping, in {run.wall:.1f} s.
- The changed figure is an investment of one committee's newest plan; what shows it is executed, and
  nothing else.
- The outputs of {measured.compared} executed notebooks equal stock papermill's.
- All processes together took at most {max(measured.peak_mib):.0f} MiB, shared pages counted once.
- `--help` and `status` import neither pandas nor Matplotlib nor Great Expectations, which a test
  holds.
"""


def _rows(measured: Measured) -> Iterator[str]:
    """Yield a row of the section for each thing that was measured."""
    report_count, sample = measured.reports, measured.sample
    note = "" if sample == report_count else f", calculated from {sample} of them"
    scaled_rows = {
        "stock papermill": (
            f"stock `papermill` commands, one after the other{note}",
            report_count / sample,
        ),
        "papermill in process": (
            f"`papermill.execute_notebook` in one process{note}",
            report_count / sample,
        ),
        "alereport run": ("`alereport run`", 1),
        "nothing changed": ("the same, nothing changed", 1),
        "one figure changed": (f"the same, one figure changed: {measured.executed} executed", 1),
    }
    for key, (name, times) in scaled_rows.items():
        wall, cores = (seconds * times for seconds in measured.median(key))
        share = measured.share(key)
        shares = _share(share.wall * times), _share(share.cpu * times)
        yield f"| {name} | {wall:.1f} | {shares[0]} | {cores:.1f} | {shares[1]} |"
    for key, name in {
        "alereport status": "`alereport status`",
        "alereport --help": "`alereport --help`",
        "validate everything": "`alereport validate`, everything",
        "validate one figure": "`alereport validate`, one file changed",
    }.items():
        wall, cores = measured.median(key)
        yield f"| {name} | {wall:.1f} | | {cores:.1f} | |"


def _share(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio > 1 else "1" if ratio == 1 else f"1/{1 / ratio:.1f}"


if __name__ == "__main__":
    main()
