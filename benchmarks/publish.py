"""Time how the embedded engine publishes a book, by stage, and Quarto where it is on PATH.

    alereport build && python -m benchmarks.publish --chapters 100

makes a book of so many chapters from copies of the built project's, makes its site and PDF with
each engine in one run on this machine, then only its site and search, from scratch and after one
chapter changed, and writes the section Publishing of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typst

from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.exhibits.widths import WIDTHS
from alereport.publish import books
from alereport.publish.books import Book, Page
from alereport.publish.engines import pandoc, quarto, quarto_program
from benchmarks import page
from benchmarks.spent import Duration, median, time_call

ROOT = Path(__file__).parents[1]
LANGUAGE = "sv"
STAGES = {
    "--to=html5": "of it Pandoc, the site",
    "--to=typst": "of it Pandoc, the PDF",
    "--keep-index-url": "of it the search",
}
"""The stages that are programs, each by an option that identifies it."""
ALL, SITE, CHANGED, OTHER = (
    "the embedded engine, site and PDF",
    "site and search alone",
    "the same, one chapter changed",
    "Quarto, site and PDF",
)


@dataclass
class Measured:
    """The measurements by name, one a turn, and the total seconds of each stage."""

    durations: dict[str, list[Duration]] = field(default_factory=lambda: defaultdict(list))
    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def time(self, name: str, call: Callable[[], object]) -> None:
        self.durations[name].append(time_call(call))

    def median(self, name: str) -> Duration:
        return median(self.durations[name])


def main() -> None:
    """Measure, and write the section."""
    args = _arguments()
    measured = Measured()
    with tempfile.TemporaryDirectory() as name:
        workspace, book = large_book(Workspace(args.project.resolve()), Path(name), args.chapters)
        for _time in range(args.repeats):
            _measure(measured, workspace, book, Path(name))
        if quarto_program.program() and not args.embedded:
            folder = _empty_folder(Path(name) / "quarto")
            measured.time(OTHER, lambda: quarto.publish(workspace, book, folder, str))
    section = _section(measured, args)
    sys.stdout.write(section)
    if not args.dry:
        page.write("Publishing", section)


def _measure(measured: Measured, workspace: Workspace, book: Book, folder: Path) -> None:
    """Time the embedded engine, from scratch and after one chapter changed."""
    site = folder / "site"
    cache = workspace.cache("pages", book.language, draft=book.draft)

    def publish(*, paper: bool) -> None:
        pandoc.publish(workspace, book, _empty_folder(site), paper=paper)

    shutil.rmtree(cache, ignore_errors=True)
    with _timed_stages(measured.stages):
        measured.time(ALL, lambda: publish(paper=True))
    shutil.rmtree(cache)
    measured.time(SITE, lambda: publish(paper=False))
    _change(workspace.book(LANGUAGE) / book.pages[1].path)
    measured.time(CHANGED, lambda: publish(paper=False))


def _empty_folder(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _change(chapter: Path) -> None:
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": ["Ett ord till."]})
    chapter.write_text(json.dumps(notebook), encoding="utf-8")


def large_book(project: Workspace, folder: Path, chapters: int) -> tuple[Workspace, Book]:
    """Return a staged book of so many chapters, copies of those in the built project's parts."""
    workspace = Workspace(folder / "project")
    for path in (project.book(LANGUAGE) / "theme", project.data, project.params):
        shutil.copytree(path, workspace.root / path.relative_to(project.root))
    shutil.copyfile(project.root / "_quarto.yml", workspace.root / "_quarto.yml")
    (workspace.book(LANGUAGE) / "index.qmd").write_text(
        "# Start {.unnumbered}\n\nEn bok.\n", "utf-8"
    )
    shutil.copyfile(project.book(LANGUAGE) / books.FEED, workspace.book(LANGUAGE) / books.FEED)
    staged = sorted(project.book(LANGUAGE).glob("*-*/*.ipynb"))
    pages = [Page("index.qmd", "Start")]
    for number, path in enumerate(islice(cycle(staged), chapters), start=1):
        pages.append(_copy_chapter(path, workspace.book(LANGUAGE), number))
    municipality = params.municipality(project)
    with locales.using(LANGUAGE):
        title = books.title(municipality)
    return workspace, Book(LANGUAGE, (LANGUAGE,), title, municipality, tuple(pages))


