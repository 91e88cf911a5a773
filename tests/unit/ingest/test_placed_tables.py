"""Tables whose head is in unknown words or missing, by where their words stand."""

from __future__ import annotations

from collections.abc import Sequence

from alereport.ingest import placed_tables, ruled_tables, tables, words
from alereport.ingest.drawn_lines import Drawn, DrawnLines
from alereport.ingest.model import Grid
from alereport.ingest.placed_words import Line, Segment

LISTS = words.load(None)
ROWS = [[(50, "Kansli"), (200, "104"), (260, "5")], [(50, "Drift"), (200, "96"), (260, "7")],
        [(50, "Tillsyn"), (200, "20"), (260, "9")]]  # fmt: skip


def placed(
    rows: list[list[tuple[int, str]]], downs: tuple[int, ...] = (), pages: Sequence[int] = ()
) -> list[Grid]:
    """The tables of lines of words, each given by its left edge; a letter is 5 points wide.

    Args:
        downs: How far down each line stands; 14 points apart unless given.
        pages: The page of each line; all are on the first unless given.
    """
    lines: list[Line] = []
    for number, row in enumerate(rows):
        middle = -float(downs[number] if downs else 14 * number)
        lines.append(
            tuple(
                Segment(
                    text,
                    left,
                    left + 5 * len(text),
                    middle,
                    8,
                    (left, -middle - 4, left + 5 * len(text), -middle + 4),
                )
                for left, text in row
            )
        )
    on = pages or [1] * len(lines)
    return [grid for _first, _last, grid in placed_tables.found(lines, on, {}, LISTS)]


def test_a_head_in_unknown_words_is_told_by_its_place() -> None:
    (grid,) = placed([[(50, "Enhet"), (200, "Lokaler"), (260, "Hus")], *ROWS])
    assert [cell.text for cell in grid.rows[0]] == ["Enhet", "Lokaler", "Hus"]
    assert [cell.is_head for cell in grid.rows[0]] == [True] * 3


def test_words_over_several_columns_are_no_head() -> None:
    (grid,) = placed([[(50, "Text"), (190, "Den här meningen går över")], *ROWS])
    assert [cell.text for cell in grid.rows[0]] == ["Kansli", "104", "5"]


def test_rows_without_a_head_are_a_table_if_there_are_three() -> None:
    assert [len(grid.rows) for grid in placed(ROWS)] == [3]
    assert not placed(ROWS[:2])


def test_a_group_beside_a_label_is_not_taken_for_a_line_of_it() -> None:
    for left, is_doubted in ((20, True), (50, False)):
        (grid,) = placed([*ROWS[:2], [(left, "Norra")], ROWS[2]], (0, 14, 34, 42))
        assert grid.rows[2][0].text == "Norra Tillsyn"
        assert bool(grid.rows[2][0].doubt) == is_doubted


def test_a_label_of_two_lines_without_figures_is_of_no_row_beside_it() -> None:
    rows = [ROWS[0], [(50, "Måltider")], [(50, "och kost")], *ROWS[1:]]
    (grid,) = placed(rows, (0, 14, 22, 36, 50))
    labels = [(row[0].text, bool(row[0].doubt)) for row in grid.rows]
    assert labels == [
        ("Kansli", True), ("Måltider och kost", False), ("Drift", True), ("Tillsyn", False)
    ]  # fmt: skip


def test_the_lines_of_a_label_of_three_above_its_figures_are_one() -> None:
    rows = [ROWS[0], [(50, "Måltider")], [(50, "och kost")], *ROWS[1:]]
    (grid,) = placed(rows, (0, 20, 28, 36, 56))
    assert [row[0].text for row in grid.rows] == ["Kansli", "Måltider och kost Drift", "Tillsyn"]


def test_a_range_that_a_line_breaks_is_joined() -> None:
    rows = [*ROWS[:2], [(50, "Åk 1–"), (200, "12"), (260, "3")], [(50, "6")], ROWS[2]]
    (grid,) = placed(rows, (0, 20, 40, 48, 68))
    assert [row[0].text for row in grid.rows] == ["Kansli", "Drift", "Åk 1–6", "Tillsyn"]


def test_a_label_and_a_figure_broken_on_the_same_line_are_asked_about() -> None:
    wide = [[*row, (320, "–")] for row in ROWS]
    rows = [wide[0], [(50, "centralt"), (320, "58 294")], *wide[1:]]
    (grid,) = placed(rows, (0, 8, 28, 48))
    assert [bool(row[0].doubt) for row in grid.rows] == [True, True, False, False]


def test_another_table_on_the_next_page_under_the_same_years_is_no_part_of_it() -> None:
    years = [(200, "2024"), (260, "2025")]
    heads = [[(200, "Budget"), (260, "Budget")], [(200, "Utfall"), (260, "Budget")]]
    for below, count in ((heads[0], 1), (heads[1], 2)):
        grids = placed([years, heads[0], *ROWS, years, below, *ROWS], pages=[1] * 5 + [2] * 5)
        assert len(grids) == count


