"""The search: over http, in both languages, by keyboard; what it says where it cannot work."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from alereport.base.workspace import Workspace
from tests.browser.conftest import Visit


def search(page: Page, words: str) -> list[str]:
    """What is found, as it is shown."""
    page.get_by_role("searchbox").fill(words)
    expect(page.locator(".found ol a").first).to_be_visible()
    return page.locator(".found ol a").all_inner_texts()


def test_a_word_in_another_form_leads_to_its_section(visit: Visit) -> None:
    page = visit("sv/index.html")
    found = search(page, "investering")
    section = "Kommunstyrelsens ekonomi 2024\nInvesteringar\n"
    (led,) = [place for place, hit in enumerate(found) if hit.startswith(section)]
    assert "hittades" in page.locator(".found [role=status]").inner_text()
    page.locator(".found ol a").nth(led).click()
    page.wait_for_url("**/budget.html#investeringar")
    expect(page.locator(":target")).to_be_in_viewport()


def test_words_with_the_letters_of_swedish_are_found(visit: Visit) -> None:
    page = visit("sv/ks-2024/budget.html")
    for asked, said in (
        ("räddningstjänsten", "Räddningstjänsten"),
        ("målvärde", "målvärde"),
        ("ORDLISTA", "Ordlista"),
    ):
        page.get_by_role("searchbox").fill(asked)
        hit = page.locator(".found ol a", has_text=said)
        expect(hit.first).to_be_visible()


def test_the_english_site_finds_english_words(visit: Visit) -> None:
    page = visit("en/ks-2024/budget.html")
    assert any("Investment" in hit for hit in search(page, "investments"))
    page.locator(".found a").first.click()
    page.wait_for_url("**/en/**")


def test_the_keyboard_walks_the_hits_and_leaves_them(visit: Visit) -> None:
    page = visit("sv/ks-2024/budget.html")
    assert len(search(page, "budget")) > 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.found ol a')[1]")
    page.keyboard.press("Escape")
    expect(page.locator(".found")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_nothing_found_is_said(visit: Visit) -> None:
    page = visit("sv/index.html")
    page.get_by_role("searchbox").fill("xyzzyqwert")
    expect(page.locator(".found [role=status]")).to_have_text("Inget hittades.")


def test_from_a_folder_it_says_that_it_needs_the_published_address(
    visit: Visit, built: Workspace
) -> None:
    page = visit("index.html", root=built.site("sv").as_uri())
    assert page.get_by_role("searchbox").count() == 0
    said = "Sökningen fungerar bara på rapportens publicerade adress."
    expect(page.locator(".search")).to_have_text(said)


def test_without_scripts_it_is_not_shown(visit: Visit) -> None:
    page = visit("sv/index.html", java_script_enabled=False)
    expect(page.locator(".search")).to_be_hidden()
