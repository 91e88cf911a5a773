"""Publishing again with nothing changed: nothing is done, but what somebody spoilt is mended."""

from __future__ import annotations

from alereport.base.workspace import Workspace
from alereport.publish.published import standing, sums
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


def test_what_somebody_spoilt_is_published_anew(built_copy: Workspace) -> None:
    as_it_was = built_copy.sums.read_text(encoding="utf-8")
    built_copy.pdf("sv").unlink()
    (built_copy.site("en") / "sources.html").write_text("", encoding="utf-8")
    done = run_alereport(built_copy, *PUBLISH)
    assert done.returncode == 0, done.stderr
    assert "Published (sv): build/site/sv/index.html and build/report-sv.pdf." in done.stdout
    assert sums.listed(built_copy) == built_copy.sums.read_text(encoding="utf-8") == as_it_was


def test_a_draft_does_not_stand_for_what_is_published(built: Workspace) -> None:
    made_from = standing.made_from(built, ["sv", "en"], None)
    assert standing.stands(built, ["sv", "en"], made_from)
    assert not standing.stands(built, ["sv", "en"], "")
    assert standing.made_from(built, ["sv"], None) != made_from
    assert standing.made_from(built, ["sv", "en"], built.sites) != made_from
