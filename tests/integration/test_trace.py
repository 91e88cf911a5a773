"""Where a printed figure comes from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from alereport import trace
from alereport.base.errors import NotebookError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, write_atomically
from alereport.batch import scheduling
from alereport.data import datasets, origins
from alereport.data.origins import Spot
from alereport.publish.changes import snapshot
from tests.conftest import Ended, edit, run_alereport

KS = ReportParams(committee="ks", year=2024, language="sv")
BUDGET = "data/budget/ks-namndplan-2024.csv"
TOTAL = "ks/2024/total"
PRINTED, COMPARED = {"tbl-ks-2024-by-area", "tbl-ks-2024-series"}, "tbl-ks-2024-compared"


def found(workspace: Workspace, figure: str, sources: Path | None = None) -> list[trace.Place]:
    tasks = scheduling.tasks(workspace, [KS], ["sv"])
    places = trace.places(workspace, tasks, figure, sources)
    return [place for place in places if place.report == "ks-2024/budget (sv)"]


def as_printed(places: list[trace.Place]) -> list[trace.Place]:
    """The places where the document's own total stands, not the sum of the comparable areas."""
    return [place for place in places if place.label in PRINTED]


def test_a_sum_of_areas_that_equals_the_total_is_traced_to_the_areas(small: Workspace) -> None:
    (compared,) = (place for place in found(small, "154 390") if place.label == COMPARED)
    assert not compared.is_printed_as_such
    assert len(compared.origins) > 1


def test_a_figure_of_the_data_is_traced_to_its_row(small: Workspace) -> None:
    places = found(small, "154 390")
    assert {place.label for place in places} == {*PRINTED, COMPARED}
    for place in as_printed(places):
        (origin,) = place.origins
        assert place.is_printed_as_such
        assert origin.row == f"{BUDGET}#{TOTAL}/2024/budget"
        assert (origin.place, origin.figures) == (f"{BUDGET}:25", {"amount_tkr": 154390.0})
        assert (origin.title, origin.section, origin.lines) == ("Nämndplan 2024", "4.1", ())


def test_a_figure_that_was_computed_is_traced_to_the_rows_it_was_computed_from(
    small: Workspace,
) -> None:
    places = found(small, "−2 884")
    assert {place.label for place in places} == {"fig-ks-2024-bridge", "tbl-ks-2024-by-area"}
    for place in places:
        assert not place.is_printed_as_such
        found_at = [origin.place for origin in place.origins]
        assert found_at == [f"{BUDGET}:{line}" for line in (23, 24, 25)]


@pytest.mark.parametrize("figure", ["4 390", "154", "54 390", "12345"])
def test_a_part_of_a_figure_is_not_the_figure(small: Workspace, figure: str) -> None:
    assert found(small, figure) == []


@pytest.mark.parametrize("figure", ["−2 884", "-2 884", "\u22122\u00a0884"])
def test_a_minus_and_a_space_are_found_however_they_are_typed(
    small: Workspace, figure: str
) -> None:
    labels = [place.label for place in found(small, figure)]
    assert "tbl-ks-2024-by-area" in labels
    assert labels == [place.label for place in found(small, "−2 884")]


def test_the_line_of_the_document_is_shown_where_it_is_at_hand(
    small: Workspace, sources: Path
) -> None:
    for place in as_printed(found(small, "154 390", sources)):
        (line,) = place.origins[0].lines
        assert line.text.split() == ["Totalt", "144", "074", "157", "274", "154", "390"]
        text = (sources / "ks-namndplan-2024.txt").read_text(encoding="utf-8")
        assert text.split("\n")[line.number - 1] == line.text


def test_reports_that_are_not_fresh_are_not_traced(small_copy: Workspace) -> None:
    edit(small_copy, BUDGET, ",154390", ",154391")
    assert found(small_copy, "154 390") == []
    edit(small_copy, "data/committees/committees.csv", "Kommunstyrelsen", "Styrelsen")
    with pytest.raises(NotebookError, match="run alereport run"):
        found(small_copy, "154 390")


def add_a_row_above(workspace: Workspace) -> None:
    """Add a row to the budget above all others, as no report has seen it."""
    heading, first, rest = (workspace.root / BUDGET).read_text(encoding="utf-8").split("\n", 2)
    added = first.replace(",2023,", ",2019,")
    assert added != first
    write_atomically(workspace.root / BUDGET, "\n".join((heading, added, first, rest)))


