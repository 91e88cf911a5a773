"""What a person decided of a draft holds while what she saw is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.base.errors import IngestError
from alereport.ingest import decisions, drafts, reading, words
from alereport.ingest.drafts import Row

TEXT = """# Nämndplan 2025

Miljönämnden

## 4.1 Budget

| Tkr | Budget 2024 | Budget 2025 |
|---|--:|--:|
| Kansli | 100 | 110 |
| Tillsyn | 200 | 220 |
| Totalt | 300 | 330 |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build" / "ingest" / "plan"


def drafted(folder: Path, text: str = TEXT) -> list[Row]:
    """The rows of a document, drafted in a folder."""
    file = folder.parents[2] / "plan.md"
    file.write_text(text, encoding="utf-8")
    lists = words.load(None)
    read = reading.read(file, lists, {"mn": ["Miljönämnden"]}).as_json()
    drafts.write(folder, read, lists)
    return drafts.rows(drafts.load(folder), lists)["budget"]


def decide(folder: Path, row: Row, by: str = "ekonom", **values: str) -> None:
    action: decisions.Action = "correct" if values else "accept"
    decisions.decide(folder, [row], action=action, by=by, sha256="1", values=values)


def test_the_same_rows_have_the_same_ids_whatever_is_added_above(folder: Path) -> None:
    before = {row["id"] for row in drafted(folder)}
    after = {row["id"] for row in drafted(folder, TEXT.replace("| Kansli", "| Ny | 0 | 0 |\n| K"))}
    assert "budget/4.1/tillsyn/2025/budget" in before & after


def test_rows_that_are_otherwise_the_same_have_ids_of_their_own(folder: Path) -> None:
    rows = drafted(folder, TEXT.replace("Tillsyn", "Kansli"))
    assert len({row["id"] for row in rows}) == len(rows) == 6
    assert "budget/4.1/kansli/2025/budget#2" in [row["id"] for row in rows]


def test_decisions_hold_when_the_document_is_read_again(folder: Path) -> None:
    for row in drafted(folder):
        decide(folder, row)
    assert decisions.still_open(drafted(folder), decisions.load(folder)) == []


def test_a_figure_that_is_read_otherwise_is_open_again(folder: Path) -> None:
    for row in drafted(folder):
        decide(folder, row)
    changed = drafted(folder, TEXT.replace("220", "222").replace("330", "332"))
    now = decisions.load(folder)
    waiting = decisions.still_open(changed, now)
    assert [row["amount_tkr"] for row in waiting] == ["222", "332"]
    assert now.before(waiting[0]).read["amount_tkr"] == "220"  # type: ignore[union-attr]


def test_earlier_decisions_and_who_made_them_are_kept(folder: Path) -> None:
    row = drafted(folder)[0]
    decide(folder, row, by="ekonom")
    decide(folder, row, by="controller", amount_tkr="101")
    kept = decisions.load(folder).rows[row["id"]]
    assert [(each.action, each.by) for each in kept] == [
        ("accept", "ekonom"),
        ("correct", "controller"),
    ]
    holds = decisions.load(folder).of(row)
    assert holds
    assert holds.values == {"amount_tkr": "101"}


def test_the_next_open_row_is_found_from_where_one_is(folder: Path) -> None:
    rows = drafted(folder)
    decide(folder, rows[0])
    now = decisions.load(folder)
    assert decisions.next_open(rows, now, after=rows[0]["id"]) == rows[1]
    assert decisions.next_open(rows, now, after=rows[-1]["id"]) == rows[1]
    for row in rows[1:]:
        decide(folder, row)
    assert decisions.next_open(rows, decisions.load(folder)) is None


def test_what_is_asked_comes_first(folder: Path) -> None:
    rows = drafted(folder, TEXT.replace("330", "333"))
    waiting = decisions.still_open(rows, decisions.Decisions())
    assert waiting[0]["amount_tkr"] == "333"
    assert waiting[0]["state"] == "asked"


def test_a_proved_row_needs_a_decision_unless_it_is_said_that_it_does_not(folder: Path) -> None:
    rows = drafted(folder)
    assert len(decisions.still_open(rows, decisions.Decisions())) == 6
    assert decisions.still_open(rows, decisions.Decisions(), proved=True) == []


def test_answers_on_the_document_are_kept_with_who_gave_them(folder: Path) -> None:
    drafted(folder)
    decisions.answer(folder, "as_of", "2024-12-30", by="ekonom", sha256="1")
    decisions.answer(folder, "as_of", "2024-12-31", by="controller", sha256="1")
    now = decisions.load(folder)
    assert now.answers == {"as_of": "2024-12-31"}
    assert [each.by for each in now.document["as_of"]] == ["ekonom", "controller"]


def test_decisions_on_another_file_are_told(folder: Path) -> None:
    row = drafted(folder)[0]
    assert not decisions.load(folder).are_of_other_file("2")
    decide(folder, row)
    assert decisions.load(folder).are_of_other_file("2")
    assert not decisions.load(folder).are_of_other_file("1")


def test_a_spoilt_file_is_named_with_what_is_wrong(folder: Path) -> None:
    drafted(folder)
    (folder / decisions.NAME).write_text('{"rows": {"a": [{"action": "guess"}]}}')
    with pytest.raises(IngestError, match=r"decisions\.json: rows\.a\.0\.by is not"):
        decisions.load(folder)


def test_a_reading_without_the_checksum_of_its_document_is_read_again(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / drafts.READING).write_text("{}")
    with pytest.raises(IngestError, match="run alereport ingest"):
        drafts.load(folder)
