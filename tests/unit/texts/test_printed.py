"""Whether rows stand in their documents: handmade ones, and the committed rows spoilt."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alereport.base.workspace import Workspace
from alereport.data import datasets, schemas
from alereport.data.schemas import Printed
from alereport.texts import printed
from alereport.texts.document import Source
from tests.conftest import ROOT

REPOSITORY = Workspace(ROOT)

PLAN = Source(
    "plan",
    """1 Ekonomi

Kost\t1 600\t-6 485
Kost och lokalvård\t20\t0

2 Personal

Kontaktcenter hade 14,6 procent, sedan 26,7.

Enheten har en chef och fem med-
arbetare. Klart i maj 2024.
""",
)

ON_A_LINE = Printed(**{"in": "line"}, label="label", figures=("amount",))
IN_WORDS = Printed(**{"in": "words"}, label="as_printed", figures=("headcount",))
IN_A_PARAGRAPH = Printed(**{"in": "paragraph"}, label="unit", figures=("percent",))
AMONG_A_SECTIONS = Printed(**{"in": "section"}, figures=("amount_tkr",))
IN_A_SECTION = Printed(**{"in": "section"}, dates=("due",))


def rows(**columns: list[Any]) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    frame.index = [f"data/x/plan.csv:{line}" for line in range(2, len(frame) + 2)]
    return frame


def lacking(frame: pd.DataFrame, how: Printed) -> list[tuple[str, str, str]]:
    found = printed.missing(PLAN, frame, how)
    return [(each.row.rsplit(":")[-1], each.column, each.expected) for each in found]


def test_the_rows_of_a_label_are_all_the_figures_of_its_line_in_their_order() -> None:
    kost = rows(section=["1", "1"], label=["Kost", "Kost"], amount=[1600, -6485])
    assert lacking(kost, ON_A_LINE) == []
    turned = kost.assign(amount=[-6485, 1600])
    assert lacking(turned, ON_A_LINE) == [
        ("2", "amount", "1 600 -6 485, as printed beside Kost"),
    ]
    assert lacking(kost.head(1), ON_A_LINE) == [
        ("2", "amount", "1 600 -6 485, as printed beside Kost"),
    ]


def test_a_wrong_figure_on_a_line_is_named_by_its_own_row() -> None:
    wrong = rows(section=["1", "1"], label=["Kost", "Kost"], amount=[1600, 6485])
    assert lacking(wrong, ON_A_LINE) == [("3", "amount", "1 600 -6 485, as printed beside Kost")]


def test_a_label_that_begins_another_is_not_taken_for_it() -> None:
    both = rows(section=["1", "1"], label=["Kost och lokalvård"] * 2, amount=[20, 0])
    assert lacking(both, ON_A_LINE) == []
    half = rows(section=["1", "1"], label=["Kost och lokal"] * 2, amount=[20, 0])
    assert lacking(half, ON_A_LINE) == [("2", "amount", "a line with Kost och lokal")]


def test_figures_may_stand_on_a_line_of_their_own_under_their_label() -> None:
    table = Source("plan", "1 Poäng\n\n2.\tSamhälle\tPoäng\n2.1\tEtt\t7\n\t\t67\t64%\n")
    how = Printed(**{"in": "line"}, label="name", figures=("points", "percent"))
    area = rows(section=["1"], name=["Samhälle"], points=[67], percent=[64])
    assert list(printed.missing(table, area, how)) == []
    assert len(list(printed.missing(table, area.assign(percent=67), how))) == 1


def test_a_figure_in_words_is_looked_for_in_the_words_as_printed() -> None:
    staff = rows(section=["2"], as_printed=["en chef och fem medarbetare"], headcount=[5])
    assert lacking(staff, IN_WORDS) == []
    assert lacking(staff.assign(headcount=6), IN_WORDS) == [
        ("2", "headcount", '1, 5, as in "en chef och fem medarbetare"')
    ]


def test_words_of_another_section_are_not_as_printed() -> None:
    elsewhere = rows(section=["1"], as_printed=["en chef och fem medarbetare"], headcount=[5])
    assert lacking(elsewhere, IN_WORDS) == [("2", "as_printed", "words of section 1")]


def test_an_empty_figure_is_not_looked_for() -> None:
    silent = rows(section=["2"], as_printed=["en chef"], headcount=[None])
    assert lacking(silent, IN_WORDS) == []


def test_figures_stand_in_a_paragraph_with_their_label() -> None:
    rates = rows(section=["2", "2"], unit=["kontaktcenter"] * 2, percent=[14.6, 26.7])
    assert lacking(rates, IN_A_PARAGRAPH) == []
    assert lacking(rates.assign(percent=[14.6, 5.0]), IN_A_PARAGRAPH) == [
        ("3", "percent", "a figure beside kontaktcenter in section 2")
    ]


def test_a_row_without_figures_needs_its_section_and_its_date() -> None:
    goals = rows(section=["2", "2", "3"], due=["2024-05", "2024-06", None])
    assert lacking(goals, IN_A_SECTION) == [
        ("3", "due", "a date of plan"),
        ("4", "section", "a section of plan"),
    ]


def test_an_amount_without_a_label_is_somewhere_in_its_section() -> None:
    decided = rows(section=["1", "1"], amount_tkr=[-6485, 6486])
    assert lacking(decided, AMONG_A_SECTIONS) == [("3", "amount_tkr", "a figure of section 1")]


def places(frame: pd.DataFrame, how: Printed) -> list[int]:
    return [line.number for line in printed.places(PLAN, frame.iloc[0], how)]


def test_a_row_without_a_label_is_traced_to_its_heading_and_its_figures_or_dates() -> None:
    assert places(rows(section=["2"], due=["2024-05"]), IN_A_SECTION) == [6, 11]
    for vague in ("2024", None):
        assert places(rows(section=["2"], due=[vague]), IN_A_SECTION) == [6]
    decided = rows(section=["1"], amount_tkr=[-6485])
    assert places(decided, AMONG_A_SECTIONS) == [1, 3]


@pytest.mark.parametrize(("percent", "lines"), [(26.7, [10]), (14.6, [8]), (99.0, [8])])
def test_a_row_in_a_paragraph_is_traced_to_the_one_with_its_figures(
    percent: float, lines: list[int]
) -> None:
    source = Source("plan", "1 A\n\nB\n\n2 Om\n\n\nKöket hade 14,6.\n\nKöket hade 26,7.\n")
    row = rows(section=["2"], unit=["Köket"], percent=[percent]).iloc[0]
    assert [line.number for line in printed.places(source, row, IN_A_PARAGRAPH)] == lines


def test_a_row_is_traced_to_the_line_of_its_own_figure() -> None:
    kost = rows(section=["1"], label=["Kost"], amount=[-6485])
    assert places(kost, ON_A_LINE) == [3]
    staff = rows(section=["2"], as_printed=["fem medarbetare"], headcount=[5])
    assert places(staff, IN_WORDS) == [10, 11]


SPOILT: list[tuple[str, str, str, Any]] = [
    ("budget", "ks-verksamhetsplan-2022", "amount_tkr", 7829),
    ("budget", "sn-verksamhetsplan-2021", "label", "Ledning"),
    ("investments", "ks-namndplan-2024", "amount_tkr", 1001),
    ("investments", "ks-namndplan-2024", "item", "Årsanslag"),
    ("earmarks", "ks-verksamhetsplan-2022", "amount_tkr", 1900),
    ("earmarks", "sn-verksamhetsplan-2021", "as_printed", "leverera ett underskott på 6,9 Mkr"),
    ("measures", "sn-verksamhetsplan-2021", "value", 2.0),
    ("measures", "ks-namndplan-2024", "as_printed", "höja personalomsättning samt sjuktalen"),
    ("personnel", "sn-verksamhetsplan-2021", "headcount", 2),
    ("personnel", "sn-verksamhetsplan-2021", "as_printed", "en enhetschef samt 81 medarbetare"),
    ("sick_leave", "ks-verksamhetsplan-2022", "total_percent", 14.7),
    ("sick_leave", "ks-verksamhetsplan-2022", "unit", "växeln"),
    ("evaluation", "kommunkompassen-2020", "points", 75),
    ("evaluation", "kommunkompassen-2020", "percent", 75),
    ("evaluation", "kommunkompassen-2020", "name", "Demokrati"),
    ("indicators", "ks-arsredovisning-2016", "value", 2.33),
    ("indicators", "ks-arsredovisning-2016", "target", 1.6),
    ("indicators", "kommunkompassen-2020", "as_printed", "kommunens fjärde utvärdering"),
    ("goals", "ks-namndplan-2024", "due", "2025-01"),
]
"""What is written over the first row's cell."""

