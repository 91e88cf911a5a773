"""How well a scan is read: tables at random, as pictures of pages, against what was set.

    python -m benchmarks.scans --pages 6 --seed 1

It needs the extra `ocr`. A figure is wrong if another value stands under its label, year and kind.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import typst

from alereport.ingest import child
from alereport.ingest import words as lists

LABELS = (
    *("Förskola för åk 1", "Överförmyndare", "Äldreomsorg", "Ålderdomshem", "Hälsa och miljö"),
    *("Fritidsgårdar", "Kök och städ", "Räddningstjänst", "Väghållning", "Åtgärder i närmiljön"),
    *("Kultur", "Bibliotek", "Gymnasium", "Färdtjänst", "Särskolan", "Idrott", "Lokaler"),
)
HEADS = ("Utfall 2023", "Budget 2024", "Budget 2025")
DOTS = (150, 300)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=6)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    for dots in DOTS:
        chance, counted = random.Random(given.seed), Counter[str]()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        with tempfile.TemporaryDirectory() as folder:
            for number in range(given.pages):
                rows = _rows(chance)
                scan = _scan(Path(folder, f"{number}.pdf"), rows, dots, is_ruled=number % 2 == 0)
                counted += _compared(scan, rows)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        shown = ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
        a_page = f"{seconds / given.pages:.1f} s a page of one core"
        sys.stdout.write(f"{dots} dots an inch: {shown}; {a_page}\n")


def _rows(chance: random.Random) -> list[tuple[str, list[int]]]:
    labels = chance.sample(LABELS, 8)
    rows = [(label, [chance.randrange(100, 99_999) for _head in HEADS]) for label in labels]
    return [*rows, ("Summa", [sum(column) for column in zip(*(r for _l, r in rows), strict=True)])]


def _scan(path: Path, rows: Sequence[tuple[str, list[int]]], dots: int, *, is_ruled: bool) -> Path:
    cells = [f"[{cell}]" for cell in ("Tkr", *HEADS)]
    for label, figures in rows:
        cells += [f"[{label}]", *(f"[{figure:,}]".replace(",", "\u00a0") for figure in figures)]
    stroke = "0.4pt" if is_ruled else "none"
    text = (
        '#set page("a4", margin: 25mm)\n#set text(10.5pt)\n= Nämndplan 2025\n== 4.1 Budget\n'
        f"#table(columns: 4, align: (left, right, right, right), stroke: {stroke}, "
        f"{', '.join(cells)})\n"
    )
    source = path.with_suffix(".typ")
    source.write_text(text, encoding="utf-8")
    typst.compile(str(source), output=str(path))
    with pdfium.PdfDocument(path) as plan:
        picture = plan[0].render(scale=dots / 72).to_pil().convert("L")
    picture.save(path, resolution=dots, quality=75)
    return path


def _compared(scan: Path, rows: Sequence[tuple[str, list[int]]]) -> Counter[str]:
    read = child.read(scan, lists.load(None), {})
    found = {
        (row["label"], column["label"]): cell
        for table in read["tables"]
        for row in table["rows"]
        for column, cell in zip(table["columns"], row["cells"], strict=True)
    }
    counted = Counter[str]()
    for label, figures in rows:
        counted["labels"] += 1
        counted["labels right"] += (label, HEADS[0]) in found
        for head, figure in zip(HEADS, figures, strict=True):
            cell = found.get((label, head))
            counted["figures"] += 1
            counted["figures right"] += bool(cell and cell["value"] == figure)
            counted["figures wrong"] += bool(cell and cell["value"] not in {None, figure})
            counted["not asked"] += bool(cell and cell["state"] != "asked")
    return counted


if __name__ == "__main__":
    main()
