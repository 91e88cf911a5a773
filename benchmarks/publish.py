"""How fast the embedded engine sets a book, by stage, and Quarto the same book where it is on PATH.

    alereport build && python -m benchmarks.publish --chapters 100

makes a book of so many chapters out of copies of the built project's own, sets its site and its PDF
with each engine in one run on this machine, and prints a table for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import typst

from alereport import language as words
from alereport import params
from alereport.publish import book as books
from alereport.publish import pandoc, quarto
from alereport.publish.book import Book, Page
from alereport.workspace import Workspace

ROOT = Path(__file__).parents[1]
LANGUAGE = "sv"


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of the cores, which other work does not lengthen."""

    wall: float = 0.0
    of_the_cores: float = 0.0


def main() -> None:
    """Measure, and print the table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        workspace, book = many(Workspace(asked.project.resolve()), Path(name), asked.chapters)
        seconds: dict[str, Spent] = {}
        one, other = Path(name) / "embedded", Path(name) / "quarto"
        one.mkdir()
        other.mkdir()
        with _timed_stages(seconds):
            _add(seconds, "the embedded engine", lambda: pandoc.publish(workspace, book, one))
        if quarto.program():
            _add(seconds, "Quarto", lambda: quarto.publish(workspace, book, other))
    _print(seconds, asked.chapters)


def many(like: Workspace, folder: Path, chapters: int) -> tuple[Workspace, Book]:
    """A staged book of so many chapters, each a copy of one in a part of the built project's."""
    made = Workspace(folder / "project")
    shutil.copytree(like.book(LANGUAGE) / "theme", made.book(LANGUAGE) / "theme")
    shutil.copyfile(like.root / "_quarto.yml", made.root / "_quarto.yml")
    (made.book(LANGUAGE) / "index.qmd").write_text("# Start {.unnumbered}\n\nEn bok.\n", "utf-8")
    staged = sorted(like.book(LANGUAGE).glob("*-*/*.ipynb"))
    pages = [Page("index.qmd", "Start")]
    for number, path in enumerate(islice(cycle(staged), chapters), start=1):
        pages.append(_copied(path, made.book(LANGUAGE), number))
    municipality = params.municipality(like)
    with words.using(LANGUAGE):
        title = books.title(municipality)
    return made, Book(LANGUAGE, (LANGUAGE,), title, municipality, tuple(pages))


def _copied(path: Path, book: Path, number: int) -> Page:
    """A chapter beside its figures, with labels that no other copy has."""
    folder = f"copy-{number}"
    shutil.copytree(path.parent / "figures", book / folder / "figures", dirs_exist_ok=True)
    text = path.read_text(encoding="utf-8")
    relabelled = re.sub(r"([#@](?:fig|tbl)-)", rf"\g<1>n{number}-", text)
    (book / folder / path.name).write_text(relabelled, encoding="utf-8")
    return Page(f"{folder}/{path.name}", path.stem, f"Del {(number - 1) // 4 + 1}", number)


@contextmanager
def _timed_stages(seconds: dict[str, Spent]) -> Iterator[None]:
    """Inside the block, the time the engine spends in Pandoc and in Typst is added up."""
    run, compiled = subprocess.run, typst.compile

    def timed_run(command: list[str], **options: Any) -> Any:
        stage = "of it Pandoc, " + ("the PDF" if "--to=typst" in command else "the site")
        return _add(seconds, stage, lambda: run(command, **options))

    def timed_compile(*given: Any, **options: Any) -> Any:
        return _add(seconds, "of it Typst", lambda: compiled(*given, **options))

    with patch.object(subprocess, "run", timed_run), patch.object(typst, "compile", timed_compile):
        yield


def _add(seconds: dict[str, Spent], name: str, act: Callable[[], Any]) -> Any:
    before, start = os.times(), time.perf_counter()
    done = act()
    wall, after = time.perf_counter() - start, os.times()
    before_this = seconds.get(name, Spent())
    cores = sum(after[:4]) - sum(before[:4])
    seconds[name] = Spent(before_this.wall + wall, before_this.of_the_cores + cores)
    return done


def _print(seconds: dict[str, Spent], chapters: int) -> None:
    machine = f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})"
    lines = [
        f"A book of {chapters} chapters on {machine}, with a load of {os.getloadavg()[0]:.0f}:",
        "",
        "| what | seconds | a chapter | of the cores, seconds | of Quarto's |",
        "|:--|--:|--:|--:|--:|",
    ]
    quartos = seconds.get("Quarto")
    for name, spent in seconds.items():
        share = f"1/{quartos.of_the_cores / spent.of_the_cores:.1f}" if quartos else ""
        lines.append(
            f"| {name} | {spent.wall:.1f} | {spent.wall / chapters:.2f} "
            f"| {spent.of_the_cores:.1f} | {share} |"
        )
    sys.stdout.write("\n".join(lines) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, default=100)
    parser.add_argument("--project", type=Path, default=ROOT, help="a built project")
    return parser.parse_args()


if __name__ == "__main__":
    main()
