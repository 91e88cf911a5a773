"""What holds for every page of the site, in each light and width and on a slow phone."""

from __future__ import annotations

from playwright.sync_api import Browser

from alereport.base.workspace import Workspace
from tests.browser.conftest import WIDTHS, Walked, pages_of
from tests.browser.test_reading import slow_pages

Pages = dict[str, Walked]


def test_no_page_is_wider_than_any_screen(walked: Pages, built: Workspace) -> None:
    assert list(walked) == pages_of(built)
    wide = {
        (path, width): page.widths[width]
        for path, page in walked.items()
        for width in WIDTHS
        if page.widths[width] > width
    }
    assert wide == {}


def test_axe_finds_nothing_in_any_page_in_any_light(walked: Pages) -> None:
    assert {path: page.violations for path, page in walked.items() if page.violations} == {}


def test_every_page_can_be_used_within_a_second_on_a_slow_phone(
    browser: Browser, served: str, built: Workspace
) -> None:
    pages = pages_of(built)
    assert len(pages) > 30
    assert slow_pages(browser, served, pages) == []
