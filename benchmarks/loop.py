"""Time how soon a change is seen in `alereport preview`, in a browser.

    python -m benchmarks.loop --repeats 3

copies the repository's project twice, and the package. In each turn the same edit is saved in one
copy, which a preview shows in Chromium, and in the other, where `alereport build --draft --preview`
then runs as a program of its own, as the preview did for each change before it kept one warm. It
writes the section The write-see loop of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from filelock import FileLock
from playwright.sync_api import Page, sync_playwright

from benchmarks import page as benchmarks_page
from benchmarks.spent import Duration, median, time_call
from tests.browser.conftest import chromium

ROOT = Path(__file__).parents[1]
WRITTEN = ("data", "notebooks", "params", "_quarto.yml", "index.qmd")
SECONDS = 600
"""The longest that a change may take to be seen."""
COMMENTARY, BUDGET = "data/commentary/ks-namndplan-2024.md", "data/budget/ks-namndplan-2024.csv"
NOTEBOOK, STYLES = "notebooks/budget.ipynb", "alereport/publish/book/theme/content.css"


class Kind(NamedTuple):
    """A kind of change.

    Attributes:
        name: What it is called.
        wanted: The seconds in which it is to be seen on a quiet machine of two cores.
        file: The file, in the project or in the package.
        edited: Returns the file's text in a turn, from its first text.
        seen: The condition in the browser, in JavaScript, that the change of the turn is seen.
    """

    name: str
    wanted: float
    file: str
    edited: Callable[[str, int], str]
    seen: Callable[[int], str]


def _with_cell(text: str, turn: int) -> str:
    notebook = json.loads(text)
    source = [f"Ett eget ord {turn}."]
    notebook["cells"].append(
        {"cell_type": "markdown", "id": "own", "metadata": {}, "source": source}
    )
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def _with_figure(text: str, turn: int) -> str:
    """Move an amount from one area to another, so that the total still holds."""
    changed = text.replace(",20450,\n", f",{20450 + turn},\n", 1)
    return changed.replace(",22750,\n", f",{22750 - turn},\n", 1)


def _sentence(turn: int) -> str:
    """A new sentence, without a number, which its translation would lack."""
    return f"Mening {chr(ord('a') + turn)} är ny."


def _text(words: str) -> str:
    return f"document.body.textContent.includes({json.dumps(words)})"


KINDS = (
    Kind(
        "a sentence of commentary",
        1.5,
        COMMENTARY,
        lambda text, turn: text.replace("\n# budget\n", f"\n# budget\n\n{_sentence(turn)}\n", 1),
        lambda turn: _text(_sentence(turn)),
    ),
    Kind(
        "a cell of data, checked by the gate",
        2.5,
        BUDGET,
        _with_figure,
        lambda turn: _text(f"20\u00a0{450 + turn}"),
    ),
    Kind(
        "a cell of a notebook",
        2.0,
        NOTEBOOK,
        _with_cell,
        lambda turn: _text(f"Ett eget ord {turn}."),
    ),
    Kind(
        "a stylesheet",
        0.5,
        STYLES,
        lambda text, turn: f"{text}main {{ outline-offset: {turn}px }}\n",
        lambda turn: (
            f"getComputedStyle(document.querySelector('main')).outlineOffset === '{turn}px'"
        ),
    ),
)


class Copy(NamedTuple):
    """A copy of the project and of the package, beside each other in a folder."""

    folder: Path

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def path(self, file: str) -> Path:
        return (self.folder if file.startswith("alereport/") else self.project) / file

    @property
    def environment(self) -> dict[str, str]:
        own = {"PYTHONPATH": str(self.folder), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
        return {**os.environ, **own}

    def build(self) -> None:
        """Build the pages as a program of its own."""
        subprocess.run(
            [sys.executable, "-m", "alereport", "build", "--draft", "--preview", *LANGUAGE],
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )


LANGUAGE = ("--language", "sv")


def main() -> None:
    """Measure, and write the section."""
    args = _arguments()
    seen: dict[str, list[Duration]] = defaultdict(list)
    before: dict[str, list[Duration]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        warm, cold = (_copied(Path(name) / each, args.only) for each in ("warm", "cold"))
        cold.build()
        chapters = len(list((cold.project / "build/notebooks/sv").rglob("*.ipynb")))
        with _previewed(warm) as (process, page):
            for turn in range(1, args.repeats + 1):
                for kind in KINDS:
                    first = (ROOT / kind.file).read_text(encoding="utf-8")
                    text = kind.edited(first, turn)
                    seen[kind.name].append(_seen(warm, kind, text, turn, process, page))
                    cold.path(kind.file).write_text(text, encoding="utf-8")
                    before[kind.name].append(time_call(cold.build))
                    sys.stderr.write(
                        f"{kind.name}: {seen[kind.name][-1]} {before[kind.name][-1]}\n"
                    )
    section = _section(seen, before, chapters, args)
    sys.stdout.write(section)
    if not args.dry:
        benchmarks_page.write("The write-see loop", section)


def _copied(folder: Path, only: str) -> Copy:
    """Copy the project, with all plans or only one, and the package."""
    for name in ("alereport", *WRITTEN):
        source, target = ROOT / name, folder / ("" if name == "alereport" else "project") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    for plan in (folder / "project/params").glob("*-[0-9]*.yaml") if only else ():
        if plan.stem != only:
            plan.unlink()
    return Copy(folder)


@contextmanager
def _previewed(copy: Copy) -> Iterator[tuple[psutil.Process, Page]]:
    """A preview at work on a copy, and a browser's page that shows it."""
    with (
        sync_playwright() as playwright,
        chromium(playwright) as browser,
        subprocess.Popen(
            [sys.executable, "-m", "alereport", "preview", "--no-open", *LANGUAGE],
            cwd=copy.project,
            env=copy.environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout
            address = re.findall(r"http\S+", process.stdout.readline())[0]
            while not process.stdout.readline().startswith("Updated"):
                pass
            page = browser.new_page(bypass_csp=True)
            page.goto(address.replace("index", "ks-2024/budget"))
            yield psutil.Process(process.pid), page
        finally:
            process.send_signal(signal.SIGINT)


def _seen(
    copy: Copy, kind: Kind, text: str, turn: int, process: psutil.Process, page: Page
) -> Duration:
    """Save a change; the seconds until it is seen, and of the cores until all is done."""
    with FileLock(copy.project / "build" / ".lock"):  # The search of the last pages is made.
        pass
    time.sleep(1)
    spent, start = _spent(process), time.perf_counter()
    copy.path(kind.file).write_text(text, encoding="utf-8")
    page.wait_for_function(kind.seen(turn), timeout=SECONDS * 1000)
    seconds = time.perf_counter() - start
    with FileLock(copy.project / "build" / ".lock"):
        pass
    time.sleep(1)
    return Duration(seconds, _spent(process) - spent)


def _spent(process: psutil.Process) -> float:
    """The seconds of the cores of a preview, its servers and all processes of theirs that ended."""
    each = (process, *process.children(recursive=True))
    return sum(sum(one.cpu_times()[:4]) for one in each if one.is_running())


def _section(
    seen: dict[str, list[Duration]],
    before: dict[str, list[Duration]],
    chapters: int,
    args: argparse.Namespace,
) -> str:
    only = f" --only {args.only}" if args.only else ""
    rows = []
    for kind in KINDS:
        now, then = median(seen[kind.name]), median(before[kind.name])
        rows.append(
            f"| {kind.name} | {then.wall:.1f} | {now.wall:.1f} | 1/{then.wall / now.wall:.1f} "
            f"| {then.cpu:.1f} | {now.cpu:.1f} | {kind.wanted} |"
        )
    machine = f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})"
    lines = [
        "Measured by",
        "",
        "```sh",
        f"python -m benchmarks.loop --repeats {args.repeats}{only}",
        "```",
        "",
        f"in one run on {machine}, with a load of {os.getloadavg()[0]:.0f} at its end:",
        f"the repository's project, {chapters} chapters in Swedish. A change is saved, and seen in",
        "Chromium; before, each change was such a build as a program of its own, whose end is",
        f"measured. Medians of {args.repeats}, in turns. Wanted is for a quiet machine.",
        "",
        "| saved | before, s | seen after, s | of before | cores' s, before | now | wanted, s |",
        "|:--|--:|--:|--:|--:|--:|--:|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", default="", help="the only plan of the copies, such as ks-2024")
    parser.add_argument("--dry", action="store_true", help="print the section, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
