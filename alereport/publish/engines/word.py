"""The whole book as a Word file, for those who copy passages from it into another document."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from alereport.base import locales, params
from alereport.base.locales import gettext as _
from alereport.base.markdown import plain
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish import books
from alereport.publish.book import copies
from alereport.publish.books import Book, Page
from alereport.publish.engines.conversion import convert_to_bytes

RESOLUTION = 200.0
"""The dots an inch of a drawing, which Word prints as points."""


def write(workspace: Workspace, book: Book) -> Path:
    """Write a staged book as a Word file, and return its path.

    Tables are tables, headings have Word's styles, pictures their descriptions, and links lead
    within the file. What is on the site only is left out, as it is on paper.

    Raises:
        PublishError: Pandoc refused the pages.
    """
    staged, target = workspace.book(book.language), workspace.word(book.language)
    pages = [page for page in book.pages if page.paper]
    chapters = [
        _chapter(page, number, copies.markdown(staged / page.path))
        for number, page in enumerate(pages)
    ]
    words = locales.using(book.language, params.words(workspace))
    with words, tempfile.TemporaryDirectory() as name:
        _draw(staged, Path(name))
        document = convert_to_bytes(
            chapters,
            staged / "theme",
            to="docx",
            metadata=_metadata(book),
            options=("--output=-", f"--resource-path={name}:{staged}"),
        )
    write_atomically(target, document)
    return target


def _metadata(book: Book) -> dict[str, Any]:
    return {
        **books.glossary_settings(book),
        "title": book.title,
        "subtitle": " ".join(books.release_lines(book)),
        "author": book.municipality.name,
        "lang": book.language,
        "crossref": {"chapter": "0", "figure": _("Figure"), "table": _("Table")},
    }


def _chapter(page: Page, number: int, text: str) -> tuple[str, str]:
    """A page as a chapter, with the number that it has on paper in its heading."""
    heading = f"{number} {plain(page.name)}" if number else plain(page.title)
    unnumbered = "" if number else " .unnumbered"
    text = f"# {heading} {{#sec-{page.slug}{unnumbered}}}\n\n{text}"
    return f"{page.path}.md", f"{text}\n\n::: {{.page-end}}\n:::\n"


def _draw(staged: Path, folder: Path) -> None:
    """Draw each SVG as a picture that every version of Word shows, at the path that it has."""
    found = sorted(staged.rglob("figures/*.svg"))
    drawings = [path for path in found if not path.stem.endswith("-narrow")]
    if not drawings:
        return
    pages = "\n".join(f'#page(image("/{path.relative_to(staged)}"))' for path in drawings)
    with tempfile.TemporaryDirectory(dir=staged) as name:
        source = Path(name) / "drawings.typ"
        size = "#set page(width: auto, height: auto, margin: 0pt)"
        write_atomically(source, f"{size}\n{pages}")
        drawn = typst.compile(
            str(source),
            root=str(staged),
            font_paths=[str(staged / "theme" / "fonts")],
            ignore_system_fonts=True,
            format="png",
            ppi=RESOLUTION,
        )
    pictures: Sequence[bytes] = drawn if isinstance(drawn, list) else [drawn]
    for path, data in zip(drawings, pictures, strict=True):
        write_atomically((folder / path.relative_to(staged)).with_suffix(".png"), data)
