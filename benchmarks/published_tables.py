"""The tables of a published report, read back, and held against the CSV file of each.

The tables of the PDF and of the Word file are those that the site has as CSV: same labels, same
columns. An accepted figure that is another than the file has, or stands under another year or
kind, is wrong.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf

from alereport.ingest import reading, words

LANGUAGE = "sv"
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
KINDS = {
    "Budget": "budget", "Planens budget": "budget", "Prognos": "forecast", "Utfall": "outturn",
    "Periodens budget": "budget_period", "Periodens utfall": "outturn_period",
    "Avvikelse": "deviation", "Förändring": "deviation", "Utfall minus prognos": "deviation",
}  # fmt: skip
"""What the figures under a head are, its year and unit left out."""
UNIT = re.compile(r", [^,]+$")
BESIDE = re.compile(r", (förbehåll|anmärkning|jämförelse|år|första dag|sista dag)$")
"""What a column of a file ends with that stands beside a figure, or is the whole of a date."""
HEAD = ("form", "tables", "found", "proved", "read", "asked", "wrong", "seconds")
ACCEPTED = ("proved", "read")
Pair = tuple[Mapping[str, Any], Mapping[str, Any], str, str]
"""A cell that is read and its column, and the name and the text that the file has for it."""
Pairs = Sequence[Pair]


@dataclass(frozen=True)
class Printed:
    """A table as the site has it: the names of its columns, and its rows of texts."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labels(self) -> list[str]:
        return [_plain(row[0]) for row in self.rows]


@dataclass
class Score:
    """What came of a report in a form: counts of tables and cells, and the wrong ones."""

    tables: int = 0
    found: int = 0
    seconds: float = 0.0
    cells: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def row(self) -> Iterator[str]:
        """The cells of its row in the table that is printed."""
        yield from (str(self.tables), str(self.found))
        yield from (str(self.cells[state]) for state in (*ACCEPTED, "asked"))
        yield from (str(len(self.wrong)), f"{self.seconds:.0f}")


def tried(folder: Path, seed: int) -> Iterator[tuple[str, Score]]:
    """Make and publish a project, read its report back in each form, and yield what came of it.

    Args:
        folder: Where the project is made; it must not exist.
        seed: The seed of its figures.
    """
    _run("demo", str(folder), "--committees", "4", "--years", "2", "--seed", str(seed))
    for command in (["build"], ["publish", "--to", "docx"]):
        _run(*command, "--draft", "--language", LANGUAGE, "-C", str(folder))
    yield from of_project(folder)


def of_project(folder: Path) -> Iterator[tuple[str, Score]]:
    """What comes of the report of a project that is built, in each form, and of its CSV files."""
    site = folder / "build" / "site" / LANGUAGE
    files = sorted(site.glob("**/tables/tbl-*.csv"))
    printed = [_printed(path) for path in files]
    report = folder / "build" / f"report-{LANGUAGE}.pdf"
    bare = folder / "build" / "without-tags.pdf"
    with pikepdf.open(report) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(bare)
    for form, path in (
        ("pdf", report),
        ("untagged", bare),
        ("docx", report.with_suffix(".docx")),
    ):
        yield form, _scored([path], printed)
    yield "csv", _scored(files, printed)


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "alereport", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _printed(path: Path) -> Printed:
    head, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    return Printed(path.stem, tuple(head), tuple(map(tuple, rows)))


def _scored(files: Sequence[Path], printed: Sequence[Printed]) -> Score:
    """Read files, and hold each table against the one with its labels that it is most like."""
    lists, score = words.load(None), Score(len(printed))
    start = time.process_time()
    tables = [
        table for path in files for table in reading.read(path, lists, {}).as_json()["tables"]
    ]
    score.seconds = time.process_time() - start
    left = list(printed)
    for table in tables:
        labels = [_plain(row["label"]) for row in table["rows"]]
        alike = [each for each in left if each.labels == labels and _columns(table, each)]
        if alike:
            known = max(alike, key=lambda each: _likeness(table, each))
            left.remove(known)
            score.found += 1
            _add(score, _pairs(table, known), known.name)
        else:
            _add_rows(score, table, printed)
    return score


