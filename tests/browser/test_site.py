"""The built site in a real headless Chromium, over loopback and from the file system."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from alereport.workspace import Workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = (
    "index.html",
    "ks-2024/goals.html",
    "ks-2024/budget.html",
    "ks-2022/goals.html",
    "ks-2022/budget.html",
    "sn-2021/goals.html",
    "sn-2021/budget.html",
    "municipality/evaluation.html",
    "municipality/quality.html",
    "ks-2016/annual.html",
    "sources.html",
    "corrections.html",
)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: what the browser asks for is the test's to judge."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium")
        pytest.skip("chromium is not on PATH")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET), chromium_sandbox=os.geteuid() != 0
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def served(built: Workspace) -> Iterator[str]:
    """The site's address on loopback, under a base path as a municipality would have it."""
    handler = functools.partial(_Silent, directory=str(built.build))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/site"
    server.shutdown()
    server.server_close()
    thread.join()


def visit(browser: Browser, address: str, scheme: str = "light") -> Page:
    """Open a page, refusing console errors, failed loads and requests to any other host."""
    context = browser.new_context(
        viewport={"width": 1300, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    wrong: list[str] = []
    origin = address.split("/site", maxsplit=1)[0]
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(origin) else wrong.append(f"left for {request.url}")
        ),
    )
    page.goto(address, wait_until="networkidle")
    assert wrong == []
    return page


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_an_error_and_asks_no_other_host(
    browser: Browser, served: str, language: str, path: str
) -> None:
    page = visit(browser, f"{served}/{language}/{path}")
    assert page.locator("h1").count() == 1
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Source Sans Pro" in family
    assert page.evaluate("document.fonts.check('1em \"Source Sans Pro\"')")
    broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).length"
    assert page.evaluate(broken) == 0
    page.context.close()


def test_the_list_of_pages_is_the_sites(built: Workspace) -> None:
    site = built.site("sv")
    assert {path.relative_to(site).as_posix() for path in site.rglob("*.html")} == set(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_works_from_the_file_system(browser: Browser, built: Workspace, path: str) -> None:
    page = visit(browser, (built.site("sv") / path).as_uri())
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(browser: Browser, served: str, path: str) -> None:
    page = visit(browser, f"{served}/sv/{path}")
    for width in (320, 390, 768, 1300):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_whole_first_page_is_light(browser: Browser, served: str, built: Workspace) -> None:
    page = browser.new_page()
    loaded: list[Path] = []
    page.on("request", lambda request: loaded.append(built.build / request.url.split("/", 3)[3]))
    page.goto(f"{served}/sv/index.html", wait_until="networkidle")
    assert sum(path.stat().st_size for path in loaded) < 300_000
    page.close()


def test_a_reader_walks_the_book_and_changes_language(browser: Browser, served: str) -> None:
    page = visit(browser, f"{served}/sv/index.html")
    page.get_by_role("link", name="Ekonomi").first.click()
    page.wait_for_url("**/sv/ks-2024/budget.html")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/sv/ks-2022/goals.html")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/sv/ks-2022/budget.html")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/ks-2022/budget.html")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "186,525" in page.locator("main").inner_text()
    page.get_by_role("link", name="The whole report as PDF").wait_for()
    page.context.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, served: str) -> None:
    page = visit(browser, f"{served}/sv/ks-2024/budget.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Till innehållet"
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.context.close()


def test_dark_mode_keeps_the_text_readable(browser: Browser, served: str) -> None:
    page = visit(browser, f"{served}/sv/ks-2024/budget.html", scheme="dark")
    ink, paper = page.evaluate(
        "(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))"
    )
    assert (ink, paper) == ("rgb(232, 236, 238)", "rgb(20, 24, 27)")
    page.context.close()


def test_row_heads_and_column_heads_have_their_scope(browser: Browser, served: str) -> None:
    page = visit(browser, f"{served}/sv/ks-2024/budget.html")
    table = page.locator("#tbl-ks-2024-by-area")
    assert table.locator("tbody th[scope=row]").count() == 8
    assert table.locator("thead th[scope=col]").count() == 7
    assert table.get_by_role("rowheader", name="Räddningstjänsten").count() == 1
    assert table.get_by_role("columnheader", name="Budget 2024").count() == 1
    page.context.close()
