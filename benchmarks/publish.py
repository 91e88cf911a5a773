"""How fast the embedded engine sets a book, by stage, and Quarto the same book where it is on PATH.

    alereport build && python -m benchmarks.publish --chapters 100

makes a book of so many chapters out of copies of the built project's own, sets its site and its PDF
with each engine in one run on this machine, then its site and search alone, from nothing and after
one chapter changed, and writes the section Publishing of docs/benchmarks.md.
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
from alereport.publish import books
from alereport.publish.books import Book, Page
from alereport.publish.engines import pandoc, quarto
from benchmarks import page
from benchmarks.spent import Spent, median, spent

ROOT = Path(__file__).parents[1]
LANGUAGE = "sv"
STAGES = {
    "--to=html5": "of it Pandoc, the site",
    "--to=typst": "of it Pandoc, the PDF",
    "--keep-index-url": "of it the search",
}
"""The stages that are programs, by the option each is known by."""
ALL, SITE, CHANGED, OTHER = (
    "the embedded engine, site and PDF",
    "site and search alone",
    "the same, one chapter changed",
    "Quarto, site and PDF",
)


@dataclass
class Measured:
    """What was measured of each thing, time by time, and the clock's seconds in each stage."""

    spent: dict[str, list[Spent]] = field(default_factory=lambda: defaultdict(list))
    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def time(self, name: str, act: Callable[[], object]) -> None:
        self.spent[name].append(spent(act))

    def median(self, name: str) -> Spent:
        return median(self.spent[name])


def main() -> None:
    """Measure, and write the section."""
    asked = _arguments()
    measured = Measured()
    with tempfile.TemporaryDirectory() as name:
        workspace, book = many(Workspace(asked.project.resolve()), Path(name), asked.chapters)
        for _time in range(asked.repeats):
            _measure(measured, workspace, book, Path(name))
        if quarto.program() and not asked.embedded:
            folder = _emptied(Path(name) / "quarto")
            measured.time(OTHER, lambda: quarto.publish(workspace, book, folder))
    section = _section(measured, asked)
    sys.stdout.write(section)
    if not asked.dry:
        page.write("Publishing", section)


def _measure(measured: Measured, workspace: Workspace, book: Book, folder: Path) -> None:
    """The embedded engine, from nothing and after one chapter changed."""
    site = folder / "site"
    kept = workspace.cache("pages", book.language, draft=book.draft)

    def publish(*, paper: bool) -> None:
        pandoc.publish(workspace, book, _emptied(site), paper=paper)

    shutil.rmtree(kept, ignore_errors=True)
    with _timed_stages(measured.stages):
        measured.time(ALL, lambda: publish(paper=True))
    shutil.rmtree(kept)
    measured.time(SITE, lambda: publish(paper=False))
    _change(workspace.book(LANGUAGE) / book.pages[1].path)
    measured.time(CHANGED, lambda: publish(paper=False))


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _change(chapter: Path) -> None:
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": ["Ett ord till."]})
    chapter.write_text(json.dumps(notebook), encoding="utf-8")


def many(like: Workspace, folder: Path, chapters: int) -> tuple[Workspace, Book]:
    """A staged book of so many chapters, each a copy of one in a part of the built project's."""
    made = Workspace(folder / "project")
    for path in (like.book(LANGUAGE) / "theme", like.data, like.params):
        shutil.copytree(path, made.root / path.relative_to(like.root))
    shutil.copyfile(like.root / "_quarto.yml", made.root / "_quarto.yml")
    (made.book(LANGUAGE) / "index.qmd").write_text("# Start {.unnumbered}\n\nEn bok.\n", "utf-8")
    staged = sorted(like.book(LANGUAGE).glob("*-*/*.ipynb"))
    pages = [Page("index.qmd", "Start")]
    for number, path in enumerate(islice(cycle(staged), chapters), start=1):
        pages.append(_copied(path, made.book(LANGUAGE), number))
    municipality = params.municipality(like)
    with locales.using(LANGUAGE):
        title = books.title(municipality)
    return made, Book(LANGUAGE, (LANGUAGE,), title, municipality, tuple(pages))


def _copied(path: Path, book: Path, number: int) -> Page:
    """A chapter and what stands beside it, with labels that no other copy has."""
    folder = book / f"copy-{number}"
    for label in json.loads(path.with_name(f"{path.stem}.shown.json").read_text(encoding="utf-8")):
        kind, rest = label.split("-", 1)
        figure, table = f"figures/{label}.svg", f"tables/{label}.csv"
        for one, name in ((figure, figure), (table, f"tables/{kind}-n{number}-{rest}.csv")):
            if (path.parent / one).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path.parent / one, folder / name)
    for source in path.parent.glob(f"{path.stem}.*"):
        text = source.read_text(encoding="utf-8")
        mark = '"' if source.suffix == ".json" else "[#@]"
        relabelled = re.sub(rf"({mark}(?:fig|tbl)-)", rf"\g<1>n{number}-", text)
        (folder / source.name).write_text(relabelled, encoding="utf-8")
    return Page(f"{folder.name}/{path.name}", path.stem, f"Del {(number - 1) // 4 + 1}", number)


@contextmanager
def _timed_stages(stages: dict[str, float]) -> Iterator[None]:
    """Inside the block, the time the engine waits for its programs is added up."""
    run, compiled = subprocess.run, typst.compile

    def timed(stage: str, act: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        done = act()
        stages[stage] += time.perf_counter() - start
        return done

    def timed_run(command: list[str], **options: Any) -> Any:
        known = next((name for option, name in STAGES.items() if option in command), "")
        return timed(known, lambda: run(command, **options))

    def timed_compile(*given: Any, **options: Any) -> Any:
        return timed("of it Typst", lambda: compiled(*given, **options))

    with patch.object(subprocess, "run", timed_run), patch.object(typst, "compile", timed_compile):
        yield


def _section(measured: Measured, asked: argparse.Namespace) -> str:
    machine = f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})"
    pages, changed = measured.median(SITE), measured.median(CHANGED)
    lines = [
        "Measured by",
        "",
        "```sh",
        f"python -m benchmarks.publish --chapters {asked.chapters} --repeats {asked.repeats}",
        "```",
        "",
        f"in one run on {machine}, with a load of {os.getloadavg()[0]:.0f} at its end:",
        f"a book of {asked.chapters} chapters in Swedish. Medians of {asked.repeats}; Quarto once.",
        "The stages run side by side, so they add up to more than the whole.",
        "",
        "| what | seconds | a chapter | of the cores, seconds | of Quarto's time |",
        "|:--|--:|--:|--:|--:|",
        *_rows(measured, asked),
        "",
        f"One changed chapter takes {_share(pages.wall, changed.wall)} of site and search.",
    ]
    return "\n".join(lines) + "\n"


def _rows(measured: Measured, asked: argparse.Namespace) -> Iterator[str]:
    many: int = asked.chapters
    theirs = measured.median(OTHER) if OTHER in measured.spent else None
    for name in (ALL, SITE, CHANGED, OTHER):
        if name in measured.spent:
            spent = measured.median(name)
            share = _share(theirs.wall, spent.wall) if theirs and name in (ALL, OTHER) else ""
            yield (
                f"| {name} | {spent.wall:.1f} | {spent.wall / many:.3f} "
                f"| {spent.of_the_cores:.1f} | {share} |"
            )
        if name == ALL:
            for stage, seconds in measured.stages.items():
                each = seconds / asked.repeats
                if stage:
                    yield f"| {stage} | {each:.1f} | {each / many:.3f} | | |"


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
