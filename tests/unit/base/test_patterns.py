"""A regular expression that a person wrote is matched in a moment, or is not read."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.base import patterns
from tests.conftest import examples
from tests.patience import SOON

SLOW = (
    *("(a+)+$", "(a|aa)+$", "(a*)*b", "(a*a*)*", "(.*)*"),
    *("(a|a)*b", "(a|b|ab)*c", "([a-z]+)*=", "(x+x+)+y", r"(\w+\s?)*$"),
    *(r"^(\d+)+$", ".*.*.*.*x", "a*a*a*b", r"\d+\d+\d+x", "(?i)(A+a+)+"),
    *("(a?){50}b", "(a{1,9}){1,9}b", "(?=(a+)+b)", r"(a)\1", "(a|(b|))*c"),
    *("((a|b)|(b|c))*d", "(.*?,){11}P", "(?:(?:a+)b?)+c"),
)
QUICK = (
    "[a-z0-9-]+",
    r"[0-9]+(\.[0-9a-z]+)*",
    r"(?i)\bmed\b.*[0-9]",
    r"[^:,;]+: [^,;]+ [0-9]+(, [^,;]+ [0-9]+)*(; [^:,;]+: [^,;]+ [0-9]+(, [^,;]+ [0-9]+)*)*",
    "(?:a|b)*?c",
    r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?|-Q[1-4])?",
)


@pytest.mark.parametrize("pattern", SLOW)
def test_one_that_can_take_years_is_refused_in_a_moment(pattern: str) -> None:
    begun = time.process_time()
    assert patterns.problem(pattern)
    assert time.process_time() - begun < SOON


@pytest.mark.parametrize("pattern", QUICK)
def test_one_with_repetitions_that_cannot_be_confused_is_not(pattern: str) -> None:
    assert patterns.problem(pattern) == ""


@pytest.mark.parametrize("pattern", ["(", "a{9999999999}", "(" * 900, "a" * 1001, "[b-a]"])
def test_what_is_no_expression_is_said_to_be_none(pattern: str) -> None:
    assert "regular expression" in patterns.problem(pattern)


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", r"\w", "ab", ""])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{2,}", "{1,3}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=5,
)


@examples(100)
@given(EXPRESSIONS, st.sampled_from(["a", "b", "ab", "aab"]))
def test_what_is_let_through_is_quick_on_texts_made_to_be_slow(pattern: str, text: str) -> None:
    if patterns.problem(pattern):
        return
    expression = re.compile(f"(?:{pattern})\n")
    begun = time.process_time()
    expression.search((text * 400)[:400])
    assert time.process_time() - begun < SOON, pattern
