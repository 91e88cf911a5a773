"""Publishing again with nothing changed: nothing is done, but what somebody spoilt is mended."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from alereport.base.workspace import Workspace
from alereport.publish import publishing
from alereport.publish.book.options import Options
from alereport.publish.published import freshness, sums
from alereport.publish.publishing import Published
from tests.conftest import run_alereport

PUBLISH = ("publish", "--engine", "pandoc")


def published_at(workspace: Workspace) -> int:
    return (workspace.site("sv") / "index.html").stat().st_mtime_ns


def test_what_is_published_from_these_very_inputs_is_left_alone(brief_copy: Workspace) -> None:
    before = published_at(brief_copy)
    done = run_alereport(brief_copy, *PUBLISH)
    assert done.returncode == 0, done.stderr
    assert "Already published (en), and nothing changed: build/site/en/index.html" in done.stdout
    assert published_at(brief_copy) == before
    brief_copy.verdict.unlink()
    assert run_alereport(brief_copy, *PUBLISH).returncode == 15


def test_publishing_is_a_function_that_says_what_it_did_and_prints_nothing(
    brief_copy: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    languages, asked = ["sv", "en"], []

    def progress(language: str) -> AbstractContextManager[None]:
        asked.append(language)
        return nullcontext()

    def publish(**options: Any) -> Published:
        return publishing.publish(
            brief_copy, languages, Options(**options), engine="pandoc", progress=progress
        )

    assert publish() == Published("pandoc", is_new=False)
    assert asked == []
    assert publish(draft=True) == Published("pandoc", frozenset(languages))
    assert asked == languages
    key = freshness.key(brief_copy, languages, None)
    assert not freshness.is_fresh(brief_copy, languages, key), "a draft stands for nothing"
    assert capsys.readouterr() == ("", "")


def test_what_somebody_spoilt_is_published_again(brief_copy: Workspace) -> None:
    as_it_was = brief_copy.sums.read_text(encoding="utf-8")
    brief_copy.pdf("sv").unlink()
    (brief_copy.site("en") / "sources.html").write_text("", encoding="utf-8")
    done = run_alereport(brief_copy, *PUBLISH)
    assert done.returncode == 0, done.stderr
    assert "Published (sv): build/site/sv/index.html and build/report-sv.pdf." in done.stdout
    assert sums.listing(brief_copy) == brief_copy.sums.read_text(encoding="utf-8") == as_it_was


def test_a_draft_does_not_stand_for_what_is_published(brief: Workspace) -> None:
    key = freshness.key(brief, ["sv", "en"], None)
    assert freshness.is_fresh(brief, ["sv", "en"], key)
    assert not freshness.is_fresh(brief, ["sv", "en"], "")
    assert freshness.key(brief, ["sv"], None) != key
    assert freshness.key(brief, ["sv", "en"], brief.sites) != key
