"""The goals of the plans: what they stand under, what answers them, what became of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from alereport.base.workspace import Workspace
from alereport.data import datasets

REPOSITORY = Workspace(Path(__file__).parents[2])

STRATEGIC_GOALS = {
    "Hälsa och välbefinnande": "halsa",
    "Kunskap och utbildning": "kunskap",
    "Sysselsättning, arbete och företagsamhet": "sysselsattning",
    "Hållbart samhällsbyggande": "samhallsbyggande",
    "Ett Ale": "ett-ale",
    "En arbetsgivare": "en-arbetsgivare",
}
GOALS_2024 = {
    "Ett tryggare Ale": "trygghet",
    "Fokus på kundnytta i Ale": "kundnytta",
    "En effektivare organisation i Ale": "effektiv-organisation",
    "Förbättrad tillgänglighet och service inom och mellan förvaltningarna": (
        "tillganglighet-service"
    ),
    "Kunden i centrum för verksamheterna": "kund-i-centrum",
    "Hållbar kompetensförsörjning": "kompetensforsorjning",
}


def goals() -> pd.DataFrame:
    return datasets.read_dataset(REPOSITORY, "goals").set_index("goal")


def test_a_theme_ties_the_councils_goal_together_over_the_plans() -> None:
    themed = goals().dropna(subset=["theme"])
    for document, expected in {
        "sn-verksamhetsplan-2021": STRATEGIC_GOALS,
        "ks-verksamhetsplan-2022": STRATEGIC_GOALS,
        "ks-namndplan-2024": GOALS_2024,
    }.items():
        plan = themed[themed["document"] == document]
        assert dict(zip(plan["title"], plan["theme"], strict=True)) == expected
    assert set(themed["level"]) == {"strategic_goal", "direction_goal", "council_goal"}


def test_a_goal_stands_in_the_section_of_its_parent_or_under_it() -> None:
    under = goals().dropna(subset=["parent"])
    parents = goals().loc[under["parent"]]
    for child, parent in zip(under.itertuples(), parents.itertuples(), strict=True):
        assert f"{child.section}.".startswith(f"{parent.section}."), child.Index
        assert child.document == parent.document


def test_only_the_flat_lists_and_what_stands_outside_the_goals_have_no_parent() -> None:
    alone = goals()[goals()["parent"].isna() & goals()["theme"].isna()]
    assert alone.groupby("document").size().to_dict() == {
        "ks-namndplan-2024": 11,  # the assignments
        "sn-verksamhetsplan-2021": 8,  # sections 1, 2, 5 and 6.1
    }


def test_a_measure_stands_in_the_section_of_its_goal() -> None:
    measures = datasets.read_dataset(REPOSITORY, "measures")
    sections = goals().loc[measures["goal"], "section"]
    assert measures["section"].tolist() == sections.tolist()


def test_every_assignment_of_2024_answers_a_goal_of_the_council() -> None:
    links = datasets.read_dataset(REPOSITORY, "goal_links")
    councils = goals().index[goals()["theme"].notna()]
    answering = set(links.loc[links["answers"].isin(councils), "goal"])
    flat = goals().query("level == 'assignment' and document == 'ks-namndplan-2024'")
    assert len(flat) == 11
    assert set(flat.index) <= answering


def test_a_link_says_what_the_parent_does_not() -> None:
    links = datasets.read_dataset(REPOSITORY, "goal_links")
    parents = goals().loc[links["goal"], "parent"].tolist()
    assert not [pair for pair in zip(links["answers"], parents, strict=True) if pair[0] == pair[1]]


def test_a_document_reports_once_on_a_goal_of_its_own_year_or_an_earlier_one() -> None:
    follow_up = datasets.read_dataset(REPOSITORY, "follow_up")
    plans = datasets.read_dataset(REPOSITORY, "documents").set_index("document")
    own = goals().loc[follow_up["goal"]]
    years = plans.loc[follow_up["document"], "year"].to_numpy()
    assert (years >= own["plan_year"].to_numpy()).all()
    assert not follow_up.duplicated(["document", "goal"]).any()
    assert (follow_up["as_of"] == plans.loc[follow_up["document"], "as_of"].to_numpy()).all()
    reported_by_its_plan = follow_up["document"].to_numpy() == own["document"].to_numpy()
    assert (reported_by_its_plan.sum(), (~reported_by_its_plan).sum()) == (11, 3)
