"""How fast the batch is, beside stock papermill, on synthetic reports.

    python -m benchmarks.batch --sample 4

makes 25 plans of 5 committees, with every notebook of the project in Swedish and English (with
`--language sv`, in Swedish alone), measures everything three times in turn in one run on this
machine, and writes the medians to its section of docs/benchmarks.md. Beside it,

    python -m benchmarks.batch --growth --years 10

runs the budgets alone, of 50 plans and of ten times as many committees, three times in turn, and
writes what a report costs in either, and the memory it takes, to a section of its own.
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
from threading import Event, Thread
from typing import Any, Self

from alereport import demo
from alereport.base import params
from alereport.base.params import MunicipalityParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook, scheduling
from alereport.batch.scheduling import Task
from benchmarks import page
from benchmarks.spent import Spent, median, spent

ROOT = Path(__file__).parents[1]
BOTH = ("sv", "en")
IN_PROCESS = """
import json, sys, papermill
for notebook, output, given in json.load(sys.stdin):
    papermill.execute_notebook(notebook, output, parameters=given, progress_bar=False)
"""


@dataclass
class Measured:
    """What was measured, time by time."""

    reports: int
    sample: int
    spent: dict[str, list[Spent]] = field(default_factory=lambda: defaultdict(list))
    in_cells: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)
    compared: int = 0
    executed: int = 0

    def time(self, name: str, act: Callable[[], object]) -> None:
        took = spent(act)
        self.spent[name].append(took)
        said = f"{name}: {took.wall:.2f} s, {took.of_the_cores:.2f} s of the cores"
        print(said, file=sys.stderr)  # noqa: T201

    def median(self, name: str) -> Spent:
        return median(self.spent[name])

    def share(self, name: str) -> Spent:
        """What it took of `alereport run` in the same turn: a machine is not as quick in each."""
        turns = zip(self.spent[name], self.spent["alereport run"], strict=True)
        return median(
            [
                Spent(each.wall / run.wall, each.of_the_cores / run.of_the_cores)
                for each, run in turns
            ]
        )


def main() -> None:
    """Measure, and write the page."""
    options = _options()
    # As pip leaves what it installs: compiled once, and not anew each time something starts.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_path(quiet=2)
    if options.growth:
        section = _growth(options)
        if options.write:
            page.write("The batch, ten times as many reports", section)
        print(section)  # noqa: T201
        return
    with tempfile.TemporaryDirectory(prefix="alereport-benchmark-") as folder:
        workspace = demo.make(
            Workspace(ROOT),
            Path(folder, "demo"),
            many=options.committees,
            years=options.years,
            seed=1,
        )
        tasks = scheduling.tasks(workspace, params.reports(workspace), options.language or BOTH)
        sample = tasks[:: max(1, len(tasks) // (options.sample or len(tasks)))]
        run = ["run", *(f"--language={each}" for each in options.language)]
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
        "--language", action="append", default=[], help="only this; by default Swedish and English"
    )
    parser.add_argument("--growth", action="store_true", help="only what more reports cost")
    return parser.parse_args()


def _growth(options: argparse.Namespace) -> str:
    """What a report costs, and the memory it takes, with few reports and with many."""
    with tempfile.TemporaryDirectory(prefix="alereport-benchmark-") as folder:
        sizes = [
            _budgets(Path(folder, str(many)), many, options.years)
            for many in (options.committees, 10 * options.committees)
        ]
        for turn in range(options.repeats):
            for each in sizes:
                each.run(turn + 1)
    few, many = (each.of_a_report() for each in sizes)
    grown = [f"{100 * (more / less - 1):+.0f} %" for less, more in zip(few, many, strict=True)]
    rows = "\n".join(each.row() for each in sizes)
    size = f"--committees {options.committees} --years {options.years}"
    command = f"python -m benchmarks.batch --growth {size} --repeats {options.repeats}"
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
    """A workspace with the budgets alone, and what was measured of it."""

    workspace: Workspace
    reports: int
    validated: Spent
    spent: list[Spent] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)

    def run(self, turn: int) -> None:
        for made in ("notebooks", "book", "chapters"):
            shutil.rmtree(self.workspace.build / made, ignore_errors=True)
        with _Memory() as memory:
            self.spent.append(spent(lambda: _alereport(self.workspace, "run")))
        self.peak_mib.append(memory.peak_mib)
        said = f"{self.reports} reports, turn {turn}: {self.spent[-1].wall:.1f} s"
        print(said, file=sys.stderr)  # noqa: T201

    def of_a_report(self) -> tuple[float, float]:
        """The seconds of a report, by the clock and of the cores."""
        took = median(self.spent)
        return took.wall / self.reports, took.of_the_cores / self.reports

    def row(self) -> str:
        each = " | ".join(f"{seconds:.3f}" for seconds in self.of_a_report())
        took, peak = median(self.spent).wall, max(self.peak_mib)
        return f"| {self.reports} | {took:.0f} | {each} | {peak:.0f} | {self.validated.wall:.0f} |"


def _budgets(folder: Path, committees: int, years: int) -> _Size:
    workspace = demo.make(Workspace(ROOT), folder, many=committees, years=years, seed=1)
    for path in workspace.notebooks.glob("*.ipynb"):
        if path.stem != "budget":
            path.unlink()
    reports = len(scheduling.tasks(workspace, params.reports(workspace), BOTH))
    return _Size(workspace, reports, spent(lambda: _alereport(workspace, "validate")))


def _measure_once(
    workspace: Workspace,
    run: Sequence[str],
    tasks: Sequence[Task],
    sample: Sequence[Task],
    measured: Measured,
    turn: int,
) -> None:
    stock, inside = workspace.root / "stock", workspace.root / "in-process"
    measured.time("stock papermill", lambda: _stock(workspace, sample, stock))
    measured.time("papermill in process", lambda: _in_process(workspace, sample, inside))
    shutil.rmtree(workspace.build / "notebooks", ignore_errors=True)
    shutil.rmtree(workspace.build / "book", ignore_errors=True)
    with _Memory() as memory:
        measured.time("alereport run", lambda: _alereport(workspace, *run))
    measured.peak_mib.append(memory.peak_mib)
    measured.in_cells.append(_seconds_in_cells(workspace))
    measured.compared += _compared(workspace, sample, stock) if turn == 0 else 0
    measured.time("nothing changed", lambda: _alereport(workspace, *run))
    _change_one_figure(workspace)
    measured.time("validate one figure", lambda: _alereport(workspace, "validate"))
    measured.time("one figure changed", lambda: _alereport(workspace, *run))
    record = json.loads(workspace.run_record.read_text(encoding="utf-8"))
    executed = {(each["report"], each["language"]) for each in record["executed"]}
    assert executed == {
        (each.report, each.language)
        for each in tasks
        if _shows_what_changed(workspace, each, unsealed=turn == 0)
    }
    measured.executed = len(executed)
    measured.time("alereport --help", lambda: _alereport(workspace, "--help"))
    measured.time("alereport status", lambda: _alereport(workspace, "status"))


def _alereport(workspace: Workspace, *arguments: str) -> None:
    command = [sys.executable, "-m", "alereport", *arguments]
    subprocess.run(command, cwd=workspace.root, check=True, capture_output=True)


def _stock(workspace: Workspace, sample: Sequence[Task], to: Path) -> None:
    """A loop of stock commands: what a shell script would do."""
    to.mkdir(exist_ok=True)
    for task in sample:
        given = [word for pair in _given(task).items() for word in ("-p", *map(str, pair))]
        command = [sys.executable, "-m", "papermill", "--no-progress-bar"]
        notebook, output = workspace.notebook(task.notebook), to / _output(task)
        subprocess.run(
            [*command, str(notebook), str(output), *given],
            cwd=workspace.root,
            check=True,
            capture_output=True,
        )


def _in_process(workspace: Workspace, sample: Sequence[Task], to: Path) -> None:
    to.mkdir(exist_ok=True)
    wanted = [
        (str(workspace.notebook(task.notebook)), str(to / _output(task)), _given(task))
        for task in sample
    ]
    subprocess.run(
        [sys.executable, "-c", IN_PROCESS],
        cwd=workspace.root,
        input=json.dumps(wanted),
        text=True,
        check=True,
        capture_output=True,
    )


def _given(task: Task) -> dict[str, Any]:
    return task.params.model_dump()


def _output(task: Task) -> str:
    return f"{task.params.slug}-{task.notebook}-{task.language}.ipynb"


def _change_one_figure(workspace: Workspace) -> None:
    """Make one investment of one committee's newest plan a little larger."""
    newest = max(workspace.dataset("investments").glob("kultur-plan-*.csv"))
    lines = newest.read_text(encoding="utf-8").splitlines()
    before, _comma, amount = lines[-1].rpartition(",")
    lines[-1] = f"{before},{int(amount) + 100}"
    newest.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shows_what_changed(workspace: Workspace, task: Task, *, unsealed: bool) -> bool:
    """Whether a report shows the investment, or that its file is from now on not as sealed."""
    read = notebook.datasets(workspace.notebook(task.notebook).read_bytes())
    newest = {"kultur-2024", MunicipalityParams(language="sv").slug}
    return task.params.slug in newest and (unsealed if read is None else "investments" in read)


