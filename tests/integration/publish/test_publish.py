"""The published book: every figure, in every place; and what is refused."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pikepdf
import pypdf
import pytest

from alereport.base.workspace import Workspace
from tests.conftest import run_alereport
from tests.data.test_expected_rows import EXPECTED, rows_of
from tests.integration.publish import paper

NBSP = "\u00a0"
PAGES = {
    "ks-verksamhetsplan-2022": "ks-2022/budget.html",
    "sn-verksamhetsplan-2021": "sn-2021/budget.html",
    "ks-namndplan-2024": "ks-2024/budget.html",
}


class Page(HTMLParser):
    """A page's links, ids, headings and the cells of its tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.rows: list[list[str]] = []
        self.images: list[dict[str, str | None]] = []
        self.inline_styles = 0
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [value for key, value in attrs if key in ("href", "src") and value]
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.inline_styles += "style" in found
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.images.append(found)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data


@cache
def page_at(path: Path) -> Page:
    """The page of a site that no test changes."""
    return Page(path.read_text(encoding="utf-8"))


def amounts(document: str) -> list[tuple[int, int, int]]:
    """The forecast, the budget of the year before and the plan's budget, of each area of a plan."""
    cells = [int(row["amount_tkr"]) for row in rows_of(EXPECTED / "budget" / f"{document}.csv")]
    return list(zip(cells[::3], cells[1::3], cells[2::3], strict=True))


def written(amount: int) -> str:
    """An amount as the book writes it."""
    return f"{amount:,}".replace(",", NBSP).replace("-", "\u2212")


def difference(forecast: int, before: int) -> str:
    """A forecast minus its budget, as the book writes it."""
    return "+" * (forecast > before) + written(forecast - before)


@pytest.fixture(scope="module")
def printed(built: Workspace) -> list[str]:
    return paper.pages(built.pdf("sv"))


@pytest.fixture(scope="module")
def pdf_text(printed: list[str]) -> str:
    return "\n".join(printed)


@pytest.mark.parametrize("document", PAGES)
def test_the_site_shows_every_figure_of_the_plan(built: Workspace, document: str) -> None:
    path = built.site("sv") / PAGES[document]
    report = path.parent.name
    text = path.read_text(encoding="utf-8")
    in_table = [(row[1], row[4]) for row in page_at(path).rows if len(row) == 6]
    (chart,) = re.findall(rf'<figure id="fig-{report}-forecast">.*?</figure>', text, re.DOTALL)
    file = f"tables/fig-{report}-forecast.csv"
    assert file in page_at(path).links
    with (path.parent / file).open(encoding="utf-8-sig", newline="") as opened:
        in_file = [row[1:] for row in csv.reader(opened)]
    for forecast, before, now in amounts(document):
        assert (written(now), written(before)) in in_table
        assert f">{difference(forecast, before)}</text>" in chart
        assert [str(forecast), str(before), str(forecast - before)] in in_file


@pytest.mark.parametrize("document", PAGES)
def test_the_pdf_shows_every_figure_of_the_plan(pdf_text: str, document: str) -> None:
    for forecast, before, now in amounts(document):
        assert re.search(rf" {written(now)} .*?{written(before)}( |$)", pdf_text, re.MULTILINE)
        shown = re.escape(difference(forecast, before))
        assert re.search(rf" {shown}( |$)", pdf_text, re.MULTILINE)


def test_the_totals_are_in_the_pdf(pdf_text: str) -> None:
    for total in ("186 525", "84 596", "154 390"):
        assert total.replace(" ", NBSP) in pdf_text


def test_no_percentage_is_shown_across_a_break(built: Workspace) -> None:
    page = page_at(built.site("sv") / "sn-2021/budget.html")
    change = {row[0]: row[2:4] for row in page.rows if len(row) == 6}
    assert change["Kost"] == change["Totalt"] == ["seriebrott", ""]
    assert change["Fastighet och IT"] == [f"\u22121{NBSP}535", f"\u22128,2{NBSP}%"]
    assert change["Verksamhetsstöd"] == ["0", "\u2013"]


