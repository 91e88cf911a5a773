"""How the published Swedish report reads: what a page spends on itself, its length, its words.

    python -m benchmarks.reading [--site build/site/sv] [--write]

`--write` puts the result in docs/reading.md. Nothing but the built site and its PDF is read; the
questions are answered in Chromium, if it is on PATH.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from alereport.base.workspace import Workspace
from benchmarks import page, questions
from benchmarks.prose import Words, lix, words

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "reading.md"
METHOD = {"reading", "sources", "accessibility", "corrections", "open-data", "municipality/quality"}
"""The pages that are about the report: what they say of method is their subject."""
MOST_ABOUT_ITSELF = 25.0
"""The most per cent of a page's words that are about the report itself."""
MOST_PAGES = 40
MOST_LIX, MOST_LIX_ANYWHERE, MOST_LIX_EASY = 40.0, 45.0, 30.0
FEWEST_WORDS = 60
"""The fewest words of prose that a page must have for its LIX to mean anything."""


@dataclass(frozen=True)
class Aim:
    """One aim, what was measured, and whether it is met."""

    what: str
    aim: str
    measured: str
    is_met: bool

    @property
    def row(self) -> str:
        verdict = "met" if self.is_met else "**not met**"
        return f"| {self.what} | {self.aim} | {self.measured} | {verdict} |"


@dataclass(frozen=True)
class Page:
    """What was counted on one page.

    Attributes:
        name: Its path without the suffix, such as `ks-2024/budget`.
        words: Its words.
    """

    name: str
    words: Words

    @property
    def about_itself(self) -> float:
        """The per cent of its words that are provenance, navigation and method."""
        return 100 * self.words.about_itself / max(1, self.words.count)

    @property
    def lix(self) -> float:
        return lix(self.words.prose)

    @property
    def is_easy(self) -> bool:
        return self.name.endswith("/easy")


def pages(site: Path) -> list[Page]:
    """Return the pages of a site in the order of their paths."""
    return [
        Page(path.relative_to(site).with_suffix("").as_posix(), words(path.read_text("utf-8")))
        for path in sorted(site.rglob("*.html"))
        if not {"pagefind", "theme"} & set(path.relative_to(site).parts) and _is_page(path)
    ]


def _is_page(path: Path) -> bool:
    return "<main" in path.read_text(encoding="utf-8") and "origins" not in path.stem


def pdf_pages(pdf: Path) -> int:
    """Return how many pages a PDF has."""
    program = shutil.which("pdfinfo")
    if program is None or not pdf.is_file():
        return 0
    printed = subprocess.run([program, str(pdf)], capture_output=True, text=True, check=True)
    return int(printed.stdout.partition("Pages:")[2].split()[0])


def aims_of_pages(found: list[Page]) -> list[Aim]:
    """Return the aims on words: about itself, and how hard the prose is."""
    subjects = [each for each in found if each.name not in METHOD]
    shares = [each.about_itself for each in subjects]
    worst = max(subjects, key=lambda each: each.about_itself)
    hard = [each for each in subjects if not each.is_easy and len(each.words.prose) >= FEWEST_WORDS]
    easy = [each for each in subjects if each.is_easy]
    hardest = max(hard, key=lambda each: each.lix)
    hardest_easy = max(easy, key=lambda each: each.lix)
    median, median_lix = statistics.median(shares), statistics.median(each.lix for each in hard)
    return [
        Aim(
            "words about the report itself, the median page",
            f"at most {MOST_ABOUT_ITSELF:.0f} %",
            f"{median:.1f} %",
            median <= MOST_ABOUT_ITSELF,
        ),
        Aim(
            "the same, the page with most",
            f"at most {MOST_ABOUT_ITSELF:.0f} %",
            f"{worst.about_itself:.1f} % ({worst.name})",
            worst.about_itself <= MOST_ABOUT_ITSELF,
        ),
        Aim(
            "LIX, the median page",
            f"at most {MOST_LIX:.0f}",
            f"{median_lix:.1f}",
            median_lix <= MOST_LIX,
        ),
        Aim(
            "LIX, the hardest page",
            f"at most {MOST_LIX_ANYWHERE:.0f}",
            f"{hardest.lix:.1f} ({hardest.name})",
            hardest.lix <= MOST_LIX_ANYWHERE,
        ),
        Aim(
            "LIX of easy Swedish, the hardest page",
            f"at most {MOST_LIX_EASY:.0f}",
            f"{hardest_easy.lix:.1f} ({hardest_easy.name})",
            hardest_easy.lix <= MOST_LIX_EASY,
        ),
    ]


def aims(site: Path, pdf: Path, found: list[Page]) -> tuple[list[Aim], list[questions.Answer]]:
    """Return every aim with what was measured; the questions only where there is a browser."""
    answers = questions.answers(site) if questions.CHROMIUM else []
    length = pdf_pages(pdf)
    results = [
        *aims_of_pages(found),
        Aim(
            "pages of the Swedish PDF",
            f"at most {MOST_PAGES}",
            f"{length}",
            0 < length <= MOST_PAGES,
        ),
    ]
    if answers:
        seen = sum(answer.is_on_first_screen for answer in answers)
        near = sum(answer.clicks <= questions.MOST_CLICKS for answer in answers)
        results += [
            Aim(
                "questions answered on the first screen of a page, phone and desktop",
                f"at least {questions.FEWEST_SEEN} of {len(answers)}",
                f"{seen}",
                seen >= questions.FEWEST_SEEN,
            ),
            Aim(
                "questions answered within two clicks of the front page",
                f"all {len(answers)}",
                f"{near}",
                near == len(answers),
            ),
        ]
    return results, answers


def report(found: list[Page], results: list[Aim], answers: list[questions.Answer]) -> str:
    """Return what was measured, as Markdown."""
    lines = [
        "| what | aim | measured | result |",
        "|---|---|---|---|",
        *(each.row for each in results),
        "",
        "| page | words | about the report itself | LIX |",
        "|---|---:|---:|---:|",
    ]
    for each in found:
        is_long = len(each.words.prose) >= FEWEST_WORDS
        index = f"{each.lix:.0f}" if is_long else "–"
        mark = " (about the report)" if each.name in METHOD else ""
        lines.append(
            f"| {each.name}{mark} | {each.words.count} | {each.about_itself:.0f} % | {index} |"
        )
    if answers:
        lines += ["", "| question | page | phone | desktop | clicks |", "|---|---|---|---|---:|"]
        lines += [answer.row for answer in answers]
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="the Swedish site; by default build/site/sv")
    parser.add_argument("--pdf", type=Path, help="the Swedish PDF; by default build/report-sv.pdf")
    parser.add_argument("--write", action="store_true", help="write docs/reading.md")
    arguments = parser.parse_args()
    workspace = Workspace.discover()
    site = arguments.site or workspace.site("sv")
    found = pages(site)
    results, answers = aims(site, arguments.pdf or workspace.pdf("sv"), found)
    text = report(found, results, answers)
    sys.stdout.write(text)
    unmet = sum(not each.is_met for each in results)
    sys.stdout.write(f"\n{len(results) - unmet} of {len(results)} aims are met.\n")
    if arguments.write:
        written = page.with_section(DOCS.read_text("utf-8"), "Measured last", text)
        DOCS.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
