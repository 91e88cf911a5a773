"""Time how soon each page of the site is usable on a slow phone, in a real browser.

    alereport build && python -m benchmarks.pages --repeats 5

serves the built site over loopback, opens each page in turn, and an empty one, in a Chromium slowed
down as by Lighthouse, and writes the section Pages of docs/benchmarks.md. The time of the empty
page is that of the browser and the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from alereport.base.workspace import Workspace
from benchmarks import page
from tests.browser.conftest import chromium, serving
from tests.browser.test_reading import BYTES_A_SECOND, LATENCY, SLOWER, SOON

ROOT = Path(__file__).parents[1]
EMPTY = "empty.html"
EMPTY_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Empty</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>h1 { color: black; }</style><script defer src="empty.js"></script></head>
<body><h1>Empty</h1></body></html>
"""
FIRST, SLOWEST = "sv/index.html", 5
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"
READ_TIMES = """() => {
  const { domContentLoadedEventEnd } = performance.getEntriesByType("navigation")[0];
  const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return [painted, Math.max(painted, domContentLoadedEventEnd)].map((each) => each / 1000);
}"""


class Timing(NamedTuple):
    """Seconds since a page was requested.

    Attributes:
        painted: When its text is shown.
        usable: When its script has also run.
    """

    painted: float
    usable: float


def main() -> None:
    """Time the pages, and write the section."""
    options = _arguments()
    sites = Workspace(options.project.resolve()).sites
    timings: dict[str, list[Timing]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory() as temporary,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        folder = Path(temporary) / "sites"
        shutil.copytree(sites, folder)
        (folder / EMPTY).write_text(EMPTY_PAGE, encoding="utf-8")
        (folder / "empty.js").write_text("document.title = 'Still empty';\n", encoding="utf-8")
        paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        with serving(folder, _Listener) as address:
            for _time in range(options.repeats):
                for path in paths:
                    timings[path].append(_time_visit(browser, f"{address}/{path}"))
    section = _section(timings, options.repeats)
    sys.stdout.write(section)
    if not options.dry:
        page.write("Pages", section)


class _Listener(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Ignore errors, since a closed tab does not read its responses."""


def _time_visit(browser: Browser, address: str) -> Timing:
    """Time the first visit to a page, in a new tab with an empty cache."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")
    limits = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY * 1000, **limits},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.goto(address, wait_until="load")
    tab.wait_for_function(PAINTED)
    timing = Timing(*tab.evaluate(READ_TIMES))
    tab.close()
    return timing


def _section(timings: dict[str, list[Timing]], repeats: int) -> str:
    machine = f"{os.cpu_count()} cores ({platform.machine()})"
    pages = {path: times for path, times in timings.items() if path != EMPTY}
    slowest = sorted(pages, key=lambda path: _median(pages[path]).usable, reverse=True)
    shown = [EMPTY, FIRST, *(path for path in slowest[:SLOWEST] if path != FIRST)]
    best = sum(min(timing.usable for timing in times) < SOON for times in pages.values())
    median = sum(_median(times).usable < SOON for times in pages.values())
    lines = [
        "Measured by",
        "",
        "```sh",
        f"python -m benchmarks.pages --repeats {repeats}",
        "```",
        "",
        f"on {machine}, with a load of {os.getloadavg()[0]:.0f} at its end: the first visit to",
        f"each of {len(pages)} pages in a Chromium with {LATENCY * 1000:.0f} ms of latency,",
        f"{BYTES_A_SECOND * 8 / 1e6:.1f} Mbit/s and a processor {SLOWER} times slower. A page is",
        "usable when its text is painted and its script has run. The empty page has a line of",
        "style and one of script: what it takes is the browser's and the machine's.",
        "",
        "| page | painted, median s | usable, best s | usable, median s |",
        "|:--|--:|--:|--:|",
        *(_row(path, timings[path]) for path in shown),
        "",
        f"Usable within {SOON} s: {best} of {len(pages)} pages at their best of {repeats} visits,",
        f"{median} by their median.",
    ]
    return "\n".join(lines) + "\n"


def _median(times: list[Timing]) -> Timing:
    painted, usable = zip(*times, strict=True)
    return Timing(statistics.median(painted), statistics.median(usable))


def _row(path: str, times: list[Timing]) -> str:
    name = "an empty page" if path == EMPTY else f"`{path}`"
    median, best = _median(times), min(timing.usable for timing in times)
    return f"| {name} | {median.painted:.2f} | {best:.2f} | {median.usable:.2f} |"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--dry", action="store_true", help="print the section, write nothing")
    parser.add_argument("--project", type=Path, default=ROOT, help="a built project")
    return parser.parse_args()


if __name__ == "__main__":
    main()
