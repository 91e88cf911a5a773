"""Tables as committees print them, made at random with their figures known, in each form."""

from __future__ import annotations

import html
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypandoc
import typst
import xlsxwriter

AREAS = [
    "Kommunchef (centrala medel)", "Ekonomiavdelningen", "HR-avdelning", "Kansli", "Förskola",
    "Grundskola åk 1–6", "Gymnasieskola", "Hemtjänst", "Särskilt boende", "IFO barn och unga",
    "Räddningstjänst", "Förtroendevalda", "Gata/park", "Bygglov", "Kultur & fritid", "Bibliotek",
    "LSS, daglig verksamhet", "Kost", "Lokalvård", "IT", "Måltidsservice <extra>", "Överförmyndare",
]  # fmt: skip
FORMS = ("pdf", "untagged", "docx", "odt", "html", "xlsx")
FONTS = (*["Libertinus Serif"] * 4, *["New Computer Modern"] * 3, "DejaVu Sans Mono")
"""Those that Typst brings, the one of a typewriter seldom."""
STROKES = ("none", "0.5pt", "(x: none, y: 0.5pt)", "(x: 0.5pt, y: none)",
           "(_, y) => if y < 2 { (bottom: 1pt) }")  # fmt: skip
"""The borders of a table: none, all, or those across, down or below its head alone."""
KINDS = {"Budget": "budget", "Prognos": "forecast", "Utfall": "outturn", "Bokslut": "outturn"}
MINUS = ("-", "−", "–", "(")
NOTHING = ("–", "-", "")
PAGE = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>
"""


@dataclass
class Column:
    """A column that was set: its words, year and kind."""

    words: str
    year: int | None
    kind: str
    values: list[float | None] = field(default_factory=list)


@dataclass
class Made:
    """A table that was set.

    Attributes:
        head: Rows of (text, columns it spans).
        rows: By row, the label and what is printed in each cell.
        has_check: True if it has a total, a difference or a share.
    """

    columns: list[Column]
    labels: list[str]
    printed: list[list[str]]
    head: list[list[tuple[str, int]]]
    caption: str
    unit: str
    has_check: bool


@dataclass(frozen=True)
class Style:
    """How a document prints its numbers."""

    thousands: str
    decimals: int
    minus: str
    nothing: str

    def text(self, value: float | None) -> str:
        if value is None:
            return self.nothing
        digits = f"{abs(value):,.{self.decimals}f}".replace(",", "T").replace(".", ",")
        digits = digits.replace("T", self.thousands)
        if value >= 0:
            return digits
        return f"({digits})" if self.minus == "(" else f"{self.minus}{digits}"


def made_table(rng: random.Random) -> Made:
    """A table as a committee prints it, with its figures known."""
    style = Style(
        rng.choice([" ", "\u00a0", "\u202f", " ", ".", ""]),
        rng.choice([0, 0, 0, 1]),
        rng.choice(MINUS),
        rng.choice(NOTHING),
    )
    year = rng.randint(2018, 2026)
    columns = _columns(rng, year)
    rows = rng.randint(2, 14)
    labels = rng.sample(AREAS, rows)
    for column in columns:
        column.values = [_value(rng, style.decimals) for _label in labels]
    has_total = rng.random() < 0.8
    if has_total:
        labels.append(rng.choice(["Totalt", "Summa", "Nettokostnad", "Summa nämnden"]))
        for column in columns:
            column.values.append(round(sum(each or 0 for each in column.values), style.decimals))
    has_difference = len(columns) > 1 and rng.random() < 0.5
    if has_difference:
        columns.append(_difference(rng, columns[-2], columns[-1], style.decimals))
    printed = [[style.text(column.values[n]) for column in columns] for n in range(len(labels))]
    if rng.random() < 0.2:
        row, column_ = rng.randrange(len(labels)), rng.randrange(len(columns))
        if printed[row][column_].strip("–- "):
            printed[row][column_] += rng.choice(["¹", "*", "²"])
    unit = "mnkr" if style.decimals else "tkr"
    head = _head(rng, columns, unit)
    caption = rng.choice([f"Driftbudget, {unit}", "Ekonomisk sammanställning", f"Belopp i {unit}"])
    has_unit = unit in caption or any(unit in text for row in head for text, _span in row)
    return Made(
        columns,
        labels,
        printed,
        head,
        caption,
        unit if has_unit else "",
        has_total or has_difference,
    )


def _columns(rng: random.Random, year: int) -> list[Column]:
    pool = [(kind, each) for each in (year - 1, year, year + 1) for kind in KINDS]
    count = rng.randint(1, 5)
    chosen = rng.sample(pool, count)
    seen: set[tuple[str, int]] = set()
    result = []
    for kind, each in sorted(chosen, key=lambda pair: pair[1]):
        if (KINDS[kind], each) not in seen:
            seen.add((KINDS[kind], each))
            result.append(Column(kind, each, KINDS[kind]))
    return result


def _value(rng: random.Random, decimals: int) -> float | None:
    if rng.random() < 0.05:
        return None
    size = rng.choice([9, 99, 999, 9_999, 99_999, 999_999])
    value = rng.randint(-size if rng.random() < 0.15 else 0, size)
    return round(value / 10, 1) if decimals else float(value)


def _difference(rng: random.Random, one: Column, other: Column, decimals: int) -> Column:
    words_ = rng.choice(["Avvikelse", "Differens", "Förändring"])
    values = [
        None if a is None or b is None else round(b - a, decimals)
        for a, b in zip(one.values, other.values, strict=True)
    ]
    return Column(words_, None, "deviation", values)


def _head(rng: random.Random, columns: Sequence[Column], unit: str) -> list[list[tuple[str, int]]]:
    """The head: years within the words, or merged over them."""
    corner = rng.choice(["Verksamhet", "", f"{unit}", "Område"])
    if rng.random() < 0.5 or any(column.year is None for column in columns):

        def words_of(column: Column) -> str:
            if column.year is None:
                return column.words
            pair = [column.words, str(column.year)]
            return " ".join(pair if rng.random() < 0.7 else reversed(pair))

        return [[(corner, 1), *((words_of(column), 1) for column in columns)]]
    years: list[tuple[str, int]] = []
    for column in columns:
        if years and years[-1][0] == str(column.year):
            years[-1] = (years[-1][0], years[-1][1] + 1)
        else:
            years.append((str(column.year), 1))
    return [[("", 1), *years], [(corner, 1), *((column.words, 1) for column in columns)]]


def as_html(made_tables: Sequence[Made]) -> str:
    body = []
    for number, table in enumerate(made_tables):
        head = "".join(
            "<tr>"
            + "".join(f'<th colspan="{span}">{html.escape(text)}</th>' for text, span in row)
            + "</tr>"
            for row in table.head
        )
        rows = "".join(
            f"<tr><td>{html.escape(label)}</td>"
            + "".join(f"<td>{html.escape(text)}</td>" for text in cells)
            + "</tr>"
            for label, cells in zip(table.labels, table.printed, strict=True)
        )
        body.append(
            f"<h2>{number + 1} Ekonomi</h2><p>Andelen är 2,5 procent.</p>"
            f"<p>{html.escape(table.caption)}</p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        )
    return PAGE.format("Verksamhetsplan 2024", "".join(body))


def as_typst(tables: Sequence[Made], rng: random.Random) -> str:
    """The tables as a document of Typst, with fonts, borders and pages at random."""
    parts = [
        '#set document(title: "Verksamhetsplan 2024")',
        f'#set text(lang: "sv", font: "{rng.choice(FONTS)}", size: {rng.choice([8, 9, 10])}pt)',
        f"#set page(height: {rng.choice([12, 20, 29])}cm, flipped: {_flag(rng, 0.3)})",
    ]
    for number, table in enumerate(tables):
        cells = "".join(
            f"table.cell(colspan: {span}, {_quoted(text)}), "
            for row in table.head
            for text, span in row
        )
        body = "".join(
            f"{_quoted(text)}, "
            for label, row in zip(table.labels, table.printed, strict=True)
            for text in (label, *row)
        )
        parts += [
            f"= {number + 1} Ekonomi\nAndelen är 2,5 procent.\n\n#{_quoted(table.caption)}\n",
            f"#table({_look(table, rng)}, table.header({cells}), {body})",
            *(["¹ Siffran är preliminär.\n"] if rng.random() < 0.3 else []),
        ]
    return "\n".join(parts)


def _look(table: Made, rng: random.Random) -> str:
    """The columns, the borders and the shades of a table, as Typst is told them."""
    width = len(table.columns)
    labels = rng.choice(["auto", "auto", "3.5cm"])
    shade = rng.choice(["none", "none", "(_, y) => if calc.odd(y) { luma(230) }"])
    align = rng.choice(["left", "(x, _) => if x == 0 { left } else { right }"])
    columns = ", ".join([labels, *["auto"] * width])
    stroke = rng.choice(STROKES)
    return f"columns: ({columns}), stroke: {stroke}, fill: {shade}, align: {align}"


def _flag(rng: random.Random, share: float) -> str:
    return "true" if rng.random() < share else "false"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def written(tables: Sequence[Made], form: str, folder: Path, rng: random.Random) -> Path:
    """The tables as a document of a form."""
    path = folder / f"made.{'pdf' if form == 'untagged' else form}"
    if path.suffix == ".pdf":
        source = folder / "made.typ"
        source.write_text(as_typst(tables, rng), encoding="utf-8")
        typst.compile(str(source), output=str(path), pdf_standards="ua-1")
        if form == "untagged":
            _remove_tags(path)
    elif form == "xlsx":
        _write_xlsx(tables, path)
    else:
        source = folder / "made.html"
        source.write_text(as_html(tables), encoding="utf-8")
        if form != "html":
            subprocess.run([pypandoc.get_pandoc_path(), str(source), "-o", str(path)], check=True)
    return path


def _remove_tags(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(path)


def _write_xlsx(tables: Sequence[Made], path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Ekonomi")
    row = 0
    for table in tables:
        sheet.write_string(row, 0, table.caption)
        for number, head in enumerate(table.head, row + 1):
            _write_head(sheet, number, head)
        row += 1 + len(table.head)
        for number, label in enumerate(table.labels):
            sheet.write_string(row + number, 0, label)
            for at, column in enumerate(table.columns, 1):
                if (value := column.values[number]) is not None:
                    sheet.write_number(row + number, at, value)
        row += len(table.labels) + 2
    book.close()


def _write_head(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, head: Sequence[tuple[str, int]]
) -> None:
    column = 0
    for text, span in head:
        if span > 1:
            sheet.merge_range(row, column, row, column + span - 1, text)
        elif text.isdigit():
            sheet.write_number(row, column, int(text))
        else:
            sheet.write_string(row, column, text)
        column += span
