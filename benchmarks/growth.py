"""Measure what one report and one chapter cost as there are more of them.

    alereport build && python -m benchmarks.growth

executes 10, 100 and 1,000 reports (a budget chapter each), and publishes books of 10, 100 and
1,000 chapters with the embedded engine, three times in turn. What a piece takes of the cores'
seconds, and the memory of all processes together at its most, stand in growth.json; from it the
figure of docs/benchmarks.md is drawn. What is measured again replaces what stood there.

    python -m benchmarks.growth --chapters 10 100 --repeats 1      only these sizes
    python -m benchmarks.growth --reports 3000                      more than by default
    python -m benchmarks.growth --draw                              only the figure and the section
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from alereport import demo
from alereport.base.workspace import Workspace
from alereport.charts.marks import Bar, Panel, Row
from alereport.charts.rows import rows_chart
from alereport.exhibits.widths import WIDTHS
from alereport.publish.books import Book
from alereport.publish.engines import pandoc
from benchmarks import page
from benchmarks.memory import Memory
from benchmarks.publish import LANGUAGE, large_book
from benchmarks.spent import time_call

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "benchmarks" / "growth.json"
FIGURE = ROOT / "docs" / "images" / "growth.svg"
SIZES = (10, 100, 1000)
YEARS = 5
FLAT = 1.15
"""How many times what it costs among the fewest a piece may cost."""

Found = dict[str, dict[str, list[float]]]
"""By kind and number of pieces: cores' seconds a piece, MiB of all processes, times measured."""
Work = Callable[[], object]
"""Does all pieces once, from nothing."""


def main() -> None:
    """Measure, and write the figures, the drawing and the section."""
    options = _options()
    found: Found = json.loads(MEASURED.read_text("utf-8")) if MEASURED.is_file() else {}
    if not options.draw:
        for kind, size, numbers in measured(options):
            found.setdefault(kind, {})[str(size)] = numbers
            MEASURED.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    FIGURE.write_bytes(drawing(found))
    page.write("Cost as work grows", section(found))


def measured(options: argparse.Namespace) -> Iterator[tuple[str, int, list[float]]]:
    """Yield what each kind and number of pieces took, measured in turn: see `Found`."""
    with tempfile.TemporaryDirectory(prefix="alereport-growth-") as name:
        works: dict[tuple[str, int], Work] = {}
        for size in options.reports:
            works["reports", size] = _reports(Path(name, f"reports-{size}"), size)
        for size in options.chapters:
            works["chapters", size] = _chapters(options.project, Path(name, f"book-{size}"), size)
        seconds: dict[tuple[str, int], list[float]] = defaultdict(list)
        peaks: dict[tuple[str, int], list[float]] = defaultdict(list)
        for _turn in range(options.repeats):
            for key, work in works.items():
                with Memory() as memory:
                    seconds[key].append(time_call(work).cpu / key[1])
                peaks[key].append(memory.peak_mib)
                print(*key, f"{seconds[key][-1]:.3f} s a piece", file=sys.stderr)  # noqa: T201
    for kind, size in works:
        key = kind, size
        cores, peak = statistics.median(seconds[key]), statistics.median(peaks[key])
        yield kind, size, [round(cores, 4), round(peak), len(seconds[key])]


def _reports(folder: Path, size: int) -> Work:
    """Make a project with so many plans and only the budget chapter; return what executes it."""
    years = min(YEARS, size)
    workspace = demo.make(
        Workspace(ROOT), folder, committee_count=max(1, size // years), years=years, seed=1
    )
    for path in workspace.notebooks.glob("*.ipynb"):
        if path.stem != "budget":
            path.unlink()
    _alereport(workspace, "validate")

    def run() -> None:
        for name in ("notebooks", "book"):
            shutil.rmtree(workspace.build / name, ignore_errors=True)
        _alereport(workspace, "run", "--language", LANGUAGE)

    return run


def _alereport(workspace: Workspace, *arguments: str) -> None:
    command = [sys.executable, "-m", "alereport", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        command, cwd=workspace.root, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _chapters(project: Path, folder: Path, size: int) -> Work:
    """Stage a book of so many chapters; return what publishes it, in a process of its own."""
    workspace, book = large_book(Workspace(project.resolve()), folder, size)

    def run() -> None:
        process = multiprocessing.get_context("fork").Process(
            target=_publish, args=(workspace, book, folder / "site")
        )
        process.start()
        process.join()
        if process.exitcode:
            raise RuntimeError(f"publishing {size} chapters ended with {process.exitcode}")

    return run


def _publish(workspace: Workspace, book: Book, site: Path) -> None:
    shutil.rmtree(workspace.cache("pages", book.language, draft=book.draft), ignore_errors=True)
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    pandoc.publish(workspace, book, site)


def drawing(found: Found) -> bytes:
    """Return the figure: a row a kind and number of pieces, with seconds a piece and memory."""
    rows = [
        Row(
            f"{int(size):,} {kind}",
            ([Bar(cores, f"{cores:.2f}")], [Bar(peak, f"{peak:,.0f}", "earlier")]),
            ruled=bool(place == 0 and number),
        )
        for number, (kind, sizes) in enumerate(found.items())
        for place, (size, (cores, peak, _times)) in enumerate(_ordered(sizes))
    ]
    panels = [Panel("Cores' seconds, each"), Panel("MiB, all processes")]
    return rows_chart(rows, panels)(WIDTHS[0])


def _ordered(sizes: dict[str, list[float]]) -> list[tuple[str, list[float]]]:
    return sorted(sizes.items(), key=lambda each: int(each[0]))


def section(found: Found) -> str:
    """Return the section of docs/benchmarks.md."""
    lines = [
        "Measured by `python -m benchmarks.growth`: reports of a budget chapter executed, and",
        "books published with the embedded engine, site and PDF, both from nothing.",
        "",
        "![What a report and a chapter cost among more of them: the table](images/growth.svg)",
        "",
        "| what | cores' seconds, each | against the fewest | MiB, all processes | times |",
        "|:--|--:|--:|--:|--:|",
    ]
    grown = []
    for kind, sizes in found.items():
        ordered = _ordered(sizes)
        fewest = ordered[0][1][0]
        for size, (cores, peak, times) in ordered:
            change = f"{100 * (cores / fewest - 1):+.0f} %"
            lines.append(
                f"| {int(size):,} {kind} | {cores:.3f} | {change} | {peak:,.0f} | {times:.0f} |"
            )
            if cores > FLAT * fewest:
                grown.append(f"{int(size):,} {kind}")
    told = ", ".join(grown) or "none"
    lines += ["", f"A piece costs more than 15 % above that among the fewest: {told}."]
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="*", default=None)
    parser.add_argument("--chapters", type=int, nargs="*", default=None)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--draw", action="store_true", help="measure nothing")
    parser.add_argument("--project", type=Path, default=ROOT, help="a built project")
    options = parser.parse_args()
    asked = options.reports is not None or options.chapters is not None
    options.reports = options.reports or ([] if asked else SIZES)
    options.chapters = options.chapters or ([] if asked else SIZES)
    return options


if __name__ == "__main__":
    main()
