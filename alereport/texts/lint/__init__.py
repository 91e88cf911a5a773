"""The text lint: what an editor would mark in a plan, a commentary or a title.

The rules are pure functions; `project` reads the texts of a project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from alereport.texts.lint import names as own_names
from alereport.texts.lint import pages, printed, statements, structure, wording
from alereport.texts.lint.finding import Finding
from alereport.texts.lint.names import OwnNames
from alereport.texts.lint.passages import Passage, passages
from alereport.texts.lint.printed import Table, TablesRead
from alereport.texts.lint.statements import Change

__all__ = [
    "Change",
    "Finding",
    "OwnNames",
    "TablesRead",
    "findings",
    "tables_read",
    "title_findings",
]

Rule = Callable[[Sequence[Passage]], Iterable[Finding]]

TITLE_RULES: tuple[Rule, ...] = (
    wording.notes,
    wording.doubled_words,
    wording.lone_punctuation,
    wording.cut_words,
)
"""The rules for a title or a cell, which need not be a sentence."""
TEXT_RULES: tuple[Rule, ...] = (
    *TITLE_RULES,
    structure.empty_headings,
    structure.cut_sentences,
)


def findings(text: str, place: str, names: OwnNames, tables: Sequence[Change]) -> list[Finding]:
    """Return the findings in a text of sentences, in its order.

    Args:
        text: The text: headings, paragraphs and list items.
        place: Its file, such as `plan.md`, or the file and line it begins on, `plan.md:7`.
        names: The names to be spelt right.
        tables: The budget changes in the tables that the text is about; where there are none,
            those of the tables printed in the text are used.
    """
    file, lines, found = _read(text, place)
    parts = passages(lines, file)
    return sorted(
        {
            *_by_rules(TEXT_RULES, parts),
            *own_names.misspellings(parts, names),
            *printed.wrong_sums(found, file),
            *printed.wrong_shares(found, file),
            *statements.contradictions(parts, tables or tuple(printed.changes(found))),
        }
    )


def tables_read(text: str, place: str) -> TablesRead:
    """Return which of the tables of a text were added up, and which were not.

    Args:
        text: The text.
        place: As of `findings`.
    """
    file, _lines, found = _read(text, place)
    return printed.read(found, file)


@lru_cache(maxsize=256)
def _read(text: str, place: str) -> tuple[str, list[tuple[int, str]], list[Table]]:
    """The file of a text, its lines, and the tables printed in it, added up once."""
    file, lines = pages.lines(text, place)
    return file, lines, printed.tables(lines)


def title_findings(text: str, place: str, names: OwnNames) -> list[Finding]:
    """Return the findings in a title, a name or a note, which need not be a sentence.

    Args:
        text: The words of one cell.
        place: Its file and line, such as `data/goals/plan.csv:7`.
        names: The names to be spelt right.
    """
    file, lines = pages.lines(text, place)
    parts = passages(lines, file)
    return sorted({*_by_rules(TITLE_RULES, parts), *own_names.misspellings(parts, names)})


def _by_rules(rules: Iterable[Rule], parts: Sequence[Passage]) -> Iterator[Finding]:
    for rule in rules:
        yield from rule(parts)