IN_SECTIONS = [
    "amendments", "breaks", "budget", "deviations", "earmarks", "evaluation", "evaluation_answers",
    "explanations", "follow_up", "goal_links", "goals", "indicators", "investments", "measures",
    "outturn", "personnel", "projects", "sick_leave",
]  # fmt: skip


def committed(dataset: str, document: str) -> tuple[pd.DataFrame, Printed]:
    how = schemas.schema(REPOSITORY, dataset).printed
    assert how is not None
    return datasets.read(REPOSITORY, REPOSITORY.dataset(dataset) / f"{document}.csv"), how


@pytest.mark.parametrize(("dataset", "document", "column", "cell"), SPOILT)
def test_a_spoilt_cell_is_seen(
    opened: dict[str, Source], dataset: str, document: str, column: str, cell: object
) -> None:
    found, how = committed(dataset, document)
    assert list(printed.missing(opened[document], found, how)) == []
    spoilt = found.copy()
    spoilt[column] = spoilt[column].where(spoilt.index != spoilt.index[0], cell)
    seen = list(printed.missing(opened[document], spoilt, how))
    assert found.index[0] in {each.row for each in seen}


@pytest.mark.parametrize("dataset", [name for name in IN_SECTIONS if REPOSITORY.data_files(name)])
def test_a_spoilt_section_is_seen_in_every_row_of_every_dataset(
    opened: dict[str, Source], dataset: str
) -> None:
    document = min(REPOSITORY.data_files(dataset)).stem
    found, how = committed(dataset, document)
    seen = printed.missing(opened[document], found.assign(section="9.9"), how)
    assert [(each.row, each.column) for each in seen] == [(row, "section") for row in found.index]


def test_every_dataset_with_sections_says_how_its_rows_are_printed() -> None:
    with_sections = [
        name
        for name in schemas.names(REPOSITORY)
        if "section" in schemas.schema(REPOSITORY, name).columns and name != "sections"
    ]
    assert with_sections == IN_SECTIONS
    assert all(schemas.schema(REPOSITORY, name).printed for name in with_sections)