def _add_rows(score: Score, table: Mapping[str, Any], printed: Sequence[Printed]) -> None:
    """Hold each row of a table that is none of the files against the row that it is most like."""
    for row in table["rows"]:
        of_row = {**table, "rows": [row]}
        alike = [
            list(_pairs(of_row, replace(known, rows=(texts,))))
            for known in printed
            for texts in known.rows
            if _plain(row["label"]) in _labels(known, texts)
        ]
        if known_row := max(alike, key=_count, default=None):
            _add(score, known_row, "a row of")
        else:
            accepted = [cell for cell in row["cells"] if cell["state"] == "proved"]
            score.cells["proved"] += len(accepted)
            score.wrong += [
                f"{each['place']}: no {row['label']}, {each['value']}" for each in accepted
            ]


def _labels(known: Printed, texts: Sequence[str]) -> set[str]:
    """The labels that a row of a file may have: what stands in its first columns, or the second."""
    shown = [text for name, text in zip(known.head, texts, strict=True) if not BESIDE.search(name)]
    firsts = ("".join(parts[:count]) for parts in (shown, texts) for count in range(1, 6))
    return {_plain(text) for text in (*firsts, *shown[1:2])}


def _count(pairs: Pairs) -> tuple[int, int]:
    """How many cells are right, and how many there are."""
    return sum(_is_right(pair) for pair in pairs), len(pairs)


def _plain(text: str) -> str:
    """A label without blanks and the marks of notes."""
    return re.sub(r"[\s\u00ad¹²³⁴⁵⁶⁷⁸⁹⁰]", "", text)


def _columns(table: Mapping[str, Any], known: Printed) -> dict[int, int]:
    """By number, the column of a file that has the name of one of the table, each once.

    One without a name is the column at its place.
    """
    at = [index for index, name in enumerate(known.head) if not BESIDE.search(name)]
    shift = len(at) - len(table["columns"])
    found: dict[int, int] = {}
    for number, column in enumerate(table["columns"]):
        label = _plain(column["label"])
        left = [index for index in at if index not in found.values()]
        named = [index for index in left if label in _names(known.head[index])]
        if not label and shift > 0:
            named = [at[number + shift]]
        if named:
            found[number] = named[0]
    return found


def _names(name: str) -> set[str]:
    """The name of a column of a file, with and without its unit."""
    return {_plain(name), _plain(UNIT.sub("", name))}


def _likeness(table: Mapping[str, Any], known: Printed) -> tuple[int, int]:
    return len(_columns(table, known)), _count(list(_pairs(table, known)))[0]


def _pairs(table: Mapping[str, Any], known: Printed) -> Iterator[Pair]:
    for number, index in _columns(table, known).items():
        for row, texts in zip(table["rows"], known.rows, strict=True):
            yield row["cells"][number], table["columns"][number], known.head[index], texts[index]


def _is_same(cell: Mapping[str, Any], text: str) -> bool:
    known = None
    with suppress(ValueError):
        known = float(text)
    if cell["value"] is None or known is None:
        return cell["value"] is known
    return abs(cell["value"] - known) < 1e-9


def _add(score: Score, pairs: Iterable[Pair], place: str) -> None:
    for pair in pairs:
        cell, column, name, text = pair
        if cell["value"] is None or column["is_text"]:
            continue
        score.cells[cell["state"]] += 1
        if cell["state"] in ACCEPTED and not _is_right(pair):
            found = f"{cell['value']} ({column['year']}, {column['kind']})"
            score.wrong.append(f"{place} {name}, {cell['place']}: {found} for {text}")


def _is_right(pair: Pair) -> bool:
    cell, column, name, text = pair
    return _is_same(cell, text) and _is_of(column, name)


def _is_of(column: Mapping[str, Any], name: str) -> bool:
    """True if the year and the kind of a column are those of its name, or are not told."""
    years = {int(year) for year in YEAR.findall(name)}
    kind = KINDS.get(YEAR.sub("", name.partition(",")[0]).strip(), column["kind"])
    return (column["year"] is None or {column["year"]} == years) and column["kind"] in {kind, ""}
