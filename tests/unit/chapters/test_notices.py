"""The notice of data that were not reviewed as they are: computed, in words, in both languages."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import common

BUDGET = "data/budget/ks-namndplan-2024.csv"


def files(*seals: str) -> pd.DataFrame:
    return pd.DataFrame({"file": [BUDGET] * len(seals), "seal": seals})


def test_reviewed_data_need_no_notice() -> None:
    assert common.unsealed(files("sealed", "sealed")) is None


@pytest.mark.parametrize(
    ("speaking", "seal", "sentence"),
    [
        ("sv", "changed", f"{BUDGET} har ändrats sedan den granskades mot sin källa."),
        ("sv", "never", f"{BUDGET} har ännu inte granskats mot sin källa."),
        ("sv", "gone", f"{BUDGET} har granskats men saknas nu."),
        ("en", "changed", f"{BUDGET} has changed since it was reviewed against its source."),
    ],
)
def test_each_file_that_is_not_as_it_was_sealed_is_named(
    speaking: str, seal: str, sentence: str
) -> None:
    with locales.using(speaking):
        shown = common.unsealed(files("sealed", seal))
    assert shown is not None
    assert [line for line in shown.markdown.splitlines() if line.startswith("- ")] == [
        f"- {sentence}"
    ]
    assert f"<li>{sentence}</li>" in shown.html
    assert shown.markdown.startswith('::: {.notice role="note"}')
