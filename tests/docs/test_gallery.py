"""The gallery has every function of the notebooks, and what it shows is what they show."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import shutil
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path

import pytest

from alereport import chapters, exhibits
from alereport.base.workspace import Workspace
from alereport.exhibits.model import Exhibit
from alereport.projects import gallery, shown
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGE = (DOCS / gallery.PAGE).read_text(encoding="utf-8")
HEADINGS = {
    f"{module}.{name}" for module, name in re.findall(r"^### (\w+): (\w+)$", PAGE, re.MULTILINE)
}
SILENT = {*re.findall(r"^- `(\w+\.\w+)`: ", PAGE.split("## Not shown here")[1], re.MULTILINE)}

KINDS = {"None", "Exhibit", *(kind.__name__ for kind in Exhibit.__subclasses__())}
"""What a function that shows something gives."""


def functions_that_show() -> Iterator[str]:
    """Every function of a chapter, and for an analyst's own, that gives an exhibit."""
    folder = Path(chapters.__file__).parent
    rooms = [f"alereport.chapters.{each.parent.name}" for each in folder.glob("*/__init__.py")]
    for room in (*map(importlib.import_module, rooms), exhibits):
        for name in dir(room):
            function = getattr(room, name)
            if inspect.isfunction(function) and not name.startswith("_"):
                kinds = {*str(inspect.signature(function).return_annotation).split(" | ")}
                if kinds <= KINDS:
                    yield f"{room.__name__.rpartition('.')[2]}.{name}"


def test_every_function_that_shows_something_is_in_the_gallery() -> None:
    assert {*functions_that_show()} == HEADINGS | SILENT, "run make docs"
    assert not HEADINGS & SILENT


def test_its_code_is_that_of_the_notebooks_and_the_examples() -> None:
    code = "\n".join(
        "".join(cell["source"])
        for notebook in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(notebook.read_bytes())["cells"]
    )
    code += (DOCS / gallery.EXAMPLES).read_text(encoding="utf-8")
    for block in shown.BLOCK.findall(PAGE):
        for line in block.splitlines():
            assert line in code or line.replace("'", '"') in code, f"{line}: run make docs"


def test_each_picture_is_there_and_no_other() -> None:
    named = {*re.findall(rf"\]\({gallery.PICTURES}/(.+?)\)", PAGE)}
    assert named == {path.name for path in (DOCS / gallery.PICTURES).iterdir()}


@pytest.fixture(scope="module")
def to_be_read(_checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("gallery") / "project"
    shutil.copytree(_checked_once.root, root)
    return Workspace(root)


def test_what_its_examples_show_is_what_they_show_here(to_be_read: Workspace) -> None:
    """The rest is compared in tests/soak/test_gallery.py, which makes figures up."""
    blocks = shown.BLOCK.findall((DOCS / gallery.EXAMPLES).read_text(encoding="utf-8"))
    found = shown.Functions()
    found.add(
        shown.Source("", ""), copy_context().run(shown.run, to_be_read, blocks, shown.EXAMPLE)
    )
    examples = PAGE.split(f"## docs/{gallery.EXAMPLES}")[1]
    of_examples = re.findall(r"^### (\w+: \w+)$", examples, re.MULTILINE)
    entries = gallery.entries(found.sources[""])
    assert len(of_examples) >= 4
    for name in of_examples:
        assert entries[name.replace(": ", ".")] in examples, f"{name}: run make docs"
