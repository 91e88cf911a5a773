"""The easy-to-read summary."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import easy
from alereport.chapters.budget import analysis as budget
from alereport.chapters.common import terms
from alereport.chapters.easy import sentences as easy_sentences
from alereport.exhibits.model import Group, Text, parts_of
from alereport.exhibits.traced import traced_lines
from tests.handmade import Amounts, amounts, plain, with_total

LARGE = with_total({"kost": (60400, 65000, 64000), "hr": (9000, 8000, 10600)})
PERSONNEL = pd.DataFrame(
    [
        ("Nämndplan 2024", "IT", "manager", 1),
        ("Nämndplan 2024", "IT", "employee", 18),
        ("Nämndplan 2024", "Kost", "manager", 3),
        ("Nämndplan 2024", "Kost", "all", 90),
        ("Plan 2022", "IT", "employee", 700),
    ],
    columns=["title", "unit", "role", "headcount"],
    index=[f"data/personnel/a.csv#{line}" for line in range(2, 7)],
)
SICK = ["title", "unit", "period", "group", "total_percent", "already_public"]
SICK_LEAVE = pd.DataFrame(
    [
        ("Nämndplan 2024", "kontaktcenter", "2023-08", "total", 26.7, True),
        ("Nämndplan 2024", "arkivet", "2023-09", "total", 44.4, False),
    ],
    columns=SICK,
    index=["data/sick_leave/a.csv#2", "data/sick_leave/a.csv#3"],
)
GOALS = pd.DataFrame(
    [
        ("tryggt-ale", "council_goal", "Ett tryggt Ale", None, None),
        ("sedan", "assignment", "Utreda it", "2024", None),
        ("forst", "assignment", "Utreda sjukfrånvaron", "2024-05", None),
        ("kanske", "assignment", "Nya fordon", "2024-01", "preliminärt"),
        ("nagon-gang", "assignment", "Ständiga förbättringar", None, None),
    ],
    columns=["goal", "level", "title", "due", "hedge"],
    index=[f"data/goals/a.csv#{line}" for line in range(2, 7)],
)
EXPLANATIONS = pd.DataFrame(
    [
        ("plain", None, "Nämnden sköter husen."),
        ("comment", "tryggt-ale", "En enkät görs under 2024."),
        ("plain", "tryggt-ale", "Alla ska känna sig trygga."),
        ("plain", "forst", "Nämnden ska se varför folk är sjuka."),
    ],
    columns=["kind", "goal", "text"],
    index=[f"data/explanations/a.csv#{line}" for line in range(2, 6)],
)
DOCUMENTS = pd.DataFrame(
    [("Nämndplan 2024", "draft"), ("Plan 2022", "unknown")],
    columns=["title", "status"],
    index=["data/documents/documents.csv#a", "data/documents/documents.csv#b"],
)
REQUIRED = pd.DataFrame(
    [(8000.0, "drygt", ("data/earmarks/a.csv#2",))], columns=["amount_tkr", "hedge", "rows"]
)


NOT_REPORTED = pd.DataFrame(columns=["year", "comparison", "budget_tkr"])

POPULATION = pd.DataFrame({"year": [2023], "inhabitants": [30000]}, index=["p#2023"])


def in_terms(rows: pd.DataFrame, population: pd.DataFrame = POPULATION) -> pd.DataFrame:
    changes = budget.change_by_area(rows)
    return terms.of_budget(changes, population=population, prices=pd.DataFrame({"year": []}))


def summary(
    areas: dict[str, Amounts] = LARGE,
    *,
    standing: pd.DataFrame | None = None,
    population: pd.DataFrame = POPULATION,
    **said: dict[str, str],
) -> Group:
    rows = amounts(areas, **said) if areas else amounts(LARGE).iloc[:0]
    return easy.to_read(
        "Servicenämnden",
        2024,
        documents=DOCUMENTS,
        changes=budget.change_by_area(rows),
        forecast=budget.forecast_against_budget(rows),
        required=REQUIRED if areas else REQUIRED.iloc[:0],
        goals=GOALS if areas else GOALS.iloc[:0],
        explanations=EXPLANATIONS if areas else EXPLANATIONS.iloc[:0],
        personnel=PERSONNEL,
        sick_leave=SICK_LEAVE,
        standing=NOT_REPORTED if standing is None else standing,
        in_terms=in_terms(rows, population),
        municipality="Ale kommun",
    )


REPORTED = {
    "year": 2024,
    "comparison": "forecast",
    "amount_tkr": 98_400,
    "budget_tkr": 95_000,
    "budget_hedge": None,
    "deviation_tkr": -3_400,
    "hedge": None,
    "as_of": pd.Timestamp(2024, 8, 31),
    "rows": ("data/outturn/a.csv#1",),
}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({}, "Den 31 augusti 2024 trodde servicenämnden att den skulle använda 98 miljoner kronor"),
        ({}, "Det är 3 miljoner kronor mer än nämndens budget då."),
        ({"deviation_tkr": 3_400}, "Det är 3 miljoner kronor mindre än nämndens budget då."),
        ({"deviation_tkr": 100}, "Det är ungefär lika mycket som nämndens budget då."),
        ({}, "Det är 3 miljoner kronor mer än nämndens budget då. Den budgeten var 95 miljoner"),
        ({}, "Servicenämnden får enligt planen använda 75 miljoner kronor år 2024."),
        ({"comparison": "outturn"}, "Servicenämnden använde 98 miljoner kronor år 2024."),
        ({"comparison": "period"}, "Från årets början till den 31 augusti 2024 använde"),
    ],
)
def test_the_money_begins_with_the_latest_report_of_the_year(
    row: dict[str, Any], says: str
) -> None:
    shown = sentences(summary(standing=pd.DataFrame([{**REPORTED, **row}])))
    assert any(says in plain(said) for said in shown)
    without = sentences(summary())
    assert not any(says in plain(said) for said in without)
    year_before = pd.DataFrame([{**REPORTED, **row, "year": 2023}])
    assert sentences(summary(standing=year_before)) == without


def test_the_plans_budget_is_the_years_where_no_report_has_another() -> None:
    as_planned = {**REPORTED, "budget_tkr": 74_600}
    of_a_part = {**REPORTED, "comparison": "period", "budget_tkr": 50_000}
    for row in (as_planned, of_a_part):
        shown = sentences(summary(standing=pd.DataFrame([row])))
        assert "Servicenämnden får använda 75 miljoner kronor år 2024." in shown
        assert not any("Den budgeten var" in plain(said) for said in shown)


def sentences(shown: Group) -> list[str]:
    paragraphs = [line for line in plain(shown.markdown).splitlines() if line.strip()]
    return [line for line in paragraphs if not line.startswith((":::", "#"))]


def test_the_money_is_in_whole_millions_and_short_sentences() -> None:
    assert sentences(summary())[4:10] == [
        "Servicenämnden får använda 75 miljoner kronor år 2024.",
        "Det är 2 miljoner kronor mer än år 2023.",
        # 74 600 tkr / 30 000 = 2 486.67
        "Delat lika blir det ungefär 2 500 kronor för varje person i Ale kommun.",
        "Mest pengar går till kost: 64 miljoner kronor.",
        "Servicenämnden ska spara drygt 8 miljoner kronor.",
        "År 2023 ser ut att kosta 69 miljoner kronor. Det är 4 miljoner kronor mindre än planerat.",
    ]


def test_what_it_is_for_each_person_is_in_tens_below_a_thousand() -> None:
    population = POPULATION.assign(inhabitants=300_000)  # 248.67 kronor.
    said = sentences(summary(population=population))
    assert "Delat lika blir det ungefär 250 kronor för varje person i Ale kommun." in said


def test_without_a_population_nothing_is_said_of_each_person() -> None:
    assert not any("varje person" in said for said in sentences(summary(population=POPULATION[:0])))


def test_it_begins_with_what_the_plan_and_the_committee_are() -> None:
    assert sentences(summary())[:4] == [
        "Här kan du läsa om servicenämnden år 2024. Texten är lätt att läsa.",
        "Planen som vi har läst är kanske inte färdig.",
        "Du kan läsa mer på sidorna om pengarna, målen och personalen.",
        "Nämnden sköter husen.",
    ]


def test_no_sentence_is_long_and_no_word_is_the_controllers_own() -> None:
    for sentence in re.split(r"(?<=[.:]) ", " ".join(sentences(summary()))):
        assert len(sentence.split()) <= 15, sentence
    jargon = "nettokostnad|tkr|mkr|avvikelse|prognos|seriebrott|utfall|ram"
    assert not re.search(rf"\b({jargon})", " ".join(sentences(summary())).lower())


def test_years_that_do_not_compare_are_said_so_in_plain_words() -> None:
    said = sentences(summary(breaks={"total": "Ramen flyttades"}))
    assert "Det går inte att jämföra med år 2023. Då räknades andra saker." in said
    assert not any("mer än år 2023" in sentence for sentence in said)


def test_a_total_is_compared_with_a_word_of_an_area_that_is_not() -> None:
    caveat = "Men allt var inte med båda åren."
    said = " ".join(sentences(summary(breaks={"hr": "Lönerna flyttade hit"})))
    assert f"mer än år 2023. {caveat}" in said
    assert caveat not in " ".join(sentences(summary()))


def test_a_small_change_is_almost_as_much() -> None:
    areas = with_total({"kost": (5000, 5000, 5400)})
    said = " ".join(sentences(summary(areas)))
    assert "Det är nästan lika mycket som år 2023." in said
    assert "ungefär som planerat" in said
    assert "största ökningen" not in said


@pytest.mark.parametrize(("tkr", "words"), [(1499, "1 miljon "), (1500, "2 miljoner ")])
def test_half_a_million_is_rounded_up(tkr: int, words: str) -> None:
    areas = {"a": (1, 1, tkr), "total": (1, 1, tkr)}
    assert f"får använda {words}kronor år" in sentences(summary(areas))[4]


def test_goals_are_told_in_easy_words_and_those_without_by_their_titles() -> None:
    said = sentences(summary())
    assert said[10:12] == [
        "Politikerna i fullmäktige har satt ett mål:",
        "- Alla ska känna sig trygga.",
    ]
    assert "enkät" not in " ".join(said)


def test_the_assignments_to_be_done_first_are_told_with_their_dates_where_they_are_sure() -> None:
    assert sentences(summary())[12:16] == [
        "Nämnden har fyra uppdrag. Här är tre av dem:",
        "- Nya fordon.",
        "- Nämnden ska se varför folk är sjuka. Det ska vara gjort senast i maj 2024.",
        "- Utreda it. Det ska göras år 2024.",
    ]


def test_people_are_counted_once_and_in_tens() -> None:
    assert "Ungefär 110 personer arbetar för nämnden." in sentences(summary())


def test_only_sick_leave_that_the_plan_prints_is_said() -> None:
    said = " ".join(sentences(summary()))
    hours = (
        "På en enhet, kontaktcenter, var 27 av 100 arbetstimmar sjukfrånvaro under augusti 2023."
    )
    assert f"{hours} Vi vet inte hur det var på andra enheter." in said
    assert "44" not in said
    assert "arkivet" not in said


def staff(*leave: tuple[str, str, float], headcount: int = 109) -> str:
    """What is said of the staff of a plan with sick leave in units, and a number of employees."""
    rows = [("Nämndplan 2024", unit, period, "total", total, True) for unit, period, total in leave]
    shown = easy.to_read(
        "Servicenämnden",
        2024,
        documents=DOCUMENTS,
        changes=budget.change_by_area(amounts(LARGE)),
        forecast=budget.forecast_against_budget(amounts(LARGE)),
        required=REQUIRED,
        goals=GOALS,
        explanations=EXPLANATIONS,
        personnel=pd.DataFrame(
            [("Nämndplan 2024", "it", "all", headcount)] * bool(headcount),
            columns=["title", "unit", "role", "headcount"],
        ),
        sick_leave=pd.DataFrame(rows, columns=SICK),
        standing=NOT_REPORTED,
        in_terms=in_terms(amounts(LARGE)),
        municipality="Ale kommun",
    )
    return " ".join(sentences(shown))


def test_sick_leave_is_of_the_whole_committee_where_the_plan_gives_that() -> None:
    said = staff(("kontaktcenter", "2023", 26.7), ("total", "2023", 6.7))
    assert "7 av 100 arbetstimmar var sjukfrånvaro under 2023." in said
    assert "enhet" not in said.partition("sjukfrånvaro under")[2].partition("Vad orden")[0]
    assert "På en enhet" not in said


def test_the_highest_of_several_units_is_not_called_the_only_one() -> None:
    said = staff(("kontaktcenter", "2023", 26.7), ("arkivet", "2023", 4.0))
    assert "Den var högst på kontaktcenter." in said
    assert "Vi vet inte hur det var på andra enheter." not in said
    level = staff(("kontaktcenter", "2023", 4.0), ("arkivet", "2023", 4.0))
    assert "högst" not in level


def test_a_handful_of_people_is_not_rounded_to_tens() -> None:
    assert "Fyra personer arbetar för nämnden." in staff(headcount=4)
    assert "Ungefär" not in staff(headcount=4)


def test_the_largest_area_is_named_only_where_it_is_alone() -> None:
    level = {"kost": (40_000, 40_000, 40_000), "it": (40_000, 40_000, 40_000)}
    assert "Mest pengar" not in " ".join(sentences(summary(with_total(level))))
    assert "Mest pengar" not in " ".join(sentences(summary(with_total({"it": (1, 1, 40_000)}))))


def test_a_quarter_is_told_as_its_last_month() -> None:
    said = {
        due: str(easy_sentences.done({"due": due, "hedge": None}))
        for due in ("2024-Q3", "2024-04/2024-06", "2024-05-02", "2024")
    }
    assert list(said.values()) == [
        "Det ska vara gjort senast i september 2024.",
        "Det ska vara gjort senast i juni 2024.",
        "Det ska vara gjort senast 2 maj 2024.",
        "Det ska göras år 2024.",
    ]


def test_a_year_without_a_plan_says_so() -> None:
    assert "Vi har ingen plan för det här året." in sentences(summary({}))


def test_the_english_edition_is_as_plain_and_marks_what_is_in_swedish() -> None:
    with locales.using("en"):
        locales.note_untranslated(["Alla ska känna sig trygga."])
        said = sentences(summary())
    assert said[4] == "The Servicenämnden may use SEK 75 million in 2024."
    assert "- [Alla ska känna sig trygga.]{lang=sv}" in said
    assert "The Servicenämnden must save just over SEK 8 million." in said


def test_every_figure_knows_its_rows() -> None:
    made_from = {plain(each.words): each.rows for each in traced_lines(summary())}
    rows = made_from["Servicenämnden får använda 75 miljoner kronor år 2024."]
    assert rows == tuple(f"data/budget/a-plan.csv#{line}" for line in (8, 9, 10))


def lines(shown: Group) -> dict[str, tuple[str, ...]]:
    """The keys of the sentences in each part of the summary."""
    texts = [part for part in parts_of(shown) if isinstance(part, Text)]
    return {text.id: tuple(line.key for line in text.lines) for text in texts}


def test_a_sentence_keeps_its_key_when_its_words_change() -> None:
    said = ("budget", "compared", "each", "largest", "must-save", "expected")
    assert lines(summary())["money"] == said
    assert lines(summary(breaks={"total": "Ramen flyttades"}))["money"] == said
    assert lines(summary())["council-goals"] == ("tryggt-ale",)
    assert lines(summary())["assignment-list"] == ("kanske", "forst", "sedan")
    assert lines(summary({}))["about"] == ("about",)
    assert "money" not in lines(summary({}))


def test_whole_millions_are_shown_of_an_amount_in_tkr() -> None:
    texts = [part for part in parts_of(summary()) if isinstance(part, Text)]
    cells = {(text.id, line.key): line.words.cells for text in texts for line in text.lines}
    amount = cells["money", "budget"]["amount"]
    assert (amount.value, amount.unit, amount.basis) == (74600, "tkr", "rounded")
    assert plain(str(amount)) == "75 miljoner kronor"
    people = cells["staff", "headcount"]["count"]
    assert (people.value, str(people)) == (109, "110")
    assert cells["staff", "sick-leave"]["hours"].value == 26.7
    assert cells["money", "must-save"]["amount"].value == 8000
