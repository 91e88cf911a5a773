"""What the tests of the presentation share: they begin in Swedish."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alereport.base import language


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with language.using("sv"):
        yield
