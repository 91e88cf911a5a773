"""The targets of a year, as they are shown: the lead, and each figure against its target."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import outturn as chapter
from alereport.chapters.common import quoted
from alereport.exhibits.traced import traced_lines
from tests.handmade import plain
from tests.handmade_evaluation import documents, indicators

REGISTER = documents({"arsredovisning-2016": ("cover_letter", 2016), "plan-2016": ("plan", 2016)})
REPORTS = REGISTER[REGISTER["kind"].ne("plan")]
GROWTH = {
    "section": "Kund/Brukare",
    "indicator": "Tillväxt",
    "unit": "%",
    "comparator": ">=",
    "value": 2.32,
    "target": 1.5,
}
RESULT = {"indicator": "Resultat", "value": 3000, "hedge": "cirka"}
MOVED = {**GROWTH, "indicator": "Inflyttning", "value": 1.0}


def figures(*rows: dict[str, object], year: int = 2016) -> pd.DataFrame:
    return quoted.quoted(indicators(rows), REPORTS, year=year)


def lead(*rows: dict[str, object]) -> str:
    return plain(chapter.targets_lead(figures(*rows), REPORTS, year=2016).markdown)


def test_the_lead_is_the_only_target_and_whether_it_was_reached() -> None:
    assert "Tillväxt: 2,32 procent för 2016, mot målet minst 1,5 procent. Målet nåddes." in lead(
        GROWTH, RESULT
    )
    assert "Målet nåddes inte." in lead({**GROWTH, "value": 1.0})
    with locales.using("en"):
        assert "against the target of at least 1.5 per cent. The target was" in lead(GROWTH)


def test_a_target_to_rise_is_not_judged() -> None:
    said = lead({**GROWTH, "comparator": "increase"})
    assert said.count("nådde") == 0
    assert "2,32 procent för 2016" in said


def test_several_targets_are_counted_and_each_is_told_below() -> None:
    assert "Ett av två mål för 2016 nåddes." in lead(GROWTH, MOVED)
    told = plain(chapter.commentary(figures(GROWTH, MOVED)).markdown)
    assert (
        "Inflyttning: 1 procent för 2016, mot målet minst 1,5 procent. Målet nåddes inte." in told
    )
    assert chapter.commentary(figures(GROWTH)).markdown == ""


def test_figures_without_a_target_are_not_judged() -> None:
    assert "Siffrorna för 2016 finns i tabellen." in lead(RESULT)


def test_a_year_without_figures_says_so() -> None:
    said = chapter.targets_lead(figures(RESULT, year=2024), REPORTS, year=2024).markdown
    assert "Ingen rapport om 2024 har utfall, prognos eller nyckeltal att återge." in said


def test_a_year_that_no_report_follows_up_says_so() -> None:
    said = chapter.targets_lead(figures(RESULT, year=2024), REPORTS.iloc[:0], year=2024).markdown
    assert "Ingen rapport i underlaget följer upp 2024." in said


@pytest.mark.parametrize("rows", [(GROWTH,), (GROWTH, MOVED), (RESULT,)])
def test_what_is_said_can_be_followed_to_its_rows(rows: tuple[dict[str, object], ...]) -> None:
    assert all(
        line.rows for line in traced_lines(chapter.targets_lead(figures(*rows), REPORTS, year=2016))
    )
