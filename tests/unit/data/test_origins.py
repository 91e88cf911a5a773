"""Where an ingested row stands in its document is kept, and found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import origins
from alereport.data.origins import Origins, Spot

ROW = "data/goals/plan.csv#ks-2024-ett%2Ftva"
CELL = "data/budget/plan.csv#ks/2024/hr/2023/budget"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    spots = {CELL: Spot("page 12", 12, (72.0, 340.5, 520.0, 356.0)), ROW: Spot("Mål!C7")}
    origins.write(workspace, "plan", spots)
    assert origins.read(workspace, "plan") == spots
    assert Origins(workspace).of(CELL) == spots[CELL]
    assert Origins(workspace).of("data/budget/plan.csv#ks/2024/hr/2023/plan") is None


def test_a_row_that_was_typed_has_none(tmp_path: Path) -> None:
    assert Origins(Workspace(tmp_path)).of(CELL) is None


def test_the_page_may_stand_in_the_words_of_the_place_alone() -> None:
    assert Spot.of("page 12").page == 12
    assert Spot.of("page 12", 13).page == 13
    assert Spot.of("line 285").page is None


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://ale.se/Plan.PDF?v=2", "https://ale.se/Plan.PDF?v=2#page=12"),
        ("https://ale.se/plan.pdf#page=3", "https://ale.se/plan.pdf#page=12"),
        ("https://ale.se/planer/2024", "https://ale.se/planer/2024"),
        ("", ""),
    ],
)
def test_a_pdf_is_linked_to_at_its_page(url: str, link: str) -> None:
    assert Spot("page 12", 12).link(url) == link


def test_a_box_is_said_after_its_place() -> None:
    assert str(Spot("page 12", 12, (72.0, 340.5, 520.0, 356.0))) == "page 12, box 72 340.5 520 356"
    assert str(Spot("line 285")) == "line 285"


@pytest.mark.parametrize("row", ["budget,ks,page 12,twelve,,,,", "budget,ks"])
def test_a_spoilt_row_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    workspace = Workspace(tmp_path)
    origins.write(workspace, "plan", {CELL: Spot("page 12")})
    path = origins.file_of(workspace, "plan")
    path.write_text(path.read_text(encoding="utf-8") + f"{row}\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"data/origins/plan\.csv:3: .*run alereport ingest"):
        origins.read(workspace, "plan")


def test_other_columns_are_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    origins.write(workspace, "plan", {})
    path = origins.file_of(workspace, "plan")
    path.write_text("row,page\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"data/origins/plan\.csv:1"):
        origins.read(workspace, "plan")
