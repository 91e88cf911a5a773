"""Texts merged from three, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.projects.lines import merged

BEFORE = "a\nb\nc\nd\ne\n"
TEXTS = st.lists(st.sampled_from("abcd"), max_size=8).map(
    lambda lines: "".join(f"{x}\n" for x in lines)
)


@pytest.mark.parametrize(
    ("mine", "new", "expected"),
    [
        (BEFORE, "a\nB\nc\nd\ne\n", "a\nB\nc\nd\ne\n"),
        ("a\nB\nc\nd\ne\n", BEFORE, "a\nB\nc\nd\ne\n"),
        ("a\nB\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "a\nB\nc\nd\nE\n"),
        ("a\nB\nc\nd\ne\n", "a\nB\nc\nd\ne\nf\n", "a\nB\nc\nd\ne\nf\n"),
        ("a\nc\nd\ne\n", "a\nb\nc\ne\n", "a\nc\ne\n"),
        ("x\n" + BEFORE, BEFORE + "y\n", "x\n" + BEFORE + "y\n"),
    ],
)
def test_what_each_changed_is_there(mine: str, new: str, expected: str) -> None:
    found = merged(mine, BEFORE, new)
    assert (found.text, found.clashes) == (expected, ())


def test_where_both_changed_the_same_lines_the_projects_stay() -> None:
    found = merged("a\nmine\nc\nd\ne\n", BEFORE, "a\nnew\nc\nd\nE\n")
    assert found.text == "a\nmine\nc\nd\nE\n"
    assert found.clashes == (2,)


@given(TEXTS, TEXTS, TEXTS)
def test_it_loses_nothing_of_the_project(mine: str, before: str, new: str) -> None:
    assert merged(mine, before, before).text == mine
    assert merged(before, before, new).text == new
    assert merged(mine, before, mine).text == mine
    found = merged(mine, before, new)
    again = merged(found.text, before, new)
    if not found.clashes:
        assert again.text == found.text
