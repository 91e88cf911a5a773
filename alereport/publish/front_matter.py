"""What a page of the book begins with, and the blocks that style it."""

from __future__ import annotations

import yaml


def front_matter(page_title: str) -> str:
    return f"---\n{yaml.safe_dump({'title': page_title}, allow_unicode=True)}---\n\n"


def page_mark(name: str, *, in_part: bool = False) -> str:
    """What tells the PDF where a page begins, for links to it, and what its running head says.

    Args:
        name: The page's path without its kind, such as `ks-2024/budget`.
        in_part: It stands in a part of the book.
    """
    outside = "" if in_part else " .outside-parts"
    return f"::: {{#page-{name.replace('/', '-')} .page{outside}}}\n:::"


def written_page(path: str, title: str, text: str) -> str:
    """A page that is written, not computed.

    Args:
        path: Where it stands in the book, such as `reading.qmd`.
        text: What stands on it, in Markdown.
    """
    return f"{front_matter(title)}{page_mark(path.removesuffix('.qmd'))}\n\n{text}"


def block(name: str, text: str) -> str:
    """A block of a page that the theme knows by its name, such as `lead`."""
    return f"::: {{.{name}}}\n\n{text}\n\n:::"
