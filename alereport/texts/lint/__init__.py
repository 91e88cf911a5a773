"""The text lint: what an editor would mark in a plan, a commentary or a title.

The rules are pure; `project` knows where the texts of a project are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from alereport.texts.lint import names as own_names
from alereport.texts.lint import printed, statements, structure, wording
from alereport.texts.lint.finding import Finding, Remark
from alereport.texts.lint.names import OwnNames
from alereport.texts.lint.passages import Passage, passages
from alereport.texts.lint.statements import Change

__all__ = ["Change", "Finding", "OwnNames", "findings", "title_findings"]

Rule = Callable[[Sequence[Passage]], Iterable[Remark]]

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
        tables: What the tables have that the text speaks of; the tables printed in the text are
            added.
    """
    file, line = _place(place)
    parts = passages(text, line)
    remarks = [remark for rule in OF_TEXTS for remark in rule(parts)]
    remarks += own_names.misspelt(parts, names)
    remarks += statements.contradicted(parts, [*tables, *printed.changes(parts, known=tables)])
    return _findings(remarks, file)


def title_findings(text: str, place: str, names: OwnNames) -> list[Finding]:
    """What is to be looked at in a title, a name or a note, which need be no sentence.

    Args:
        text: The words of one cell.
        place: Its file and line, such as `data/goals/plan.csv:7`.
        names: The names to be spelt right.
    """
    file, line = _place(place)
    parts = passages(text, line)
    remarks = [remark for rule in OF_TITLES for remark in rule(parts)]
    return _findings([*remarks, *own_names.misspelt(parts, names)], file)


def _place(place: str) -> tuple[str, int]:
    at = re.fullmatch(r"(.+):(\d+)", place)
    return (at[1], int(at[2])) if at else (place, 1)


def _findings(remarks: Iterable[Remark], file: str) -> list[Finding]:
    found = {
        Finding(file, each.passage.line_at(each.offset), each.rule, each.found, each.suggestion)
        for each in remarks
    }
    return sorted(found)