def test_a_row_added_above_leaves_a_figure_with_its_row(
    small_copy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = scheduling.tasks(small_copy, [KS], ["sv"])
    executed = scheduling.statuses(small_copy, tasks)
    before = {(each.label, each.words): each.origins for each in found(small_copy, "−2 884")}
    published = snapshot.first_publication(small_copy, tasks).reports
    add_a_row_above(small_copy)
    monkeypatch.setattr(scheduling, "statuses", lambda *_arguments: executed)
    for place in found(small_copy, "−2 884"):
        origins = before[place.label, place.words]
        lines = [f"{BUDGET}:{line}" for line in (24, 25, 26)]
        moved = [replace(each, place=line) for each, line in zip(origins, lines, strict=True)]
        assert list(place.origins) == moved
    assert snapshot.first_publication(small_copy, tasks).reports == published


def test_a_row_that_is_gone_is_still_named(
    small_copy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    executed = scheduling.statuses(small_copy, scheduling.tasks(small_copy, [KS], ["sv"]))
    total = as_printed(found(small_copy, "154 390"))[0].origins[0]
    edit(small_copy, BUDGET, ",2024,budget,154390,\n", ",2019,budget,154390,\n")
    monkeypatch.setattr(scheduling, "statuses", lambda *_arguments: executed)
    key = "ks, 2024, total, 2024, budget"
    gone = replace(total, place=BUDGET, key=key, figures={}, section="")
    places = as_printed(found(small_copy, "154 390"))
    assert places
    assert all(gone in place.origins for place in places)


def traced_by_command(workspace: Workspace, *arguments: str) -> Ended:
    return run_alereport(workspace, "trace", *arguments, "-c", "ks", "-y", "2024", "-l", "sv")


def test_the_command_says_the_row_the_document_and_the_line(
    small: Workspace, sources: Path
) -> None:
    printed = traced_by_command(small, "154 390", "--sources", str(sources)).stdout
    assert f"{BUDGET}:25" in printed
    assert "Nämndplan 2024, section 4.1" in printed
    assert "ks-namndplan-2024.txt:542: Totalt 144 074 157 274 154 390" in printed


def test_the_command_says_where_in_its_document_an_ingested_row_stands(
    small_copy: Workspace,
) -> None:
    row = f"{BUDGET}#{TOTAL}/2024/budget"
    spot = Spot("page 12", 12, (72.0, 340.5, 520.0, 356.0))
    origins.write(small_copy, "ks-namndplan-2024", {row: spot})
    said = traced_by_command(small_copy, "154 390").stdout
    assert "Nämndplan 2024, section 4.1, page 12, box 72 340.5 520 356\n" in said
    (printed, *_others) = as_printed(found(small_copy, "154 390"))
    assert [origin.spot for origin in printed.origins] == [spot]


def test_the_command_speaks_json(small: Workspace) -> None:
    (first, *_others) = json.loads(traced_by_command(small, "154 390", "--json").stdout)
    assert first["report"] == "ks-2024/summary (sv)"
    (origin, *_more) = first["origins"]
    assert (origin["row"], origin["place"]) == (f"{BUDGET}#{TOTAL}/2024/budget", f"{BUDGET}:25")


def test_a_figure_that_is_printed_nowhere_is_a_usage_error(small: Workspace) -> None:
    ended = traced_by_command(small, "12345")
    assert ended.returncode == 2
    assert "no executed report prints 12345" in ended.stderr


@pytest.mark.parametrize("figure", ["154390", "154,390", "154.390", "154\u00a0390"])
def test_a_figure_is_found_however_its_thousands_are_typed(small: Workspace, figure: str) -> None:
    assert found(small, figure) == found(small, "154 390")
    assert found(small, "-2884") == found(small, "−2 884")


@pytest.mark.parametrize("figure", ["4390", "54390", "1543", "15439"])
def test_a_part_of_its_digits_is_not_the_figure(small: Workspace, figure: str) -> None:
    assert found(small, figure) == []


def test_a_figure_in_millions_finds_the_amounts_that_are_rounded_to_it(small: Workspace) -> None:
    rounded = found(small, "154,4 miljoner")
    whole = found(small, "154 390")
    assert [place for place in rounded if place.label] == whole
    others = [place for place in rounded if not place.label]
    assert others
    assert all("154,4" in place.words for place in others)
    assert any(f"{BUDGET}:25" in [each.place for each in place.origins] for place in others)
    assert not [place for place in found(small, "154,3 miljoner") if place in whole]


def test_the_command_says_that_reports_are_stale_and_not_that_nothing_prints_it(
    small_copy: Workspace,
) -> None:
    edit(small_copy, BUDGET, ",154390", ",154391")
    ended = traced_by_command(small_copy, "154391")
    assert ended.returncode == 14
    assert "3 of 5 reports are not made from the current data" in ended.stderr
    assert "no executed report prints" not in ended.stderr


@pytest.mark.parametrize(
    ("file", "figures", "source"),
    [
        ("comparison/kolada-2026-11", {"value": -56758.718945}, "Kolada, read 2026-11"),
        (
            "municipal_costs/municipal_costs",
            {"gross_cost_mkr": 516.0},
            "ale.se (Ekonomi och årsredovisning), read 2026-11",
        ),
        ("committees/committees", {}, ""),
    ],
)
def test_a_row_from_no_document_has_its_figures_and_its_source(
    project: Workspace, file: str, figures: dict[str, float], source: str
) -> None:
    path = project.data / f"{file}.csv"
    row = str(datasets.read_by_address(project, path).index[0])
    (origin,) = trace._Data(project, {}).origins([row])
    assert (origin.figures, origin.title, origin.section) == (figures, source, "")
