"""What holds for every page of the site, in both languages."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag, urlsplit

from alereport.base.workspace import Workspace
from tests.browser.conftest import WIDTHS, Walked, one_of_each_kind, one_of_each_name

Pages = dict[str, Walked]


def test_the_pages_of_both_languages_are_walked(walked: Pages, built: Workspace) -> None:
    assert {path[3:] for path in walked if path.startswith("sv/")} == {
        path[3:] for path in walked if path.startswith("en/")
    }
    executed = {path.stem for path in (built.build / "notebooks").rglob("*.ipynb")}
    assert executed - {"overview"} <= {path.split("/")[-1].removesuffix(".html") for path in walked}


def test_each_kind_of_page_is_seen_in_every_width_and_the_others_in_the_narrowest(
    walked: Pages, built: Workspace
) -> None:
    kinds = one_of_each_kind(built)
    assert len(kinds) > 8
    for path, page in walked.items():
        assert list(page.widths) == (list(WIDTHS) if path in kinds else [min(WIDTHS)]), path


def test_no_page_errs_or_asks_another_host(walked: Pages) -> None:
    assert {path: page.wrong for path, page in walked.items() if page.wrong} == {}


def test_every_page_has_one_first_heading_the_houses_type_and_whole_pictures(
    walked: Pages,
) -> None:
    for path, page in walked.items():
        facts = page.facts
        assert facts["headings"] == 1, path
        assert "Source Sans Pro" in facts["font"], path
        assert facts["hasFont"], path
        assert (facts["broken"], facts["unnamed"]) == (0, 0), path


def test_no_page_is_wider_than_the_screen(walked: Pages) -> None:
    wide = {
        (path, screen): width
        for path, page in walked.items()
        for screen, width in page.widths.items()
        if width > screen
    }
    assert wide == {}


def test_axe_finds_nothing_in_a_page_of_each_name(walked: Pages, built: Workspace) -> None:
    assert len(one_of_each_name(built)) > 20
    assert {path: page.violations for path, page in walked.items() if page.violations} == {}


def test_no_two_things_on_a_page_have_one_name(walked: Pages) -> None:
    for path, page in walked.items():
        ids = page.facts["ids"]
        assert sorted(ids) == sorted(set(ids)), path


def test_every_link_and_anchor_leads_somewhere(
    walked: Pages, served: str, built: Workspace
) -> None:
    site = built.build / "site"
    broken = []
    for path, page in walked.items():
        for link in page.facts["links"]:
            target, anchor = urldefrag(link)
            if not target.startswith(served):
                continue
            to = unquote(urlsplit(target).path).removeprefix("/site/")
            whole = (site / to).is_file()
            there = not anchor or (to in walked and unquote(anchor) in walked[to].facts["ids"])
            if not (whole and there):
                broken.append(f"{path}: {link}")
    assert broken == []