LEAVING = ("accessibility.html", "sources.html")
"""The pages with links to other sites: to the authority, and to what figures are from."""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_link_of_the_site_leads_somewhere(built: Workspace, language: str) -> None:
    for path in built.site(language).rglob("*.html"):
        page = page_at(path)
        for link in page.links:
            if link == "data:,":
                continue  # The empty icon of a page of origins.
            if re.match(r"[a-z]+:", link):
                assert path.name in LEAVING, f"{path.name} leaves the site: {link}"
                continue
            target, _hash, anchor = link.partition("#")
            file = (path.parent / unquote(target)).resolve() if target else path
            assert file.is_file(), f"{path.name}: {link}"
            if anchor:
                assert anchor in page_at(file).ids


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_well_formed(built: Workspace, language: str) -> None:
    for path in built.site(language).rglob("*.html"):
        page = page_at(path)
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps)
        assert len(page.ids) == len(set(page.ids))
        assert all(image.get("alt") for image in page.images)
        assert page.inline_styles == 0, "the page's security policy allows no style in the page"


def test_each_page_numbers_its_own_figures_and_tables(built: Workspace) -> None:
    text = (built.site("sv") / "sn-2021/budget.html").read_text(encoding="utf-8")
    found = re.findall(r'<span class="number">((?:Figur|Tabell)\s[\d.]+):</span>', text)
    numbers = {kind: [] for kind in ("Figur", "Tabell")}
    for each in found:
        kind, number = each.replace(NBSP, " ").split()
        numbers[kind].append(number)
    for written in numbers.values():
        assert written == [str(at) for at in range(1, len(written) + 1)]
    assert len(numbers["Figur"]) >= 1
    assert len(numbers["Tabell"]) >= 2


def test_each_language_speaks_its_own_words(built: Workspace) -> None:
    swedish = (built.site("sv") / "ks-2024/budget.html").read_text(encoding="utf-8")
    english = (built.site("en") / "ks-2024/budget.html").read_text(encoding="utf-8")
    assert '<html lang="sv">' in swedish
    assert f"\u22122{NBSP}884" in swedish
    assert '<html lang="en">' in english
    assert "\u22122,884" in english
    assert "budget</a> for 2024" in english


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_word_is_explained_where_a_page_first_uses_it(built: Workspace, language: str) -> None:
    linked = 0
    for path in built.site(language).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        words = re.findall(r'glossary\.html#term-([a-z-]+)"', text)
        assert len(words) == len(set(words)), path.name
        assert not (words and path.name == "glossary.html")
        linked += len(words)
    assert linked > 40


def test_a_link_on_paper_says_its_page(printed: list[str]) -> None:
    text = " ".join(" ".join(printed).split())
    links = r"Kommunstyrelsen 2024: I korthet \(sida (\d+)\), Ekonomi \(sida (\d+)\)"
    (said,) = re.findall(links, text)
    headings = ("Kommunstyrelsen 2024 i korthet", "Kommunstyrelsens ekonomi 2024")
    for number, heading in zip(said, headings, strict=True):
        assert re.search(rf"^\d+ {heading}$", printed[int(number) - 1], re.MULTILINE)
    assert "Publicerad den 30 november 2026." in printed[0]
    assert "Kontakt: Ale kommuns kontaktcenter" in " ".join(printed[0].split())


def test_the_pdf_is_tagged_titled_and_in_swedish(built: Workspace) -> None:
    with pikepdf.open(built.pdf("sv")) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
        assert str(pdf.docinfo.Title) == "Nämndernas planer och uppföljning"
        kinds: list[str] = []
        figures_without_alt = 0
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting += list(node)
            elif isinstance(node, pikepdf.Dictionary):
                kinds.append(str(node.get("/S", "")))
                figures_without_alt += kinds[-1] == "/Figure" and "/Alt" not in node
                if "/K" in node:
                    waiting.append(node.K)
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= set(kinds)
        assert figures_without_alt == 0


