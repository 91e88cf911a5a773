"""Hostile words run on no page of the whole book, in either language."""

from __future__ import annotations

from alereport.base.workspace import Workspace
from tests.conftest import run_alereport
from tests.integration.publish.test_safe import make_hostile, pages_of, what_runs


def test_no_page_of_the_whole_site_runs_anything_that_is_hostile(checked: Workspace) -> None:
    make_hostile(checked)
    done = run_alereport(checked, "build", "--draft", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    for language in ("sv", "en"):
        pages = pages_of(checked, language)
        assert len(pages) > 20
        assert what_runs(pages) == {}
