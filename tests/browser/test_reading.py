"""How a reader goes through the site: by mouse, by keyboard, in the dark, from a folder."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from alereport.base.workspace import Workspace
from tests.browser.conftest import SETTLED_WIDTH, Visit, answering, one_of_each_kind

BUDGET = "sv/ks-2024/budget.html"
LATENCY, BYTES_A_SECOND, SLOWER = 0.15, 1_600_000 / 8, 4
"""The slow phone that Lighthouse measures with."""
SOON = 1
"""Seconds until a page, whichever it is, can be used."""
ROUND_TRIPS = 3
"""A connection, the page, and then its script."""


@pytest.mark.parametrize("path", ["index.html", "ks-2024/budget.html"])
def test_a_page_works_from_the_file_system(visit: Visit, built: Workspace, path: str) -> None:
    page = visit(path, root=built.site("sv").as_uri())
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_the_whole_first_page_is_light(browser: Browser, served: str, built: Workspace) -> None:
    page = browser.new_page()
    loaded: list[Path] = []
    page.on("request", lambda request: loaded.append(built.build / request.url.split("/", 3)[3]))
    page.goto(f"{served}/sv/index.html", wait_until="networkidle")
    assert sum(path.stat().st_size for path in loaded) < 300_000
    page.close()


def test_a_reader_walks_the_book_and_changes_language(visit: Visit) -> None:
    page = visit("sv/index.html")
    page.get_by_role("link", name="Ekonomi").first.click()
    page.wait_for_url("**/sv/ks-2024/budget.html")
    page.locator("a[rel=prev]").click()
    page.wait_for_url("**/sv/ks-2024/summary.html")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/sv/ks-2024/budget.html")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/ks-2024/budget.html")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "154,390" in page.locator("main").inner_text()
    page.get_by_role("link", name="The whole report as PDF").wait_for()


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit(BUDGET)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Till innehållet"
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")


def test_dark_mode_keeps_the_text_readable(visit: Visit) -> None:
    page = visit(BUDGET, color_scheme="dark")
    ink, paper = page.evaluate(
        "(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))"
    )
    assert (ink, paper) == ("rgb(232, 236, 238)", "rgb(20, 24, 27)")


def test_row_heads_and_column_heads_have_their_scope(visit: Visit) -> None:
    table = visit(BUDGET).locator("#tbl-ks-2024-by-area")
    assert table.locator("tbody th[scope=row]").count() == 8
    assert table.locator("thead th[scope=col]").count() == 6
    assert table.get_by_role("rowheader", name="Räddningstjänsten").count() == 1
    assert table.get_by_role("columnheader", name="Budget 2024").count() == 1


def test_without_scripts_everything_is_there(visit: Visit) -> None:
    page = visit(BUDGET, java_script_enabled=False)
    page.locator(".on-page summary").click()
    page.get_by_role("link", name="Investeringar").click()
    page.wait_for_url("**#*")
    assert page.locator("thead button").count() == 0
    page.locator(".chapters").get_by_role("link", name="Källor").click()
    page.wait_for_url("**/sources.html")


def test_the_trail_leads_back_to_the_part_and_the_report(visit: Visit) -> None:
    page = visit(BUDGET)
    trail = page.get_by_role("navigation", name="Du är här")
    assert trail.get_by_role("listitem").all_inner_texts() == [
        "Översikt",
        "Kommunstyrelsen 2024",
        "Ekonomi",
    ]
    trail.get_by_role("link", name="Kommunstyrelsen 2024").click()
    page.wait_for_url("**/ks-2024/summary.html")
    page.get_by_role("navigation", name="Du är här").get_by_role("link").first.click()
    page.wait_for_url("**/index.html")


def test_every_stop_of_the_keyboard_is_seen(visit: Visit) -> None:
    page = visit("sv/index.html")
    page.evaluate("window.reached = new Set()")
    unseen = []
    for _ in range(500):
        page.keyboard.press("Tab")
        at, is_seen = page.evaluate(
            """(() => { const at = document.activeElement, { outlineStyle, outlineWidth } =
                 getComputedStyle(at);
               reached.add(at);
               return [at === document.body ? "" : at.outerHTML.slice(0, 100),
                       outlineStyle !== "none" && parseFloat(outlineWidth) >= 2]; })()"""
        )
        if not at:
            break
        unseen += [] if is_seen else [at]
    assert unseen == []
    # What is near has been measured by now: a table that fits is no stop any more.
    left_out = page.evaluate(
        """[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
           .filter((each) => each.checkVisibility() && !reached.has(each))
           .map((each) => each.outerHTML.slice(0, 100))"""
    )
    assert left_out == []


def test_on_paper_there_is_the_chapter_and_nothing_to_press(visit: Visit) -> None:
    page = visit(BUDGET)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    said = "".join(sheet.extract_text() for sheet in paper.pages)
    assert "154 390" in said.replace("\xa0", " ")
    for only_on_screen in ("Till innehållet", "Hela rapporten som pdf", "CSV", "Föregående"):
        assert only_on_screen not in said
    page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
    assert page.evaluate(f"{wide}.length") == 0


def test_on_paper_a_long_tables_head_is_repeated(visit: Visit) -> None:
    page = visit("sv/municipality/evaluation.html")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    heads = [sheet.extract_text().count("Max") for sheet in paper.pages]
    assert sum(heads) > 1
    assert max(heads) == 1


def test_on_paper_there_is_also_what_was_never_near(visit: Visit) -> None:
    page = visit("sv/ks-2024/goals.html", viewport={"width": 390, "height": 800})
    said = "".join(
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    )
    assert "Upphandla utbildningsplattformen" in said
    assert "inte bara nämnden" in said  # The last line of the page.


@pytest.mark.parametrize("width", [390, 1300])
def test_an_address_leads_to_what_is_far_down(visit: Visit, width: int) -> None:
    """Also where nothing on the way there has been laid out."""
    anchor = "tbl-municipality-evaluation-questions"
    page = visit(
        f"sv/municipality/evaluation.html#{anchor}", viewport={"width": width, "height": 800}
    )
    page.wait_for_function(
        "(id) => { const { top } = document.getElementById(id).getBoundingClientRect();"
        " return scrollY > innerHeight && top >= 0 && top < 40; }",
        arg=anchor,
    )
    page.evaluate(SETTLED_WIDTH)
    assert 0 <= page.locator(f"#{anchor}").evaluate("e => e.getBoundingClientRect().top") < 40


def test_a_phone_has_the_contents_one_step_away(visit: Visit) -> None:
    page = visit(BUDGET, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.get_by_role("link", name="Innehåll", exact=True).tap()
    page.wait_for_url("**#contents")
    expect(page.locator(".chapters")).to_be_in_viewport()


def test_the_page_asks_for_nothing_but_its_own_and_keeps_nothing(visit: Visit) -> None:
    page = visit(BUDGET)
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.locator("[style], script:not([src])").count() == 0
    assert page.locator("style").count() == 1


def test_a_page_of_each_kind_can_be_used_within_a_second_on_a_slow_phone(
    browser: Browser, served: str, built: Workspace
) -> None:
    assert slow_pages(browser, served, one_of_each_kind(built)) == []


def slow_pages(browser: Browser, served: str, paths: list[str]) -> list[str]:
    """Those of the pages that cannot be used soon, by what they ask of the phone.

    Round trips, bytes and processor time are counted. The bytes are those of the page and its
    script, compressed as they are sent; the time is the processor's own until the page has loaded,
    for scripts, styles and layout. It is not clocked, as a busy machine says more of itself than
    of the page; for the same reason a page is given three visits.
    """
    slow = []
    for path in paths:
        with answering():
            visits = (_seconds_on_a_slow_phone(browser, f"{served}/{path}") for _ in range(3))
            slow += [] if any(seconds < SOON for seconds in visits) else [path]
    return slow


def _seconds_on_a_slow_phone(browser: Browser, address: str) -> float:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, wait_until="load")
    metrics = session.send("Performance.getMetrics")["metrics"]
    found = {each["name"]: each["value"] for each in metrics}
    work = sum(found[f"{kind}Duration"] for kind in ("Script", "Layout", "RecalcStyle"))
    needed = page.evaluate(
        """performance.getEntries().filter((each) => "transferSize" in each)
           .filter((each) => /\\.(html|js)$/.test(each.name))
           .reduce((sum, each) => sum + each.transferSize, 0)"""
    )
    page.close()
    assert needed > 5_000
    assert work > 0
    return float(ROUND_TRIPS * LATENCY + needed / BYTES_A_SECOND + SLOWER * work)