def test_years_are_labels_of_rows() -> None:
    (grid,) = placed([[(200, "Norra"), (260, "Södra")], [(50, "2023"), (200, "104"), (260, "5")],
                      [(50, "2024"), (200, "96"), (260, "7")]])  # fmt: skip
    assert [row[0].text for row in grid.rows] == ["", "2023", "2024"]


def test_a_table_of_words_is_found_and_two_columns_of_text_are_none() -> None:
    rows = [[(50, "Uppdrag"), (200, "Ansvarig")], [(50, "Utreda lokaler"), (200, "Rektor")],
            [(50, "Se över köp"), (200, "Ekonom")]]  # fmt: skip
    assert [[cell.text for cell in row] for row in placed(rows)[0].rows] == [
        ["Uppdrag", "Ansvarig"], ["Utreda lokaler", "Rektor"], ["Se över köp", "Ekonom"]
    ]  # fmt: skip
    text = "Nämnden följer sin budget under året"
    assert not placed([[(50, text), (300, text)]] * 6)


def test_columns_that_may_be_the_thousands_of_one_are_asked_about() -> None:
    near = [[(50, "Kansli"), (200, "79"), (216, "267")], [(50, "Drift"), (200, "87"), (216, "423")],
            [(50, "Tillsyn"), (200, "61"), (216, "104")]]  # fmt: skip
    (grid,) = placed(near)
    assert all("thousands" in row[0].doubt for row in grid.rows)
    (grid,) = placed([[(left + 20 * (left > 210), text) for left, text in row] for row in near])
    assert not any(row[0].doubt for row in grid.rows)


def test_a_head_over_any_part_of_two_columns_is_of_neither_for_certain() -> None:
    over = [(50, "Enhet"), (202, "2023 Utfall ")]
    for head in ([over], [[(200, "Budget"), (260, "Bokslut")], over]):
        (grid,) = placed([*head, *ROWS])
        assert all("over several columns" in cell.doubt for cell in grid.rows[0][1:])
        table = tables.table(grid, LISTS, None)
        assert table
        assert all(column.doubt for column in table.columns)


def test_a_year_between_columns_is_given_to_none_without_doubt() -> None:
    rows = [[*row, (320, str(n)), (380, str(n))] for n, row in enumerate(ROWS, start=1)]
    kinds = [(200, "Budget"), (260, "Utfall"), (320, "Budget"), (380, "Utfall")]
    for left, is_sure in ((200, True), (225, False)):
        (grid,) = placed([[(left, "2023"), (320, "2024")], kinds, *rows])
        table = tables.table(grid, LISTS, None)
        assert table
        assert [not column.doubt for column in table.columns] == [is_sure] * 4
        assert not is_sure or [column.year for column in table.columns] == [2023] * 2 + [2024] * 2


def test_a_text_with_digits_under_a_head_in_doubt_is_asked_about() -> None:
    rows = [*ROWS[:2], [(50, "Tillsyn"), (200, "20:9"), (260, "9")]]
    for right, state in ((200, "read"), (150, "asked")):
        (grid,) = placed([[(50, "Enhet"), (right, "Lokaler i ")], *rows])
        table = tables.table(grid, LISTS, None)
        assert table
        assert table.rows[2].cells[0].state == state


def test_a_table_whose_figures_run_together_is_asked_about() -> None:
    rows = [ROWS[0], [(50, "Drift"), (190, "584 2215 069"), (260, "7")], ROWS[2]]
    (grid,) = placed(rows)
    assert [bool(row[0].doubt) for row in grid.rows] == [True] * 3


def test_a_first_row_of_dashes_with_a_year_is_no_head() -> None:
    first = [(50, "Staben 2024"), (200, "–"), (260, ". .")]
    (grid,) = placed([[(50, "Enhet"), (200, "Utfall 2024"), (260, "Antal")], first, *ROWS])
    assert [cell.text for cell in grid.rows[0]] == ["Enhet", "Utfall 2024", "Antal"]
    assert [cell.text for cell in grid.rows[1]] == ["Staben 2024", "–", ". ."]


def test_a_merged_cell_is_of_the_row_it_begins_in_wherever_its_text_stands() -> None:
    across = [Drawn(at, 40, 300) for at in (0, 60)] + [Drawn(at, 100, 300) for at in (20, 40)]
    down = [Drawn(at, 0, 60) for at in (40, 100, 300)]
    line = {5: (Segment("Drift", 50, 75, -50, 8, (50, 46, 75, 54)),),
            6: (Segment("104", 200, 215, -50.5, 8, (200, 46, 215, 54)),)}  # fmt: skip
    line |= {4: (Segment("96", 200, 210, -10, 8, (200, 6, 210, 14)),)}
    (borders,) = ruled_tables.borders(DrawnLines(tuple(across), tuple(down)))
    rows = ruled_tables.rows(line, borders)
    assert rows is not None
    assert [numbers for _row, numbers in rows] == [{4, 5}, {5, 6}]
