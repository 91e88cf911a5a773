"""Quarto's pages in a real headless Chromium, where the real program is on PATH."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import points_on
from tests.integration.publish.test_quarto import has_quarto, rendered  # noqa: F401 - a fixture

DARK_INK = "#e8ecee"
STYLE = """() => {
  const style = getComputedStyle(document.body);
  return [style.colorScheme, style.getPropertyValue("--ink").trim()];
}"""


DRAWINGS = """() => [...document.querySelectorAll(".drawing")].map(drawing => {
  const shown = [...drawing.children].filter(svg => getComputedStyle(svg).display !== "none");
  return [drawing.children.length, ...shown.map(svg => svg.getAttribute("class"))];
})"""
"""For each chart: how many drawings the page has of it, and the classes of those that are shown."""
UNREACHED = """() => [...document.querySelectorAll("main table")].filter(table => {
  const box = table.closest(".scroll");
  return !box || (box.scrollWidth > box.clientWidth && box.tabIndex !== 0);
}).length"""
"""How many tables can be wider than the page without a box that scrolls, also with the keyboard."""


@has_quarto
@pytest.mark.parametrize(("width", "shown"), [(1280, "wide"), (390, "narrow")])
def test_each_of_quartos_charts_is_shown_once_as_the_page_is_wide(
    browser: Browser,
    rendered: Path,  # noqa: F811 - the fixture
    width: int,
    shown: str,
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    found, said, unreached = [], [], []
    for path in sorted(rendered.rglob("*.html")):
        if points_on(path):
            continue
        page.goto(path.as_uri())
        found += page.evaluate(DRAWINGS)
        said += [path.name] if "<svg" in page.inner_text("main") else []
        unreached += [path.name] if page.evaluate(UNREACHED) else []
    page.close()
    assert len(found) > 5
    assert [each for each in found if each != [2, shown]] == []
    assert (said, unreached) == ([], [])


@has_quarto
def test_quartos_pages_fit_a_phone_and_are_dark_in_the_dark(
    browser: Browser,
    rendered: Path,  # noqa: F811 - the fixture
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    wide, light = {}, []
    for path in sorted(rendered.rglob("*.html")):
        if points_on(path):
            continue
        page.goto(path.as_uri())
        style = page.evaluate(STYLE)
        light += [path.name] if style != ["dark", DARK_INK] else []
        width = page.evaluate("document.documentElement.scrollWidth")
        wide |= {path.name: width} if width > 390 else {}
    page.close()
    assert (wide, light) == ({}, [])
