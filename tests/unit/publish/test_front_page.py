"""The front page around what its notebook shows, and what the pages are called."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alereport.base import book as book_list
from alereport.base import glossary, locales, params
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.publish.book import front_page, sources, titles, wordlist
from alereport.publish.books import Book, Page, release_lines
from alereport.publish.changes.publication import Publication
from tests.conftest import edit

PAGES = (
    Page("index.qmd", "Översikt", heading="Planer", report="municipality/overview"),
    Page(
        "ks-2024/budget.ipynb",
        "Ekonomi",
        "Kommunstyrelsen 2024",
        2,
        heading="Kommunstyrelsens ekonomi 2024",
        report="ks-2024/budget",
    ),
    Page(
        "ks-2024/easy.ipynb",
        "Lättläst",
        "Kommunstyrelsen 2024",
        3,
        heading="Kommunstyrelsen 2024 på lätt svenska",
        report="ks-2024/easy",
        is_offered=True,
    ),
    Page("corrections.qmd", "Nytt och rättat", number=4),
)
SHOWN = ["::: {.lead}\n\nEn mening.\n\n:::", "::: {.key-figures}\n\n- 1\n\n:::", "## Frågor"]
FIRST = Publication(number=1, as_of=date(2023, 12, 31), seals={}, reports={})


def book(project: Workspace, *, draft: bool = False) -> Book:
    municipality = params.municipality(project)
    return Book("sv", ("sv",), "Planer", municipality, PAGES, draft=draft)


def text(project: Workspace, folder: Path, shown: list[str]) -> str:
    with locales.using("sv"):
        return front_page.text(book(project), folder, shown, FIRST)


def test_downloads_and_dates_come_after_the_figures_shown_large(
    project: Workspace, tmp_path: Path
) -> None:
    page = text(project, tmp_path, SHOWN)
    order = ["En mening.", ".key-figures", ".downloads", ".release", "## Frågor", "Nytt sedan sist"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert "[Kommunstyrelsen 2024 på lätt svenska](ks-2024/easy.ipynb)" in page
    assert "Publicerad den 30 november 2026." in page
    assert "Nästa publicering: maj 2027." in page
    assert "- **Kommunstyrelsen 2024**: [Ekonomi](ks-2024/budget.ipynb)" in page


def test_a_workbook_is_offered_only_where_there_is_one(project: Workspace, tmp_path: Path) -> None:
    assert "xlsx" not in text(project, tmp_path, SHOWN)
    (tmp_path / "ks-2024").mkdir()
    (tmp_path / "ks-2024/ks-2024.xlsx").touch()
    assert "(ks-2024/ks-2024.xlsx)" in text(project, tmp_path, SHOWN)


def test_without_a_notebook_the_page_still_says_what_there_is(
    project: Workspace, tmp_path: Path
) -> None:
    page = text(project, tmp_path, [])
    assert ".lead" not in page
    assert ".downloads" in page


def test_what_stock_quarto_includes_is_linked_from_the_projects_folder() -> None:
    words = "[a](x.ipynb) ![](figures/f.svg) [b](#c) [d](https://e.se) \\[f\\](g)"
    included = front_page.included(words, "build/book/sv/")
    assert "[a](build/book/sv/x.ipynb) ![](build/book/sv/figures/f.svg)" in included
    assert "[b](#c) [d](https://e.se) \\[f\\](g)" in included
    assert 'root="build/book/sv/"' in included


def test_a_draft_says_so_beside_its_dates(project: Workspace) -> None:
    with locales.using("sv"):
        assert "rättas" not in " ".join(release_lines(book(project)))
        assert "rättas" in release_lines(book(project, draft=True))[-1]


@pytest.mark.parametrize(
    ("language", "report", "menu", "heading"),
    [
        ("sv", "ks-2024/budget", "Ekonomi", "Kommunstyrelsens ekonomi 2024"),
        ("sv", "sn-2021/goals", "Mål och uppdrag", "Servicenämndens mål och uppdrag 2021"),
        (
            "en",
            "ks-2024/budget",
            "Finances",
            "Municipal Executive Committee: finances 2024",
        ),
        ("sv", "municipality/evaluation", "Kommunkompassen 2020", "Kommunkompassen 2020"),
        ("sv", "municipality/quality", "Datakvalitet", "Datakvalitet"),
    ],
)
def test_a_page_is_called_by_committee_subject_and_year(
    project: Workspace, language: str, report: str, menu: str, heading: str
) -> None:
    tasks = scheduling.tasks(project, params.committee_years(project), [language])
    (task,) = [task for task in tasks if task.report == report]
    chapter = book_list.contents(project).chapters[task.chapter]
    with locales.using(language, params.words(project)):
        assert titles.in_menu(project, chapter, task.params) == menu
        assert titles.standing_alone(project, chapter, task.params) == heading


def test_a_chapter_without_a_heading_is_called_by_part_and_title(project: Workspace) -> None:
    heading = (
        '      heading: {sv: "{committees} ekonomi {year}", en: "{committee}: finances {year}"}\n'
    )
    edit(project, "params/book.yaml", heading, "")
    tasks = scheduling.tasks(project, params.committee_years(project), ["sv"])
    task = next(task for task in tasks if task.chapter == "budget")
    chapter = book_list.contents(project).chapters["budget"]
    with locales.using("sv"):
        assert (
            titles.standing_alone(project, chapter, task.params) == "Kommunstyrelsen 2024: Ekonomi"
        )


def test_a_source_says_what_it_is_what_shows_it_and_whom_to_ask(project: Workspace) -> None:
    with locales.using("sv"):
        page = sources.page(project, book(project))
    (row,) = [line for line in page.splitlines() if line.startswith("| Nämndplan 2024")]
    assert "Källan är odaterad och bär spår av att vara ett utkast." in row
    assert "Där står ”STAFFAN?” och ”ovanstående förslag”." in row
    assert "Diarienummer KS.2017.59." in page
    assert "Vänd dig till Ale kommuns kontaktcenter" in page


def test_the_page_of_sources_names_what_is_from_no_document(project: Workspace) -> None:
    with locales.using("sv"):
        page = sources.page(project, book(project))
    (_before, others) = page.split("## Andra källor")
    rows = {tuple(cell.strip() for cell in line.split("|")[1:-1]) for line in others.splitlines()}
    assert ("Folkmängd", "SCB, enligt ale.se (Befolkning)", "november 2026") in rows
    assert ("Jämförelse", "[Kolada](<https://www.kolada.se>)", "november 2026") in rows
    for dataset in ("comparison", "municipal_costs", "municipal_figures", "population"):
        for path in project.data_files(dataset):
            path.unlink()
    with locales.using("sv"):
        page = sources.page(project, book(project))
    assert "Andra källor" not in page
    assert "Siffrorna är avskrivna ur de här dokumenten." in page


def test_the_glossary_is_in_the_order_of_the_alphabet(project: Workspace) -> None:
    whole = Book(
        "sv",
        ("sv",),
        "Planer",
        params.municipality(project),
        PAGES,
        glossary=glossary.entries(project),
    )
    with locales.using("sv"):
        page = wordlist.page(whole)
    words = ["**BORF**", "**mkr**", "**målvärde**", "**nettokostnad**", "**nämndplan**", "**ram**"]
    places = [page.index(word) for word in words]
    assert places == sorted(places)
    assert "::: {#term-ram .glossary-word}" in page
