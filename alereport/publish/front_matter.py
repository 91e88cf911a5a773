"""The beginning of a page of the book, and the blocks that style it."""

from __future__ import annotations

import yaml

from alereport.base.markdown import plain


def front_matter(page_title: str) -> str:
    """The title of a page, which Quarto reads as Markdown."""
    return f"---\n{yaml.safe_dump({'title': plain(page_title)}, allow_unicode=True)}---\n\n"


def page_mark(name: str, *, in_part: bool = False, root: str | None = None) -> str:
    """The mark that tells where a page begins and where the book's folder is.

    Links to the page lead to it in the PDF, whose running head changes there; links to the
    glossary are made from the folder.

    Args:
        name: The page's path without its suffix, such as `ks-2024/budget`.
        in_part: True if the page belongs to a part of the book.
        root: The path from the page to the folder of the book; by default that of its name.
    """
    outside = "" if in_part else " .outside-parts"
    folder = "../" * name.count("/") if root is None else root
    at = f' root="{folder}"' if folder else ""
    return f"::: {{#page-{name.replace('/', '-')} .page{outside}{at}}}\n:::"


def markdown_page(path: str, title: str, text: str) -> str:
    """A page that no notebook computes.

    Args:
        path: Its path in the book, such as `reading.qmd`.
        text: Its Markdown, without the title.
    """
    return f"{front_matter(title)}{page_mark(path.removesuffix('.qmd'))}\n\n{text}"


def block(name: str, text: str) -> str:
    """A block of a page that the theme styles by its name, such as `lead`."""
    return f"::: {{.{name}}}\n\n{text}\n\n:::"
