"""Time `alereport status` on many reports, nothing of which changed.

    python -m benchmarks.status --reports 1000

makes a project of made-up data, writes for each report the record and a notebook of the usual size
that a run leaves, and times the command, each time in a new process. With `--old FOLDER`, another
version of the package in that folder is timed in turn with this one.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from alereport.base import params
from alereport.base.workspace import Workspace, write_atomically
from alereport.batch import run_records, scheduling
from alereport.batch.run_records import Record
from alereport.projects import start
from benchmarks import page
from benchmarks.spent import Duration, median, time_call

ROOT = Path(__file__).parents[1]
NOTEBOOK_BYTES = 470_000
"""How large an executed notebook is: see docs/scale.md."""
REPORTS_OF_A_PLAN = 12
"""About how many reports there are for a committee's plan, all languages together."""
COMMITTEES = 10


def project(folder: Path, reports: int, *, is_checked: bool) -> Workspace:
    """Make a project of about so many reports.

    Args:
        is_checked: The gate has checked the data, which takes some minutes for 1,000 reports.
    """
    years = max(1, round(reports / REPORTS_OF_A_PLAN / COMMITTEES))
    workspace = start.demonstrate(folder, committee_count=COMMITTEES, years=years, seed=1)
    if is_checked:
        _command(workspace, ROOT, "validate")
    return workspace


def write_records(workspace: Workspace) -> int:
    """Write what a run leaves of each report, and return how many there are."""
    languages = params.municipality(workspace).languages
    tasks = scheduling.tasks(workspace, params.committee_years(workspace), languages)
    for status in scheduling.statuses(workspace, tasks):
        task = status.task
        executed = workspace.executed(task.language, task.report)
        write_atomically(executed, (task.name * NOTEBOOK_BYTES)[:NOTEBOOK_BYTES])
        output = run_records.output_fingerprint(workspace, task.language, task.report)
        values = task.params.model_dump()
        record = Record(
            task.report, task.language, "succeeded", "", status.ingredients, output, values
        )
        run_records.write(workspace, record)
    return len(tasks)


def _command(workspace: Workspace, package: Path, *arguments: str) -> str:
    """Run the command of a version of the package; return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(package)}
    command = [sys.executable, "-m", "alereport", *arguments]
    process = subprocess.run(
        command, cwd=workspace.root, env=environment, check=True, capture_output=True, text=True
    )
    return process.stdout


def section(reports: int, turns: int, times: dict[str, list[Duration]]) -> str:
    """Return what was measured, as Markdown."""
    durations = {name: median(runs) for name, runs in times.items()}
    lines = [
        f"`alereport status` on {reports} made-up reports, all fresh, with notebooks of",
        f"{NOTEBOOK_BYTES / 1e6:.2f} MB; {os.cpu_count()} cores ({platform.machine()}),",
        f"with a load of {os.getloadavg()[0]:.0f} at its end; medians of {turns}, in turn.",
        "",
        "| version | seconds | of the cores, seconds |",
        "|:--|--:|--:|",
        *(f"| {name} | {each.wall:.2f} | {each.cpu:.2f} |" for name, each in durations.items()),
    ]
    if "before" in durations:
        old, new = durations["before"], durations["now"]
        lines.append(f"| now, of before | {new.wall / old.wall:.2f} | {new.cpu / old.cpu:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--old", type=Path, help="a folder with another version of the package")
    parser.add_argument("--project", type=Path, help="a project that is there, instead")
    parser.add_argument("--unchecked", action="store_true", help="leave the gate out beforehand")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    packages = {"before": options.old.resolve()} if options.old else {}
    packages["now"] = ROOT
    times: dict[str, list[Duration]] = {name: [] for name in packages}
    with tempfile.TemporaryDirectory() as folder:
        workspace = (
            Workspace(options.project)
            if options.project
            else project(Path(folder, "project"), options.reports, is_checked=not options.unchecked)
        )
        reports = write_records(workspace)
        for package in packages.values():  # What a version caches is there from its first run on.
            _command(workspace, package, "status")
        for _ in range(options.repeats):
            for name, package in packages.items():
                call = lambda package=package: _command(workspace, package, "status")  # noqa: E731
                times[name].append(time_call(call))
    text = section(reports, options.repeats, times)
    sys.stdout.write(text + "\n")
    if options.write:
        page.write("Status", text)


if __name__ == "__main__":
    main()
