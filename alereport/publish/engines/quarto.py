"""The Quarto engine: renders the staged book with the `quarto` on PATH."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from alereport.base import locales, params
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.book import downloads
from alereport.publish.books import Book
from alereport.publish.engines import (
    origins,
    quarto_program,
    quarto_project,
    sheets,
    site,
    tags,
)
from alereport.publish.engines.quarto_program import OUTPUT

_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*?\ssrc=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|preload|icon))[^>]*?\shref=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|(?:url\(|@import\s*)["']?((?:https?:)?//[^"')\s]+)""",
    re.IGNORECASE,
)
"""What a browser fetches from elsewhere as it shows a page."""
_STANDARD = re.compile(r"^#.*$|\{\{<\s*include\s+\S+\s*>\}\}", re.MULTILINE)
"""What the project's own `index.qmd` has from the beginning: its heading, and the page it shows."""


def publish(
    workspace: Workspace, book: Book, folder: Path, say: Callable[[str], object]
) -> tuple[str, ...]:
    """Render the site and the PDF of a staged book in one call.

    Args:
        folder: The folder to make the site in, with the PDF in it.
        say: Takes how far it has come, as words for the screen.

    Returns:
        What the user should know: Quarto's warnings, what was left out, what pages ask of others.

    Raises:
        PublishError: Quarto is not on PATH or too old, it failed, or its settings cannot be used.
    """
    quarto = quarto_program.required()
    with tempfile.TemporaryDirectory(prefix="alereport-quarto-") as name:
        inside = Path(name) / "book"
        quarto_project.make(workspace, book, inside)
        warnings = quarto_program.render(quarto, inside, say)
        pdfs = list((inside / OUTPUT).glob("*.pdf"))
        if len(pdfs) != 1 or not (inside / OUTPUT / "index.html").is_file():
            raise PublishError(
                "quarto render",
                "it made no complete book",
                "index.html and one PDF",
                "let _quarto.yml have the formats html and typst",
            )
        shutil.copytree(inside / OUTPUT, folder, dirs_exist_ok=True)
        downloads.copy_to_site(workspace.book(book.language), folder)
        with locales.using(book.language, params.words(workspace)):
            origins.write(workspace, book, inside, folder)
            sheets.write(workspace, book, inside, folder)
            site.write_former_pages(book, folder)
        paper = folder / pdfs[0].name
        untagged = paper.read_bytes()
        paper.unlink()
        (folder / workspace.pdf(book.language).name).write_bytes(tags.with_row_heads(untagged))
    told = (f"Quarto ({book.language}): {warning.rstrip('.')}" for warning in warnings)
    return (*told, *_left_out(workspace), *hosts_asked(folder))


def _left_out(workspace: Workspace) -> Iterator[str]:
    """What the project's front page for stock Quarto has of its own, which is not published."""
    index = workspace.root / "index.qmd"
    try:
        text = index.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if own := " ".join(_STANDARD.sub("", text).split()):
        excerpt = own if len(own) <= 60 else f"{own[:59]}…"
        yield (
            f'index.qmd: "{excerpt}" is not published: the front page is made again for each '
            "language; write it in a chapter of its own, named in _quarto.yml"
        )


def hosts_asked(folder: Path) -> Iterator[str]:
    """A warning for each host that a browser asks for something as it shows the site."""
    pages: dict[str, list[str]] = {}
    for path in sorted((*folder.rglob("*.html"), *folder.rglob("*.css"))):
        for found in _FETCHED.finditer(path.read_text(encoding="utf-8", errors="replace")):
            host = urlsplit(found[1] or found[2] or found[3]).netloc
            files = pages.setdefault(host, [])
            if (name := path.relative_to(folder).as_posix()) not in files:
                files.append(name)
    for host, files in pages.items():
        yield (
            f"{len(files)} of the site's files, such as {files[0]}, ask {host} for something, "
            "which tells it who reads them; take out of _quarto.yml the theme or the filter that "
            "brings it"
        )
