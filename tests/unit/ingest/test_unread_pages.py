"""A page of a PDF that is a picture, or has no tags, is told: nobody thinks that it was read."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import typst

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.ingest import child, opening, unread_pages, words
from alereport.ingest.review.messages import Messages
from tests.conftest import ROOT

LISTS = words.load(None)
SILENT = "pages without text, such as a scan; they are not read: "
PICTURE = "pages that are mostly a picture; what is printed in it is not read: "
NO_TAGS = "pages whose text has no tags, and is not read: "
PLAN = """#set page(width: 210mm, height: 150mm, margin: 25mm)
#set text(size: 11pt, lang: "sv")
= 4 Budget {year}
#table(columns: 2, table.header([Tkr], [Budget {year}]),
[Förskola], [20 338], [Skola], [60 900], [Summa], [81 238])
"""
SCAN = """#pagebreak()
#page(margin: 0mm, image("scan.png", width: 210mm, height: 150mm, alt: "En bilaga"))
"""
STAMPED = """#pagebreak()
#page(margin: 0mm, background: image("scan.png", width: 210mm, height: 150mm, alt: "En bilaga"),
  align(bottom, [Dnr KS 2025-12, sida 4]))
"""
LOGO = """#pagebreak()
#image("scan.png", width: 20mm, alt: "Ett vapen")
Kapitel 5
"""
BLANK = "#pagebreak()\n#page[]\n"


def printed(folder: Path, *parts: str, tags: bool = True, name: str = "plan") -> Path:
    """A plan of a page, and these pages after it; the scan is a picture of a table."""
    typst.compile(PLAN.replace("{year}", "2024").encode(), output=str(folder / "appendix.pdf"))
    with pdfium.PdfDocument(folder / "appendix.pdf") as appendix:
        appendix[0].render(scale=1).to_pil().save(folder / "scan.png")
    source = folder / f"{name}.typ"
    head = '#set document(title: "Plan")\n'
    source.write_text(head + PLAN.replace("{year}", "2025") + "".join(parts), encoding="utf-8")
    path = folder / f"{name}.pdf"
    typst.compile(str(source), output=str(path), pdf_standards="ua-1")
    if not tags:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            del pdf.Root.StructTreeRoot
            pdf.save(path)
    return path


def remarks(path: Path) -> list[str]:
    return [each for each in opening.read(path, LISTS).remarks if "has no tags:" not in each]


@pytest.mark.parametrize("tags", [True, False])
def test_a_scanned_page_among_others_is_told(tmp_path: Path, *, tags: bool) -> None:
    path = printed(tmp_path, SCAN, STAMPED, LOGO, SCAN, SCAN, tags=tags)
    assert remarks(path) == [f"{SILENT}2, 5–6", f"{PICTURE}3"]


@pytest.mark.parametrize("tags", [True, False])
def test_a_blank_page_and_a_picture_beside_text_are_not_told(tmp_path: Path, *, tags: bool) -> None:
    assert remarks(printed(tmp_path, LOGO, BLANK, tags=tags)) == []


def test_pages_without_tags_in_a_pdf_that_has_some_are_told(tmp_path: Path) -> None:
    tagged = printed(tmp_path)
    other = printed(tmp_path, tags=False, name="other")
    with pikepdf.open(tagged, allow_overwriting_input=True) as pdf, pikepdf.open(other) as added:
        pdf.pages.extend(added.pages)
        pdf.save(tagged)
    content = opening.read(tagged, LISTS)
    assert content.remarks == [f"{NO_TAGS}2"]
    assert len(content.grids) == 1


def test_what_is_read_in_a_process_of_its_own_has_it_too(tmp_path: Path) -> None:
    read = child.read(printed(tmp_path, SCAN), LISTS, {})
    assert read["remarks"] == [f"{SILENT}2"]
    assert len(read["tables"]) == 1


@pytest.mark.parametrize(
    ("pages", "shown"), [([], ""), ([0], "1"), ([6, 4, 5, 0], "1, 5–7"), ([1, 3], "2, 4")]
)
def test_pages_as_a_reader_counts_them(pages: list[int], shown: str) -> None:
    assert unread_pages.numbers(pages) == shown


def test_the_review_says_it_in_swedish() -> None:
    with locales.using("sv"):
        said = Messages(Workspace(ROOT)).of(f"{SILENT}2, 5–6")
    assert said == "sidor utan text, till exempel inskannade; de läses inte: 2, 5–6"
