"""What stands over the columns of a table: the rows of its head, each column's year and kind.

A year over several columns is known where the file merges the cells, or where one reading alone
gives no two columns of one kind and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, takewhile

from alereport.ingest.model import Grid, GridCell, Row
from alereport.ingest.numerals import Separator, is_nothing, numeral
from alereport.ingest.words import Words

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SHORT_YEAR = re.compile(r"(?<!\d)[’'](\d\d)(?!\d)")
LETTERS = re.compile(r"[^\W\d_]")
OF_A_PERIOD = ("budget", "outturn")
MOST_HEADS = 5
"""The most rows of a head."""


@dataclass(frozen=True)
class Column:
    """A column: what stands over it, and what that says; empty and None where it does not.

    Attributes:
        year: The year its figures are of.
        kind: `budget`, `outturn`, `forecast`, …: a key of `columns` in `words.yaml`.
        unit: Its unit, where its head names one.
        is_label: True if it holds the labels of the rows.
        is_text: True if it holds texts, as causes, and no figures.
        doubt: Why its year or its words are not certain.
    """

    label: str
    year: int | None = None
    kind: str = ""
    unit: str = ""
    is_label: bool = False
    is_text: bool = False
    doubt: str = ""


def head_rows(grid: Grid, words: Words) -> int:
    """How many rows from above are the head: those the file says are, or that have no figure."""
    said = len(list(takewhile(_is_said_head, grid.rows)))
    if said:
        return min(said, len(grid.rows) - 1)
    count = 0
    for row in grid.rows[:MOST_HEADS]:
        if not _is_head(row, words):
            break
        count += 1
    return count if count < len(grid.rows) else 0


def _is_said_head(row: Row) -> bool:
    return any(cell.is_head for cell in row) and all(
        cell.is_head or cell.is_continued or not cell.text for cell in row
    )


def _is_head(row: Row, words: Words) -> bool:
    """True for years, words over columns and units: nothing that could be a figure of the table."""
    cells = [cell for cell in row if not is_nothing(cell.text)]
    if not cells:
        return True
    right = [cell for cell in row[1:] if not is_nothing(cell.text)]
    if not right:  # A title over the table, or a heading within it.
        return bool(words.meanings("units", row[0].text) or _years(row[0].text))
    return all(_is_head_cell(cell, words) for cell in right)


def _is_head_cell(cell: GridCell, words: Words) -> bool:
    if YEAR.fullmatch(cell.text.strip()):
        return cell.number is None or float(cell.number).is_integer()
    if cell.number is not None or numeral(cell.text) is not None:
        return False
    return LETTERS.search(cell.text) is not None or words.meaning("columns", cell.text) != ""


def label_columns(grid: Grid, heads: int, words: Words, separator: Separator | None) -> int:
    """How many columns from the left hold labels: those without a figure, but for row numbers.

    A column of causes, measures, owners or dates holds none.
    """
    body = grid.rows[heads:]
    count = 0
    for index in range(grid.width):
        if index and _is_text(grid, heads, index, words):
            return index
        texts = [row[index].text for row in body if not is_nothing(row[index].text)]
        figures = [text for text in texts if _is_figure(text, separator)]
        is_numbering = index == 0 and grid.width > 1 and _is_numbering(texts)
        if texts and len(figures) * 2 > len(texts) and not is_numbering:
            break
        if not texts and index:
            break
        count += 1
    return count if count < grid.width else 1


def labels_first(grid: Grid, heads: int, words: Words, separator: Separator | None) -> Grid:
    """A grid whose labels stand to the left, where it has them in one other column."""
    if label_columns(grid, heads, words, separator):
        return grid
    labels = [
        index
        for index in range(grid.width)
        if all(LETTERS.search(row[index].text) for row in grid.rows[heads:])
        and not _is_text(grid, heads, index, words)
    ]
    if len(labels) != 1:
        return grid
    at = labels[0]
    order = [at, *(index for index in range(grid.width) if index != at)]
    return replace(grid, rows=tuple(tuple(row[index] for index in order) for row in grid.rows))


def _is_text(grid: Grid, heads: int, index: int, words: Words) -> bool:
    """True for a column whose head says that it holds texts, where it has no figures."""
    meaning = words.meaning("cells", _without_years(_over(grid.rows[:heads], index)))
    texts = [row[index].text for row in grid.rows[heads:] if not is_nothing(row[index].text)]
    is_year = meaning == "due"  # A year says when as well as any date.
    return bool(meaning) and not any(
        numeral(text) and not (is_year and YEAR.fullmatch(text.strip())) for text in texts
    )


def _is_figure(text: str, separator: Separator | None) -> bool:
    return numeral(text, separator) is not None


def _is_numbering(texts: Sequence[str]) -> bool:
    """True for `1.1`, `1.2`, … or a year a row, which are no amounts."""
    if texts and all(YEAR.fullmatch(text.strip()) for text in texts):
        return len(set(texts)) == len(texts)
    bare = [text.strip().rstrip(".") for text in texts]
    return bool(bare) and (
        all(re.fullmatch(r"\d{1,2}(\.\d{1,2})*", text) for text in bare)
        and len(set(bare)) == len(bare)
        and any("." in text for text in bare)
    )


def columns(grid: Grid, heads: int, labels: int, words: Words) -> list[Column]:
    """What stands over each column of a grid.

    Args:
        heads: How many of its rows are the head.
        labels: How many of its columns hold labels.
    """
    rows = grid.rows[:heads]
    texts = [_over(rows, index) for index in range(grid.width)]
    are_texts = [_is_text(grid, heads, index, words) for index in range(grid.width)]
    kinds = [
        _kind(_without_years(text), words, is_text=is_text)
        for text, is_text in zip(texts, are_texts, strict=True)
    ]
    years, doubt = _years_of(rows, kinds, labels, grid)
    return [
        Column(
            texts[index],
            years[index] if index >= labels else None,
            kinds[index] if index >= labels else "",
            words.meaning("units", texts[index]) if index >= labels else "",
            is_label=index < labels,
            is_text=index >= labels and are_texts[index],
            doubt=(_doubt(rows, index) or doubt) if index >= labels else "",
        )
        for index in range(grid.width)
    ]


def _doubt(rows: Sequence[Row], index: int) -> str:
    """Why what stands over a column may not be all of it."""
    return next((f"its head: {row[index].doubt}" for row in rows if row[index].doubt), "")


def _kind(text: str, words: Words, *, is_text: bool = False) -> str:
    """The kind of a column; of a budget or an outturn of a part of the year, `…_period`."""
    kinds = [] if is_text else words.meanings("columns", text)
    kind = kinds[0] if kinds else words.meaning("cells", text)
    is_of_a_period = "period" in kinds or words.meaning("periods", text)
    return f"{kind}_period" if is_of_a_period and kind in OF_A_PERIOD else kind


def _over(rows: Sequence[Row], index: int) -> str:
    """The words over a column, from above, each merged cell once."""
    parts: list[str] = []
    for row in rows:
        text = " ".join(row[index].text.split())
        if text and text not in parts[-1:]:
            parts.append(text)
    return " ".join(parts)


def _without_years(text: str) -> str:
    return " ".join(YEAR.sub(" ", text).split())


def _years(text: str) -> list[int]:
    years = [int(year) for year in YEAR.findall(text)]
    return years or [2000 + int(year) for year in SHORT_YEAR.findall(text)]


def _years_of(
    rows: Sequence[Row], kinds: list[str], labels: int, grid: Grid
) -> tuple[list[int | None], str]:
    """The year of each column, and why that is not certain; a span of years is none."""
    own = [_single_year([row[index] for row in rows]) for index in range(grid.width)]
    with_year = [index for index in range(labels, grid.width) if own[index] is not None]
    without = [index for index in range(labels, grid.width) if own[index] is None]
    if not with_year or not without:
        return own, ""
    is_merged = any(cell.is_continued for row in rows for cell in row)
    if is_merged or not _is_stacked(rows, labels):
        return own, ""
    ways = list(_ways(own, kinds, labels))
    is_sure = len(ways) == 1 and not any(_is_doubted_year(cell) for row in rows for cell in row)
    return (ways[0], "") if is_sure else (own, "which columns a year stands over")


def _is_doubted_year(cell: GridCell) -> bool:
    """True for a year that may stand over another column, and then those beside it do too."""
    return bool(cell.doubt) and YEAR.fullmatch(cell.text.strip()) is not None


def _single_year(cells: Sequence[GridCell]) -> int | None:
    years = {year for cell in cells for year in _years(cell.text)}
    return years.pop() if len(years) == 1 else None


def _is_stacked(rows: Sequence[Row], labels: int) -> bool:
    """True if a row of the head has years alone, and stands over another."""
    return any(
        any(YEAR.fullmatch(cell.text.strip()) for cell in row[labels:])
        and all(not cell.text.strip() or YEAR.fullmatch(cell.text.strip()) for cell in row[labels:])
        for row in rows[:-1]
    )


def _ways(own: list[int | None], kinds: list[str], labels: int) -> Iterator[list[int | None]]:
    """Yield each way to spread years over columns, in order, that has no column twice.

    A year stands over its own column, and over those beside it that have none.
    """
    years = [year for year in own[labels:] if year is not None]
    width = len(own) - labels
    at = [index - labels for index, year in enumerate(own) if year is not None and index >= labels]
    for cuts in combinations(range(1, width), len(years) - 1):
        bounds = [0, *cuts, width]
        if any(not bounds[n] <= place < bounds[n + 1] for n, place in enumerate(at)):
            continue
        spread = [
            year for n, year in enumerate(years) for _column in range(bounds[n], bounds[n + 1])
        ]
        pairs = list(zip(spread, kinds[labels:], strict=True))
        if len(set(pairs)) == len(pairs):
            yield [*own[:labels], *spread]


def spread_years(years: Sequence[int], kinds: Sequence[str]) -> list[list[int]]:
    """Each way to put years in order over columns of some kinds, with no column twice.

    For a head whose cells do not say where they stand: `2023 2024` over `Prognos Budget Budget`.
    """
    ways = []
    for cuts in combinations(range(1, len(kinds)), len(years) - 1):
        bounds = [0, *cuts, len(kinds)]
        spread = [year for n, year in enumerate(years) for _ in range(bounds[n], bounds[n + 1])]
        if len(set(zip(spread, kinds, strict=True))) == len(kinds):
            ways.append(spread)
    return ways
