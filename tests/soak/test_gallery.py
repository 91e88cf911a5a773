"""The gallery is what `make docs` makes of the notebooks now."""

from __future__ import annotations

from alereport.base.workspace import Workspace
from alereport.projects import gallery, shown
from tests.conftest import ROOT

DOCS = ROOT / "docs"


def test_the_page_and_its_pictures_are_made_from_the_notebooks(checked: Workspace) -> None:
    found = shown.of_project(checked, DOCS / gallery.EXAMPLES)
    assert gallery.page(found) == (DOCS / gallery.PAGE).read_text(encoding="utf-8")
    for name, drawing in gallery.pictures(found).items():
        assert drawing == (DOCS / gallery.PICTURES / name).read_bytes(), name
