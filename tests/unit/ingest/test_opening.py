"""Files that are not what they seem: each one message with exit code 16, and nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
import typst

from alereport.base.errors import IngestError, ParamsError
from alereport.ingest import child, opening, words

LISTS = words.load(None)


def zipped(*parts: tuple[str, bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, content in parts:
                package.writestr(name, content)

    return make


def bomb(part: str) -> Callable[[Path], None]:
    """A package with a part of 420 MiB, which no test holds in memory."""

    def make(path: Path) -> None:
        package = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        with package, package.open(part, "w") as file:
            for _mib in range(420):
                file.write(b"0" * (1 << 20))

    return make


def written(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def pdf(pages: int, **save: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with pikepdf.new() as made:
            for _page in range(pages):
                made.add_blank_page()
            made.save(path, **save)

    return make


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(200 << 20)


def cut_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path)
    path.write_bytes(path.read_bytes()[:-200])


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><document/>'
CASES = {
    "empty.pdf": (written(b""), "it is empty"),
    "blank.txt": (written(b" \n\n"), "it is empty"),
    "renamed.pdf": (written(b"a text"), "it is no PDF"),
    "renamed.docx": (written(b"a text"), "it is no .docx"),
    "plan.docx": (pdf(1), "it is a PDF, whatever its name says"),
    "entities.html": (written(ENTITIES + b"<p>a</p>"), "it declares entities"),
    "cut.pdf": (written(b"%PDF-1.7\n1 0 obj"), "it cannot be opened"),
    "cut.docx": (written(b"PK\x03\x04cut"), "cut off or damaged"),
    "other.docx": (zipped(("a.txt", b"a")), "another zip file"),
    "bomb.docx": (bomb("word/document.xml"), "when unpacked"),
    "bomb.xlsx": (bomb("xl/workbook.xml"), "when unpacked"),
    "entities.docx": (zipped(("word/document.xml", ENTITIES)), "declares entities"),
    "entities.xlsx": (zipped(("xl/workbook.xml", ENTITIES)), "declares entities"),
    "broken.docx": (zipped(("word/document.xml", b"<w:document>")), "Pandoc cannot read it"),
    "broken.xlsx": (zipped(("xl/workbook.xml", b"<workbook>")), "it cannot be opened"),
    "locked.pdf": (
        pdf(1, encryption=pikepdf.Encryption(owner="a", user="b")),
        "it has a password",
    ),
    "scan.pdf": (pdf(1), "it is a scan"),
    "long.pdf": (pdf(2001), "it has 2001 pages"),
    "longer.pdf": (pdf(10_000), "it has 10000 pages"),
    "large.pdf": (sparse, "it is larger than 100 MiB"),
    "cut.xlsx": (cut_workbook, "cut off or damaged"),
    "locked.xlsx": (written(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "has a password"),
    "renamed.xlsx": (zipped(("word/document.xml", b"<document/>")), "was renamed"),
    "old.doc": (written(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "Office 97"),
    "program.exe": (written(b"MZ\x00\x01"), "null character"),
    "endless.csv": (written(b'a;b\n"' + b"x" * 200_000), "more than 10,000 characters"),
    "sound.mp3": (written(b"ID3 music"), ".mp3 is a kind of file"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_cannot_be_read_is_one_message(name: str, tmp_path: Path) -> None:
    make, found = CASES[name]
    make(tmp_path / name)
    with pytest.raises(IngestError, match=name) as error:
        opening.read(tmp_path / name, LISTS)
    assert found in error.value.found
    assert error.value.exit_code == 16


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.docx"):
        with pytest.raises(IngestError, match="it cannot be read"):
            opening.read(path, LISTS)


def test_a_script_is_not_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<h1>Plan</h1><script>alert(1)</script><p>Text</p>", encoding="utf-8")
    texts = [piece.text for piece in opening.read(path, LISTS).paragraphs]
    assert texts == ["Text"]


def with_script(path: Path) -> None:
    with pikepdf.open(path) as made:
        does = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        made.Root.OpenAction = made.make_indirect(does)
        made.attachments["x.exe"] = pikepdf.AttachedFileSpec(made, b"MZ", filename="x.exe")
        made.save(path.with_name("script.pdf"))


def test_what_would_run_or_be_fetched_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.typ").write_text("= Plan\nText", encoding="utf-8")
    typst.compile(str(tmp_path / "plan.typ"), output=str(tmp_path / "plan.pdf"))
    with_script(tmp_path / "plan.pdf")
    page = "<h1>Plan</h1><script>alert(1)</script><iframe src='//x'></iframe><p>Text</p>"
    (tmp_path / "plan.html").write_text(page, encoding="utf-8")
    said = {
        "plan.pdf": [],
        "script.pdf": ["JavaScript: it is not run", "attached files: they are not read"],
        "plan.html": [
            "scripts: they are not run, and what they would write is not read",
            "pages within the page: they are not fetched",
        ],
    }
    for name, expected in said.items():
        remarks = opening.read(tmp_path / name, LISTS).remarks
        assert [each for each in remarks if "no tags" not in each] == expected, name


def test_macros_are_not_run_and_formulas_are_not_computed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    book = openpyxl.Workbook()
    for row in (["Verksamhet", "Budget 2025, tkr"], ["Skola", "=WEBSERVICE(A1)"], ["Fritid", 5]):
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
        package.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    content = opening.read(path, LISTS)
    said = " ".join(content.remarks)
    assert "macros: they are not run" in said
    assert "links to other workbooks" in said
    assert "formulas without a value: 1" in said
    assert [[cell.text for cell in row] for row in content.grids[0].rows[1:]] == [
        ["Skola", ""],
        ["Fritid", "5"],
    ]


def test_a_reader_that_needs_too_much_ends(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<div>" * 20_000, encoding="utf-8")
    with pytest.raises(IngestError, match=r"deep\.html"):
        child.read(path, LISTS, {})


def test_a_municipality_adds_words_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    own = tmp_path / "params" / "ingest.yaml"
    own.write_text("columns: {budget: [rambeslut]}\n", encoding="utf-8")
    lists = words.load(tmp_path)
    assert lists.meaning("columns", "Rambeslut 2025") == "budget"
    assert lists.meaning("columns", "Budget 2025") == "budget"
    own.write_text("colums: {budget: [rambeslut]}\n", encoding="utf-8")
    with pytest.raises(ParamsError, match=r"params/ingest\.yaml"):
        words.load(tmp_path)
