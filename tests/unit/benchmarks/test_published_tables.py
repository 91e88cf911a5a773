"""The benchmark of published tables counts what is wrong, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import published_tables

FILE = """Område,Budget 2024,Budget 2023,"Andel, %"
Skola,60,50,75.0
Kultur,20,20,25.0
Totalt,80,70,
"""
ROW = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
HEAD = "<tr><th>Område</th><th>Budget 2024</th><th>Budget 2023</th><th>Andel</th></tr>"


def wrong(folder: Path, *rows: tuple[str, int, int, str]) -> list[str]:
    """What is wrong of a table that is read, of those rows, against the file."""
    (folder / "tbl-areas.csv").write_text(FILE, encoding="utf-8")
    table = HEAD + "".join(ROW.format(*row) for row in rows)
    (folder / "report.html").write_text(f"<table>{table}</table>", encoding="utf-8")
    known = published_tables._printed(folder / "tbl-areas.csv")
    score = published_tables._scored([folder / "report.html"], [known])
    assert score.cells.total() >= 6
    return score.wrong


RIGHT = (("Skola", 60, 50, "75,0 %"), ("Kultur", 20, 20, "25,0 %"), ("Totalt", 80, 70, ""))


def test_what_is_printed_as_in_the_file_is_right(tmp_path: Path) -> None:
    assert wrong(tmp_path, *RIGHT) == []


def test_another_figure_is_wrong(tmp_path: Path) -> None:
    assert len(wrong(tmp_path, *RIGHT[:2], ("Totalt", 81, 70, ""))) > 0


def test_another_year_or_kind_is_wrong() -> None:
    column = {"year": 2023, "kind": "budget"}
    assert published_tables._is_of(column, "Budget 2023")
    assert not published_tables._is_of(column, "Budget 2024")
    assert not published_tables._is_of(column, "Prognos 2023")
    assert not published_tables._is_of({"year": None, "kind": "budget"}, "Periodens budget")


@pytest.mark.parametrize("label", ["Skola", "Bibliotek"])
def test_a_row_that_no_file_has_is_wrong(tmp_path: Path, label: str) -> None:
    rows = ((label, 61, 50, ""), ("Kultur", 20, 20, ""), ("Totalt", 81, 70, ""))
    assert any(label in each or "61" in each for each in wrong(tmp_path, *rows))
