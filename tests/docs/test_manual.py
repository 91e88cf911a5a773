"""The manual as a site: every page, no link that leads nowhere, the same bytes twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alereport.base import locales
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish import manual
from alereport.publish.manual import contents, flowcharts, links
from tests.conftest import ROOT, copy_project

DOCS = ROOT / "docs"
TUTORIALS = ("tutorial.md", "tutorial-year.md")
SHELL = re.compile(r"^```sh$.*?^```$", re.MULTILINE | re.DOTALL)
EMPTY_HEAD = re.compile(r"<th[^>]*></th>")
TYPED = re.compile(r"^\| \w+ \| [A-Z]\d+ \|.*$", re.MULTILINE)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A project with its colours."""
    return copy_project(tmp_path_factory.mktemp("manual") / "project")


def made_of(folder: Path, **pages: str) -> Path:
    """A manual of a few pages, in English."""
    listed = "".join(f"        - {name}.md\n" for name in pages)
    (folder / "contents.yaml").write_text(
        f"en:\n  title: Manual\n  parts:\n    - pages:\n{listed}", encoding="utf-8"
    )
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(f"# Page {name}\n\n{text}\n", encoding="utf-8")
    return folder


def test_every_page_is_made_and_named_in_the_menu_of_every_other(manual_site: Path) -> None:
    for language, sources in contents.read(DOCS).pages.items():
        front = (manual_site / language / "index.html").read_text(encoding="utf-8")
        for source in sources:
            path = links.html_path(source.path)
            page = (manual_site / language / path).read_text(encoding="utf-8")
            assert f'<html lang="{language}">' in page
            assert f'href="{path}"' in front
            assert page.count("<h1") == 1, path
            assert not EMPTY_HEAD.search(page), f"{path}: a column without a heading"


def test_the_parts_are_those_of_a_manual() -> None:
    parts = [source.part for source in contents.read(DOCS).pages["en"]]
    assert list(dict.fromkeys(parts)) == ["", "Tutorial", "How to …", "Reference", "Explanation"]


def test_the_same_pages_give_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    table = "| what | where |\n|---|---|\n| a plan | [there](two.md#a-part) |"
    chart = "```mermaid\nflowchart LR\n  a[Plan] --> b[Page]\n```"
    pages = {"one": f"{table}\n\n{chart}", "two": "## A part\n\n```sh\nalereport build\n```"}
    docs = made_of(tmp_path / "docs", **pages)
    for name in ("first", "again"):
        manual.publish(workspace, docs, tmp_path / name)
    found = _content(tmp_path / "first")
    assert {"en/index.html", "en/two.html"} <= found.keys()
    assert _content(tmp_path / "again") == found


@pytest.mark.long
def test_so_does_the_whole_manual(manual_site: Path, workspace: Workspace, tmp_path: Path) -> None:
    manual.publish(workspace, DOCS, tmp_path / "again")
    assert _content(tmp_path / "again") == _content(manual_site)


def _content(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_nothing_of_the_report_is_on_its_pages(manual_site: Path) -> None:
    page = (manual_site / "en/how-to/plan.html").read_text(encoding="utf-8")
    assert "feed.xml" not in page
    assert ".pdf" not in page
    assert "<title>How to add a plan – alereport</title>" in page
    assert 'href="../commands.html"' in page
    night = (manual_site / "en/how-to/exit-code-14.html").read_text(encoding="utf-8")
    assert "and alereport build ended with exit code 14</h1>" in night


def test_a_page_leads_to_itself_in_another_language_or_else_to_the_front_page(
    manual_site: Path,
) -> None:
    reader = (manual_site / "en/reader.html").read_text(encoding="utf-8")
    plan = (manual_site / "en/how-to/plan.html").read_text(encoding="utf-8")
    assert '<a href="../sv/reader.html" lang="sv" hreflang="sv">' in reader
    assert '<a href="../../sv/index.html" lang="sv" hreflang="sv">' in plan


@pytest.mark.parametrize("name", TUTORIALS)
def test_the_tutorials_have_the_same_commands_and_cells_in_each_language(name: str) -> None:
    english, swedish = (
        (folder / name).read_text(encoding="utf-8") for folder in (DOCS, DOCS / "sv")
    )
    assert len(SHELL.findall(english)) >= 5
    assert SHELL.findall(english) == SHELL.findall(swedish)
    cells = [
        [re.findall(r"[A-Z]\d+ \| [^|]+", line) for line in TYPED.findall(text)]
        for text in (english, swedish)
    ]
    assert len(cells[0]) == len(cells[1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[nowhere](other.md)", "other.md leads nowhere"),
        ("[nowhere](two.md#three)", "two.html#three leads nowhere"),
        ("![A picture](images/none.png)", "images/none.png leads nowhere"),
        ("## Contents", "two places are called contents"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_and_nothing_is_made(
    workspace: Workspace, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "docs").mkdir()
    folder = made_of(tmp_path / "docs", one=text, two="## Four")
    with pytest.raises(PublishError, match=re.escape(said)):
        manual.publish(workspace, folder, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_page_that_the_list_leaves_out_is_refused(tmp_path: Path) -> None:
    made_of(tmp_path, one="Words.")
    (tmp_path / "two.md").write_text("# Two\n", encoding="utf-8")
    with pytest.raises(PublishError, match=re.escape("two.md is not in it")):
        contents.read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("one.md", "none.md", "none.md is not there"),
        ("title: Manual", "titel: Manual", "en.title"),
        ("title: Manual", "title: [", "it is not YAML"),
    ],
)
def test_a_list_that_is_wrong_is_one_message(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = made_of(tmp_path, one="Words.") / "contents.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(PublishError, match=re.escape(said)):
        contents.read(tmp_path)


def test_a_page_without_a_title_is_refused(tmp_path: Path) -> None:
    made_of(tmp_path, one="Words.")
    (tmp_path / "one.md").write_text("Words.\n", encoding="utf-8")
    with pytest.raises(PublishError, match="no title"):
        contents.read(tmp_path)


def test_a_flowchart_is_drawn_and_told() -> None:
    chart = 'flowchart TD\n    a["one<br>two"]\n    a -- "asks" --> b\n    b --> c\n'
    with locales.using("en"):
        text, drawings = flowcharts.drawn(f"Before.\n\n```mermaid\n{chart}```\n")
    assert "- **one** → b (asks)\n- **b** → c" in text
    (name, drawing), *others = drawings.items()
    assert others == []
    assert f"({name}){{.wide}}" in text
    assert re.findall(r">(\w+)</text>", drawing) == ["one", "two", "b", "c"]
    heights = [float(y) for y in re.findall(r'<rect class="band" x="[\d.]+" y="([\d.]+)"', drawing)]
    assert heights == sorted(set(heights))