def test_the_pdf_is_a4_with_running_heads_and_page_numbers(
    built: Workspace, printed: list[str]
) -> None:
    reader = pypdf.PdfReader(built.pdf("sv"))
    assert all(round(page.mediabox.width) == 595 for page in reader.pages)
    assert all(round(page.mediabox.height) == 842 for page in reader.pages)
    last = len(reader.pages)
    assert "Innehåll" in printed[1]
    for number, text in enumerate(printed[1:], start=2):
        assert f"Sida {number} av {last}" in text
    heading = "Servicenämndens mål och uppdrag 2021"
    (sn,) = [text for text in printed if re.search(rf"^\d+ {heading}$", text, re.MULTILINE)]
    assert sn.count(heading) == 2, "once in the running head, once over the chapter"
    assert "Servicenämndens ekonomi" not in sn.splitlines()[0]
    assert printed[-1].splitlines()[0].strip().endswith("Källor")


def test_a_publishable_copy_has_no_html_and_no_times(built: Workspace) -> None:
    for path in built.book("sv").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "text/html" not in text
        assert '"papermill"' not in text
        assert '"execution"' not in text
        notebook = nbformat.read(path, as_version=4)
        assert notebook.cells[0].cell_type == "raw"
        assert notebook.cells[0].source.startswith("---\ntitle: ")
        assert not [c for c in notebook.cells if re.match(r"# ", c.source)]


def test_a_refused_book_leaves_the_old_one_untouched(small_copy: Workspace) -> None:
    before = {path: path.read_bytes() for path in small_copy.build.glob("site/**/*.html")}
    path = small_copy.executed("sv", "ks-2024/budget")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell.update({"outputs": [], "execution_count": None} if "outputs" in cell else {})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    done = run_alereport(small_copy, "publish", "--engine", "pandoc")
    assert done.returncode == 15
    assert "build/notebooks/sv/ks-2024/budget.ipynb: cell 2 has not been executed" in done.stderr
    assert "run alereport run" in done.stderr
    assert before == {path: path.read_bytes() for path in before}


def test_a_failed_notebook_is_refused(small_copy: Workspace) -> None:
    path = small_copy.executed("sv", "ks-2024/budget")
    notebook = nbformat.read(path, as_version=4)
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])
    notebook.cells[-1].outputs = [error]
    nbformat.write(notebook, path)
    done = run_alereport(small_copy, "publish", "--engine", "pandoc")
    assert done.returncode == 15
    assert "raised ValueError" in done.stderr


def test_an_executed_notebook_that_cannot_be_read_is_refused(small_copy: Workspace) -> None:
    small_copy.executed("sv", "ks-2024/budget").write_text("{", encoding="utf-8")
    done = run_alereport(small_copy, "publish", "--engine", "pandoc")
    assert done.returncode == 15
    assert "ks-2024/budget.ipynb: it cannot be read" in done.stderr


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda w: w.verdict.unlink(), "the gate's verdict on it is missing"),
        (
            lambda w: (w.data / "budget/ks-namndplan-2024.csv").write_bytes(
                (w.data / "budget/ks-namndplan-2024.csv").read_bytes() + b"\n"
            ),
            ".csv: the gate's verdict on it is outdated",
        ),
        (
            lambda w: w.verdict.write_text(
                w.verdict.read_text(encoding="utf-8")
                .replace('"rules": "green"', '"rules": "red"')
                .replace(
                    '"failures": []',
                    '"failures": [{"file": "data/x.csv", "line": 2, "column": "a", "value": "1",'
                    ' "rule": "r", "expected": "2", "why": "w"}]',
                ),
                encoding="utf-8",
            ),
            "data/x.csv:2: the gate's verdict is red (r: a is 1); expected 2",
        ),
    ],
    ids=["missing", "outdated", "red"],
)
def test_data_that_are_not_proved_are_refused(
    small_copy: Workspace, spoil: object, found: str
) -> None:
    spoil(small_copy)  # type: ignore[operator]
    done = run_alereport(small_copy, "publish", "--engine", "pandoc")
    assert done.returncode == 15
    assert found in done.stderr
    assert "Traceback" not in done.stderr
