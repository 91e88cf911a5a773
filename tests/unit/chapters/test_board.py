"""The board of goals: status, change since last time, what is late and what is not reported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import goals as shown
from alereport.chapters.goals import board_sentences
from alereport.chapters.goals.board import COLUMNS, ORDER, board, history
from alereport.chapters.goals.coverage import last_day, reports_of_year
from alereport.exhibits.model import Group, Table, parts_of
from alereport.exhibits.values import SIGNS
from tests import handmade_goals as made
from tests.handmade import plain

APRIL, AUGUST = date(2024, 4, 30), date(2024, 8, 31)
PLAN = made.goals(
    {"goal": "mal", "level": "council_goal"},
    {"goal": "vag", "level": "council_goal"},
    {"goal": "eget", "level": "committee_goal"},
    {
        "goal": "a",
        "level": "assignment",
        "responsible": "HR",
        "due": "2024-06",
        "hedge": "början av",
    },
    {"goal": "b", "level": "assignment", "due": "2024-Q3"},
    {"goal": "c", "level": "assignment"},
    {"goal": "tyst", "level": "activity"},
    {"goal": "sagd", "level": "activity"},
)
DOCUMENTS = made.documents(
    ("plan", 2024, "2023-12-31"),
    ("interim_report", 2024, "2024-04-30"),
    ("cover_letter", 2024, "2024-06-30"),
    ("interim_report-2", 2024, "2024-08-31"),
).assign(
    kind=["plan", "interim_report", "cover_letter", "interim_report"],
    document=["ks-plan", "ks-april", "ks-letter", "ks-augusti"],
    title=["Nämndplan 2024", "April", "Brev", "Augusti"],
)


def said() -> pd.DataFrame:
    """Of `a`: in April under way, in August off plan; of `b` done in April alone."""
    parts = [
        made.follow_up(("c", "2023-12-31", "in_progress"), document="ks-plan", title="Plan"),
        made.follow_up(
            ("a", "2024-04-30", "in_progress"),
            ("b", "2024-04-30", "done"),
            ("c", "2024-04-30", "in_progress"),
            document="ks-april",
            title="April",
        ),
        made.follow_up(
            ("a", "2024-08-31", "deviating"),
            ("sagd", "2024-08-31", "not_started"),
            document="ks-augusti",
            title="Augusti",
        ),
    ]
    rows = pd.concat(parts)
    places = [
        f"data/follow_up/{name}.csv#{goal}"
        for name, goal in zip(rows["document"], rows["goal"], strict=True)
    ]
    return rows.set_index(pd.Index(places, name="row", dtype="str"))


JUDGED = pd.DataFrame({"goal": ["mal", "vag"], "reasons": [("no_measure",), ("no_outcome",)]})


def of(as_of: date, **given: Any) -> pd.DataFrame:
    frames: dict[str, Any] = {"follow_up": said(), "documents": DOCUMENTS, "judged": JUDGED}
    return board(PLAN, **{**frames, **given}, as_of=as_of)


def test_each_goal_has_its_status_by_the_latest_report_most_urgent_first() -> None:
    found = of(AUGUST)
    assert dict(zip(found["goal"], found["status"], strict=True)) == {
        "a": "deviating",
        "sagd": "not_started",
        "b": "done",
        "mal": "unjudged",
        "vag": "not_reported",
        "eget": "not_reported",
        "c": "not_reported",
    }
    assert found["status"].map(ORDER.index).is_monotonic_increasing


def test_an_activity_is_on_the_board_only_where_a_report_speaks_of_it() -> None:
    assert {"tyst", "sagd"}.isdisjoint(of(APRIL)["goal"])
    assert "sagd" in set(of(AUGUST)["goal"])


def test_the_change_is_since_the_document_before() -> None:
    found = of(AUGUST).set_index("goal")
    assert found["change"].to_dict() == {
        "a": "changed",
        "sagd": "changed",
        "b": "kept",
        "mal": "same",
        "vag": "same",
        "eget": "same",
        "c": "changed",
    }
    words = {goal: str(board_sentences.since(row)) for goal, row in found.iterrows()}
    assert words["a"] == "i april 2024: pågår"
    assert words["sagd"] == "var ej rapporterat i april 2024"
    assert words["b"] == "rapporterat i april 2024"
    assert words["vag"] == "som i april 2024"
    assert words["mal"] == ""


def test_before_the_first_report_stands_what_the_plan_says_itself() -> None:
    found = of(APRIL).set_index("goal")
    assert found["change"].to_dict() == {
        "a": "first",
        "b": "first",
        "c": "same",
        "mal": "first",
        "vag": "first",
        "eget": "first",
    }
    assert found.loc["c", "previous_as_of"] == pd.Timestamp(2023, 12, 31)


def test_what_was_due_by_the_day_is_late_unless_it_is_settled() -> None:
    late = of(AUGUST).set_index("goal")["is_late"]
    assert late[late].index.tolist() == ["a"]
    assert not of(APRIL)["is_late"].any()
    handed_in = said()
    handed_in["status"] = handed_in["status"].replace("deviating", "submitted")
    assert not of(AUGUST, follow_up=handed_in)["is_late"].any()


def test_nothing_is_said_of_a_year_that_no_report_covers() -> None:
    without = DOCUMENTS[DOCUMENTS["kind"].isin(["plan", "cover_letter"])]
    found = of(AUGUST, documents=without)
    assert found.empty
    assert found.columns.tolist() == COLUMNS
    assert shown.board_of_goals(found) == Group(parts=())


def test_the_history_has_a_row_for_each_goal_and_report() -> None:
    told = history(PLAN, follow_up=said(), documents=DOCUMENTS, as_of=AUGUST)
    of_a = told[told["goal"].eq("a")]
    assert list(zip(of_a["document"], of_a["status"], strict=True)) == [
        ("ks-april", "in_progress"),
        ("ks-augusti", "deviating"),
    ]
    assert told[told["document"].eq("ks-plan")]["goal"].tolist() == ["c"]
    assert "ks-letter" not in set(told["document"])


def test_the_order_of_documents_and_rows_does_not_matter() -> None:
    turned = of(AUGUST, follow_up=said()[::-1], documents=DOCUMENTS[::-1])
    pd.testing.assert_frame_equal(turned, of(AUGUST))


def table(group: Group) -> Table:
    return next(part for part in parts_of(group) if isinstance(part, Table))


def test_a_status_is_a_sign_and_a_word_that_is_read_without_the_sign() -> None:
    found = table(shown.board_of_goals(of(AUGUST)))
    cells = [row.cells[1] for row in found.rows]
    assert str(cells[0]) == "▲\u00a0avviker"
    assert str(cells[3]) == "?\u00a0kan inte bedömas: inget mått"
    assert all(str(cell).startswith(SIGNS[cell.signal]) for cell in cells)
    assert len({cell.signal for cell in cells}) == len({str(cell.value) for cell in cells})
    assert '[[▲]{aria-hidden="true"}\u00a0avviker]{.signal-bad}' in found.markdown


def test_every_status_of_the_board_has_a_sign_of_its_own() -> None:
    signals = [signal for signal, _words in board_sentences.STATUSES.values()]
    assert list(board_sentences.STATUSES) == list(ORDER)
    assert len({SIGNS[signal] for signal in signals}) == len(ORDER)


def test_the_date_keeps_its_hedge_and_says_that_it_has_passed() -> None:
    found = table(shown.board_of_goals(of(AUGUST)))
    assert "början av juni 2024; tiden har gått ut" in found.markdown
    assert "tredje kvartalet 2024" in found.markdown


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "sv",
            (
                "Läget den 31 augusti 2024 för sju mål, uppdrag och aktiviteter: ett avviker, "
                "ett är ej påbörjat, ett är klart, ett kan inte bedömas och tre är ej "
                "rapporterade. För ett av dem har tiden gått ut. "
                "Tre har en annan status än i april 2024."
            ),
        ),
        (
            "en",
            (
                "Of the seven goals, assignments and activities on 31 August 2024, one is off "
                "plan, one is not started, one is done, one cannot be judged and "
                "three are not reported. "
                "The time has passed for one of them. Three have another status than in April 2024."
            ),
        ),
    ],
)
def test_the_counts_are_one_sentence(language: str, says: str) -> None:
    with locales.using(language):
        assert plain(str(board_sentences.lead(of(AUGUST)))).replace(", and", " and") == says


def test_the_source_names_the_plan_and_the_reports() -> None:
    source = table(shown.board_of_goals(of(AUGUST))).source
    assert "Nämndplan 2024" in source
    assert "Augusti" in source
    assert "April" in source


def test_the_latest_day_is_that_of_the_latest_report_if_it_is_later() -> None:
    assert last_day(DOCUMENTS, otherwise=APRIL) == AUGUST
    assert last_day(DOCUMENTS, otherwise=date(2024, 12, 31)) == date(2024, 12, 31)
    assert last_day(DOCUMENTS.iloc[:0], otherwise=APRIL) == APRIL
    found = reports_of_year(DOCUMENTS, "ks", 2024)
    assert found["document"].tolist() == ["ks-april", "ks-augusti"]
    assert reports_of_year(DOCUMENTS, "ks", 2024, as_of=APRIL)["document"].tolist() == ["ks-april"]
