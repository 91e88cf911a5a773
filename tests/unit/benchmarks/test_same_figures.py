"""What two builds differ in is found, whatever it stands in, and nothing else is."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest
import typst

from benchmarks import same_figures

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Finances</title><style>p { color: black }</style></head><body>
<header><p>Ale kommun</p></header>
<main id="content"><nav><ol><li>Finances</li></ol></nav><h1>Finances</h1>
<p>The budget is SEK 9k. It <em>grows</em>
by SEK 2k.</p>
<figure id="fig-bridge"><span class="headline">Up by 2</span>
<img src="figures/fig-bridge.svg" alt="Bars: Kitchen 5, Roads 4.">
<figcaption>Figure 1: By area.</figcaption></figure>
<table id="tbl-by-area"><caption>Table 1: Budget by area.</caption>
<thead><tr><th>Area</th><th>Budget</th></tr></thead>
<tbody><tr><th>Kitchen</th><td>5</td></tr><tr><th>Roads</th><td>4</td></tr></tbody></table>
<div class="source"><p>Source: Plan, section 3.1. <a href="tables/tbl-by-area.csv">CSV</a>
<a href="budget-origins.html#tbl-by-area">Where from?</a></p></div></main>
<footer><p>As of 2023.</p></footer></body></html>
"""
CSV = "Area,Budget,Change,Section\nKitchen,5,1.5,3.1\nRoads,4,0.5,3.10\n"
WORDS = "site/en/plan/budget.html"
TABLE = "site/en/plan/tables/tbl-by-area.csv"
BOOK = "site/en/plan/plan.xlsx"
PAPER = "report-en.pdf"
DATA = "open-data/budget.csv"
PACKAGE = "open-data/datapackage.json"


def build(folder: Path) -> Path:
    """A build of one page, with one of each thing beside it."""
    package = {"resources": [{"name": "budget", "path": "budget.csv", "bytes": 9, "title": "B"}]}
    texts = {
        WORDS: PAGE,
        "site/en/plan/figures/fig-bridge.svg": "<svg/>",
        "site/en/publication.json": '{"number": 1}',
        TABLE: CSV,
        DATA: "area,budget\nkitchen,5\n",
        "site/en/open-data/budget.csv": "area,budget\nkitchen,5\n",
        PACKAGE: json.dumps(package),
        "open-data/dcat.ttl": '<./#budget-csv> a dcat:Distribution ;\n    dcat:byteSize "9" .\n',
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / PAPER).write_bytes(paper("The budget is 9."))
    book = openpyxl.Workbook()
    for row in (["Table 1: Budget."], [], ["Area", "Budget"], ["Kitchen", 5], ["Roads", 4]):
        book.active.append(row)
    book.save(folder / BOOK)
    return folder


def paper(text: str) -> bytes:
    return typst.compile(text.encode(), format="pdf")


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    old = build(tmp_path / "old")
    return old, shutil.copytree(old, tmp_path / "new")


def change(build: Path, name: str, old: str, new: str) -> None:
    text = (build / name).read_text(encoding="utf-8")
    assert old in text
    (build / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def compared(
    builds: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *options: str,
) -> tuple[int, list[str]]:
    """What the script exits with, and the lines it prints."""
    monkeypatch.setattr(sys, "argv", ["same_figures", *map(str, builds), *options])
    with pytest.raises(SystemExit) as ended:
        same_figures.main()
    return int(ended.value.code), capsys.readouterr().out.splitlines()


def found(builds: tuple[Path, Path], kind: str) -> list[str]:
    comparison = same_figures.Comparison(*builds)
    comparison.compare(kind)
    return [str(each) for each in comparison.differences]


def test_a_build_is_the_same_as_its_copy(builds, monkeypatch, capsys) -> None:
    code, lines = compared(builds, monkeypatch, capsys)
    assert code == 0
    counted = (
        "Compared 1 pages, 1 tables, 6 cells, 1 figures, 3 sentences, 2 origins, 12 CSV cells, "
        "6 Excel cells, 1 PDF lines, 4 open-data cells, 6 open-data lines: 0 differences."
    )
    assert lines == [counted]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "<td>5</td>",
            "<td>6</td>",
            "tbl-by-area, row 1 (Kitchen), column 'Budget': '5' is now '6'",
        ),
        ("is SEK 9k", "is SEK 8k", "'The budget is SEK 9k.' is now 'The budget is SEK 8k.'"),
        ("Up by 2", "Up by 3", "fig-bridge, headline: 'Up by 2' is now 'Up by 3'"),
        ("Roads 4.", "Roads.", "alt text: 'Bars: Kitchen 5, Roads 4.' is now"),
        ("1: By area", "1: By unit", "fig-bridge, caption: 'Figure 1: By area.' is now"),
        ("Budget by area", "Budgets", "tbl-by-area, caption: 'Table 1: Budget by area.' is now"),
        ("section 3.1. <a", "section 3.2. <a", "tbl-by-area: 'Source: Plan, section 3.1.' is now"),
        ("As of 2023", "As of 2024", "'As of 2023.' is now 'As of 2024.'"),
        ('id="tbl-by-area"', 'id="tbl-areas"', "tbl-by-area: only in the old build"),
    ],
)
def test_a_change_of_a_page_is_found(builds, old: str, new: str, said: str) -> None:
    change(builds[1], WORDS, old, new)
    lines = found(builds, "html")
    assert any(said in line for line in lines)
    assert len(lines) == (2 if "only in" in said else 1)


