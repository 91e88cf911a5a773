"""A table on the screen: set at once where it has room, and folded by the library where not."""

from __future__ import annotations

import pytest
from rich.table import Table

from alereport.cli import options

COLUMNS = ("Report", "Language", "State")
ROWS = [["ks-2024/budget", "sv", "fresh"], ["öster-2024/大会", "en", "stale"], ["x", "", ""]]


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "out", options._console(width=80))


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
def test_it_is_what_the_library_would_print(
    rows: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    options.print_table(COLUMNS, rows)
    ours = printed(capsys)
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    options.out.print(table)
    assert ours == printed(capsys)
    assert len(ours) == len(rows) + 1


def test_a_row_that_has_no_room_is_folded_and_none_of_it_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "out", options._console(width=30))
    options.print_table(COLUMNS, [["ks-2024/budget", "sv", "word " * 12]])
    lines = printed(capsys)
    assert len(lines) > 2
    assert "".join("".join(lines).split()).count("word") == 12


def test_a_cell_of_several_lines_stays_in_its_column(capsys: pytest.CaptureFixture[str]) -> None:
    options.print_table(COLUMNS, [["ks", "sv", "one\ntwo"], ["sn", "sv", "\x1b[31mred"]])
    lines = printed(capsys)
    assert [line.split()[-1] for line in lines[1:3]] == ["one", "two"]
    assert "\x1b" not in "".join(lines)
