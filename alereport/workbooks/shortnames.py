"""Short names made from the words they stand for, where nobody types one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from alereport.base import letters

LONGEST = 40
"""Characters of a short name that is made from words."""


def made(pattern: str, cells: Mapping[str, str], taken: Collection[str] = ()) -> str:
    """A short name, such as `ks-2025-tryggare-ale`; empty if its words have no letters.

    Args:
        pattern: What it is made of, with columns in braces.
        cells: The row's cells and its document's.
        taken: The short names that others have.
    """
    whole = in_ascii(pattern.format_map(_Cells(cells)))
    if not in_ascii("".join(cells.get(name, "") for name in re.findall(r"{(\w+)}", pattern)[-1:])):
        return ""
    short = whole if len(whole) <= LONGEST else whole[: LONGEST + 1].rpartition("-")[0]
    short = short or whole[:LONGEST]
    name, number = short, 2
    while name in taken:
        name, number = f"{short}-{number}", number + 1
    return name


def in_ascii(words: str) -> str:
    """Words in small letters from a to z, with a hyphen between them."""
    return "-".join(re.findall(r"[a-z0-9]+", letters.plain(words)))


class _Cells(dict[str, str]):
    def __missing__(self, _column: str) -> str:
        return ""
