"""The Quarto engine: its project file, and the real program where it is on PATH."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import pikepdf
import pypandoc
import pypdf
import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.publish.books import Book, Page
from alereport.publish.engines import quarto_program, quarto_project, typesetting
from tests.conftest import ROOT, points_on, run_alereport
from tests.integration.publish import paper
from tests.integration.publish.test_written import add_texts, dead_links_of_word, parts_of


class Said(HTMLParser):
    """The headings of a page's text, and the captions of its figures and tables."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.captions: list[str] = []
        self._into: list[str] | None = None
        self.feed(path.read_text(encoding="utf-8"))
        self.headings = [" ".join(each.split()) for each in self.headings]
        self.captions = [" ".join(each.split()) for each in self.captions]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-4]", tag) and dict(attrs).get("id") != "toc-title":
            self._into = self.headings
        elif tag in ("caption", "figcaption"):
            self._into = self.captions
        else:
            return
        self._into.append("")

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-4]|caption|figcaption", tag):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def bookmarks(outline: list[Any]) -> list[Any]:
    return [bookmarks(each) if isinstance(each, list) else each.title.strip() for each in outline]


def numbered(reader: pypdf.PdfReader) -> list[str]:
    """The numbers of the figures and tables, as often as the text names them, in order."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return sorted(" ".join(each.split()) for each in re.findall(r"(?:Figur|Tabell)\s[\d.]+:", text))


def without_chapter(caption: str) -> str:
    """A caption of Quarto's as on our own pages, which number what each of them has."""
    return re.sub(r"^((?:Figur|Tabell)\s)[\d]+\.", r"\1", caption)


class Rules(BaseModel):
    """What Quarto's schema asks of a part of `_quarto.yml`; a key it does not know is refused."""

    model_config = ConfigDict(
        extra="forbid", strict=True, alias_generator=lambda n: n.replace("_", "-")
    )


class Project(Rules):
    type: Literal["book"]
    output_dir: str
    resources: list[str]


class Chapter(Rules):
    text: str
    href: str


class Part(Rules):
    part: str
    chapters: list[Chapter]


class BookRules(Rules):
    title: str
    author: str
    chapters: list[str | Chapter | Part]
    search: bool


class Execute(Rules):
    enabled: bool
    echo: bool


class Theme(Rules):
    light: str
    dark: list[str]


class Html(Rules):
    theme: Theme
    respect_user_color_scheme: bool
    css: list[str]
    mainfont: str
    html_math_method: Literal["plain", "webtex", "gladtex", "mathml", "mathjax", "katex"]
    toc: bool


class Typst(Rules):
    papersize: str
    template_partials: list[str]
    font_paths: str
    callout_icon: bool
    pdf_standard: list[Literal["1.4", "1.5", "1.6", "1.7", "2.0", "a-2a", "a-2b", "a-2u", "ua-1"]]


class Formats(Rules):
    html: Html
    typst: Typst


class QuartoProject(Rules):
    project: Project
    metadata_files: list[str] = []
    lang: Literal["sv", "en"]
    book: BookRules
    execute: Execute
    filters: list[str]
    quarto_required: str
    number_sections: bool
    number_depth: int
    format: Formats


OURS = {
    *("accent", "atom-feed", "complete", "dated", "draft-banner", "draft-word", "glossary"),
    *("release", "site-only", "words"),
}
"""Metadata of our own templates, which Quarto hands on as they are."""

has_quarto = pytest.mark.skipif(quarto_program.program() is None, reason="quarto is not on PATH")


def settings(workspace: Workspace) -> dict[str, object]:
    return yaml.safe_load((workspace.root / "_quarto.yml").read_text(encoding="utf-8"))


def test_the_chapter_list_comes_from_the_build_and_every_chapter_exists(built: Workspace) -> None:
    (listed,) = settings(built)["metadata-files"]  # type: ignore[misc]
    made = yaml.safe_load((built.root / listed).read_text(encoding="utf-8"))
    chapters = made["book"]["chapters"]
    assert chapters[0] == "index.qmd"
    assert [each["part"] for each in chapters[1:] if "part" in each] == [
        "Kommunstyrelsen 2024",
        "Kommunstyrelsen 2022",
        "Servicenämnden 2021",
        "Kommunstyrelsen 2016",
    ]
    items = listed_in(chapters[1:])
    assert all((built.root / item["href"]).is_file() for item in items)
    assert made["book"]["author"], "Quarto's Typst book needs an author"


