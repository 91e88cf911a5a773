"""What is no workbook, or would take too much memory, is refused before it is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.workbooks import opening, reading

Parts = dict[str, bytes]


@pytest.fixture
def changed(new_report: Path, tmp_path: Path) -> Callable[[Callable[[Parts], object]], Path]:
    """Write the workbook with some of its parts changed."""

    def written(change: Callable[[Parts], object]) -> Path:
        with zipfile.ZipFile(new_report) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        change(parts)
        path = tmp_path / "x.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return path

    return written


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "it is empty"),
        (b"area;amount\nForskola;1\n", "it is text, such as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel 97, or has a password"),
        (b"%PDF-1.7\n\x00\x01", "something else"),
        (b"PK\x03\x04" + bytes(60), "cut off or damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(
    data: bytes, found: str, tmp_path: Path, municipality: Workspace
) -> None:
    path = tmp_path / "bun-2025-08.xlsx"
    path.write_bytes(data)
    with pytest.raises(TableError, match=found) as caught:
        reading.read(municipality, path)
    assert caught.value.place == "bun-2025-08.xlsx"


def test_a_sheet_of_libreoffice_and_another_zip_file_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<x/>")
    with pytest.raises(TableError, match=r"\.ods"):
        opening.opened(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(TableError, match="another zip file"):
        opening.opened(path)


def test_a_workbook_that_is_cut_off_is_refused(new_report: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(new_report.read_bytes()[:-2000])
    with pytest.raises(TableError, match="cut off or damaged"):
        opening.opened(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xlsx"):
        with pytest.raises(TableError, match="cannot be read"):
            opening.opened(path)


def test_a_workbook_that_grows_when_it_is_unpacked_is_refused(
    changed: Callable[[Callable[[Parts], object]], Path],
) -> None:
    path = changed(lambda parts: parts.update({"xl/media/x.bin": bytes(opening.LARGEST + 1)}))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(TableError, match="MiB when unpacked"):
        opening.opened(path)


def test_a_sheet_with_a_million_formatted_rows_is_refused(
    changed: Callable[[Callable[[Parts], object]], Path],
) -> None:
    def format_rows(parts: Parts) -> None:
        rows = b"".join(b'<row r="%d" s="1"/>' % row for row in range(100, 1_048_576, 40))
        name = "xl/worksheets/sheet2.xml"
        parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")

    with pytest.raises(TableError, match="a sheet has 262"):
        opening.opened(changed(format_rows))


def test_a_workbook_that_declares_entities_is_refused(
    changed: Callable[[Callable[[Parts], object]], Path],
) -> None:
    def declare(parts: Parts) -> None:
        name = "xl/workbook.xml"
        parts[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[name]

    with pytest.raises(TableError, match="declares entities"):
        opening.opened(changed(declare))


def test_a_broken_part_is_refused(
    changed: Callable[[Callable[[Parts], object]], Path],
) -> None:
    path = changed(lambda parts: parts.update({"xl/styles.xml": b"<styleSheet"}))
    with pytest.raises(TableError, match="cannot be opened"):
        opening.opened(path)


def test_macros_and_links_to_other_files_are_not_followed(
    changed: Callable[[Callable[[Parts], object]], Path], municipality: Workspace
) -> None:
    path = changed(lambda parts: parts.update({"xl/vbaProject.bin": b"x"}))
    renamed = path.rename(path.with_suffix(".xlsm"))
    assert reading.read(municipality, renamed).file == "x.xlsm"
