"""A hostile title, commentary, notebook and setting are words on the site and on paper."""

from __future__ import annotations

import base64
import csv
import io
import re
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import nbformat
import pypdf
import pytest

from alereport.base.workspace import Workspace
from alereport.batch import lock, temporary_folders
from tests import hostile as hostile_project
from tests import sinks
from tests.conftest import edit, run_alereport, start_alereport
from tests.integration.publish import paper
from tests.integration.publish.test_corrections import update_record

TITLE = (
    "Nämndplan [x](javascript:window.__pwned=1) `#text[INJ#str(6*7)]`{=typst} "
    '`<svg onload="window.__pwned=2">`{=html} <b>x</b> @bo 2024'
)
WORDS = (
    "Frågan har ställts till @anna. `#text[INJ#str(6*7)]`{=typst} <script>window.__pwned=3</script>"
    ' `<meta http-equiv="refresh" content="0;url=http://x.se">`{=html} [x](javascript:y) '
    "![x](http://x.se/y.png)"
)
ADDRESS = (
    "https://www.exempel.se/kommun-och-politik/mal-och-budget/uppfoljning/2024/naringsliv/"
    "trygghetsenkat-2024-fragor-och-svar-bilaga-3.pdf"
)


def set_cell(file: Path, key: str, column: str, value: str) -> None:
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    next(row for row in rows if key in row.values())[column] += value
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")


def make_hostile(project: Workspace) -> None:
    """Write what is hostile wherever a person may write something."""
    documents = project.data / "documents/documents.csv"
    edit(project, "data/documents/documents.csv", "Nämndplan 2024", "")
    set_cell(documents, "ks-namndplan-2024", "title", TITLE)
    set_cell(documents, "ks-namndplan-2024", "url", "https://www.ale.se/plan")
    commentary = "data/commentary/ks-namndplan-2024.md"
    edit(project, commentary, "# budget\n", f"# budget\n\n{WORDS}\n")
    translated = "The reduction falls above all"
    edit(project, commentary, translated, f"{WORDS}\n\n{translated}")
    goals = project.data / "goals/ks-namndplan-2024.csv"
    for column in ("title", "title_en"):  # A translation has the numbers of what it translates.
        set_cell(goals, "activity", column, f" {ADDRESS}")
    assert sum(hostile_project.make_quickly(project).values()) > 50


@pytest.fixture(scope="module")
def hostile(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("hostile") / "project"
    shutil.copytree(small.root, root)
    project = Workspace(root)
    for path in project.notebooks.iterdir():
        if path.stem not in {"budget", "easy", "goals", "quality"}:
            path.unlink()  # Every chapter is in tests/soak/publish/test_safe.py.
    make_hostile(project)
    done = run_alereport(project, "build", "--draft", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    return project


def printed(workspace: Workspace) -> str:
    return " ".join(" ".join(paper.pages(workspace.pdf("sv"))).split())


def test_nothing_of_it_is_more_than_words_anywhere(hostile: Workspace) -> None:
    assert sinks.of_everything(hostile) == {}


def test_it_is_shown_as_it_was_written(hostile: Workspace) -> None:
    site = hostile.site("sv")
    budget = (site / "ks-2024/budget.html").read_text(encoding="utf-8")
    assert '<a href="https://www.ale.se/plan">' in (site / "sources.html").read_text()
    assert "&lt;script&gt;window.pwned=1&lt;/script&gt;" in budget
    assert "{{&lt; include /etc/passwd &gt;}}" in budget


def test_a_heading_of_an_analysts_stands_below_the_chapters_own(hostile: Workspace) -> None:
    page = (hostile.site("sv") / "ks-2024/easy.html").read_text(encoding="utf-8")
    assert page.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert re.search(r"<h2[^>]*>Ny rubrik</h2>", page)
    outline = pypdf.PdfReader(hostile.pdf("sv")).outline
    chapters = [each.title for each in outline if not isinstance(each, list)]
    assert "2 Kommunstyrelsens ekonomi 2024" in chapters
    assert "Ny rubrik" not in chapters


def test_no_code_of_typst_runs_on_paper_and_what_was_written_stands_there(
    hostile: Workspace,
) -> None:
    text = printed(hostile)
    assert "INJ42" not in text
    assert "INJ#str(6*7)" in text
    assert "ställts till @anna" in text
    assert '"x") röd' in text
    assert "31m" not in text


def test_no_link_of_the_pdf_leads_to_a_file_beside_the_site(hostile: Workspace) -> None:
    found = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in pypdf.PdfReader(hostile.pdf("sv")).pages
        for note in page.get("/Annots") or ()
    ]
    outward = [each for each in found if each]
    assert outward
    assert all(each.startswith(("https://", "mailto:")) for each in outward)


def test_where_typst_stops_the_page_and_the_passage_are_named(
    hostile: Workspace, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(hostile.root, root)
    project = Workspace(root)
    path = project.executed("sv", "ks-2024/easy")
    notebook = nbformat.read(path, as_version=4)
    shown = {"image/png": base64.b64encode(b"no picture").decode(), "text/plain": "Kurva"}
    notebook.cells[-2].outputs = [nbformat.v4.new_output("display_data", shown)]
    nbformat.write(notebook, path)
    update_record(project, "sv", "ks-2024/easy")
    done = run_alereport(project, "publish", "--draft", "--engine", "pandoc")
    assert done.returncode == 15, done.stderr
    assert re.search(
        r"the PDF \(sv\), \S+/easy\.ipynb: Typst stopped near .*figures/cell-", done.stderr
    )


def test_a_killed_commands_temporary_files_go_with_the_next(project: Workspace) -> None:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:  # Short, for sockets.
        place = Path(name)
        left = place / "alereport-run-abcdefgh"
        left.mkdir()
        (left / "tmp123.json").touch()
        half = project.quality / ".verdict.json.abcdefgh.unfinished"
        half.parent.mkdir(parents=True)
        half.touch()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("tempfile.tempdir", name)
            with lock.exclusive(project, print):
                assert not left.exists()
                assert not half.exists()
                assert temporary_folders.NAME.fullmatch(Path(tempfile.gettempdir()).name)
            assert tempfile.gettempdir() == name


@pytest.mark.skipif(sys.platform != "linux", reason="a folder in use is known by its lock")
def test_a_command_leaves_nothing_in_the_place_for_temporary_files(
    small_copy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:
        monkeypatch.setenv("TMPDIR", name)
        small_copy.executed("sv", "ks-2024/easy").unlink()
        small_copy.publication_stamp.unlink()
        done = start_alereport(small_copy, "build", "--engine", "pandoc")
        assert done.returncode == 0, done.stderr
        assert "Notebooks: 1 executed, 9 already fresh" in done.stdout
        assert "Published (sv)" in done.stdout
        assert done.stderr.count("Traceback") == 0
        assert list(Path(name).iterdir()) == []
