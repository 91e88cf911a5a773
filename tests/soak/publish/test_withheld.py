"""What is withheld changes no published byte: two builds that differ only in it are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.publish.published import sums
from tests.conftest import run_alereport
from tests.integration.publish.test_planted import assert_no_message_tells_it, plant


def test_two_builds_that_differ_only_in_withheld_figures_are_the_same_bytes(
    tmp_path: Path,
) -> None:
    built = []
    for name, figures in (("one", ("37.3", "12.9", "74.6")), ("other", ("5.2", "1.1", "21.2"))):
        workspace = plant(tmp_path / name, figures)
        done = run_alereport(workspace, "build", "--engine", "pandoc")
        assert done.returncode == 0, done.stdout + done.stderr
        built.append(workspace)
    one, other = built
    assert sums.differences(one, other.build)[1] == []
    assert one.sums.read_bytes() == other.sums.read_bytes()


@pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations
def test_no_error_in_any_cell_of_the_row_makes_a_message_tell_it(tmp_path: Path) -> None:
    assert_no_message_tells_it(plant(tmp_path / "project"), every=1)
