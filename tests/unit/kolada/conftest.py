"""What the tests of Kolada share: a server of its API, and a project that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from alereport.base.comparison import Comparison
from alereport.kolada.client import Client, Limits
from tests.unit.kolada.server import TITLES, Kolada, filled, serving

QUICK = Limits(
    seconds_between=0, tries=3, backoff=0.01, silence=20, answer_seconds=30, total_seconds=60
)
"""Limits with which a fault is soon tried again, on however busy a machine."""
IMPATIENT = replace(QUICK, silence=0.5, answer_seconds=1)
"""Limits with which a server that says nothing is soon given up."""
ASKED: dict[str, Any] = {
    "indicators": [
        {"indicator": name, "title": title, "label": name, "unit": "kr/inv", "direction": "lower"}
        for name, title in TITLES.items()
    ],
    "municipalities": {"codes": ["1440", "1480", "0331"], "reason": "Grannar"},
    "years": {"first": 2020, "last": 2024},
}


@pytest.fixture
def kolada() -> Iterator[Kolada]:
    """A server with values of three indicators, four municipalities, a region and the country."""
    with serving() as server:
        filled(server)
        yield server


@pytest.fixture
def client(kolada: Kolada) -> Iterator[Client]:
    with Client(kolada.base, limits=QUICK) as client:
        yield client


@pytest.fixture
def asked() -> Comparison:
    return Comparison.model_validate(ASKED)
