"""Rows put into a data file: what does not change keeps its bytes and its place."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.data import csv_files, data_files, schemas
from alereport.workbooks import merging

PLAN = "ks-namndplan-2024"


def path_of(workspace: Workspace, dataset: str, document: str = PLAN) -> Path:
    return merging.file_of(workspace, dataset, document)


def rows_of(workspace: Workspace, dataset: str) -> list[dict[str, str]]:
    return data_files.records(workspace, path_of(workspace, dataset))


def every_file(workspace: Workspace) -> list[Path]:
    return [
        path
        for path in workspace.data_files()
        if path.parent.name not in {"areas", "committees", "documents"}
    ]


def test_the_rows_that_a_file_has_leave_it_as_it_is_in_whatever_order(project: Workspace) -> None:
    for path in every_file(project):
        rows = data_files.records(project, path)
        for each in (rows, rows[::-1]):
            assert merging.merged(project, path, each) == path.read_bytes(), path


@pytest.mark.parametrize("form", ["CRLF", "BOM", "quoted"])
def test_another_form_of_file_keeps_its_form(project: Workspace, form: str) -> None:
    path = path_of(project, "investments")
    data = path.read_bytes()
    rows = [cells for _line, cells in csv_files.rows(data.decode())]
    quoted = "".join(csv_files.written(cells, ending="\n", all_quoted=True) for cells in rows)
    crlf = data.replace(b"\n", b"\r\n")
    forms = {"CRLF": crlf, "BOM": BOM_UTF8 + data, "quoted": quoted.encode()}
    path.write_bytes(forms[form])
    first, *others = rows_of(project, "investments")
    merged = merging.merged(project, path, [{**first, "amount_tkr": "1234"}, *others])
    assert merged.replace(b"1234", first["amount_tkr"].encode(), 1) == path.read_bytes()


def test_a_new_file_has_its_rows_in_the_order_of_their_sections(project: Workspace) -> None:
    (row, *_others) = rows_of(project, "investments")
    sections = ("4.10", "4.2", "3.1", "4.2")
    rows = [
        {**row, "document": "ks-namndplan-2025", "section": section, "item": f"Post {number}"}
        for number, section in enumerate(sections)
    ]
    path = path_of(project, "investments", "ks-namndplan-2025")
    lines = merging.merged(project, path, rows).decode().splitlines()
    heading, *others = [line.split(",") for line in lines]
    assert heading == schemas.schema(project, "investments").columns
    item = heading.index("item")
    assert [line[item] for line in others] == ["Post 2", "Post 1", "Post 3", "Post 0"]


def test_rows_without_numbered_sections_stay_as_they_were_typed(project: Workspace) -> None:
    (row, *_others) = rows_of(project, "investments")
    rows = [{**row, "section": section, "item": section} for section in ("Mål", "Ekonomi", "1")]
    path = path_of(project, "investments", "ks-namndplan-2025")
    lines = merging.merged(project, path, rows).decode().splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == ["Mål", "Ekonomi", "1"]


def test_a_new_row_stands_after_the_one_before_it_in_its_section(project: Workspace) -> None:
    path, rows = path_of(project, "investments"), rows_of(project, "investments")
    new = {**rows[1], "item": "Ny post"}
    merged = merging.merged(project, path, [*rows[:2], new, *rows[2:]])
    lines = merged.decode().splitlines(keepends=True)
    assert "Ny post" in lines[3]
    assert "".join([*lines[:3], *lines[4:]]).encode() == path.read_bytes()


def test_a_row_that_is_gone_takes_no_other_with_it(project: Workspace) -> None:
    path, rows = path_of(project, "budget"), rows_of(project, "budget")
    merged = merging.merged(project, path, rows[1:]).decode().splitlines(keepends=True)
    whole = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert merged == [whole[0], *whole[2:]]


def test_one_chapter_of_a_commentary_is_rewritten_and_the_others_are_not(
    project: Workspace,
) -> None:
    path, rows = path_of(project, "commentary"), rows_of(project, "commentary")
    assert path.suffix == ".md"
    before = path.read_text(encoding="utf-8")
    changed = [{**rows[0], "text": "Kort.\n\nI två stycken.", "text_en": "Short."}, *rows[1:]]
    path.write_bytes(merging.merged(project, path, changed))
    assert rows_of(project, "commentary") == changed
    second = f"# {rows[1]['chapter']}\n"
    after = path.read_text(encoding="utf-8")
    assert after[after.index(second) :] == before[before.index(second) :]
    assert after[: after.index("# ")] == before[: before.index("# ")]


def test_a_new_commentary_is_read_as_it_was_typed(project: Workspace) -> None:
    rows = [{**row, "document": "ks-namndplan-2025"} for row in rows_of(project, "commentary")]
    path = path_of(project, "commentary", "ks-namndplan-2025")
    path.write_bytes(merging.merged(project, path, rows))
    assert data_files.records(project, path) == rows
