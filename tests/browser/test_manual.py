"""The manual in a browser: no fault of accessibility, in light and dark, on a phone; its search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import CONTRASTS, Walked, answering, serving, walk, watched

KINDS = (
    "en/index.html",
    "en/architecture.html",
    "en/commands.html",
    "en/python.html",
    "en/tutorial-year.html",
    "sv/reader.html",
)
"""Tables, drawings, code, signatures, and the other language."""


@pytest.fixture(scope="module")
def address(manual_site: Path) -> Iterator[str]:
    with serving(manual_site) as found:
        yield found


@pytest.fixture(scope="module")
def pages(playwright: Playwright, address: str) -> dict[str, Walked]:
    return walk(playwright, address, dict.fromkeys(KINDS, CONTRASTS))


def test_axe_finds_nothing(pages: dict[str, Walked]) -> None:
    assert {path: page.violations for path, page in pages.items() if page.violations} == {}


def test_nothing_goes_wrong_and_no_other_host_is_asked(pages: dict[str, Walked]) -> None:
    assert {path: page.wrong for path, page in pages.items() if page.wrong} == {}
    for path, page in pages.items():
        assert (page.facts["broken"], page.facts["unnamed"]) == (0, 0), path
        assert sorted(page.facts["ids"]) == sorted(set(page.facts["ids"])), path


def test_no_page_is_wider_than_the_screen(pages: dict[str, Walked]) -> None:
    for path, page in pages.items():
        assert {screen: width for screen, width in page.widths.items() if width > screen} == {}, (
            path
        )


def test_a_section_is_found_from_any_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    wrong = watched(page, address)
    with answering():
        page.goto(f"{address}/en/how-to/plan.html")
        page.get_by_role("searchbox").fill("kernels")
        hit = page.locator('.found ol a:has(strong:text-is("What a fork server is"))')
        expect(hit).to_be_visible()
        hit.click()
        page.wait_for_url("**/en/alereport/batch/warm/index.html#what-a-fork-server-is")
        expect(page.locator(":target")).to_be_in_viewport()
    page.close()
    assert wrong == []
