"""Every total, share and rounding of the committed figures, recomputed."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from alereport.base.workspace import Workspace
from alereport.data import datasets

REPOSITORY = Workspace(Path(__file__).parents[2])
PLANS = ("sn-verksamhetsplan-2021", "ks-verksamhetsplan-2022", "ks-namndplan-2024")


def all_rows(dataset: str) -> pd.DataFrame:
    return datasets.read_dataset(REPOSITORY, dataset)


def amounts_of(document: str) -> pd.DataFrame:
    """A plan's budget table: an area a row, in columns last year's forecast and budget, and its."""
    budget = all_rows("budget").query("document == @document")
    columns = budget["amount_year"].astype(str) + " " + budget["kind"]
    table = budget.assign(column=columns).pivot(index="area", columns="column", values="amount_tkr")
    year = int(budget["plan_year"].iloc[0])
    return table[[f"{year - 1} forecast", f"{year - 1} budget", f"{year} budget"]].astype(int)


@pytest.mark.parametrize(
    ("document", "totals"),
    [
        ("sn-verksamhetsplan-2021", [25750, 12410, 84596]),
        ("ks-verksamhetsplan-2022", [180697, 185097, 186525]),
        ("ks-namndplan-2024", [144074, 157274, 154390]),
    ],
)
def test_the_areas_add_up_to_the_printed_total(document: str, totals: list[int]) -> None:
    table = amounts_of(document)
    assert table.drop(index="total").sum().tolist() == totals
    assert table.loc["total"].tolist() == totals


def test_an_area_keeps_its_slug_though_its_label_changes() -> None:
    budget = all_rows("budget").query("committee == 'ks'").drop_duplicates(["plan_year", "area"])
    labels = budget.pivot(index="area", columns="plan_year", values="label")
    assert labels.loc["ekonomi"].tolist() == ["Ekonomiavdelning", "Ekonomiavdelningen"]
    assert labels.index[labels[2024].isna()].tolist() == ["pensioner"]
    assert labels[2022].notna().all()


def test_only_requirements_to_save_are_negative() -> None:
    budget = all_rows("budget")
    assert set(budget.query("amount_tkr < 0")["area"]) == {"effektivisering"}
    assert (budget.query("area == 'effektivisering'")["amount_tkr"] <= 0).all()
    earmarks = all_rows("earmarks").dropna(subset=["amount_tkr"])
    assert ((earmarks["amount_tkr"] > 0) == (earmarks["kind"] == "venture")).all()


def test_the_words_about_money_agree_with_the_tables() -> None:
    earmarks = all_rows("earmarks").set_index("item")["amount_tkr"]
    servicenamnden, ks_2022 = amounts_of(PLANS[0]), amounts_of(PLANS[1])
    required = servicenamnden.loc["effektivisering", "2021 budget"]
    assert required < earmarks["Krav på överskott 2021"] < required + 100  # "drygt 6,9 Mkr"
    rescue = ks_2022.loc["raddningstjanst"]
    increase = rescue["2022 budget"] - rescue["2021 budget"]
    assert earmarks["Räddningsförbundets heltidskår på dagtid"] == increase


def test_every_break_is_of_an_area_with_a_budget() -> None:
    budget, breaks = all_rows("budget"), all_rows("breaks")
    areas = set(zip(budget["committee"], budget["area"], strict=True))
    assert set(zip(breaks["committee"], breaks["area"], strict=True)) <= areas


def test_the_points_of_the_questions_add_up_but_for_rounding() -> None:
    evaluation = all_rows("evaluation")
    areas = evaluation[evaluation["question"].isna()].set_index("area")
    questions = evaluation.dropna(subset=["question"])
    assert (questions["question"].str[0] == questions["area"].astype(str)).all()
    sums = questions.groupby("area")[["points", "max_points"]].sum()
    assert (sums["max_points"] == 100).all()
    differ = sums["points"] - areas["points"]
    assert differ[differ != 0].to_dict() == {4: 1, 5: 1, 7: -1, 8: 1}
    assert areas["points"].tolist() == [74, 67, 65, 64, 55, 53, 55, 51]


def test_three_percents_cannot_follow_from_their_rounded_points() -> None:
    evaluation = all_rows("evaluation")
    points, most = evaluation["points"].astype(float), evaluation["max_points"].astype(float)
    lowest = (points - 0.5).clip(lower=0) / most * 100 - 0.5
    highest = (points + 0.5) / most * 100 + 0.5
    impossible = evaluation[~evaluation["percent"].astype(float).between(lowest, highest)]
    names = impossible["question"].fillna("area " + impossible["area"].astype(str))
    assert names.tolist() == ["area 2", "2.2", "2.3"]
    assert impossible["percent"].tolist() == [64, 61, 53]


def test_the_staff_of_servicenamnden_add_up() -> None:
    staff = all_rows("personnel")
    assert staff.groupby("role")["headcount"].sum().to_dict() == {
        "manager": 9,
        "employee": 122,
        "all": 95,
    }
    assert staff[staff["hedge"].notna()]["unit"].tolist() == ["Verksamhet kost"]
    roles = all_rows("indicators").query("indicator.str.endswith('i lokalförsörjningen')")
    unit = staff.query("unit == 'Lokalförsörjning' and role == 'employee'")
    assert roles["value"].sum() == unit["headcount"].sum() == 5


def test_long_term_sick_leave_is_part_of_the_total() -> None:
    sick_leave = all_rows("sick_leave")
    assert (sick_leave["long_term_percent"] < sick_leave["total_percent"]).all()
    short = (sick_leave["total_percent"] - sick_leave["long_term_percent"]).round(1)
    assert short.tolist() == [9.0, 7.0]


DERIVED = {
    "sn-verksamhetsplan-2021": {"7,6"},
    "ks-verksamhetsplan-2022": {"14,0"},
    "ks-namndplan-2024": set(),
}
"""What the commentary says besides amounts, changes and figures that stand in the data."""


def swedish(value: float) -> set[str]:
    """A figure as the commentary may write it: in tkr, per cent or millions."""
    whole = f"{value:,.0f}".replace(",", " ")
    others = (f"{value:.1f}", f"{value / 1000:g}", f"{value / 1000:.1f}")
    return {whole, *(other.replace(".", ",") for other in others)}


def figures_of(document: str) -> set[str]:
    """Every amount and figure of a plan, and every change of an area, in tkr and per cent."""
    table = amounts_of(document)
    found = [float(cell) for cell in table.to_numpy().ravel()]
    pairs = [*pairwise(table.columns), (table.columns[0], table.columns[2])]
    for base, later in pairs:
        change = (table[later] - table[base]).abs()
        found += [float(each) for each in change]
        found += [float(each) for each in change[table[base] > 0] / table[base] * 100]
    for dataset, columns in {
        "earmarks": ["amount_tkr"],
        "measures": ["value"],
        "investments": ["amount_tkr"],
        "sick_leave": ["total_percent", "long_term_percent"],
        "personnel": ["headcount"],
    }.items():
        rows = all_rows(dataset).query("document == @document")
        found += [float(abs(cell)) for column in columns for cell in rows[column].dropna()]
    return {words for value in found for words in swedish(value)}


@pytest.mark.parametrize("document", PLANS)
def test_every_figure_of_the_commentary_follows_from_the_tables(document: str) -> None:
    texts = all_rows("commentary").query("document == @document")["text"]
    figure = r"\d{1,3}(?: \d{3})+|\d+,\d+|\d+(?= (?:tkr|procent|%|miljoner))"
    said = {each for text in texts for each in re.findall(figure, text)}
    # The range of Servicenämnden 2021 is told again the year after.
    known = figures_of(document) | figures_of(PLANS[0]) | DERIVED[document]
    assert said - known == set()
    assert said >= DERIVED[document]


def test_every_figure_of_the_commentary_on_an_annual_report_is_an_indicator_of_it() -> None:
    of_2016 = "document == 'ks-arsredovisning-2016'"
    (text,) = all_rows("commentary").query(of_2016)["text"]
    indicators = all_rows("indicators").query(of_2016)
    figures = [*indicators["value"].dropna(), *indicators["target"].dropna()]
    thousands = indicators["unit"].eq("tkr").any()
    known = {f"{value:g}".replace(".", ",") for value in figures}
    known |= {f"{value / 1000:g}".replace(".", ",") for value in figures if thousands}
    said = set(re.findall(r"\d+(?:,\d+)?(?= (?:procent|miljoner))", text))
    assert said == {"2,32", "1,5", "1,7", "3", "9"}
    assert said <= known


def test_what_the_commentary_derives_is_so() -> None:
    servicenamnden, ks_2022 = amounts_of(PLANS[0])["2021 budget"], amounts_of(PLANS[1])
    required = -servicenamnden["effektivisering"]
    assert round(required / (servicenamnden["total"] + required) * 100, 1) == 7.6
    without = ks_2022.loc["total"] - ks_2022.loc["pensioner"]
    assert without["2021 budget"] - without["2021 forecast"] == 14000
