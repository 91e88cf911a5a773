"""No file that a reader is fed with ends in anything but what it reads, or one error."""

from __future__ import annotations

import pytest

from tests.integration.reading.fuzzing import READERS, fed

COUNT = 500
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", READERS)
def test_a_reader_reads_or_refuses_whatever_it_is_fed(name: str) -> None:
    reader = READERS[name]
    for seed in reader.seeds:
        reader.read(seed)
    assert fed(reader, COUNT)
