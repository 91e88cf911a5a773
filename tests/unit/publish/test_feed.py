"""The feed of news, revisions and corrections, element by element."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.publish.books import CORRECTIONS, Book, Page
from alereport.publish.changes import page
from alereport.publish.changes.editions import CellChange, Change, Edition, News, Reason
from alereport.publish.changes.feed import feed
from alereport.publish.changes.publication import Publication
from tests.conftest import ROOT

NAMES = {"atom": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "https://www.example.se/rapport/"


def change(**fields: object) -> Change:
    return Change.model_validate(
        {
            "report": "ks-2024/budget",
            "chapter": "Kommunstyrelsen 2024: Ekonomi",
            "exhibit": "by-area",
            "label": "tbl-by-area",
            "caption": "Budget 2024 per område, nettokostnad i tkr.",
            "key": "hr",
            "row": "HR & lön",
            "before": "HR & lön | 10",
            "after": "HR & lön | 11",
        }
        | fields
    )


CELL = CellChange(column="budget_tkr", heading="Budget 2024", before="10", after="11")
REASON = Reason(words="Beloppet var <10>", file="data/budget/x.csv", sealed=date(2024, 2, 1))
FIRST = Edition(number=1, as_of=date(2023, 12, 31), updated=date(2024, 1, 1))
SECOND = Edition(
    number=2,
    as_of=date(2023, 12, 31),
    updated=date(2024, 3, 1),
    news=(
        News(kind="document", words="Nämndplan 2025"),
        News(kind="chapter", words="KS 2025: Mål", report="ks-2025/goals", chapter="KS 2025: Mål"),
        *(
            News(kind="row", words=f"Rad {n}", report="a/b", chapter="Översikt", label="tbl-a")
            for n in range(14)
        ),
        News(kind="row", words="En ny mening.", report="c/d", chapter="Mål"),
        News(kind="column", words="Andel", report="e/f", chapter="Personal", label="tbl-b"),
        News(kind="exhibit", words="Ny.", report="e/g", chapter="Budget", label="fig-c"),
    ),
    consequences=(change(label="", caption="", row="", before="Två planer.", after="Tre planer."),),
    revisions=(change(cells=(CELL,), reasons=(Reason(words="Årsredovisningen"),)),),
    corrections=(
        change(cells=(CELL,), reasons=(REASON,)),
        change(after="", reasons=(REASON,)),
        change(
            cells=(CELL.model_copy(update={"before": "..", "after": ".."}),),
            before="",
            after="HR & lön | ..",
            reasons=(REASON,),
        ),
        change(exhibit="", label="", caption="", key="", row="", after="", reasons=(REASON,)),
    ),
    reworded=2,
    restructured=3,
)


@pytest.fixture
def book() -> Book:
    municipality = params.municipality(Workspace(ROOT))
    pages = (
        Page(CORRECTIONS, "Nytt och rättat"),
        Page("ks-2024/budget.ipynb", "Ekonomi", report="ks-2024/budget"),
    )
    return Book("sv", ("sv", "en"), "Planer & uppföljning", municipality, pages)


def with_address(book: Book, address: str | None) -> Book:
    open_data = book.municipality.open_data.model_copy(update={"address": address})
    municipality = book.municipality.model_copy(update={"open_data": open_data})
    return replace(book, municipality=municipality)


def parsed(book: Book, *editions: Edition) -> ET.Element:
    with locales.using(book.language):
        return ET.fromstring(feed(book, editions))


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"atom:{name}", "", NAMES)


def links(element: ET.Element) -> dict[str, str]:
    return {
        each.get("rel", ""): each.get("href", "") for each in element.findall("atom:link", NAMES)
    }


def entries(root: ET.Element) -> dict[str, ET.Element]:
    """The entries by their title."""
    return {text(entry, "title"): entry for entry in root.findall("atom:entry", NAMES)}


def items(entry: ET.Element) -> list[str]:
    """The items of the lists in an entry's content, as a reader sees them."""
    content = ET.fromstring(f"<div>{text(entry, 'content')}</div>")
    return ["".join(item.itertext()) for item in content.iter("li")]


def test_the_feed_has_what_rfc_4287_asks_of_it(book: Book) -> None:
    root = parsed(book, SECOND, FIRST)
    assert root.tag == f"{{{NAMES['atom']}}}feed"
    assert root.get(XML_LANG) == "sv"
    assert text(root, "id").startswith("urn:uuid:")
    assert text(root, "title") == "Planer & uppföljning"
    assert text(root, "updated") == "2024-03-01T00:00:00Z"
    assert root.findtext("atom:author/atom:name", "", NAMES) == "Ale kommun"
    found = root.findall("atom:entry", NAMES)
    identifiers = [text(entry, "id") for entry in found]
    assert len(set(identifiers)) == len(found) == 4
    for entry in found:
        assert text(entry, "id").startswith("urn:uuid:")
        assert text(entry, "updated").endswith("T00:00:00Z")
        assert entry.find("atom:content", NAMES).get("type") == "html"  # type: ignore[union-attr]


def test_an_edition_has_an_entry_for_each_kind_of_change(book: Book) -> None:
    root = parsed(book, SECOND, FIRST)
    kinds = {
        title: entry.find("atom:category", NAMES).get("term")  # type: ignore[union-attr]
        for title, entry in entries(root).items()
    }
    assert kinds == {
        "Nytt i utgåva 2": "news",
        "Revideringar i utgåva 2": "revisions",
        "Rättelser i utgåva 2": "corrections",
        "Nytt i utgåva 1": "news",
    }
    assert "Den första publiceringen." in text(entries(root)["Nytt i utgåva 1"], "content")


