"""The chapter on the data's quality is published whatever the verdict is, and says so."""

from __future__ import annotations

import html

from alereport.base.workspace import Workspace
from tests.conftest import edit, run_alereport


def test_the_chapter_on_quality_is_published_of_red_data_and_marked(small_copy: Workspace) -> None:
    for path in small_copy.notebooks.glob("*.ipynb"):
        if path.stem != "quality":
            path.unlink()  # Nothing else is run, which would take longer.
    edit(small_copy, "data/budget/ks-namndplan-2024.csv", ",154390", ",154391")
    done = run_alereport(small_copy, "run", "--language", "sv")
    assert done.returncode == 0, done.stderr
    assert "1 executed" in done.stdout
    asked = ("publish", "--language", "sv", "--engine", "pandoc")
    assert run_alereport(small_copy, *asked).returncode == 15
    done = run_alereport(small_copy, *asked, "--only", "quality")
    assert done.returncode == 0, done.stderr
    assert "Published as a draft (sv)" in done.stdout
    page = small_copy.site("sv") / "municipality" / "quality.html"
    shown = html.unescape(page.read_text(encoding="utf-8"))
    assert "Inte godkänt: underlaget har inte klarat sina kontroller." in shown
    assert "data/budget/ks-namndplan-2024.csv:25 bryter mot en regel som måste hålla." in shown
    assert "UTKAST" in shown
