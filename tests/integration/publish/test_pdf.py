"""The PDF as a screen reader meets it: its tag tree, its languages, its bookmarks and links."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pikepdf
import pypdf
import pytest
import typst

from alereport.base.workspace import Workspace

LANGUAGES = ("sv", "en")
FOOT, LINE = 74, 16
"""Points from a page's edge to its text, and from one line of the text to the next."""


def nodes(of: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The tags of a part of the tree, in reading order."""
    if isinstance(of, pikepdf.Array):
        for each in of:  # type: ignore[attr-defined]
            yield from nodes(each)
    elif isinstance(of, pikepdf.Dictionary):
        if "/S" in of:
            yield of
        if "/K" in of:
            yield from nodes(of.K)


def kind(node: pikepdf.Dictionary) -> str:
    return str(node.S).removeprefix("/")


def attribute(node: pikepdf.Dictionary, name: str) -> str:
    groups = node.get("/A", [])
    for group in groups if isinstance(groups, pikepdf.Array) else [groups]:
        if name in group:
            return str(group[name])
    return ""


def kinds_below(node: pikepdf.Dictionary) -> list[str]:
    return [kind(each) for each in nodes(node.K)]


def flat(outline: list[Any]) -> list[pypdf.generic.Destination]:
    """The bookmarks of every level, in order."""
    return [mark for each in outline for mark in (flat(each) if isinstance(each, list) else [each])]


@pytest.fixture(scope="module", params=LANGUAGES)
def pdf(built: Workspace, request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(built.pdf(request.param)) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(pdf: pikepdf.Pdf, built: Workspace) -> pypdf.PdfReader:
    return pypdf.PdfReader(built.pdf(str(pdf.Root.Lang)))


@pytest.fixture(scope="module")
def tags(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return list(nodes(pdf.Root.StructTreeRoot))


def test_it_says_which_standards_it_keeps(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_it_is_titled_dated_and_has_an_author_and_a_language(pdf: pikepdf.Pdf) -> None:
    name = {"sv": "Nämndernas planer och uppföljning", "en": "The committees' plans and follow-up"}
    assert str(pdf.docinfo.Title) == name[str(pdf.Root.Lang)]
    assert str(pdf.docinfo.Author) == "Ale kommun"
    assert str(pdf.docinfo.CreationDate).startswith("D:20231231")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_its_headings_are_in_order(tags: list[pikepdf.Dictionary]) -> None:
    levels = [int(kind(tag)[1]) for tag in tags if re.fullmatch("H[1-6]", kind(tag))]
    assert levels[0] == 1
    assert {1, 2, 3} <= set(levels)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_each_table_has_one_head_whose_cells_say_what_they_are_the_heads_of(
    tags: list[pikepdf.Dictionary],
) -> None:
    tables = [tag for tag in tags if kind(tag) == "Table"]
    assert len(tables) > 20
    for table in tables:
        (head,) = [tag for tag in nodes(table.K) if kind(tag) == "THead"]
        cells = [tag for tag in nodes(head.K) if kind(tag) in ("TH", "TD")]
        assert {kind(cell) for cell in cells} == {"TH"}
        assert {attribute(cell, "/Scope") for cell in cells} == {"/Column"}
        (body,) = [tag for tag in nodes(table.K) if kind(tag) == "TBody"]
        for row in nodes(body.K):
            if kind(row) == "TR":
                first, *others = [tag for tag in nodes(row.K) if kind(tag) in ("TH", "TD")]
                assert (kind(first), attribute(first, "/Scope")) == ("TH", "/Row")
                assert {kind(cell) for cell in others} == {"TD"}
                assert not any(attribute(cell, "/Headers") for cell in others)
        rows = [tag for tag in nodes(table.K) if kind(tag) == "TR"]
        assert {sum(k in ("TH", "TD") for k in kinds_below(row)) for row in rows} == {len(cells)}


def test_each_figure_is_described_as_in_the_book(
    built: Workspace, pdf: pikepdf.Pdf, tags: list[pikepdf.Dictionary]
) -> None:
    marks = {"judged here", "the plan says so", "bedömt här", "planen säger det"}
    alternatives = [str(tag.get("/Alt", "")) for tag in tags if kind(tag) == "Figure"]
    alternatives = [each for each in alternatives if each not in marks]
    book = built.book(str(pdf.Root.Lang))
    text = "\n".join(
        cell.source
        for path in sorted(book.rglob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
    ) + (book / "index.qmd").read_text(encoding="utf-8")
    described = re.findall(r'\{\.wide fig-alt="((?:[^"\\]|\\.)*)"', text)
    assert len(described) > 5
    assert sorted(re.sub(r"\s", " ", each) for each in alternatives) == sorted(
        re.sub(r"\s", " ", each.replace('\\"', '"')) for each in described
    )


def test_words_in_another_language_say_so(
    built: Workspace, pdf: pikepdf.Pdf, tags: list[pikepdf.Dictionary]
) -> None:
    marked = {kind(tag) for tag in tags if str(tag.get("/Lang", "")) == "sv"}
    pages = built.book(str(pdf.Root.Lang)).rglob("*.ipynb")
    on_paper = [page for page in pages if page.stem != "quality"]
    assert bool(marked) == any("lang=sv" in page.read_text("utf-8") for page in on_paper)


def test_each_chapter_has_a_bookmark_and_a_line_of_the_contents(reader: pypdf.PdfReader) -> None:
    chapters = [str(each.title) for each in reader.outline if not isinstance(each, list)]
    assert len(chapters) > 15
    assert not [mark.title for mark in flat(reader.outline) if mark.title != mark.title.strip()]
    contents = " ".join(reader.pages[1].extract_text().split())
    for name in chapters:
        assert name.split(" ", 1)[-1] in contents


def test_every_link_within_it_leads_somewhere(reader: pypdf.PdfReader) -> None:
    known = {name.removeprefix("/") for name in reader.named_destinations}
    found = 0
    for page in reader.pages:
        for note in page.get("/Annots", []):
            link = note.get_object()
            assert link.get("/Contents"), "a screen reader says what a link is"
            if isinstance(target := link.get("/Dest"), str):
                assert target.removeprefix("/") in known
                found += 1
    assert found > 20


def test_a_long_table_breaks_under_its_repeated_head(built: Workspace) -> None:
    theme = built.book("sv") / "theme"
    source = (theme / "typst-template.typ").read_text(encoding="utf-8")
    rows = "..range(160).map(number => [#number])"
    table = f"table(columns: 2, table.header([Område], [Belopp]), {rows})"
    text = f"{source}\n#show: report.with(title: [x])\n#figure(kind: table, caption: [x], {table})"
    made = typst.compile(text.encode(), font_paths=[str(theme / "fonts")])
    _cover, *pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) > 1
    assert all("Område" in page.extract_text() for page in pages)


def test_no_heading_stands_alone_at_the_foot_of_a_page(reader: pypdf.PdfReader) -> None:
    for mark in flat(reader.outline):
        assert mark.top is not None
        assert float(mark.top) > FOOT + 2 * LINE, mark.title