def _copy_chapter(path: Path, book: Path, number: int) -> Page:
    """Copy a chapter and its files, with labels that no other copy has."""
    folder = book / f"copy-{number}"
    folder.mkdir()
    for label in json.loads(path.with_name(f"{path.stem}.shown.json").read_text(encoding="utf-8")):
        kind, rest = label.split("-", 1)
        new_label = f"{kind}-n{number}-{rest}"
        drawings = [f"figures/{{}}-{width.name}.svg" for width in WIDTHS]
        for name in ("tables/{}.csv", *drawings):
            if (path.parent / name.format(label)).is_file():
                target = folder / name.format(new_label)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path.parent / name.format(label), target)
    for source in path.parent.glob(f"{path.stem}.*"):
        text = source.read_text(encoding="utf-8")
        mark = '"' if source.suffix == ".json" else "[#@]"
        relabelled = re.sub(rf"((?:{mark}|figures/)(?:fig|tbl)-)", rf"\g<1>n{number}-", text)
        (folder / source.name).write_text(relabelled, encoding="utf-8")
    return Page(f"{folder.name}/{path.name}", path.stem, f"Del {(number - 1) // 4 + 1}", number)


@contextmanager
def _timed_stages(stages: dict[str, float]) -> Iterator[None]:
    """Inside the block, add up the time the engine waits for its programs."""
    run, compile_typst = subprocess.run, typst.compile

    def timed(stage: str, call: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = call()
        stages[stage] += time.perf_counter() - start
        return result

    def timed_run(command: list[str], **options: Any) -> Any:
        stage_name = next((name for option, name in STAGES.items() if option in command), "")
        return timed(stage_name, lambda: run(command, **options))

    def timed_compile(*arguments: Any, **options: Any) -> Any:
        return timed("of it Typst", lambda: compile_typst(*arguments, **options))

    with patch.object(subprocess, "run", timed_run), patch.object(typst, "compile", timed_compile):
        yield


def _section(measured: Measured, args: argparse.Namespace) -> str:
    machine = f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})"
    pages, changed = measured.median(SITE), measured.median(CHANGED)
    lines = [
        "Measured by",
        "",
        "```sh",
        f"python -m benchmarks.publish --chapters {args.chapters} --repeats {args.repeats}",
        "```",
        "",
        f"in one run on {machine}, with a load of {os.getloadavg()[0]:.0f} at its end:",
        f"a book of {args.chapters} chapters in Swedish. Medians of {args.repeats}; Quarto once.",
        "The stages run side by side, so they add up to more than the whole.",
        "",
        "| what | seconds | a chapter | of the cores, seconds | of Quarto's time |",
        "|:--|--:|--:|--:|--:|",
        *_rows(measured, args),
        "",
        f"One changed chapter takes {_share(pages.wall, changed.wall)} of site and search.",
    ]
    return "\n".join(lines) + "\n"


def _rows(measured: Measured, args: argparse.Namespace) -> Iterator[str]:
    chapters: int = args.chapters
    quarto_duration = measured.median(OTHER) if OTHER in measured.durations else None
    for name in (ALL, SITE, CHANGED, OTHER):
        if name in measured.durations:
            duration = measured.median(name)
            share = (
                _share(quarto_duration.wall, duration.wall)
                if quarto_duration and name in (ALL, OTHER)
                else ""
            )
            yield (
                f"| {name} | {duration.wall:.1f} | {duration.wall / chapters:.3f} "
                f"| {duration.cpu:.1f} | {share} |"
            )
        if name == ALL:
            for stage, seconds in measured.stages.items():
                mean = seconds / args.repeats
                if stage:
                    yield f"| {stage} | {mean:.1f} | {mean / chapters:.3f} | | |"


def _share(whole: float, part: float) -> str:
    return "1" if whole == part else f"1/{whole / part:.1f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--embedded", action="store_true", help="leave Quarto out")
    parser.add_argument("--dry", action="store_true", help="print the section, write nothing")
    parser.add_argument("--project", type=Path, default=ROOT, help="a built project")
    return parser.parse_args()


if __name__ == "__main__":
    main()
