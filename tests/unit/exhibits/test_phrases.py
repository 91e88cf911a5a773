"""Sentences with values in them, and which of them are said."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from alereport.base import locales
from alereport.exhibits import building, values
from alereport.exhibits.model import Line
from alereport.exhibits.phrases import (
    Sentence,
    capitalised,
    fill,
    fill_each,
    fill_first,
    fill_plural,
    in_sentence,
    phrase,
)

SENTENCES = (
    Sentence("over", "{over} over", lambda facts: facts["over"]),
    Sentence("under", "{under} under", lambda facts: facts["under"]),
    Sentence("even", "even", lambda facts: not facts["over"] and not facts["under"]),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with locales.using("en"):
        yield


def said(over: int, under: int) -> dict[str, str]:
    facts = {"over": over, "under": under}
    cells = {name: values.count(number) for name, number in facts.items()}
    return {key: str(each) for key, each in fill_each(SENTENCES, facts, **cells).items()}


def test_words_hold_the_values_that_stand_in_them_and_no_others() -> None:
    budget, before = values.tkr(1250), values.tkr(1000)
    assert fill("The budget is {budget}.", budget=budget, before=before).cells == {"budget": budget}
    sentences = (Sentence("more", "{budget}, {before} before", bool), Sentence("none", "{budget}"))
    assert set(fill_first(sentences, True, budget=budget, before=before).cells) == {
        "budget",
        "before",
    }
    assert set(fill_first(sentences, False, budget=budget, before=before).cells) == {"budget"}


def test_every_sentence_that_is_true_is_said_once_by_its_key() -> None:
    assert said(2, 3) == {"over": "two over", "under": "three under"}
    assert said(0, 3) == {"under": "three under"}
    assert said(0, 0) == {"even": "even"}


def test_the_first_sentence_that_is_true_is_said_alone() -> None:
    assert str(fill_first(SENTENCES, {"over": 2, "under": 3}, over=2)) == "2 over"
    assert not fill_first(SENTENCES[:2], {"over": 0, "under": 0})


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("sv", 3, "tre"),
        ("sv", 12, "tolv"),
        ("sv", 13, "13"),
        ("en", 0, "zero"),
        ("en", 1200, "1,200"),
    ],
)
def test_a_count_is_in_words_to_twelve_and_stays_a_number(
    language: str, number: int, words: str
) -> None:
    with locales.using(language):
        cell = values.count(number)
    assert (str(cell), cell.value) == (words, number)


def test_one_thing_is_written_in_the_gender_of_its_word() -> None:
    with locales.using("sv"):
        one = [
            str(fill_plural("{count} area grows", "{count} areas grow", 1)),
            str(fill_plural("{count} plan", "{count} plans", 1)),
        ]
    assert one == ["ökar ett område", "en plan"]


@pytest.mark.parametrize(
    ("language", "name", "inside"),
    [
        ("sv", "Kommunchefen", "kommunchefen"),
        ("sv", "HR-avdelningen", "HR-avdelningen"),
        ("sv", "IT", "IT"),
        (
            "sv",
            "Enheten och stiftelsen Tryggare Sverige",
            "enheten och stiftelsen Tryggare Sverige",
        ),
        ("en", "Human resources", "human resources"),
        ("en", "Chief Executive's central funds", "Chief Executive's central funds"),
        ("en", "The Municipal Executive Committee", "the Municipal Executive Committee"),
    ],
)
def test_a_name_inside_a_sentence_is_lower_case_unless_it_is_an_abbreviation_or_a_title(
    language: str, name: str, inside: str
) -> None:
    with locales.using(language):
        assert in_sentence(name) == inside


def test_a_sentence_starts_with_a_capital_and_keeps_its_values() -> None:
    count = values.count(3)
    started = capitalised(fill("{areas} areas grow.", areas=count))
    assert (str(started), started.cells) == ("Three areas grow.", {"areas": count})
    text = building.lines(
        "lead", [Line(key="a", words=started), Line(key="b", term=phrase("Ale"), words=phrase("x"))]
    )
    assert [str(line.words) for line in text.lines] == ["Three areas grow.", "x"]


def test_a_column_of_words_is_silent_where_there_are_none() -> None:
    frame = pd.DataFrame({"item": ["a", "b"], "who": ["HR", None]})
    rows = building.rows(frame, [building.texts("who", "Who")], key="item")
    assert [(row.cells[0].value, row.cells[0].state) for row in rows] == [
        ("HR", "shown"),
        (None, "silent"),
    ]
