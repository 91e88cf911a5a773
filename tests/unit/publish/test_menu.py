"""The menu of all pages is written as Pandoc writes the rest of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.publish.books import Book, Page
from alereport.publish.engines import site
from alereport.publish.engines.conversion import convert
from tests.conftest import ROOT

TITLES = (
    "Mål & <mått>",
    "\"Citat\" och 'citat'",
    "Fram ↔ och tillbaka ↩",
    "  flera   ord\tpå\nrad",
    "hårt\u00a0mellanslag, *stjärnor*, $x$ och ${y}",
    "vänd\u202e och \x1b[31mröd",
)


def menu(*pages: Page, shown: Page) -> str:
    book = Book("sv", ("sv",), "T", params.municipality(Workspace(ROOT)), pages)
    return site.menu(book, shown)["menu"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_written_as_pandoc_writes_it(title: str, tmp_path: Path) -> None:
    (tmp_path / "title.html").write_text("<a>$title$</a>\n", encoding="utf-8")
    metadata = {"title": title}
    by_pandoc = convert(
        [("page.md", "")],
        tmp_path,
        to="html5",
        template="title.html",
        metadata=metadata,
        filters=(),
    )
    page = Page("index.qmd", title)
    assert menu(page, shown=page).replace('<a href="index.html" aria-current="page">', "<a>") == (
        f'<li class="single">{by_pandoc.strip()}</li>'
    )


def test_the_menu_has_each_part_with_its_pages_and_marks_the_page_that_is_shown() -> None:
    first = Page("index.qmd", "Start")
    budget = Page("ks-2024/budget.ipynb", "Budget", "Kommunstyrelsen 2024", 1)
    goals = replace(budget, path="ks-2024/goals.ipynb", title="Mål")
    assert menu(first, budget, goals, shown=goals).splitlines() == [
        '<li class="single"><a href="../index.html">Start</a></li>',
        '<li><span class="part">Kommunstyrelsen 2024</span>',
        "<ul>",
        '<li><a href="../ks-2024/budget.html">Budget</a></li>',
        '<li><a href="../ks-2024/goals.html" aria-current="page">Mål</a></li>',
        "</ul>",
        "</li>",
    ]
