"""The site's own pages and files, as they stand on disk."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from alereport.base import locales, params
from alereport.base.errors import ParamsError, PublishError
from alereport.base.settings import Accessibility, Municipality
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import origins as ingested_rows
from alereport.data.addresses import Addresses
from alereport.data.origins import Spot
from alereport.exhibits.model import Column, Row, Table
from alereport.exhibits.traced import TracedLine
from alereport.exhibits.values import words
from alereport.publish.book import statement
from alereport.publish.book.chapters import LabelledExhibit
from alereport.publish.engines import origins, search
from alereport.publish.fonts import FAMILY
from tests.conftest import edit, points_on

BUDGET = "data/budget/ks-namndplan-2024.csv"
GOALS = "data/goals/ks-namndplan-2024.csv"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def line(name: str, rows: Sequence[str]) -> TracedLine:
    return TracedLine("x", name, name, tuple(rows), {})


def rows_on(project: Workspace, file: str, *lines: int) -> list[str]:
    """The addresses of the rows that are on these lines of a file now."""
    found = Addresses(project)
    return [found.of_line(file, number) for number in lines]


def test_rows_are_written_as_documents_sections_and_spans_of_lines(project: Workspace) -> None:
    breaks = rows_on(project, "data/breaks/ks-verksamhetsplan-2022.csv", 2)
    of = [line("Ekonomi", [*rows_on(project, BUDGET, 2, 3, 4, 7), *breaks])]
    with locales.using("en"):
        ((shown, places, rows),) = origins.Origins(project).table(of)
    assert shown == "Ekonomi"
    assert places.startswith(
        "Nämndplan 2024, section 4.1; Verksamhetsplan med budget 2022, section"
    )
    assert rows == (
        "data/budget/ks-namndplan-2024.csv:2–4, 7, data/breaks/ks-verksamhetsplan-2022.csv:2"
    )


def test_several_sections_stand_in_the_plural(project: Workspace) -> None:
    of = [line("x", rows_on(project, GOALS, 2, 30))]
    with locales.using("en"):
        ((_shown, places, _rows),) = origins.Origins(project).table(of)
    assert re.fullmatch(r"Nämndplan 2024, sections [\d.]+, [\d.]+", places)


def test_sections_stand_in_the_order_of_their_document(project: Workspace) -> None:
    of = [line("x", rows_on(project, GOALS, 30, 2, 20, 10))]
    with locales.using("en"):
        ((_shown, places, _rows),) = origins.Origins(project).table(of)
    sections = re.findall(r"\d[\d.]+\d", places.removeprefix("Nämndplan 2024"))
    found = [[int(part) for part in each.split(".")] for each in sections]
    assert len(found) > 2
    assert found == sorted(found)


def test_spans_and_sections_are_those_of_the_lines_that_rows_are_on_now(project: Workspace) -> None:
    rows = rows_on(project, BUDGET, 2, 3, 4, 7)
    heading, first, rest = (project.root / BUDGET).read_text(encoding="utf-8").split("\n", 2)
    added = first.replace(",4.1,", ",9.9,").replace(",2023,", ",2019,")
    assert added != first
    write_atomically(project.root / BUDGET, "\n".join((heading, added, first, rest)))
    with locales.using("en"):
        ((_shown, places, spans),) = origins.Origins(project).table([line("Ekonomi", rows)])
    assert (places, spans) == ("Nämndplan 2024, section 4.1", f"{BUDGET}:3–5, 8")


@pytest.fixture
def ingested(project: Workspace) -> Workspace:
    """The project as if two rows of a plan had been read in its PDF, which is public."""
    first, second = rows_on(project, BUDGET, 2, 3)
    spots = {first: Spot("page 12", 12, (72.0, 340.2, 520.0, 356.0)), second: Spot("page 13", 13)}
    ingested_rows.write(project, "ks-namndplan-2024", spots)
    register = "data/documents/documents.csv"
    old, new = ",,,,9e17", ",,,https://ale.se/plan.pdf?a=1&b=2,9e17"
    edit(project, register, old, new)
    return project


def test_of_an_ingested_row_its_page_is_linked_to(ingested: Workspace) -> None:
    row = Row(key="x", cells=(words("x"),), rows=tuple(rows_on(ingested, BUDGET, 2, 3, 4)))
    table = Table(id="x", caption="x", columns=(Column(key="x", heading="x"),), rows=(row,))
    with locales.using("sv"):
        shown = origins.Origins(ingested)
        ((_line, places, _rows),) = shown.table([line("x", row.rows)])
        made = shown.html("tbl-x", LabelledExhibit(exhibit=table, number=1))
    assert places == "Nämndplan 2024, avsnitt 4.1, sidan 12 (ruta 72, 340, 520, 356), sidan 13"
    link = '<a href="https://ale.se/plan.pdf?a=1&amp;b=2#page=13">sidan 13</a>'
    assert link in made
    assert "punkter (1/72 tum)" in made


def test_of_rows_that_were_typed_no_page_is_said(ingested: Workspace) -> None:
    row = Row(key="x", cells=(words("x"),), rows=tuple(rows_on(ingested, BUDGET, 4)))
    table = Table(id="x", caption="x", columns=(Column(key="x", heading="x"),), rows=(row,))
    with locales.using("sv"):
        made = origins.Origins(ingested).html("tbl-x", LabelledExhibit(exhibit=table, number=1))
    assert "<td>Nämndplan 2024, avsnitt 4.1</td>" in made
    assert "1/72" not in made


def test_of_a_row_that_is_gone_only_its_file_is_named(project: Workspace) -> None:
    of = [line("x", [f"{BUDGET}#ks/2024/gone/2023/budget"])]
    with locales.using("en"):
        assert origins.Origins(project).table(of) == [("x", "Nämndplan 2024", BUDGET)]


def test_a_whole_file_is_named(project: Workspace) -> None:
    of = [line("x", ["data/budget/rules.yaml"])]
    ((_shown, places, rows),) = origins.Origins(project).table(of)
    assert places == rows == "data/budget/rules.yaml"


def test_words_are_shown_as_they_are(project: Workspace) -> None:
    row = Row(key="x", cells=(words("<b> & 2"),), rows=tuple(rows_on(project, BUDGET, 2, 3)))
    table = Table(id="x", caption="A & B", columns=(Column(key="x", heading="x"),), rows=(row,))
    made = origins.Origins(project).html("tbl-x", LabelledExhibit(exhibit=table, number=1))
    assert '<h2 id="tbl-x">A &amp; B</h2>' in made
    assert "&lt;b&gt; &amp; 2" in made


def test_every_exhibit_has_its_rows_one_click_away_on_a_page_that_is_not_searched(
    built: Workspace,
) -> None:
    pages = [page for page in built.sites.rglob("*.html") if not page.stem.endswith("-origins")]
    linked = 0
    for page in pages:
        for target in re.findall(r'href="([^"#]+-origins\.html)#', page.read_text("utf-8")):
            of = (page.parent / target).read_text(encoding="utf-8")
            assert "data-pagefind-body" not in of
            linked += 1
    assert linked > 50


def test_both_drawings_of_a_chart_are_part_of_the_page_with_their_words(built: Workspace) -> None:
    page = (built.site("sv") / "ks-2024/budget.html").read_text(encoding="utf-8")
    drawings = page.split('<div class="drawing" role="img" aria-label="')[1:]
    assert len(drawings) >= 2
    for drawing in drawings:
        wide, narrow = re.findall(r'<svg class="(wide|narrow)"', drawing)
        assert (wide, narrow) == ("wide", "narrow")
        assert "Kommunchef" in drawing
        assert "<style>" not in drawing
    assert "style=" not in page  # The page's policy would ignore it.


def pages_of(built: Workspace) -> list[Path]:
    """The pages of the sites, but those that only point on."""
    return [path for path in built.sites.rglob("*.html") if not points_on(path)]


def test_a_page_waits_for_no_stylesheet_and_its_policy_knows_its_style(built: Workspace) -> None:
    for path in pages_of(built):
        html = path.read_text(encoding="utf-8")
        style = html.split("<style>")[1].split("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}';" in html
        assert 'rel="stylesheet"' not in html
        assert html.count("<script") == (0 if path.stem.endswith("-origins") else 1)


def test_the_fonts_that_a_page_asks_for_stand_beside_it(built: Workspace) -> None:
    for path in pages_of(built):
        fonts = re.findall(r'url\("([^"]*)"\)', path.read_text(encoding="utf-8"))
        assert len(fonts) == len(FAMILY)
        assert all((path.parent / font).is_file() for font in fonts)


def test_the_same_pages_give_the_same_index_wherever_they_lie(built: Workspace) -> None:
    made = files_of(built.site("sv") / search.FOLDER)
    pages = sorted(built.site("sv").rglob("*.html"))
    # A disk in memory lists its files in the order they came, the last first.
    on_disk = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    for ordered in (pages, pages[::-1]):
        with tempfile.TemporaryDirectory(dir=on_disk) as name:
            for page in ordered:
                copy = Path(name) / page.relative_to(built.site("sv"))
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(page, copy)
            search.index(Path(name), "sv")
            assert files_of(Path(name) / search.FOLDER) == made
    assert {"pagefind.js", "pagefind-worker.js", "wasm.sv.pagefind"} <= made.keys()
    assert not [name for name in made if "ui" in name]


def test_a_program_that_ends_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<html></html>", encoding="utf-8")
    monkeypatch.setattr(search.pagefind_bin, "get_executable", lambda: shutil.which("true"))
    with pytest.raises(PublishError, match="Pagefind stopped: it ended"):
        search.index(tmp_path, "sv")


def about_of(municipality: Municipality) -> Accessibility:
    assert municipality.accessibility
    return municipality.accessibility


def test_the_statement_says_whom_to_tell_and_who_supervises(project: Workspace) -> None:
    municipality = params.municipality(project)
    with locales.using("sv"):
        written = statement.statement(municipality, about_of(municipality), "Rapporten")
    assert "lagen (2018:1937)" in written
    assert "mailto:kommun@ale.se" in written
    assert "https://www.digg.se/tdosanmalan" in written
    assert "delvis förenlig" in written


def test_the_municipalitys_own_shortcomings_stand_in_their_language(project: Workspace) -> None:
    edit(
        project,
        "params/municipality.yaml",
        "  assessed:",
        "  shortcomings: {sv: [Filmen saknar text.]}\n  assessed:",
    )
    municipality = params.municipality(project)
    written = {}
    for language in ("sv", "en"):
        with locales.using(language):
            written[language] = statement.statement(municipality, about_of(municipality), "x")
    assert "- Filmen saknar text." in written["sv"]
    assert "Filmen" not in written["en"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("email: kommun@ale.se", "email: kommun"),
        ("phone: 0303-70 30 00", "phone: ring oss"),
        ("assessed: 2026-11-22", "assessed: snart"),
    ],
)
def test_an_address_that_nobody_can_write_to_is_refused(
    project: Workspace, old: str, new: str
) -> None:
    edit(project, "params/municipality.yaml", old, new)
    with pytest.raises(ParamsError, match=old.split(":", maxsplit=1)[0]):
        params.municipality(project)


def test_the_statement_stands_in_both_languages_and_in_the_list_of_both_engines(
    built: Workspace,
) -> None:
    for language, title in (("sv", "Tillgänglighet"), ("en", "Accessibility")):
        page = (built.site(language) / "accessibility.html").read_text(encoding="utf-8")
        assert f"{title}</h1>" in page
        front = (built.site(language) / "index.html").read_text(encoding="utf-8")
        assert f'<p><a href="accessibility.html">{title}</a></p>' in front
        listed = yaml.safe_load(built.book_chapters(language).read_text(encoding="utf-8"))
        assert listed["book"]["chapters"][-1] == {
            "text": title,
            "href": f"build/book/{language}/accessibility.qmd",
        }