def test_other_white_space_is_no_change(builds) -> None:
    change(builds[1], WORDS, "</em>\nby", "</em> by")
    assert found(builds, "html") == []


def test_a_page_of_one_build_alone_is_found(builds) -> None:
    (builds[1] / WORDS).rename(builds[1] / "site/en/plan/finances.html")
    assert found(builds, "html") == [
        f"{WORDS}: only in the old build",
        "site/en/plan/finances.html: only in the new build",
    ]


def test_a_number_in_a_csv_file_is_found(builds) -> None:
    change(builds[1], TABLE, "Roads,4,", "Roads,7,")
    assert found(builds, "csv") == [f"{TABLE}, row 2 (Roads), column 'Budget': '4' is now '7'"]


def test_a_number_is_the_same_with_a_decimal_zero_but_a_section_is_not(builds) -> None:
    change(builds[1], TABLE, "Kitchen,5,", "Kitchen,5.0,")
    change(builds[1], TABLE, "3.10", "3.1")
    assert found(builds, "csv") == [
        f"{TABLE}, row 2 (Roads), column 'Section': '3.10' is now '3.1'"
    ]


def test_a_row_more_leaves_the_others_as_they_are(builds) -> None:
    change(builds[1], TABLE, "Kitchen,", "Baths,1,1,3.2\nKitchen,")
    assert found(builds, "csv") == [f"{TABLE}, row 1: new: 'Baths | 1 | 1 | 3.2'"]


def test_of_other_columns_those_are_compared_that_both_have(builds) -> None:
    (builds[1] / TABLE).write_text(
        "Area,Budget,Low,High,Section\nKitchen,6,1,2,3.1\nRoads,4,0,1,3.10\n", encoding="utf-8"
    )
    assert found(builds, "csv") == [
        f"{TABLE}: other columns: ['Change'] gone, ['Low', 'High'] new",
        f"{TABLE}, row 1 (Kitchen), column 'Budget': '5' is now '6'",
    ]


def test_a_value_and_a_format_in_a_workbook_are_found(builds) -> None:
    book = openpyxl.load_workbook(builds[1] / BOOK)
    book.active["B4"], book.active["B5"].number_format = 6, "0.0"
    book.save(builds[1] / BOOK)
    place = f"{BOOK}, sheet 'Sheet'"
    assert found(builds, "excel") == [
        f"{place}, row 1 (Kitchen), column 'Budget': '5 as General' is now '6 as General'",
        f"{place}, row 2 (Roads), column 'Budget': '4 as General' is now '4 as 0.0'",
    ]


def test_a_line_of_a_pdf_is_found_and_a_break_of_a_page_is_not(builds) -> None:
    (builds[1] / PAPER).write_bytes(paper("#pagebreak()\nThe budget is 9."))
    assert found(builds, "pdf") == []
    (builds[1] / PAPER).write_bytes(paper("The budget is 8."))
    assert found(builds, "pdf") == [f"{PAPER}: 'The budget is 9.' is now 'The budget is 8.'"]


def test_the_size_of_a_dataset_is_told_only_where_its_rows_are_the_same(builds) -> None:
    change(builds[1], PACKAGE, '"bytes": 9', '"bytes": 8')
    change(builds[1], "open-data/dcat.ttl", '"9"', '"8"')
    assert len(found(builds, "open-data")) == 2
    change(builds[1], DATA, ",5", ",6")
    change(builds[1], "site/en/open-data/budget.csv", ",5", ",6")
    change(builds[1], PACKAGE, '"title": "B"', '"title": "C"')
    assert found(builds, "open-data") == [
        f"{DATA}, row 1 (kitchen), column 'budget': '5' is now '6'",
        f"{PACKAGE}: 'resources/budget/title = \"B\"' is now 'resources/budget/title = \"C\"'",
    ]


def test_differences_are_printed_by_group_and_those_explained_are_ignored(
    builds, monkeypatch, capsys
) -> None:
    change(builds[1], TABLE, "Roads,4,", "Roads,7,")
    change(builds[1], DATA, ",5", ",6")
    code, lines = compared(builds, monkeypatch, capsys)
    assert code == 1
    assert {"csv (1)", "open-data (1)"} <= set(lines)
    assert compared(builds, monkeypatch, capsys, "--only", "excel")[0] == 0
    code, lines = compared(builds, monkeypatch, capsys, "--ignore", "Roads", "--ignore", "^open")
    assert code == 0
    assert lines[-1].endswith(": 0 differences, and 2 ignored.")


def test_two_folders_without_a_build_are_not_the_same(tmp_path, monkeypatch, capsys) -> None:
    code, lines = compared((tmp_path, tmp_path), monkeypatch, capsys)
    assert code == 1
    assert "  both builds: nothing to compare as pdf" in lines
