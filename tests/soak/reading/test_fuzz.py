"""The same with a million files for each reader, others each time."""

from __future__ import annotations

import secrets

import pytest

from tests.integration.reading.fuzzing import READERS, fed

COUNT = 1_000_000


@pytest.mark.parametrize("name", READERS)
def test_a_reader_reads_or_refuses_a_million_files(name: str) -> None:
    start = secrets.randbits(32)
    assert fed(READERS[name], COUNT, start), start