def listed_in(chapters: list[Any]) -> list[Any]:
    """The chapters of a list of chapters and parts, each with the text of the menu."""
    return [item for each in chapters for item in each.get("chapters", [each])]


def test_the_menu_has_the_short_titles_and_a_page_the_one_that_stands_alone(
    built: Workspace,
) -> None:
    made = yaml.safe_load(built.book_chapters("sv").read_text(encoding="utf-8"))
    menu = {item["href"]: item["text"] for item in listed_in(made["book"]["chapters"][1:])}
    goals = "build/book/sv/ks-2024/goals.ipynb"
    assert menu[goals] == "Mål och uppdrag"
    first = json.loads((built.root / goals).read_text(encoding="utf-8"))["cells"][0]
    assert "title: Kommunstyrelsens mål och uppdrag 2024" in "".join(first["source"])


def test_what_is_on_the_site_only_is_named_as_its_pages_are_marked(built: Workspace) -> None:
    made = yaml.safe_load(built.book_chapters("sv").read_text(encoding="utf-8"))
    assert made["site-only"] == [
        *("municipality-quality", "corrections", "open-data", "accessibility"),
    ]
    for item in listed_in(made["book"]["chapters"][1:]):
        name = item["href"].removeprefix("build/book/sv/").partition(".")[0].replace("/", "-")
        text = (built.root / item["href"]).read_text(encoding="utf-8")
        assert f"#page-{name} " in text, name


def test_the_project_file_keeps_to_quartos_rules(built: Workspace) -> None:
    written = settings(built)
    QuartoProject.model_validate(written)
    municipality = params.municipality(built)
    page = Page("ks-2024/budget.ipynb", "Budget", "KS 2024", 1)
    book = Book("en", municipality.languages, "Budgets", municipality, (page, page), draft=True)
    made = quarto_project.settings(built, book)
    # This book has no page of the glossary, and all its pages are on paper.
    assert set(made) >= OURS - {"glossary", "site-only"}
    QuartoProject.model_validate({key: made[key] for key in made if key not in OURS})
    listed = yaml.safe_load(built.book_chapters("sv").read_text(encoding="utf-8"))
    assert set(listed) - OURS == {"lang", "book"}


def test_both_engines_keep_the_same_standards(project: Workspace) -> None:
    asked = settings(project)["format"]["typst"]["pdf-standard"]  # type: ignore[index]
    assert set(asked) == set(typesetting.PDF_STANDARDS) - {"1.7"}


def test_every_path_of_the_project_file_is_made_by_the_build(built: Workspace) -> None:
    text = (built.root / "_quarto.yml").read_text(encoding="utf-8")
    for path in re.findall(r"build/book/[\w./*-]+\w", text):
        assert list(built.root.glob(path)), path


def test_nothing_is_executed_and_no_code_is_shown(project: Workspace) -> None:
    assert settings(project)["execute"] == {"enabled": False, "echo": False}