def test_an_entry_says_what_the_page_says(book: Book) -> None:
    found = entries(parsed(book, SECOND, FIRST))
    assert items(found["Nytt i utgåva 2"]) == [
        "Nämndplan 2025",
        "KS 2025: Mål",
        f"Nya rader: {'; '.join(f'Rad {n}' for n in range(12))}; och 2 till",
        "En ny mening.",
        "Nya kolumner: Andel",
        "Diagrammet är nytt.",
        "Visade: Två planer. Visar nu: Tre planer.",
    ]
    assert items(found["Revideringar i utgåva 2"]) == ["HR & lön, Budget 2024: 10 → 11"]
    assert items(found["Rättelser i utgåva 2"]) == [
        "HR & lön, Budget 2024: 10 → 11",
        "Visade: HR & lön, 10 Visas inte längre.",
        "HR & lön, Budget 2024: undanhålls nu",
        "Hela kapitlet visas inte längre.",
    ]


def test_what_a_person_wrote_is_words_in_the_feed(book: Book) -> None:
    entry = entries(parsed(book, SECOND))["Rättelser i utgåva 2"]
    content = text(entry, "content")
    assert '<span lang="sv">Beloppet var &lt;10&gt;</span>' in content
    assert "HR &amp; lön" in content
    bell = change(after="HR\x07", reasons=(REASON,))
    assert entries(parsed(book, SECOND.model_copy(update={"corrections": (bell,)})))


def test_without_an_address_the_links_are_relative_and_the_feed_names_none_of_its_own(
    book: Book,
) -> None:
    root = parsed(with_address(book, None), SECOND)
    assert links(root) == {"alternate": "corrections.html"}
    entry = entries(root)["Rättelser i utgåva 2"]
    assert links(entry) == {"alternate": "corrections.html#corrections-2"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_with_the_address_of_the_open_data_the_feed_knows_its_own(
    book: Book, language: str
) -> None:
    placed = with_address(replace(book, language=language), f"{SITE}sv/open-data/")
    root = parsed(placed, SECOND)
    assert links(root) == {
        "self": f"{SITE}{language}/feed.xml",
        "alternate": f"{SITE}{language}/corrections.html",
    }
    same = parsed(with_address(placed, None), SECOND)
    assert text(root, "id") == text(same, "id")


def test_open_data_that_are_published_elsewhere_give_the_site_no_address(book: Book) -> None:
    root = parsed(with_address(book, "https://data.example.se/plans/"), SECOND)
    assert "self" not in links(root)


def test_a_book_without_the_page_leads_to_its_front_page(book: Book) -> None:
    root = parsed(replace(book, pages=book.pages[1:]), SECOND)
    assert links(root) == {"alternate": "index.html"}


def test_a_feed_without_editions_is_dated_as_the_figures_are(book: Book) -> None:
    root = parsed(book)
    assert text(root, "updated") == f"{book.municipality.as_of}T00:00:00Z"
    assert entries(root) == {}


def test_the_same_editions_give_the_same_bytes(book: Book) -> None:
    with locales.using("sv"):
        assert feed(book, [SECOND, FIRST]) == feed(book, [SECOND, FIRST])


def page_of(book: Book, folder: Path, *editions: Edition) -> str:
    publication = Publication(
        number=editions[0].number,
        as_of=date(2023, 12, 31),
        seals={},
        reports={},
        editions=editions,
    )
    with locales.using("sv"):
        return html.unescape(page.page(Workspace(folder), book, publication))


def test_the_page_says_plainly_which_section_is_empty(book: Book, tmp_path: Path) -> None:
    text = page_of(book, tmp_path, FIRST)
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "## Nytt sedan sist {#news}",
        "## Revideringar {#revisions}",
        "## Rättelser {#corrections}",
        "## Underlag som rättats eller reviderats",
        "## Utgåvorna",
    ]
    for sentence in (
        "Det här är den första publiceringen.",
        "Ingen publicerad uppgift har ändrats av ett senare dokument.",
        "Ingen publicerad uppgift har rättats.",
        "Ingen datafil har rättats eller reviderats",
    ):
        assert sentence in text


def test_the_page_lists_each_kind_under_its_edition(book: Book, tmp_path: Path) -> None:
    text = page_of(book, tmp_path, SECOND, FIRST)
    news, revisions, corrections = (
        text.split(f"### Utgåva 2 {{#{section}-2}}")[1].split("\n## ")[0]
        for section in ("news", "revisions", "corrections")
    )
    assert "- Nämndplan 2025" in news
    assert "- Visade: Två planer.\\\n  Visar nu: **Tre planer.**" in news
    assert "- HR & lön, Budget 2024: 10 → **11**" in revisions
    place = "[Kommunstyrelsen 2024: Ekonomi](ks-2024/budget.ipynb): Budget 2024 per område, "
    assert f"{place}nettokostnad i tkr:" in corrections
    assert (
        "**Skäl:** Beloppet var \\<10\\> (`data/budget/x.csv`, granskad 1 februari" in corrections
    )
    assert (
        "- Utgåva 2. Uppgifterna avser läget den 31 december 2023. Nytt: 20. Reviderat: 1. " in text
    )
    assert "2 uppgifter är uttryckta med andra ord" in text
    assert "3 uppgifter redovisas på annat sätt" in text
    assert "[flödet](feed.xml)" in text


def test_news_of_an_earlier_edition_do_not_pass_for_those_of_the_latest(
    book: Book, tmp_path: Path
) -> None:
    third = SECOND.model_copy(update={"number": 3, "news": (), "consequences": ()})
    text = page_of(book, tmp_path, third, SECOND, FIRST)
    assert text.index("Inget är nytt i utgåva 3.") < text.index("Nämndplan 2025")
    assert "Inget är nytt" not in page_of(book, tmp_path, SECOND, FIRST)
