"""How much of a document `alereport ingest` reads, and whether any figure of it is wrong.

    python -m benchmarks.ingest --tables 300 [--form untagged] [--sources ../shared/sources]
    python -m benchmarks.ingest --published 1 --seed 7

Tables are made at random as committees print them, set as PDF with tags, Word, OpenDocument, HTML
and Excel, and read back; a figure that is accepted and is not the one that was set, or stands under
another year or kind, is wrong. The sources, in each of these forms, are held against the data. With
--published the report of a made-up project is read back, and held against its CSV files instead.
"""

from __future__ import annotations

import argparse
import csv
import html
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypandoc
import typst

from alereport.ingest import drafts, plain_text, reading, tables, words
from alereport.ingest.model import Content, Grid, Heading, Paragraph
from alereport.ingest.reading import Reading
from benchmarks import published_tables
from benchmarks.printed_tables import FORMS, PAGE, Column, Made, made_table, written


@dataclass
class Score:
    """What came of the tables of a form.

    Attributes:
        wrong: Accepted figures that are not what was set, or stand under another year or kind.
        tables: How many were set, how many of them have something to check, and how many of these
            were accepted whole.
    """

    cells: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    tables: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def row(self) -> Iterator[str]:
        """The cells of its row in the table that is printed."""
        tables_, cells = self.tables, self.cells
        yield str(tables_["set"])
        yield str(tables_["found"])
        yield f"{100 * tables_['accepted'] / max(tables_['with check'], 1):.0f} %"
        yield str(cells["proved"])
        yield f"{cells['read']} ({cells['wrong read']} wrong)"
        yield str(cells["asked"])
        yield str(len(self.wrong))
        yield f"{self.seconds / tables_['set']:.3f}"

    def add(self, made: Made, table: Any) -> None:
        self.tables["set"] += 1
        self.tables["with check"] += made.has_check
        if table is None:
            return
        self.tables["found"] += 1
        self.tables["accepted"] += made.has_check and table.is_accepted
        labels = [" ".join(label.split()) for label in made.labels]
        for row in table.rows:
            known = labels.index(row.label) if row.label in labels else None
            if known is None or len(row.cells) != len(made.columns):
                self._add_other(row)
                continue
            for column, cell, set_ in zip(table.columns, row.cells, made.columns, strict=True):
                self._add_cell(cell, column, set_, set_.values[known])

    def _add_other(self, row: Any) -> None:
        """Count the figures of a row that was not set: those that are accepted are wrong."""
        proved = [cell for cell in row.cells if cell.state == "proved"]
        self.cells["proved"] += len(proved)
        self.wrong += [f"{cell.place}: {row.label} {cell.value}" for cell in proved]

    def _add_cell(self, cell: Any, column: Any, known: Column, value: float | None) -> None:
        if cell.value is None and value is None:
            return
        self.cells[cell.state] += 1
        is_right = (
            cell.value is not None
            and value is not None
            and abs(cell.value - value) < 1e-9
            and column.year in {known.year, None}
            and column.kind in {known.kind, ""}
        )
        if not is_right:
            self.cells[f"wrong {cell.state}"] += 1
            if cell.state == "proved":
                found = f"{cell.value} under {column.label}"
                self.wrong.append(f"{cell.place}: {found} for {value} under {known.words}")


HEAD = ("form", "tables", "found", "accepted of those with a check", "proved", "read", "asked",
        "wrong of proved", "s a table")  # fmt: skip


def tried(
    count: int, seed: int, forms: Sequence[str] = FORMS, a_document: int = 10
) -> Iterator[tuple[str, Score]]:
    """Set so many tables in each form, read them back, and yield what came of each form."""
    lists = words.load(None)
    for form in forms:
        score, rng = Score(), random.Random(seed)
        for _document in range(0, count, a_document):
            tables = [made_table(rng) for _table in range(a_document)]
            with tempfile.TemporaryDirectory() as folder:
                path = written(tables, form, Path(folder), rng)
                start = time.process_time()
                read = reading.read(path, lists, {})
                score.seconds += time.process_time() - start
            for made, table in _paired(tables, read):
                score.add(made, table)
        yield form, score


