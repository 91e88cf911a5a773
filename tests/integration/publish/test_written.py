"""Pages that people wrote, published with the report: on the site, in the PDF, and for Word."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from alereport.base.workspace import Workspace
from tests.conftest import ROOT, _copy_of, edit, run_alereport

BOOK = "params/book.yaml"
FOREWORD = """\
# Förord

Se @fig-ks-2024-bridge i [ekonomin](ks-2024/budget.ipynb) och @tbl-places.

![Kartan]({picture}){{#fig-map fig-alt="En karta."}}

| Ort | Antal |
|:----|------:|
| Surte | 7 |

: Orter {{#tbl-places}}

<b>rå</b>
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def add_texts(project: Workspace) -> None:
    """A foreword with a picture, and the background of one committee and year."""
    picture = "icon.svg"
    pages = {"foreword.qmd": FOREWORD.format(picture=picture), "ks-2024/background.qmd": "Bakom.\n"}
    for name, text in pages.items():
        (project.texts / name).parent.mkdir(parents=True, exist_ok=True)
        (project.texts / name).write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "alereport/publish/book/theme/icon.svg", project.texts / picture)
    reading, goals = "- page: reading\n", "    - notebook: goals\n"
    foreword = "- text: foreword\n  title: {sv: Förord, en: Foreword}\n"
    background = "    - text: background\n      title: {sv: Bakgrund, en: Background}\n"
    edit(project, BOOK, reading, foreword + reading)
    edit(project, BOOK, goals, background + goals)


@pytest.fixture(scope="module")
def with_texts(_small_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small built project, published again with pages of its own, and written for Word."""
    project = _copy_of(_small_once, tmp_path_factory.mktemp("texts"))
    add_texts(project)
    for options in (("--engine", "pandoc"), ("--to", "docx")):
        done = run_alereport(project, "publish", *options)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Warning" not in done.stderr, done.stderr
    return project


def page_of(project: Workspace, path: str) -> str:
    return (project.site("sv") / path).read_text(encoding="utf-8")


def test_a_page_is_in_the_navigation_where_it_is_listed(with_texts: Workspace) -> None:
    page = page_of(with_texts, "index.html")
    listed = " ".join(re.findall(r'href="([\w/-]+)\.html"', page))
    assert "index foreword reading" in listed
    assert "ks-2024/budget ks-2024/background ks-2024/goals" in listed


def test_a_reference_leads_to_a_figure_of_another_page_by_its_number_there(
    with_texts: Workspace,
) -> None:
    page = page_of(with_texts, "foreword.html")
    (shown,) = re.findall(r'<a href="ks-2024/budget.html#fig-ks-2024-bridge">([^<]+)</a>', page)
    assert re.fullmatch(r"Figur\s\d \(Kommunstyrelsens ekonomi 2024\)", shown)
    number = shown.partition(" (")[0]
    assert f">{number}:<" in page_of(with_texts, "ks-2024/budget.html")
    assert re.search(r'<a href="#tbl-places">Tabell\s1</a>', page)
    assert "&lt;b&gt;rå" in page


def test_its_picture_is_a_figure_with_its_description(with_texts: Workspace) -> None:
    page = page_of(with_texts, "foreword.html")
    assert '<img src="figures/foreword-icon.svg" alt="En karta." />' in page
    assert (with_texts.site("sv") / "figures/foreword-icon.svg").is_file()


def test_it_is_a_chapter_of_the_pdf_and_the_numbers_follow(with_texts: Workspace) -> None:
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(with_texts.pdf("sv")).pages)
    assert re.search(r"\b1\s+Förord", text)
    assert re.search(r"Figur\s1\.1: Kartan", text)
    (number,) = re.findall(r"Se Figur\s(\d+\.\d+)", text)
    assert re.search(rf"Figur\s{re.escape(number)}: ", text)


def test_a_changed_page_is_published_again_and_no_notebook_executed(
    with_texts: Workspace, tmp_path: Path
) -> None:
    project = _copy_of(with_texts, tmp_path)
    path = project.text("background", "ks-2024")
    path.write_text("Annat.\n\n```{python}\n1\n```\n", encoding="utf-8")
    done = run_alereport(project, "build", "--engine", "pandoc")
    assert done.returncode == 15
    assert "0 executed" in done.stdout
    assert "texts/ks-2024/background.qmd:3: a cell of code" in done.stderr
    assert "Bakom." in page_of(project, "ks-2024/background.html"), "what was published stays"
    path.write_text("Annat.\n", encoding="utf-8")
    assert run_alereport(project, "publish", "--engine", "pandoc").returncode == 0
    assert "Annat." in page_of(project, "ks-2024/background.html")


def parts_of(path: Path) -> dict[str, bytes]:
    """The files inside a Word file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def dead_links_of_word(parts: dict[str, bytes]) -> set[str]:
    """The links of a Word file that lead to no place in it, or to a file beside it."""
    text = parts["word/document.xml"].decode()
    anchors = set(re.findall(r'w:anchor="([^"]+)"', text))
    assert len(anchors) > 5
    places = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text))
    relations = parts["word/_rels/document.xml.rels"].decode()
    outward = re.findall(r'Target="([^"]+)" TargetMode="External"', relations)
    beside = {each for each in outward if not re.match("https?:|mailto:|tel:", each)}
    return anchors - places | beside


@pytest.fixture(scope="module")
def parts(with_texts: Workspace) -> dict[str, bytes]:
    return parts_of(with_texts.word("sv"))


def test_the_word_file_has_real_headings_tables_and_a_language(parts: dict[str, bytes]) -> None:
    document = ET.fromstring(parts["word/document.xml"])
    styles = [each.get(f"{W}val") for each in document.iter(f"{W}pStyle")]
    assert styles.count("Heading1") > 8
    assert len(list(document.iter(f"{W}tblHeader"))) > 5
    assert b'w:val="sv"' in parts["word/styles.xml"]
    words = " ".join("".join(each.itertext()) for each in document.iter(f"{W}p"))
    assert re.search(r"\d Kommunstyrelsens ekonomi 2024", words)
    assert "154 390" in words.replace("\u00a0", " ")
    assert "Varifrån?" not in words


def test_each_picture_of_the_word_file_is_drawn_and_described(parts: dict[str, bytes]) -> None:
    pictures = [name for name in parts if name.startswith("word/media/")]
    assert len(pictures) > 3
    assert all(name.endswith(".png") for name in pictures), pictures
    described = re.findall(rb'<pic:cNvPr [^>]*descr="([^"]+)"', parts["word/document.xml"])
    assert len(described) == len(pictures)


def test_each_link_of_the_word_file_leads_within_it_or_to_the_web(parts: dict[str, bytes]) -> None:
    assert dead_links_of_word(parts) == set()


def test_quarto_is_not_asked_for_that_word_file(small: Workspace) -> None:
    done = run_alereport(small, "publish", "--to", "docx", "--engine", "quarto")
    assert done.returncode == 2
    assert "quarto render --to docx" in done.stderr
