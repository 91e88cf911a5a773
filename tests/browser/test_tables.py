"""Tables and figures: sorting, their files, their addresses and where they come from."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from alereport.base.workspace import Workspace
from tests.browser.conftest import Visit

BUDGET = "sv/ks-2024/budget.html"
BY_AREA = "#tbl-ks-2024-by-area"


def column(table: Locator, number: int) -> list[str]:
    return table.locator(f"tbody tr > :nth-child({number})").all_inner_texts()


def head(page: Page, name: str) -> Locator:
    return page.locator(BY_AREA).get_by_role("columnheader", name=name, exact=True)


@pytest.mark.parametrize(
    ("path", "name", "lowest", "highest"),
    [
        (BUDGET, "Förändring", "−4\xa0324", "+1\xa0329"),
        ("en/ks-2024/budget.html", "Change", "−4,324", "+1,329"),
    ],
)
def test_a_table_is_sorted_by_its_figures_and_the_total_stays_last(
    visit: Visit, path: str, name: str, lowest: str, highest: str
) -> None:
    page = visit(path)
    table = page.locator(BY_AREA)
    before = column(table, 3)
    button = head(page, name).get_by_role("button")
    button.click()
    assert head(page, name).get_attribute("aria-sort") == "ascending"
    assert (column(table, 3)[0], column(table, 3)[-1]) == (lowest, before[-1])
    button.press("Enter")
    assert head(page, name).get_attribute("aria-sort") == "descending"
    assert (column(table, 3)[0], column(table, 3)[-1]) == (highest, before[-1])
    assert sorted(column(table, 3)) == sorted(before)


def test_names_are_sorted_as_the_language_has_them(visit: Visit) -> None:
    page = visit(BUDGET)
    head(page, "Område").get_by_role("button").click()
    names = column(page.locator(BY_AREA), 1)
    assert names[-2:] == ["Räddningstjänsten", "Totalt"]
    assert names[0] == "Avdelningen strategi och uppföljning"
    assert page.locator(f"{BY_AREA} [aria-sort]").count() == 1


def test_no_table_scrolls_up_and_down_inside_itself_and_heads_stay_in_sight(visit: Visit) -> None:
    page = visit("sv/municipality/evaluation.html")
    boxes = page.locator(".scroll")
    heights = boxes.evaluate_all("all => all.map(box => box.scrollHeight - box.clientHeight)")
    assert max(heights) <= 1
    table = page.locator("#tbl-municipality-evaluation-questions")
    table.locator("tbody tr").nth(25).scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    expect(table.locator("thead th").first).to_be_in_viewport()


def test_on_a_phone_the_year_and_its_change_are_seen_first_and_a_button_shows_the_rest(
    visit: Visit,
) -> None:
    page = visit(BUDGET, viewport={"width": 390, "height": 800})
    heads = page.locator(f"{BY_AREA} thead th:visible")
    page.locator(BY_AREA).scroll_into_view_if_needed()
    assert heads.all_text_contents() == ["Område", "Budget 2024", "Förändring", "Förändring, %"]
    edge = page.locator(f"{BY_AREA} tbody td:visible").last.bounding_box()
    assert edge
    assert edge["x"] + edge["width"] <= 390
    page.locator(f".scroll:has({BY_AREA}) + .columns").click()
    assert heads.count() == 6


def test_on_a_phone_a_name_stands_above_its_figures_and_no_word_is_broken(visit: Visit) -> None:
    page = visit(BUDGET, viewport={"width": 390, "height": 800})
    row = page.locator(f"{BY_AREA} tbody tr:has-text('Förtroendemannaverksamheten')")
    row.scroll_into_view_if_needed()
    name, figure = (row.locator(cell).first.bounding_box() for cell in ("th", "td"))
    assert name
    assert figure
    assert name["y"] + name["height"] <= figure["y"] + 2
    assert name["height"] < 30
    assert row.get_attribute("role") == "row"


def test_what_is_off_the_edge_of_a_phone_has_a_cue(visit: Visit) -> None:
    page = visit(BUDGET, viewport={"width": 390, "height": 800})
    box = page.locator(".scroll:has(#tbl-ks-2024-series)")
    box.scroll_into_view_if_needed()
    expect(box).not_to_have_class(re.compile("more"))
    page.locator(".scroll:has(#tbl-ks-2024-series) + .columns").click()
    expect(box).to_have_class(re.compile("more"))
    expect(page.locator(".scroll-cue:visible").first).to_contain_text("Dra i sidled")
    box.evaluate("box => box.scrollLeft = box.scrollWidth")
    expect(box).not_to_have_class(re.compile("more"))


@pytest.mark.parametrize(("width", "shown", "least"), [(1280, "wide", 13), (390, "narrow", 12)])
def test_a_chart_fills_its_column_with_words_that_can_be_read(
    visit: Visit, width: int, shown: str, least: int
) -> None:
    page = visit(BUDGET, viewport={"width": width, "height": 900})
    drawing = page.locator("#fig-ks-2024-bridge .drawing")
    expect(drawing.locator(f"> svg.{shown}")).to_be_visible()
    assert drawing.locator("> svg:visible").count() == 1
    column, box = (
        page.locator(each).bounding_box() for each in ("main > h1", "#fig-ks-2024-bridge .drawing")
    )
    assert column
    assert box
    assert box["width"] == pytest.approx(column["width"], abs=1)
    sizes = drawing.locator(f"svg.{shown} text").evaluate_all(
        "all => all.map(text => [parseFloat(getComputedStyle(text).fontSize),"
        " getComputedStyle(text).fontFamily])"
    )
    assert min(size for size, _family in sizes) >= least
    assert {family.split(",")[0].strip('"') for _size, family in sizes} == {"Source Sans Pro"}


def test_the_cells_of_a_wordy_row_begin_on_one_line(visit: Visit) -> None:
    page = visit("sv/municipality/evaluation.html", viewport={"width": 820, "height": 800})
    row = page.locator("#tbl-municipality-evaluation-answers tbody tr").first.locator("> *")
    tops = row.evaluate_all(
        "cells => cells.filter(cell => cell.textContent).map(cell => {"
        " const words = document.createRange(); words.selectNodeContents(cell);"
        " return words.getClientRects()[0].top; })"
    )
    assert len(tops) > 2
    assert max(tops) - min(tops) < 2


def test_a_table_is_a_file_of_plain_figures(visit: Visit, built: Workspace) -> None:
    page = visit(BUDGET, java_script_enabled=False)
    line = page.locator(".source:has(a[href$='#tbl-ks-2024-by-area'])")
    link = line.get_by_role("link", name="CSV")
    path = built.site("sv") / "ks-2024" / str(link.get_attribute("href"))
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    heads = page.locator(f"{BY_AREA} thead th").all_inner_texts()
    assert rows[0] == [*heads[:-1], "Andel, %"]
    assert rows[1] == ["Kommunchefens centrala medel", "9074", "-4324", "-32.3", "13398", "5.9"]
    assert rows[-1][:3] == ["Totalt", "154390", "-2884"]


def test_a_figure_is_a_file_of_plain_figures_too(visit: Visit, built: Workspace) -> None:
    page = visit("en/ks-2024/budget.html", java_script_enabled=False)
    link = page.locator("#fig-ks-2024-bridge + .source a[href$='.csv']")
    path = built.site("en") / "ks-2024" / str(link.get_attribute("href"))
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["Area", "Budget 2023", "Budget 2024", "Change", "Change, %"]
    assert rows[2] == ["Finance", "20184", "20450", "266", "1.3"]


def test_one_click_from_a_figure_are_the_rows_of_the_documents_it_is_from(visit: Visit) -> None:
    page = visit(BUDGET, java_script_enabled=False)
    line = page.locator("#fig-ks-2024-bridge + .source")
    expect(line).to_contain_text("Källa: Nämndplan 2024, avsnitt 4.1. · CSV · Varifrån?")
    line.get_by_role("link", name="Varifrån?").click()
    page.wait_for_url("**/budget-origins.html#fig-ks-2024-bridge")
    row = page.get_by_role("row", name="Ekonomiavdelningen +266")
    expect(row).to_contain_text("Nämndplan 2024, avsnitt 4.1")
    expect(row).to_contain_text("data/budget/ks-namndplan-2024.csv:5–7")
    page.get_by_role("link", name="Tillbaka till").click()
    page.wait_for_url("**/ks-2024/budget.html")


def test_every_figure_and_every_table_that_is_computed_says_where_it_comes_from(
    built: Workspace,
) -> None:
    for sidecar in (built.book("sv")).rglob("*.shown.json"):
        page = sidecar.relative_to(built.book("sv")).with_name(
            sidecar.name.replace(".shown.json", ".html")
        )
        html = (built.site("sv") / page).read_text(encoding="utf-8")
        for label in json.loads(sidecar.read_text(encoding="utf-8")):
            assert f'href="{page.stem}-origins.html#{label}"' in html, label
            assert f'href="tables/{label}.csv"' in html, label
            assert (built.site("sv") / page.parent / "tables" / f"{label}.csv").is_file(), label
        assert html.count("<figure") <= html.count('class="source"'), page


def test_the_files_stand_beside_their_pages(built: Workspace) -> None:
    files = list(built.site("sv").rglob("tables/*.csv"))
    assert files
    for path in files:
        assert path.stem in _labels(path.parents[1]), path


def _labels(folder: Path) -> set[str]:
    text = "".join(page.read_text(encoding="utf-8") for page in folder.glob("*.html"))
    return {part.split('"', 1)[0] for part in text.split('id="')[1:]}
