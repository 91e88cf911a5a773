"""Publishing again with nothing changed: nothing is done, but what somebody spoilt is mended."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from alereport.base.workspace import Workspace
from alereport.publish import publishing
from alereport.publish.book.staging import Options
from alereport.publish.published import freshness, sums
from alereport.publish.publishing import Published
from tests.conftest import run_alereport

PUBLISH = ("publish", "--engine", "pandoc")


def published_at(workspace: Workspace) -> int:
    return (workspace.site("sv") / "index.html").stat().st_mtime_ns


def test_what_is_published_from_these_very_inputs_is_left_alone(built_copy: Workspace) -> None:
    before = published_at(built_copy)
    done = run_alereport(built_copy, *PUBLISH)
    assert done.returncode == 0, done.stderr
    assert "Already published (en), and nothing changed: build/site/en/index.html" in done.stdout
    assert published_at(built_copy) == before
    built_copy.verdict.unlink()
    assert run_alereport(built_copy, *PUBLISH).returncode == 15


def test_publishing_is_a_function_that_says_what_it_did_and_prints_nothing(
    built_copy: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    languages, asked = ["sv", "en"], []

    def progress(language: str) -> AbstractContextManager[None]:
        asked.append(language)
        return nullcontext()

    def publish(**options: Any) -> Published:
        return publishing.publish(
            built_copy, languages, Options(**options), engine="pandoc", progress=progress
        )

    assert publish() == Published("pandoc", is_new=False)
    assert asked == []
    assert publish(draft=True) == Published("pandoc", frozenset(languages))
    assert asked == languages
    assert publish().is_new, "a draft does not stand for what is published"
    assert capsys.readouterr() == ("", "")


def test_what_somebody_spoilt_is_published_anew(built_copy: Workspace) -> None:
    as_it_was = built_copy.sums.read_text(encoding="utf-8")
    built_copy.pdf("sv").unlink()
    (built_copy.site("en") / "sources.html").write_text("", encoding="utf-8")
    done = run_alereport(built_copy, *PUBLISH)
    assert done.returncode == 0, done.stderr
    assert "Published (sv): build/site/sv/index.html and build/report-sv.pdf." in done.stdout
    assert sums.listing(built_copy) == built_copy.sums.read_text(encoding="utf-8") == as_it_was


def test_a_draft_does_not_stand_for_what_is_published(built: Workspace) -> None:
    key = freshness.key(built, ["sv", "en"], None)
    assert freshness.is_fresh(built, ["sv", "en"], key)
    assert not freshness.is_fresh(built, ["sv", "en"], "")
    assert freshness.key(built, ["sv"], None) != key
    assert freshness.key(built, ["sv", "en"], built.sites) != key
