"""How many numbers in text are those of rows, and how many spoilt ones are found.

    python -m benchmarks.claims [--write]

Each number of the analyst's texts, and of the computed sentences of the executed notebooks in
`build/`, is spoilt by 3 per cent up and down, and by at least one in its last digit; the check that
the gate and the publisher make is asked of it again. `--write` puts the result in
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from alereport.base import params
from alereport.base.book import contents
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.batch.outputs import exhibits_of_report
from alereport.data import schemas
from alereport.exhibits.evidence import Evidence, Number, numbers
from alereport.exhibits.values import YEAR
from alereport.publish.book.numbers import Rows
from alereport.texts.claims import matching, project
from alereport.texts.claims.matching import Claim, Support
from alereport.texts.numbers import NUMBER, number
from benchmarks import page

SHARE = 0.03
"""How much a number is spoilt by."""
AIM = 0.95
"""The share of spoilt numbers that is to be found."""
HEADING = "Numbers in text"


@dataclass(frozen=True)
class Found:
    """What the check found: the numbers, those of rows, the spoilt ones and those found.

    Attributes:
        of: What the numbers stand in.
        count: How many numbers there are.
        matched: How many of them are those of rows.
        spoilt: How many spoilt ones were tried.
        caught: How many of those were found.
        missed: Those that were not, each with its place.
    """

    of: str
    count: int
    matched: int
    spoilt: int
    caught: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.caught / self.spoilt if self.spoilt else 1.0


def in_texts(workspace: Workspace) -> Found:
    """Spoil the numbers in digits of the analyst's texts, one at a time."""
    rows = project.Project(workspace)
    placed = project.of_project(workspace)
    spoilt = caught = 0
    missed = []
    for each in placed:
        if not (each.claim.is_matched and each.claim.text[0].isdigit()):
            continue
        dataset = each.file.split("/")[1]
        text = each.cells[schemas.schema(workspace, dataset).claims]
        support = rows.support(each.cells["document"], text)
        for words in spoilt_texts(each.claim.text):
            spoilt += 1
            if _is_found(text, each.claim, words, support):
                caught += 1
            else:
                missed.append(f"{each.file}:{each.line}: {each.claim.text} as {words}")
    matched = sum(each.claim.is_matched for each in placed)
    return Found("the analyst's texts", len(placed), matched, spoilt, caught, tuple(missed))


def _is_found(text: str, claim: Claim, words: str, support: Support) -> bool:
    digits = NUMBER.match(claim.text)
    assert digits is not None
    changed = text[: claim.offset] + words + text[claim.offset + len(digits[0]) :]
    sentence = slice(
        text.rfind(".", 0, claim.offset) + 1,
        changed.find(". ", claim.offset + len(words)) + 1 or None,
    )
    return any(
        not each.is_matched
        for each in matching.claims(changed, support)
        if sentence.start <= each.offset and (sentence.stop is None or each.offset < sentence.stop)
    )


def spoilt_texts(printed: str) -> Iterator[str]:
    """Yield a printed number 3 per cent larger and smaller, with as many decimals."""
    match = NUMBER.match(printed)
    assert match is not None
    digits = match[0]
    decimals = len(digits.partition(",")[2])
    value, last = number(digits), 10.0**-decimals
    for sign in (1, -1):
        spoilt = round(value + sign * max(SHARE * value, last), decimals)
        words = f"{spoilt:,.{decimals}f}".translate(str.maketrans(",.", " ,"))
        yield words if re.search(r"\s", digits) else words.replace(" ", "")


def in_sentences(workspace: Workspace, language: str) -> Found:
    """Spoil the numbers of the computed sentences, one at a time."""
    rows = Rows(workspace)
    count = matched = spoilt = caught = 0
    missed = []
    tasks = scheduling.tasks(workspace, params.committee_years(workspace), [language])
    chapters = contents(workspace).chapters
    for task in (task for task in tasks if chapters[task.chapter].reads != "verdict"):
        report = task.params
        years = {report.year, report.year - 1} if isinstance(report, ReportParams) else set()
        evidence = Evidence(rows.read, years)
        for exhibit in exhibits_of_report(workspace, language, task.report):
            for each in numbers(exhibit):
                count += 1
                if not evidence.supports(each):
                    continue
                matched += 1
                for changed in spoilt_numbers(each):
                    spoilt += 1
                    if evidence.supports(changed):
                        missed.append(f"{task.report}: {each.exhibit}, {each.line}, {each.gap}")
                    else:
                        caught += 1
    return Found("computed sentences", count, matched, spoilt, caught, tuple(missed))


def spoilt_numbers(number: Number) -> Iterator[Number]:
    """Yield a number of a sentence 3 per cent larger and smaller."""
    cell = number.cell
    assert isinstance(cell.value, (int, float))
    is_whole = cell.unit == YEAR or float(cell.value).is_integer()
    for sign in (1, -1):
        step = max(SHARE * abs(cell.value), 10.0 ** -(0 if is_whole else cell.decimals))
        value = cell.value + sign * (max(1, round(step)) if is_whole else step)
        changed = cell.model_copy(update={"value": value})
        yield Number(number.exhibit, number.line, number.gap, changed, number.rows)


def section(found: list[Found]) -> str:
    """Return the result as Markdown."""
    lines = [
        "`python -m benchmarks.claims --write` spoils each number in digits by 3 per cent, up and",
        "down, and by at least one in its last digit, and asks the check again.",
        "",
        "| numbers in | numbers | those of rows | spoilt | found |",
        "|---|---:|---:|---:|---:|",
    ]
    for each in found:
        share = f"{each.caught} ({100 * each.share:.1f} %)"
        lines.append(f"| {each.of} | {each.count} | {each.matched} | {each.spoilt} | {share} |")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--missed", action="store_true", help="list what is not found")
    arguments = parser.parse_args()
    workspace = Workspace.discover()
    found = [in_texts(workspace), in_sentences(workspace, "sv")]
    sys.stdout.write(section(found))
    for each in found:
        verdict = "met" if each.share >= AIM else "NOT met"
        sys.stdout.write(f"{each.of}: the aim of {AIM:.0%} is {verdict}\n")
        if arguments.missed:
            sys.stdout.write("".join(f"{line}\n" for line in each.missed))
    if arguments.write:
        page.write(HEADING, section(found))


if __name__ == "__main__":
    main()
