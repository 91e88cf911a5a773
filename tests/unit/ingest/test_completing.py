"""A drafted row gets what is known of it, from the data and a person, and nothing that is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from alereport.base.workspace import Workspace
from alereport.ingest import words
from alereport.ingest.completing import Completed, Completion
from tests.conftest import ROOT

PLAN = {
    "document": "ks-namndplan-2025",
    "committee": "ks",
    "year": "2025",
    "kind": "plan",
    "as_of": "2024-12-31",
}
KNOWN = {
    "document": "ks-namndplan-2024",
    "committee": "ks",
    "year": "2024",
    "kind": "plan",
    "as_of": "2023-12-31",
}
GOAL = {
    "id": "goals/3.1.1/direction_goal/ett tryggare ale",
    "section": "3.1.1",
    "level": "direction_goal",
    "title": "Ett tryggare Ale",
    "commented": "yes",
    "place": "page 4",
    "state": "read",
    "reason": "",
}


def completed(
    row: Mapping[str, object], document: Mapping[str, str] = PLAN, **values: str
) -> Completed:
    completion = Completion(Workspace(ROOT), document, words.load(None))
    return completion.completed({**row}, values)


def amount(label: str) -> dict[str, object]:
    return {
        "id": f"budget/4.1/{label.casefold()}/2025/budget",
        "section": "4.1",
        "label": label,
        "amount_year": 2025,
        "kind": "budget",
        "amount_tkr": "21000",
        "as_printed": "21 000",
        "place": "page 12",
        "state": "proved",
        "reason": "",
    }


def test_an_amount_has_the_short_name_that_the_data_use_for_its_label() -> None:
    done = completed(amount("EKONOMIAVDELNINGEN"))
    assert done.cells == {
        "document": "ks-namndplan-2025",
        "section": "4.1",
        "committee": "ks",
        "plan_year": "2025",
        "area": "ekonomi",
        "label": "EKONOMIAVDELNINGEN",
        "amount_year": "2025",
        "kind": "budget",
        "amount_tkr": "21000",
        "hedge": "",
    }
    assert (done.lacking, done.area) == ((), {})


def test_a_label_of_an_earlier_plan_is_known_even_if_the_register_has_another() -> None:
    assert completed(amount("Kommunchef (sektorcentrala medel)")).cells["area"] == "kommunchef"


@pytest.mark.parametrize("label", ["Totalt", "Summa", "summa:"])
def test_what_is_called_a_total_is_the_total(label: str) -> None:
    assert completed(amount(label)).cells["area"] == "total"


def test_a_label_that_only_has_a_word_of_totals_is_asked_about() -> None:
    assert completed(amount("Summa kultur")).lacking == ("area",)


def test_a_goal_keeps_its_theme_and_translation_but_nothing_that_a_plan_may_change() -> None:
    cells = completed(GOAL).cells
    assert cells["goal"] == "ks-2025-ett-tryggare-ale"
    assert (cells["theme"], cells["title_en"], cells["whose"]) == (
        "trygghet",
        "A safer Ale",
        "municipality",
    )
    assert [cells[name] for name in ("parent", "responsible", "due", "decided_by")] == [""] * 4


def test_a_row_that_the_data_have_keeps_what_a_person_filled_in_there() -> None:
    cells = completed(GOAL, KNOWN).cells
    assert (cells["goal"], cells["decided_by"]) == ("ks-2024-tryggare-ale", "council")


def test_a_goal_with_other_words_has_no_translation_and_is_asked_whose_it_is() -> None:
    done = completed(GOAL, title="Ett tryggt Ale")
    assert done.cells["title"] == "Ett tryggt Ale"
    assert (done.cells["title_en"], done.lacking) == ("", ("whose",))


def test_a_cell_that_a_person_emptied_stays_empty() -> None:
    assert not completed(GOAL, theme="").cells["theme"]


def test_a_measures_comparator_is_its_own() -> None:
    row = {
        "id": "measures/3.3.9/sjukfrånvaro i förhållande till utgångsläget/2025/outturn",
        "section": "3.3.9",
        "name": "Sjukfrånvaro i förhållande till utgångsläget",
        "year": 2025,
        "kind": "outturn",
        "value": "60",
        "as_printed": "60",
    }
    done = completed(row)
    assert (done.cells["comparator"], done.cells["better"]) == ("=", "lower")
    assert done.cells["as_of"] == "2024-12-31"
    assert done.lacking == ("goal",)
