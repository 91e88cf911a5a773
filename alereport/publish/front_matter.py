"""What a page of the book begins with."""

from __future__ import annotations

import yaml


def front_matter(page_title: str) -> str:
    """What a page that is written, not computed, begins with."""
    return f"---\n{yaml.safe_dump({'title': page_title}, allow_unicode=True)}---\n\n"


def page_mark(name: str, *, in_part: bool = False) -> str:
    """What tells the PDF where a page begins, for links to it, and what its running head says.

    Args:
        name: The page's path without its kind, such as `ks-2024/budget`.
        in_part: It stands in a part of the book.
    """
    outside = "" if in_part else " .outside-parts"
    return f"::: {{#page-{name.replace('/', '-')} .page{outside}}}\n:::"
