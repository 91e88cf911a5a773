"""The Quarto engine: renders the staged book with the `quarto` on PATH."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from alereport.base import files, locales, params, yaml_files
from alereport.base.errors import PublishError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish.book import downloads
from alereport.publish.books import Book, chapter_list
from alereport.publish.engines import origins, sheets, tags

OUTPUT = "_book"
OLDEST = (1, 10, 17)
"""The oldest Quarto whose Typst can make a PDF that is both accessible and archivable."""


def program() -> str | None:
    """The path of Quarto; None if it is not on PATH."""
    return shutil.which("quarto")


def _refusal(found: str) -> PublishError:
    return PublishError(
        "the engine quarto",
        found,
        f"Quarto {_dotted(OLDEST)} or later",
        "install it, or publish with --engine pandoc",
    )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


@cache
def _version(quarto: str) -> tuple[int, ...]:
    """The version of a Quarto; (0,), older than any, if it does not print one."""
    process = subprocess.run([quarto, "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"\d+(?:\.\d+)+", process.stdout)
    return tuple(map(int, match[0].split("."))) if match else (0,)


def publish(workspace: Workspace, book: Book, site: Path) -> None:
    """Render the site and the PDF of a staged book in one call.

    Args:
        site: The folder to make the site in, with the PDF in it.

    Raises:
        PublishError: Quarto is not on PATH or too old, or it failed.
    """
    quarto = program()
    if quarto is None:
        raise _refusal("there is no program quarto on PATH")
    if (version := _version(quarto)) < OLDEST:
        raise _refusal(f"{quarto} is version {_dotted(version)}")
    with tempfile.TemporaryDirectory(prefix="alereport-quarto-") as name:
        folder = Path(name) / "book"
        shutil.copytree(workspace.book(book.language), folder)
        write_atomically(
            folder / "_quarto.yml", yaml.safe_dump(project(workspace, book), allow_unicode=True)
        )
        _render(quarto, folder)
        pdfs = list((folder / OUTPUT).glob("*.pdf"))
        if len(pdfs) != 1 or not (folder / OUTPUT / "index.html").is_file():
            raise PublishError(
                "quarto render",
                "it made no complete book",
                "index.html and one PDF",
                "run quarto render in the project's folder to see why",
            )
        shutil.copytree(folder / OUTPUT, site, dirs_exist_ok=True)
        downloads.copy_to_site(workspace.book(book.language), site)
        with locales.using(book.language, params.words(workspace)):
            origins.write(workspace, book, folder, site)
            sheets.write(workspace, book, folder, site)
        paper = site / pdfs[0].name
        untagged = paper.read_bytes()
        paper.unlink()
        (site / workspace.pdf(book.language).name).write_bytes(tags.with_row_heads(untagged))


def project(workspace: Workspace, book: Book) -> dict[str, Any]:
    """The settings of the project's `_quarto.yml`, as seen from inside the staged book.

    They say that the site is complete: it has what Quarto itself does not make, which its pages
    may link to.
    """
    settings = _settings(workspace, workspace.root / "_quarto.yml")
    main = f"{workspace.relative(workspace.book(book.municipality.languages[0]))}/"
    settings = _from_inside(settings, main)
    del settings["metadata-files"]
    with locales.using(book.language, params.words(workspace)):
        metadata = chapter_list(book, prefix="")
    book_settings = {**settings.pop("book", {}), **metadata.pop("book")}
    project_settings = {**settings.pop("project", {}), "output-dir": OUTPUT}
    return {
        **settings,
        **metadata,
        "complete": True,
        "book": book_settings,
        "project": project_settings,
    }


def _settings(workspace: Workspace, path: Path) -> dict[str, Any]:
    place = workspace.relative(path)
    try:
        settings = yaml_files.load(files.read(path, place=place, error=PublishError))
    except FormError as problem:
        raise problem.error(PublishError, place) from None
    if not isinstance(settings, dict):
        raise PublishError(place, "it is not keys with values", "YAML", "restore the file")
    return settings


def _from_inside(value: Any, prefix: str) -> Any:
    """Make every path into the staged book relative to it."""
    if isinstance(value, dict):
        return {key: _from_inside(item, prefix) for key, item in value.items()}
    if isinstance(value, list):
        return [_from_inside(item, prefix) for item in value]
    return value.removeprefix(prefix) if isinstance(value, str) else value


def _render(quarto: str, folder: Path) -> None:
    process = subprocess.run(
        [quarto, "render", str(folder)], capture_output=True, text=True, check=False
    )
    if process.returncode:
        lines = [line for line in process.stderr.splitlines() if line.strip()]
        raise PublishError(
            "quarto render",
            f"it ended with {process.returncode}: {' '.join(lines[-3:])}",
            "a rendered book",
            "correct what it names, or publish with --engine pandoc",
        )
