"""What the tests of the presentation share: they begin in Swedish."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alereport.base import locales


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with locales.using("sv"):
        yield
