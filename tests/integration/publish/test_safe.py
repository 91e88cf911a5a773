"""A hostile title, commentary, notebook and setting are words on the site and on paper."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
import pypdf
import pytest

from alereport.base.workspace import Workspace
from alereport.batch import lock, temporary_folders
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


def pages_of(workspace: Workspace, language: str) -> dict[str, str]:
    site = workspace.site(language)
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }


def what_runs(pages: dict[str, str]) -> dict[str, list[str]]:
    """What a browser would run of the hostile words, by page."""
    return {name: found for name, text in pages.items() if (found := RUNS.findall(text))}


def test_no_page_of_the_site_runs_anything_of_it(hostile: Workspace) -> None:
    pages = pages_of(hostile, "sv")
    assert what_runs(pages) == {}
    assert '<a href="https://www.ale.se/plan">' in pages["sources.html"]
    assert "&lt;script&gt;window.__pwned=3&lt;/script&gt;" in pages["ks-2024/budget.html"]
    assert "&lt;script&gt;window.__pwned=3&lt;/script&gt;" in pages["accessibility.html"]


def test_no_code_of_typst_runs_on_paper_and_what_was_written_stands_there(
    hostile: Workspace,
) -> None:
    text = printed(hostile)
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


def test_where_typst_stops_the_page_and_the_passage_are_named(
    hostile: Workspace, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(hostile.root, root)
    project = Workspace(root)
    path = project.executed("sv", "ks-2024/easy")
    notebook = nbformat.read(path, as_version=4)
    shown = {"text/markdown": "![Kurva](kurva.png)"}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", shown)]
    nbformat.write(notebook, path)
    update_record(project, "sv", "ks-2024/easy")
    done = run_alereport(project, "publish", "--draft", "--engine", "pandoc")
    assert done.returncode == 15, done.stderr
    assert re.search(
        r"the PDF \(sv\), \S+/easy\.ipynb: Typst stopped near .*kurva\.png", done.stderr
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
        assert "Notebooks: 1 executed, 7 already fresh" in done.stdout
        assert "Published (sv)" in done.stdout
        assert done.stderr.count("Traceback") == 0
        assert list(Path(name).iterdir()) == []
