"""Hostile words in every text that a person may write are words wherever they are read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright

from alereport.base.workspace import Workspace
from tests import hostile, sinks
from tests.browser.conftest import chromium, playwright, serving, watched  # noqa: F401 - fixtures
from tests.conftest import copy_project, run_alereport


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    project = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    made = hostile.make(project)
    assert sum(made.values()) > 500
    done = run_alereport(project, "build", "--draft", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    return project


def test_nothing_is_more_than_words_in_any_page_paper_workbook_table_feed_or_catalogue(
    published: Workspace,
) -> None:
    assert len(list(published.sites.rglob("*.html"))) > 60
    assert sinks.of_everything(published) == {}


@pytest.fixture(scope="module")
def opened(published: Workspace, playwright: Playwright) -> list[str]:  # noqa: F811
    """What went wrong on any page in a real browser."""
    wrong: list[str] = []
    with serving(published.build) as address, chromium(playwright) as browser:
        page = browser.new_page()
        seen = watched(page, address)
        for path in sorted(published.sites.rglob("*.html")):
            seen.clear()
            at = f"{address}/{path.relative_to(published.build).as_posix()}"
            page.goto(at, wait_until="load")
            page.wait_for_timeout(50)
            wrong += [f"{path.name}: {each}" for each in seen]
            wrong += [f"{path.name}: ran"] if page.evaluate("'pwned' in window") else []
            wrong += [f"{path.name}: left for {page.url}"] if page.url != at else []
        seen.clear()
        for path in sinks.data_docs(published):
            page.goto(f"{address}/{path.relative_to(published.build).as_posix()}")
            wrong += [f"data docs {path.name}: ran"] if page.evaluate("'pwned' in window") else []
        wrong += [each for each in seen if "evil.example" in each]
    return wrong


def test_no_page_runs_anything_or_asks_another_host_in_a_browser(opened: list[str]) -> None:
    assert opened == []