def _paired(tables_: Sequence[Made], read: Reading) -> Iterator[tuple[Made, Any]]:
    """Each table that was set with the one read under its heading; of a sheet, in its order."""
    if len({each.section for each in read.tables}) == 1 < len(read.tables) == len(tables_):
        yield from zip(tables_, read.tables, strict=True)
        return
    for number, made in enumerate(tables_, start=1):
        under = [each for each in read.tables if each.section == str(number)]
        yield made, next(iter(under), None)


def forms_of(path: Path, folder: Path) -> Iterator[Path]:
    """A source as text, and the same in Word, OpenDocument, HTML and PDF with tags."""
    yield path
    content = plain_text.read(path.read_text(encoding="utf-8-sig"), words.load(None))
    source = folder / f"{path.stem}.html"
    source.write_text(_as_pages(content), encoding="utf-8")
    yield source
    for form in ("docx", "odt"):
        target = source.with_suffix(f".{form}")
        subprocess.run([pypandoc.get_pandoc_path(), str(source), "-o", str(target)], check=True)
        yield target
    typed = source.with_suffix(".typ")
    subprocess.run([pypandoc.get_pandoc_path(), str(source), "-s", "-o", str(typed)], check=True)
    typst.compile(str(typed), output=str(source.with_suffix(".pdf")), pdf_standards="ua-1")
    yield source.with_suffix(".pdf")


def _as_pages(content: Content) -> str:
    """A document as HTML, its headings, paragraphs and tables as the text has them."""
    parts = []
    for piece in content.pieces:
        if isinstance(piece, Heading):
            words_ = html.escape(f"{piece.number} {piece.words}".strip())
            parts.append(f"<h{piece.level}>{words_}</h{piece.level}>")
        elif isinstance(piece, Paragraph):
            parts.append(f"<p>{html.escape(piece.text)}</p>")
        else:
            rows = [
                "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
                for row in _cells(piece)
            ]
            parts.append(f"<table>{''.join(rows)}</table>")
    return PAGE.format("Ett dokument", "".join(parts))


def _cells(grid: Grid) -> Iterator[list[str]]:
    """The cells of a grid, divided as the arithmetic has it."""
    table = tables.table(grid, words.load(None), None) if grid.ways else None
    heads = len(grid.rows) - len(table.rows if table else ())
    for number, row in enumerate(grid.rows):
        if table and number >= heads:
            read = table.rows[number - heads]
            yield [read.label, *(cell.as_printed for cell in read.cells)]
        else:
            yield [cell.text for cell in row]


def held(sources: Path, data: Path) -> Iterator[tuple[str, str, int, int, int]]:
    """Hold what is read of the sources against the data, form by form.

    Yields:
        The document, its form, and the rows that agree, that are missing and that are too many.
    """
    lists = words.load(None)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(sources.glob("*.txt")):
            for form in forms_of(path, Path(folder)):
                read = reading.read(form, lists, {}, "tkr").as_json()
                drafted = drafts.rows(read, lists)
                found, known = _comparable(drafted), _committed(data, path.stem)
                yield (
                    path.stem,
                    form.suffix[1:],
                    len(found & known),
                    len(known - found),
                    len(found - known),
                )


SOURCE_HEAD = ("document", "form", "rows as in the data", "missing", "too many")
COMPARED = {
    "budget": ("label", "amount_year", "kind", "amount_tkr"),
    "investments": ("item", "amount_year", "amount_tkr"),
    "evaluation": ("name", "points", "max_points", "percent"),
}
"""What the document determines of the rows of each dataset."""


def _comparable(drafted: Mapping[str, Sequence[Mapping[str, Any]]]) -> set[tuple[str, ...]]:
    return {
        (name, *(" ".join(str(row.get(column, "")).split()) for column in columns))
        for name, columns in COMPARED.items()
        for row in drafted.get(name, ())
        if name != "evaluation" or row["question"]
    }


