"""How the text lint does on texts of others, and whether it finds a total that was spoilt.

    python -m benchmarks.lint FOLDER … [--judged FILE] [--spoil]

The texts (`.txt`) are read where they are; none is kept here, nor is what was judged of them. FILE
has a line for each finding: its file's name, line, rule, and `real` or `false`, between tabs.
Printed are the findings of each rule, how many of them are real, and those nobody has judged.

With `--spoil`, each figure of each total that was added up is changed in turn, in the text as it is
and with the cells of its table parted by tabs and by runs of blanks. Counted is how often that is
found while the table is said to be added up, and what is found in a table that was not changed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from alereport.base.workspace import Workspace
from alereport.texts.lint import adding, findings, pages, printed
from alereport.texts.lint.grid import Row
from alereport.texts.lint.printed import Table
from alereport.texts.lint.project import own_names

SPOILT_BY = 0.09
"""How much a total is changed, as a share of it."""
LEAST = 25
"""The least it is changed, in units of its last digit: more than rounding explains."""
FORMS = ("as printed", "by tabs", "by blanks")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _texts(folders: Sequence[Path]) -> dict[Path, str]:
    paths = sorted(path for folder in folders for path in folder.glob("*.txt"))
    return {path: path.read_text(encoding="utf-8-sig") for path in paths}


def _judged(path: Path | None) -> dict[tuple[str, int, str], str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path else []
    cells = (line.split("\t") for line in lines if line.strip())
    return {(name, int(line), rule): verdict for name, line, rule, verdict in cells}


def _count(texts: dict[Path, str], judged: dict[tuple[str, int, str], str]) -> None:
    names = own_names(Workspace.discover())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path, text in texts.items():
        for each in findings(text, str(path), names, ()):
            verdict = judged.get((path.name, each.line, each.rule), "not judged")
            counts[each.rule][verdict] += 1
            if verdict == "not judged":
                _say(f"{path.name}\t{each.line}\t{each.rule}\t{each.found}")
    counts["all"] = sum(counts.values(), Counter())
    words = sum(len(text.split()) for text in texts.values())
    _say(f"{len(texts)} texts, {words} words")
    for rule, verdicts in counts.items():
        known = verdicts["real"] + verdicts["false"]
        share = f"{verdicts['real'] / known:.0%}" if known else "–"
        _say(f"{rule:20} {dict(verdicts)} real: {share}")


def _tables(text: str) -> list[Table]:
    return printed.tables(pages.lines(text, "text.txt")[1])


def _as_text(rows: Sequence[Row], form: str) -> str:
    """Set a table again, its cells between tabs or apart by runs of blanks."""
    lines = []
    for row in rows:
        texts = [cell.text for cell in row.cells]
        label = " ".join(row.label.split())
        if form == "by tabs":
            lines.append("\t".join([label, *texts]))
        else:
            lines.append(f"{label:<60}" + "".join(f"{text:>16}" for text in texts))
    return "\n".join(lines)


def _spoilt(rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
    """Yield each figure of a table's judged and right totals, and another in its place."""
    for verdict in adding.verdicts(rows):
        for cell in verdict.row.cells if verdict.is_judged and not verdict.wrong else ():
            if cell.is_figure and not cell.is_percentage:
                unit = 10**-cell.decimals
                amount = cell.figure + max(LEAST * unit, abs(cell.figure) * SPOILT_BY)
                text = f"{amount:,.{cell.decimals}f}".replace(",", " ").replace(".", ",")
                yield verdict.row, cell.text, text


def _outcome(text: str, line: int) -> str:
    for table in _tables(text):
        for verdict in table.verdicts:
            if verdict.row.line == line:
                if not verdict.is_judged:
                    return "said to be left out"
                return "found" if verdict.wrong else "missed"
    return "said to be left out"


def _spoil(texts: dict[Path, str]) -> None:
    outcomes: dict[str, Counter[str]] = {form: Counter() for form in FORMS}
    for text in texts.values():
        for table in _tables(text):
            if not any(verdict.wrong for verdict in table.verdicts):
                for form in FORMS[1:]:
                    again = _tables(_as_text(table.rows, form))
                    outcomes[form]["false alarm"] += any(
                        verdict.wrong for each in again for verdict in each.verdicts
                    )
            for row, before, after in _spoilt(table.rows):
                for form in FORMS:
                    spoilt, line = _spoilt_text(text, table, row, (before, after), form)
                    if spoilt:
                        outcomes[form][_outcome(spoilt, line)] += 1
    for form, counts in outcomes.items():
        said = counts["found"] + counts["missed"]
        _say(f"{form:12} {dict(counts)} found of those added up: {counts['found'] / said:.1%}")


def _spoilt_text(
    text: str, table: Table, row: Row, change: tuple[str, str], form: str
) -> tuple[str, int]:
    """Return a table with one figure changed, and the line of it; an empty one if it is not plain.

    As printed, it is the lines of the text from a few above the table on.
    """
    before, after = change
    if form == "as printed":
        first = max(table.block.first - 4, 1)
        lines = text.split("\n")[first - 1 : table.block.last]
        index = row.line - first
        printed_line = lines[index]
        lines[index] = printed_line.replace(before.rjust(len(after)), after.rjust(len(before)))
        is_plain = printed_line.count(before) == 1 and after in lines[index]
        return ("\n".join(lines), index + 1) if is_plain else ("", 0)
    line = next(index for index, each in enumerate(table.rows, 1) if each is row or each == row)
    lines = _as_text(table.rows, form).split("\n")
    lines[line - 1] = lines[line - 1].replace(before.rjust(len(after)), after, 1)
    return ("\n".join(lines), line) if after in lines[line - 1] else ("", 0)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--spoil", action="store_true")
    chosen = parser.parse_args(arguments)
    texts = _texts(chosen.folders)
    if chosen.spoil:
        _spoil(texts)
    else:
        _count(texts, _judged(chosen.judged))


if __name__ == "__main__":
    main(sys.argv[1:])