def test_stock_quarto_adds_no_line_to_what_git_ignores() -> None:
    """It adds those of these that are not there, each time a project is rendered."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/.quarto/", "**/*.quarto_ipynb"} <= set(ignored)


def test_the_front_page_includes_what_the_build_made(built: Workspace) -> None:
    text = (built.root / "index.qmd").read_text(encoding="utf-8")
    (included,) = re.findall(r"{{< include (\S+) >}}", text)
    page = (built.root / included).read_text(encoding="utf-8")
    assert "Så läser du rapporten" in page
    assert re.search(r"\]\(build/book/sv/ks-2024/ks-2024\.xlsx\)", page)
    targets = re.findall(r"\]\((?!#|[a-z]+:)([^)]+)\)", page)
    assert targets
    assert all(target.startswith("build/book/sv/") for target in targets)


def test_inside_the_staged_book_no_path_leads_out(built: Workspace) -> None:
    municipality = params.municipality(built)
    book = Book("en", municipality.languages, "Budgets", municipality, ())
    made = yaml.safe_dump(quarto_project.settings(built, book))
    assert "build/" not in made
    assert "metadata-files" not in made
    assert "lang: en" in made
    assert "origin: Where from?" in made, "the words of the book's own language"


def test_asking_for_quarto_where_there_is_none_says_so(built_copy: Workspace) -> None:
    if quarto_program.program():
        pytest.skip("quarto is on PATH")
    done = run_alereport(built_copy, "publish", "--engine", "quarto", "-l", "sv")
    assert done.returncode == 15
    assert "there is no program quarto on PATH" in done.stderr
    assert "--engine pandoc" in done.stderr


@pytest.mark.parametrize("said", ["1.9.38", "1.10.16", "nothing"])
def test_a_quarto_that_is_too_old_is_refused_with_what_is_needed(
    built_copy: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    program = tmp_path / "bin/quarto"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho {said}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    done = run_alereport(built_copy, "publish", "--engine", "quarto", "-l", "sv")
    assert done.returncode == 15
    assert "expected Quarto 1.10.17 or later; install it, or publish with --engine pandoc" in (
        done.stderr
    )


def test_the_version_that_is_needed_is_the_one_stock_quarto_asks_for() -> None:
    settings = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    assert settings["quarto-required"] == f">={quarto_program.dotted(quarto_program.OLDEST)}"


def render(root: Path, *options: str) -> str:
    """Call stock `quarto render` in a project, and return what it says."""
    done = subprocess.run(
        [str(quarto_program.program()), "render", *options],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def rendered(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stock `quarto render` makes of the built project, site and PDF in one call."""
    root = tmp_path_factory.mktemp("stock") / "project"
    shutil.copytree(built.root, root)
    shutil.copyfile(ROOT / ".gitignore", root / ".gitignore")
    render(root)
    return root / "build" / "quarto"


@has_quarto
def test_stock_quartos_word_file_says_which_committee_and_its_links_lead_somewhere(
    rendered: Path,
) -> None:
    said = render(rendered.parents[1], "--to", "docx", "--output-dir", "build/word")
    if not shutil.which("rsvg-convert"):
        assert "alereport publish --to docx makes the file without it" in said
    (path,) = (rendered.parent / "word").glob("*.docx")
    parts = parts_of(path)
    document = parts["word/document.xml"].decode()
    assert "Kommunstyrelsens mål och uppdrag 2024" in re.sub("<[^>]+>", "", document)
    assert dead_links_of_word(parts) == set()
    pictures = [name for name in parts if name.startswith("word/media/")]
    charts = len(list((rendered.parent / "book/sv").rglob("figures/*-wide.svg")))
    assert 0 < len(pictures) <= charts, "of each chart the wide drawing alone"


@has_quarto
def test_stock_quarto_renders_the_swedish_book(rendered: Path) -> None:
    assert (rendered / "index.html").is_file()
    assert len(list(rendered.glob("*.pdf"))) == 1


@has_quarto
def test_both_engines_have_the_same_headings_numbers_and_captions(
    built: Workspace, rendered: Path
) -> None:
    ours = [
        path
        for path in sorted(built.site("sv").rglob("*.html"))
        # Stock Quarto makes none of these, nor those at the addresses that pages had before.
        if not (path.stem.endswith("-origins") or points_on(path))
    ]
    assert len(ours) == len(list(rendered.rglob("*.html")))
    captions = 0
    for path in ours:
        name = path.relative_to(built.site("sv"))
        theirs = rendered / ("" if name == Path("index.html") else "build/book/sv") / name
        mine, other = Said(path), Said(theirs)
        if name == Path("index.html"):  # Quarto's has the book's title, and its own below it.
            mine.headings.insert(1, "Översikt")
        # On our own site no page is called by a number.
        assert mine.headings == [re.sub(r"^\d+\s", "", each) for each in other.headings], name
        assert mine.captions == [without_chapter(each) for each in other.captions], name
        captions += len(mine.captions)
    assert captions > 40


