"""The Quarto engine: its project file, and the real program where it is on PATH."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from alereport import params
from alereport.publish import quarto
from alereport.publish.book import Book
from alereport.workspace import Workspace
from tests.conftest import run_alereport

has_quarto = pytest.mark.skipif(quarto.program() is None, reason="quarto is not on PATH")


def settings(workspace: Workspace) -> dict[str, object]:
    return yaml.safe_load((workspace.root / "_quarto.yml").read_text(encoding="utf-8"))


def test_the_chapter_list_comes_from_the_build_and_every_chapter_exists(built: Workspace) -> None:
    (listed,) = settings(built)["metadata-files"]  # type: ignore[misc]
    made = yaml.safe_load((built.root / listed).read_text(encoding="utf-8"))
    chapters = made["book"]["chapters"]
    assert chapters[0] == "index.qmd"
    assert [each["part"] for each in chapters if isinstance(each, dict)] == [
        "Kommunstyrelsen 2024",
        "Kommunstyrelsen 2022",
        "Servicenämnden 2021",
        "Kommunstyrelsen 2016",
    ]
    paths = [
        path
        for each in chapters
        for path in (each["chapters"] if isinstance(each, dict) else [each])
    ]
    assert all((built.root / path).is_file() for path in paths)
    assert made["book"]["author"], "Quarto's Typst book needs an author"


def test_every_path_of_the_project_file_is_made_by_the_build(built: Workspace) -> None:
    text = (built.root / "_quarto.yml").read_text(encoding="utf-8")
    for path in re.findall(r"build/book/[\w./*-]+\w", text):
        assert list(built.root.glob(path)), path


def test_nothing_is_executed_and_no_code_is_shown(project: Workspace) -> None:
    assert settings(project)["execute"] == {"enabled": False, "echo": False}


def test_the_front_page_includes_what_the_build_made(built: Workspace) -> None:
    text = (built.root / "index.qmd").read_text(encoding="utf-8")
    (included,) = re.findall(r"{{< include (\S+) >}}", text)
    assert "Så läser du rapporten" in (built.root / included).read_text(encoding="utf-8")


def test_inside_the_staged_book_no_path_leads_out(built: Workspace) -> None:
    municipality = params.municipality(built)
    book = Book("en", municipality.languages, "Budgets", municipality, ())
    made = yaml.safe_dump(quarto.project(built, book))
    assert "build/" not in made
    assert "metadata-files" not in made
    assert "lang: en" in made


def test_asking_for_quarto_where_there_is_none_says_so(built_copy: Workspace) -> None:
    if quarto.program():
        pytest.skip("quarto is on PATH")
    done = run_alereport(built_copy, "publish", "--engine", "quarto", "-l", "sv")
    assert done.returncode == 15
    assert "there is no program quarto on PATH" in done.stderr
    assert "--engine pandoc" in done.stderr


@has_quarto
def test_stock_quarto_renders_the_swedish_book(built_copy: Workspace) -> None:
    done = subprocess.run(
        [str(quarto.program()), "render"],
        cwd=built_copy.root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    assert (built_copy.build / "quarto" / "index.html").is_file()
    assert len(list((built_copy.build / "quarto").glob("*.pdf"))) == 1


@has_quarto
def test_publish_with_quarto_makes_site_and_pdf(built_copy: Workspace) -> None:
    shutil.rmtree(built_copy.build / "site")
    done = run_alereport(built_copy, "publish", "--engine", "quarto")
    assert done.returncode == 0, done.stderr
    for language in ("sv", "en"):
        page = built_copy.site(language) / "ks-2024" / "budget.html"
        text = html.unescape(page.read_text(encoding="utf-8"))
        assert ("154\u00a0390" if language == "sv" else "154,390") in text
        external = re.findall(r'(?:src|href)="(?:https?:)?//[^"]+', text)
        assert external == []
        assert Path(built_copy.pdf(language)).stat().st_size > 50_000
