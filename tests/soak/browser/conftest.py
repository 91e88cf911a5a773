"""The same browser and site as the short forms have, and every page in every light and width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright

from alereport.base.workspace import Workspace
from tests.browser.conftest import (  # noqa: F401 - fixtures
    LIGHTS,
    Walked,
    browser,
    pages_of,
    playwright,
    served,
    walk,
)


@pytest.fixture(scope="module")
def walked(
    playwright: Playwright,  # noqa: F811 - the fixture
    served: str,  # noqa: F811 - the fixture
    built: Workspace,
) -> dict[str, Walked]:
    """Every page of the site, visited once and judged in each light and width."""
    return walk(playwright, served, dict.fromkeys(pages_of(built), LIGHTS))
