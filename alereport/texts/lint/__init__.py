"""The text lint: what an editor would mark in a plan, a commentary or a title.

The rules are pure; `project` knows where the texts of a project are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from alereport.texts.lint import names as own_names
from alereport.texts.lint import printed, statements, structure, wording
from alereport.texts.lint.finding import Finding
from alereport.texts.lint.names import OwnNames
from alereport.texts.lint.passages import Passage, passages
from alereport.texts.lint.statements import Change

__all__ = ["Change", "Finding", "OwnNames", "findings", "title_findings"]

Rule = Callable[[Sequence[Passage]], Iterable[Finding]]

OF_TITLES: tuple[Rule, ...] = (
    wording.notes,
    wording.doubled_words,
    wording.lone_punctuation,
    wording.cut_words,
)
"""The rules that hold for a title or a cell, which need be no sentence."""
OF_TEXTS: tuple[Rule, ...] = (
    *OF_TITLES,
    structure.empty_headings,
    structure.cut_sentences,
    printed.wrong_sums,
)


def findings(text: str, place: str, names: OwnNames, tables: Sequence[Change]) -> list[Finding]:
    """What is to be looked at in a text of sentences, in its order.

    Args:
        text: The text, with a heading, paragraph or item after another.
        place: Its file, such as `plan.md`, or the file and line it begins on, `plan.md:7`.
        names: The names to be spelt right.
        tables: What the tables have that the text speaks of; where there are none, those printed
            in the text are taken.
    """
    parts = passages(text, place)
    return sorted(
        {
            *_by_rules(OF_TEXTS, parts),
            *own_names.misspelt(parts, names),
            *statements.contradicted(parts, tables or tuple(printed.changes(parts))),
        }
    )


def title_findings(text: str, place: str, names: OwnNames) -> list[Finding]:
    """What is to be looked at in a title, a name or a note, which need be no sentence.

    Args:
        text: The words of one cell.
        place: Its file and line, such as `data/goals/plan.csv:7`.
        names: The names to be spelt right.
    """
    parts = passages(text, place)
    return sorted({*_by_rules(OF_TITLES, parts), *own_names.misspelt(parts, names)})


def _by_rules(rules: Iterable[Rule], parts: Sequence[Passage]) -> Iterator[Finding]:
    for rule in rules:
        yield from rule(parts)