def _committed(data: Path, document: str) -> set[tuple[str, ...]]:
    known = {}
    for name in COMPARED:
        known[name] = _rows(data / name / f"{document}.csv")
    return _comparable(known)


def told(sources: Path, data: Path) -> dict[str, dict[str, Counter[str]]]:
    """By form and subject, how much of the sources is in the data, is read too, and is both.

    A goal or an assignment is the same if it is of the same level in the same section: titles are
    the steward's words. Activities are left out, which a reader finds in running text. Headcounts,
    sick leave and dates are the same if a section has the same value.
    """
    lists, counted = words.load(None), dict[str, dict[str, Counter[str]]]()
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(sources.glob("*.txt")):
            known = _told_in_data(data, path.stem)
            for form in forms_of(path, Path(folder)):
                read = reading.read(form, lists, {})
                of_form = counted.setdefault(form.suffix[1:], {})
                for subject, found in _told(read).items():
                    score = of_form.setdefault(subject, Counter())
                    score["in the data"] += known[subject].total()
                    score["read"] += found.total() if known[subject] else 0
                    score["both"] += (known[subject] & found).total()
    return counted


def _told(read: Reading) -> dict[str, Counter[tuple[str, str]]]:
    return {
        "goals": Counter((goal.section, goal.level) for goal in read.goals),
        "headcounts": Counter((each.section, each.value) for each in read.headcounts),
        "sick leave": Counter((each.section, each.value) for each in read.sick_leave),
        "dates": Counter({(each.section, each.value): 1 for each in read.dates}),
    }


def _told_in_data(data: Path, document: str) -> dict[str, Counter[tuple[str, str]]]:
    goals, people, absence = (
        _rows(data / name / f"{document}.csv") for name in ("goals", "personnel", "sick_leave")
    )
    return {
        "goals": Counter((r["section"], r["level"]) for r in goals if r["level"] != "activity"),
        "headcounts": Counter((row["section"], row["headcount"]) for row in people),
        "sick leave": Counter(
            (row["section"], row[name])
            for row in absence
            for name in ("total_percent", "long_term_percent")
            if row[name]
        ),
        "dates": Counter({(row["section"], row["due"]): 1 for row in goals if row["due"]}),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return list(csv.DictReader(text.splitlines()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tables", type=int, default=100, help="tables set in each form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=FORMS, action="append", help="only this form")
    parser.add_argument("--published", type=int, help="read back reports of so many projects")
    parser.add_argument("--sources", type=Path, help="the folder of the source documents")
    options = parser.parse_args()
    say = sys.stdout.write
    if options.published:
        for seed in range(options.seed, options.seed + options.published):
            say(_published(seed))
        return
    if options.sources:
        say(_row(SOURCE_HEAD) + _row(["---", "---", "--:", "--:", "--:"]))
        for row in held(options.sources, Path("data")):
            say(_row(map(str, row)))
        for form, subjects in told(options.sources, Path("data")).items():
            for subject, counts in subjects.items():
                found = f"{counts['both']} of {counts['in the data']} found"
                say(f"{form}, {subject}: {found}, {counts['read'] - counts['both']} more read.\n")
    total = 0
    say(_row(HEAD) + _row(["---", *["--:"] * (len(HEAD) - 1)]))
    for form, score in tried(options.tables, options.seed, options.form or FORMS):
        total += score.cells["proved"]
        say(_row([form, *score.row()]))
        say("".join(f"    {wrong}\n" for wrong in score.wrong[:8]))
    say(f"Accepted figures in all: {total}.\n")


def _published(seed: int) -> str:
    """What comes of the report of a made-up project, as a table."""
    head = _row(published_tables.HEAD) + _row(["---", *["--:"] * (len(published_tables.HEAD) - 1)])
    with tempfile.TemporaryDirectory() as folder:
        scores = published_tables.tried(Path(folder, "project"), seed)
        rows = [
            _row([form, *score.row()]) + "".join(f"    {wrong}\n" for wrong in score.wrong[:8])
            for form, score in scores
        ]
    return f"\nSeed {seed}\n\n{head}{''.join(rows)}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    main()
