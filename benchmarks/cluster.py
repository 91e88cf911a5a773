"""Time the pages of a book on a Dask cluster of one worker, and of two.

    alereport build && python -m benchmarks.cluster --chapters 40

starts a scheduler and workers on this machine, each a process of one thread, publishes the pages of
a book of copied chapters from nothing with one worker and with two, in turn, and writes the section
of docs/benchmarks.md. The pages of every turn must have the same bytes as those made here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from distributed import Client, LocalCluster

from alereport.base.workspace import Workspace
from alereport.batch import cluster
from alereport.batch.cluster import Cluster
from alereport.publish.books import Book
from alereport.publish.engines import conversions, pandoc, search, site
from benchmarks import page
from benchmarks.publish import large_book

ROOT = Path(__file__).parents[1]
WORKERS = (1, 2)


def publish(workspace: Workspace, book: Book, folder: Path, elsewhere: Cluster | None) -> float:
    """Make the pages from nothing, and return the seconds by the clock."""
    shutil.rmtree(workspace.cache("pages", book.language, draft=book.draft), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    start = time.perf_counter()
    pandoc.publish(workspace, book, folder, paper=False, elsewhere=elsewhere)
    return time.perf_counter() - start


def pages(book: Book, folder: Path) -> list[bytes]:
    return [(folder / site.html_path(each)).read_bytes() for each in book.pages]


def measure(project: Path, chapters: int, repeats: int) -> dict[int, list[float]]:
    """Return the seconds of each turn, by the number of workers."""
    seconds: dict[int, list[float]] = {count: [] for count in WORKERS}
    with tempfile.TemporaryDirectory(prefix="alereport-cluster-") as name:
        workspace, book = large_book(Workspace(project.resolve()), Path(name), chapters)
        publish(workspace, book, Path(name, "here"), None)
        here = pages(book, Path(name, "here"))
        for _turn in range(repeats):
            for count in WORKERS:
                with (
                    LocalCluster(  # type: ignore[no-untyped-call]
                        n_workers=count, threads_per_worker=1, dashboard_address=None
                    ) as local,
                    cluster.connect(local.scheduler_address) as elsewhere,
                ):
                    _import(local.scheduler_address)
                    seconds[count].append(publish(workspace, book, Path(name, "there"), elsewhere))
                assert pages(book, Path(name, "there")) == here
                print(count, f"{seconds[count][-1]:.1f} s", file=sys.stderr)  # noqa: T201
    return seconds


def _import(scheduler: str) -> None:
    """Let each worker import what it needs, which it does once for all books."""
    with Client(scheduler) as client:
        client.run(conversions.tools)


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--project", type=Path, default=ROOT, help="a built project")
    parser.add_argument("--dry", action="store_true", help="print the section, write nothing")
    options = parser.parse_args()
    search.index = lambda *_arguments: None  # type: ignore[assignment]
    seconds = measure(options.project, options.chapters, options.repeats)
    one, two = (statistics.median(seconds[count]) for count in WORKERS)
    ratios = [first / second for first, second in zip(seconds[1], seconds[2], strict=True)]
    section = f"""Measured by

```sh
python -m benchmarks.cluster --chapters {options.chapters} --repeats {options.repeats}
```

on {os.cpu_count()} cores, with a load of {os.getloadavg()[0]:.0f} at its end: the pages of a
book of {options.chapters} chapters, without the search and the PDF, converted by workers of one
thread each on this machine. The pages have the same bytes as without a cluster.

| workers | seconds |
|--:|--:|
| 1 | {one:.1f} |
| 2 | {two:.1f} |

Two workers are {statistics.median(ratios):.2f} times as fast as one (median of {len(ratios)} turns:
{", ".join(f"{ratio:.2f}" for ratio in ratios)}).
"""
    sys.stdout.write(section)
    if not options.dry:
        page.write("Pages on a cluster", section)


if __name__ == "__main__":
    main()