def _cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def _seconds_in_cells(workspace: Workspace) -> float:
    return sum(
        cell["metadata"]["papermill"]["duration"] or 0
        for path in (workspace.build / "notebooks").glob("*/*/*.ipynb")
        for cell in _cells(path)
        if cell["cell_type"] == "code"
    )


def _compared(workspace: Workspace, sample: Sequence[Task], stock: Path) -> int:
    """How many executed notebooks show the same as stock papermill's; all must."""
    for task in sample:
        ours = _cells(workspace.executed(task.language, task.report))
        theirs = _cells(stock / _output(task))
        shown = [[cell.get("outputs") for cell in cells] for cells in (ours, theirs)]
        assert shown[0] == shown[1], task.name
    return len(sample)


class _Memory:
    """The most memory of this process's descendants together, shared pages counted once."""

    def __enter__(self) -> Self:
        self.peak_mib = 0.0
        self._done = Event()
        self._thread = Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(1.0):
            self.peak_mib = max(self.peak_mib, sum(map(_pss_mib, _descendants(os.getpid()))))


def _descendants(of: int) -> set[int]:
    parents = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(each.parent.name)] = int(fields[1])
    found = {of}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {of}


def _pss_mib(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def _section(measured: Measured, options: argparse.Namespace) -> str:
    many, ours = measured.reports, measured.median("alereport run")
    in_cells = statistics.median(measured.in_cells)
    command = (
        f"python -m benchmarks.batch --committees {options.committees} "
        f"--years {options.years} --repeats {options.repeats} --sample {options.sample}"
    ) + "".join(f" --language {each}" for each in options.language)
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

- {ours.wall / many:.2f} s a report; all cells together took {in_cells:.1f} s on the clock,
  overlapping, in {ours.wall:.1f} s.
- The changed figure is an investment of one committee's newest plan; what shows it is executed, and
  nothing else.
- The outputs of {measured.compared} executed notebooks equal stock papermill's.
- All processes together took at most {max(measured.peak_mib):.0f} MiB, shared pages counted once.
- `--help` and `status` import neither pandas nor Matplotlib nor Great Expectations, which a test
  holds.
"""


def _rows(measured: Measured) -> Iterator[str]:
    """A row of the page for each thing that was measured."""
    many, sample = measured.reports, measured.sample
    of_all = "" if sample == many else f", reckoned from {sample} of them"
    compared = {
        "stock papermill": (
            f"stock `papermill` commands, one after the other{of_all}",
            many / sample,
        ),
        "papermill in process": (
            f"`papermill.execute_notebook` in one process{of_all}",
            many / sample,
        ),
        "alereport run": ("`alereport run`", 1),
        "nothing changed": ("the same, nothing changed", 1),
        "one figure changed": (f"the same, one figure changed: {measured.executed} executed", 1),
    }
    for key, (name, times) in compared.items():
        wall, cores = (each * times for each in measured.median(key))
        share = measured.share(key)
        shares = _share(share.wall * times), _share(share.of_the_cores * times)
        yield f"| {name} | {wall:.1f} | {shares[0]} | {cores:.1f} | {shares[1]} |"
    for key, name in {
        "alereport status": "`alereport status`",
        "alereport --help": "`alereport --help`",
        "validate everything": "`alereport validate`, everything",
        "validate one figure": "`alereport validate`, one file changed",
    }.items():
        wall, cores = measured.median(key)
        yield f"| {name} | {wall:.1f} | | {cores:.1f} | |"


def _share(of: float) -> str:
    return f"{of:.1f}" if of > 1 else "1" if of == 1 else f"1/{1 / of:.1f}"


if __name__ == "__main__":
    main()
