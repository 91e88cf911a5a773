"""Every sentence that a chapter declares, said of facts that support it and unsaid of others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd
import pytest

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.exhibits.phrases import Sentence
from tests.declared import (
    Group,
    facts_of,
    groups,
    holds,
    is_said_each,
    is_unconditional,
    undeclared,
)
from tests.notebooks.conftest import outputs_here

GROUPS = groups()
DECLARED = [(group, sentence) for group in GROUPS for sentence in group.sentences]
UP = re.compile(r"\b(?:more|over|grows?|increases?|up by|rises?)\b(?! than the aim)")
DOWN = re.compile(r"\b(?:less|under|falls?|decreases?|down by)\b")
NOT_OF_THE_ROW = re.compile(r"\blargest\b|\?$")
"""Words about other rows than the one a condition is asked about, and questions."""
SIGNED = r"{}_(?:tkr|percent)"


@cache
def _asked(workspace: Workspace) -> dict[str, list[object]]:
    """What the chapters ask the conditions of each group about, in all reports of the project."""
    found: dict[str, list[object]] = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        for group, sentence in DECLARED:
            patch.setattr(Sentence, "__setattr__", object.__setattr__, raising=False)
            _record(patch, sentence, found[group.name])
        for task in scheduling.tasks(workspace, params.committee_years(workspace), ["sv"]):
            outputs_here(workspace, task.chapter, **task.params.model_dump())
    return found


def _record(patch: pytest.MonkeyPatch, sentence: Sentence, facts: list[object]) -> None:
    condition = sentence.when

    def recording(asked: object) -> bool:
        facts.append(asked)
        return condition(asked)

    patch.setitem(vars(sentence), "when", recording)


@pytest.fixture
def asked(_checked_once: Workspace) -> dict[str, list[object]]:
    return _asked(_checked_once)


def _tried(group: Group, asked: Mapping[str, list[object]]) -> Iterator[object]:
    return facts_of(group, asked[group.name][:40])


def _said(group: Group, facts: object) -> list[Sentence]:
    """The sentences of a group that a chapter says of facts; none if they are none of its facts."""
    said = []
    for sentence in group.sentences:
        verdict = holds(sentence, facts)
        if verdict is None:
            return []
        if verdict:
            said.append(sentence)
            if not is_said_each(group):
                break
    return said


@pytest.mark.parametrize(
    ("group", "sentence"), DECLARED, ids=[f"{g.name.split('.', 2)[2]}-{s.key}" for g, s in DECLARED]
)
def test_a_sentence_is_said_of_facts_that_support_it_and_unsaid_of_others(
    group: Group, sentence: Sentence, asked: dict[str, list[object]]
) -> None:
    said = [_said(group, facts) for facts in _tried(group, asked)]
    assert any(sentence in each for each in said), "no facts support it"
    if is_unconditional(sentence):
        assert any(each and sentence not in each for each in said), "always said"
    else:
        verdicts = {holds(sentence, facts) for facts in _tried(group, asked)}
        assert False in verdicts, "its condition holds of whatever it is asked about"


@pytest.mark.parametrize("group", GROUPS, ids=[group.name.split(".", 2)[2] for group in GROUPS])
def test_the_keys_of_a_group_are_told_apart(group: Group) -> None:
    keys = [sentence.key for sentence in group.sentences]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("group", GROUPS, ids=[group.name.split(".", 2)[2] for group in GROUPS])
def test_more_is_not_said_of_a_fall_nor_less_of_a_rise(
    group: Group, asked: dict[str, list[object]]
) -> None:
    for facts in _tried(group, asked):
        for sentence in _said(group, facts):
            words = re.sub(r"\{\w+\}", "", str(sentence.words))
            is_up, is_down = bool(UP.search(words)), bool(DOWN.search(words))
            signs = _signs(facts, "deviation" if "forecast" in words else "change")
            if len(signs) == 1 and is_up != is_down and not NOT_OF_THE_ROW.search(words):
                assert signs == {1 if is_up else -1}, (sentence.key, facts)


def _signs(facts: object, of: str) -> set[int]:
    """The signs of the changes, or deviations, in a row; of a number that is itself one, its own.

    Args:
        facts: The facts.
        of: How the names of their columns begin.
    """
    if isinstance(facts, float):
        return {1 if facts > 0 else -1} if facts else set()
    if not isinstance(facts, (Mapping, pd.Series)):
        return set()
    columns = [str(column) for column in facts.keys()]  # noqa: SIM118 - a series has values
    changes = [facts[column] for column in columns if re.fullmatch(SIGNED.format(of), column)]
    numbers = [float(each) for each in changes if isinstance(each, (int, float)) and pd.notna(each)]
    return {int(each > 0) - int(each < 0) for each in numbers}


def test_every_computed_sentence_is_declared_with_when_it_may_be_said() -> None:
    assert undeclared() == []
