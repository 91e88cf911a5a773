"""Quarto's pages in a real headless Chromium, where the real program is on PATH."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.integration.publish.test_quarto import has_quarto, rendered  # noqa: F401 - a fixture

LIGHT_INK = "#1f2529"
STYLE = """() => {
  const style = getComputedStyle(document.documentElement);
  return [style.colorScheme, style.getPropertyValue("--ink").trim()];
}"""


@has_quarto
def test_quartos_pages_fit_a_phone_and_are_light_in_the_dark(
    browser: Browser,
    rendered: Path,  # noqa: F811 - the fixture
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    wide, dark = {}, []
    for path in sorted(rendered.rglob("*.html")):
        page.goto(path.as_uri())
        style = page.evaluate(STYLE)
        dark += [path.name] if style != ["light", LIGHT_INK] else []
        width = page.evaluate("document.documentElement.scrollWidth")
        wide |= {path.name: width} if width > 390 else {}
    page.close()
    assert (wide, dark) == ({}, [])
