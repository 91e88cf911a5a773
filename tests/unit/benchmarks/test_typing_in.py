"""The cells that a person types, as the pages on filling in tell them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alereport import demo
from alereport.base.workspace import Workspace
from benchmarks import typing_in
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "how-to" / "plan.md"
A_MINUTE = 15
LINE = re.compile(r"\| (.+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|")


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("typing") / "demo"
    return demo.make(Workspace(ROOT), folder, committee_count=1, years=2, seed=1)


def test_the_page_tells_how_many_cells_each_document_is(municipality: Workspace) -> None:
    counted = [
        (
            each.kind.replace("_", " "),
            f"{each.own}",
            f"{round(each.own / A_MINUTE)}",
            f"{each.translated}",
            f"{each.known}",
        )
        for each in typing_in.of_municipality(municipality)
    ]
    assert LINE.findall(PAGE.read_text(encoding="utf-8")) == counted


def test_what_the_template_has_is_not_typed(municipality: Workspace) -> None:
    (plan, *_others) = typing_in.of_municipality(municipality)
    assert plan.known > 0
    folder = Path(municipality.dataset("budget"))
    first = min(folder.glob("*.csv"))
    for path in folder.glob("*.csv"):
        if path == first:  # Without last year's plan nothing is known of this one's budget.
            path.unlink()
    (again, *_others) = typing_in.of_municipality(municipality)
    assert again.own > plan.own
