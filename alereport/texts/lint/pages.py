"""The lines of a text without what recurs on its pages: heads, feet and page numbers.

A text made from a PDF has them between its paragraphs and in its tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise

from alereport.base import files

FEWEST_PAGES = 3
"""A line is a head or a foot if it recurs at least this often."""


def lines(text: str, place: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the file and the lines of a text with their numbers.

    They are composed (NFC), as a text saved on a Mac may not be, and what recurs on every page is
    left blank.

    Args:
        text: The text; a front matter between `---` is left out.
        place: Its file, such as `plan.md`, or the file and line it begins on, `plan.md:7`.
    """
    match = re.fullmatch(r"(.+):(\d+)", place)
    file, first = (match[1], int(match[2])) if match else (place, 1)
    # Not splitlines, which counts a form feed as a line and an editor does not.
    found = files.composed(text.removeprefix("\ufeff")).split("\n")
    bare = [line.strip() for line in found]
    skipped = bare.index("---", 1) + 1 if bare[0] == "---" and "---" in bare[1:] else 0
    furniture = _numbered(found) | _on_most_pages(found)
    numbered = enumerate(
        ("" if index in furniture else line for index, line in enumerate(found)), first
    )
    return file, list(numbered)[skipped:]


def _form(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _numbered(found: list[str]) -> set[int]:
    """Return the lines that recur alone with a rising number, as `Sida 3 av 12` does."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in _alone(found):
        if re.search(r"\d", line) and "\t" not in line:
            places[_form(line)].append(index)
    return {
        index
        for form, indexes in places.items()
        if len(indexes) >= FEWEST_PAGES and re.search(r"[^\W\d_]|#.*#", form)
        if _rises([found[index] for index in indexes])
        for index in indexes
    }


def _alone(found: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines with a blank line or the end of a page beside them, and their places."""
    around = ["", *found, ""]
    for index, line in enumerate(found):
        if not around[index].strip() or not around[index + 2].strip() or "\f" in line:
            yield index, line


def _rises(recurring: list[str]) -> bool:
    """True if one number of the lines rises, and every other one stays the same."""
    numbers = [tuple(map(int, re.findall(r"\d+", line))) for line in recurring]
    columns = list(zip(*numbers, strict=True))
    rising = [all(one < other for one, other in pairwise(column)) for column in columns]
    same = [len(set(column)) == 1 for column in columns]
    return sum(rising) == 1 and sum(rising) + sum(same) == len(columns)


def _on_most_pages(found: list[str]) -> set[int]:
    """Return the lines that stand alone, alike but for figures, on at least half of the pages."""
    page_of = list(accumulate(line.count("\f") for line in found))
    on_pages: dict[str, set[int]] = defaultdict(set)
    places: dict[str, set[int]] = defaultdict(set)
    for index, line in _alone(found):
        if line.strip():
            places[_form(line)].add(index)
            on_pages[_form(line)].add(page_of[index])
    fewest = max(FEWEST_PAGES, (page_of[-1] + 1) / 2)
    recurring = [places[form] for form, numbers in on_pages.items() if len(numbers) >= fewest]
    return set().union(*recurring)
