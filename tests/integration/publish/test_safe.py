"""A hostile title, commentary, notebook and setting are words on the site and on paper."""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
from pathlib import Path

import nbformat
import pypdf
import pytest

from alereport.base.workspace import Workspace
from alereport.batch import lock, temporary_folders
from tests.conftest import copy_project, edit, run_alereport

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
OUTPUT = (
    "Se @anna <script>window.__pwned=4</script> `#text[INJ#str(6*7)]`{=typst} [k](javascript:x) "
    '[f]{onclick=window.__pwned=5 typst:text:fill=\\"red\\"} @fig-nowhere <div onclick=x>hej</div>'
)
RUNS = re.compile(
    r'<script>window|<svg onload|<meta http-equiv="refresh|<[^>]* onclick=|href="javascript:'
    r'|<img src="http',
)


def set_cell(file: Path, key: str, column: str, value: str) -> None:
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    next(row for row in rows if key in row.values())[column] += value
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    project = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    documents = project.data / "documents/documents.csv"
    edit(project, "data/documents/documents.csv", "Nämndplan 2024", "")
    set_cell(documents, "ks-namndplan-2024", "title", TITLE)
    set_cell(documents, "ks-namndplan-2024", "url", "https://www.ale.se/plan")
    edit(project, "data/commentary/ks-namndplan-2024.md", "# budget\n", f"# budget\n\n{WORDS}\n")
    goals = project.data / "goals/ks-namndplan-2024.csv"
    set_cell(goals, "activity", "title", f" {ADDRESS}")
    edit(
        project,
        "params/municipality.yaml",
        "accessibility:",
        f"accessibility:\n  shortcomings:\n    sv: ['{WORDS.replace(chr(39), '')}']",
    )
    path = project.notebook("easy")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [
        nbformat.v4.new_code_cell('print("\\x1b[31mröd\\x1b[0m")'),
        nbformat.v4.new_code_cell(
            f'from IPython.display import Markdown, display\ndisplay(Markdown("{OUTPUT}"))'
        ),
    ]
    nbformat.write(notebook, path)
    done = run_alereport(project, "build", "--draft", "--engine", "pandoc", "-l", "sv")
    assert done.returncode == 0, done.stderr
    return project


def paper(workspace: Workspace) -> str:
    pages = pypdf.PdfReader(workspace.pdf("sv")).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_no_page_of_the_site_runs_anything_of_it(hostile: Workspace) -> None:
    pages = {
        path.relative_to(hostile.site("sv")).as_posix(): path.read_text(encoding="utf-8")
        for path in hostile.site("sv").rglob("*.html")
    }
    assert not {name: RUNS.findall(text) for name, text in pages.items() if RUNS.search(text)}
    assert '<a href="https://www.ale.se/plan">' in pages["sources.html"]
    assert "&lt;script&gt;window.__pwned=3&lt;/script&gt;" in pages["ks-2024/budget.html"]
    assert "&lt;script&gt;window.__pwned=3&lt;/script&gt;" in pages["accessibility.html"]


def test_no_code_of_typst_runs_on_paper_and_what_was_written_stands_there(
    hostile: Workspace,
) -> None:
    text = paper(hostile)
    assert "INJ42" not in text
    assert "INJ#str(6*7)" in text
    assert "ställts till @anna" in text
    assert "Se @anna" in text
    assert "röd" in text
    assert "[31m" not in text


def test_no_link_of_the_pdf_leads_to_a_file_beside_the_site(hostile: Workspace) -> None:
    found = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in pypdf.PdfReader(hostile.pdf("sv")).pages
        for note in page.get("/Annots") or ()
    ]
    outward = [each for each in found if each]
    assert outward
    assert all(each.startswith(("https://", "mailto:")) for each in outward)


def test_where_typst_stops_the_page_and_the_passage_are_named(hostile: Workspace) -> None:
    path = hostile.notebook("easy")
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    shown = (
        "from IPython.display import Markdown, display\ndisplay(Markdown('![Kurva](kurva.png)'))"
    )
    notebook.cells.append(nbformat.v4.new_code_cell(shown))
    nbformat.write(notebook, path)
    done = run_alereport(hostile, "build", "--draft", "--engine", "pandoc", "-l", "sv")
    path.write_bytes(before)
    assert done.returncode == 15, done.stderr
    assert re.search(
        r"the PDF \(sv\), \S+/easy\.ipynb: Typst stopped near .*kurva\.png", done.stderr
    )


def test_a_killed_commands_temporary_files_go_with_the_next(project: Workspace) -> None:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:  # Short, for sockets.
        place = Path(name)
        left = place / "alereport-killed"
        left.mkdir()
        for file in (temporary_folders.LOCK_FILE, "tmp123.json"):
            (left / file).touch()
        half = project.quality / ".verdict.json.abcdefgh"
        half.parent.mkdir(parents=True)
        half.touch()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("tempfile.tempdir", name)
            with lock.exclusive(project, print):
                assert not left.exists()
                assert not half.exists()
                assert Path(tempfile.gettempdir()).parent == place
            assert tempfile.gettempdir() == name


@pytest.mark.skipif(sys.platform != "linux", reason="a folder is told from one in use by its lock")
def test_a_command_leaves_nothing_in_the_place_for_temporary_files(
    checked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:
        monkeypatch.setenv("TMPDIR", name)
        done = run_alereport(checked, "build", "--engine", "pandoc", "-l", "sv")
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("Traceback") == 0
        assert list(Path(name).iterdir()) == []