@has_quarto
def test_both_engines_make_the_same_pdf_but_for_its_bytes(built: Workspace, rendered: Path) -> None:
    (theirs,) = rendered.glob("*.pdf")
    mine, other = pypdf.PdfReader(built.pdf("sv")), pypdf.PdfReader(theirs)
    assert bookmarks(mine.outline) == bookmarks(other.outline)
    assert numbered(mine) == numbered(other)
    with pikepdf.open(theirs) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


@has_quarto
def test_no_link_of_quartos_pdf_leads_to_a_file_beside_it(rendered: Path) -> None:
    (paper,) = rendered.glob("*.pdf")
    notes = [
        note.get_object()
        for page in pypdf.PdfReader(paper).pages
        for note in page.get("/Annots") or ()
    ]
    outward = [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]
    assert all(each.startswith(("https://", "mailto:")) for each in outward), outward
    assert len(notes) - len(outward) > 15  # Those that lead within it.


class Linked(HTMLParser):
    """What a page links to, and the places in it that links lead to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.links += [found[name] for name in ("href", "src") if found.get(name)]
        self.places.add(found.get("id", ""))


def dead_links(site: Path) -> list[tuple[str, str]]:
    """The pages of a site with the links in them that lead to no file or to no place in a page."""
    pages = {path.resolve(): Linked(path) for path in site.rglob("*.html")}
    assert pages
    dead = []
    for path, page in pages.items():
        for link in page.links:
            address, _hash, place = unquote(link).partition("#")
            if re.match("[a-z]+:", link):
                continue
            target = (path.parent / address).resolve() if address else path
            has_place = not place or target not in pages or place in pages[target].places
            if not target.exists() or not has_place:
                dead.append((path.name, link))
    return dead


@has_quarto
def test_no_link_of_stock_quartos_site_is_dead(rendered: Path) -> None:
    assert dead_links(rendered) == []


@has_quarto
def test_stock_quartos_pages_offer_only_what_quarto_makes(rendered: Path) -> None:
    front = Linked(rendered / "index.html").links
    assert not [link for link in front if link.endswith(".pdf")]
    assert "build/book/sv/ks-2024/ks-2024.xlsx" in [link.removeprefix("./") for link in front]
    assert [link for link in front if link.endswith(".csv")]
    pages = [Linked(path) for path in rendered.rglob("*.html")]
    assert not [link for page in pages for link in page.links if "-origins.html" in link]


@has_quarto
def test_stock_quarto_leaves_nothing_beside_what_git_ignores(
    built: Workspace, rendered: Path
) -> None:
    def files(root: Path) -> set[Path]:
        return {
            path.relative_to(root)
            for folder in root.iterdir()
            for path in (folder, *folder.rglob("*"))
            if folder.name not in {"build", ".quarto", ".gitignore"}
        }

    root = rendered.parents[1]
    assert files(root) - files(built.root) == set()
    assert (root / ".gitignore").read_bytes() == (ROOT / ".gitignore").read_bytes()


@has_quarto
def test_no_caption_of_quartos_links_to_the_glossary_as_none_of_ours_does(rendered: Path) -> None:
    for path in rendered.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        captions = re.findall("<(?:fig)?caption.*?</(?:fig)?caption>", text, re.DOTALL)
        assert not [each for each in captions if "glossary-link" in each], path


@has_quarto
def test_no_cell_of_quartos_has_the_class_that_is_yellow_there(rendered: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in rendered.rglob("*.html")]
    cells = [cell for page in pages for cell in re.findall(r"<t[dh] [^>]*>", page)]
    assert len(cells) > 100
    assert not [cell for cell in cells if re.search(r'class="[^"]*\bmark\b', cell)]


def statement_of(site: Path) -> str:
    (page,) = site.rglob("accessibility.html")
    return " ".join(page.read_text(encoding="utf-8").split())


def test_the_accessibility_statement_says_what_holds_of_our_own_site(built: Workspace) -> None:
    assert "axe-core" in statement_of(built.site("sv"))
    assert "satta av Quarto" not in statement_of(built.site("sv"))
    assert "WCAG 1.4.10" not in statement_of(built.site("sv")), "drawings reflow since 0.4.0"


@has_quarto
def test_and_of_quartos_no_more_than_holds_of_it(rendered: Path) -> None:
    assert "satta av Quarto" in statement_of(rendered)
    assert "axe-core" not in statement_of(rendered)
    assert "sina siffror som tabell" not in statement_of(rendered)


def links_to_feed(page: Path) -> list[str]:
    """The addresses of the feeds that a page links to in its head."""
    head, _, _ = page.read_text(encoding="utf-8").partition("</head>")
    return re.findall(r'<link [^>]*type="application/atom\+xml"[^>]* href="([^"]*)"', head)


@has_quarto
def test_each_page_of_stock_quartos_site_links_to_the_feed(rendered: Path) -> None:
    feed = rendered / "build/book/sv/feed.xml"
    assert feed.is_file()
    for page in rendered.rglob("*.html"):
        (address,) = links_to_feed(page)
        assert (page.parent / address).resolve() == feed.resolve(), page


@has_quarto
def test_publish_with_quarto_makes_site_and_pdf(built_copy: Workspace) -> None:
    shutil.rmtree(built_copy.build / "site")
    add_texts(built_copy)
    done = run_alereport(built_copy, "publish", "--engine", "quarto")
    assert done.returncode == 0, done.stderr
    for language in ("sv", "en"):
        page = built_copy.site(language) / "ks-2024" / "budget.html"
        text = html.unescape(page.read_text(encoding="utf-8"))
        assert ("154\u00a0390" if language == "sv" else "154,390") in text
        external = re.findall(r'(?:src|href)="(?:https?:)?//[^"]+', text)
        assert external == []
        assert links_to_feed(page) == ["../feed.xml"]
        assert (page.parents[1] / "feed.xml").is_file()
        assert Path(built_copy.pdf(language)).stat().st_size > 50_000
        first = " ".join(paper.pages(built_copy.pdf(language))[:2])
        assert ("Innehåll" if language == "sv" else "Contents") in first
        assert dead_links(page.parents[1]) == []
        front = Linked(page.parents[1] / "index.html").links
        offered = {link.removeprefix("./") for link in front}
        assert {f"report-{language}.pdf", "ks-2024/summary.pdf"} <= offered
        foreword = Linked(page.parents[1] / "foreword.html").links
        assert "ks-2024/budget.html#fig-ks-2024-bridge" in foreword
        assert "figures/foreword-icon.svg" in foreword
        assert "ks-2024/background.html" in {link.removeprefix("./") for link in front}
        origins = [link for link in Linked(page).links if link.startswith("budget-origins.html#")]
        assert origins
        assert not (page.parents[1] / quarto_program.OUTPUT).exists()


FAKE_QUARTO = """
quarto = {
  doc = { include_text = function(place, text) io.stderr:write(place, " ", text) end },
}
return dofile("FILTER")
"""
"""What Quarto gives a filter, as far as the one for the feed asks for it."""


def test_the_link_to_the_feed_has_the_path_that_quarto_made_of_it(tmp_path: Path) -> None:
    address = "../../../../build/book/sv/feed.xml"
    feed = ROOT / "alereport/publish/book/theme/feed.lua"
    fake = FAKE_QUARTO.replace("FILTER", feed.as_posix())
    (tmp_path / "fake.lua").write_text(fake, encoding="utf-8")
    metadata = {"atom-feed": {"path": address, "title": 'Nytt "och" rättat'}}
    (tmp_path / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    done = subprocess.run(
        [
            pypandoc.get_pandoc_path(),
            *("--from", "markdown-smart", "--to", "html"),
            *("--metadata-file", "metadata.json", "--lua-filter", "fake.lua"),
        ],
        cwd=tmp_path,
        input="Text.",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == (
        'in-header <link rel="alternate" type="application/atom+xml" '
        f'title="Nytt &quot;och&quot; rättat" href="{address}">'
    )
