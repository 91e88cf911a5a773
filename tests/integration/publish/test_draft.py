"""Publishing is strict: what nobody reviewed as it is comes out as a draft, or not at all."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
import yaml

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.publish.books import Book
from alereport.publish.engines import quarto_program, quarto_project
from tests.conftest import ROOT, edit, points_on, run_alereport
from tests.integration.publish import paper

BUDGET = "data/budget/ks-namndplan-2024.csv"
DRAFT = {"sv": "UTKAST", "en": "DRAFT"}


@pytest.fixture(scope="module")
def unsealed(brief: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A built project in which two figures were then changed so that no rule can tell.

    It has the chapter on the quality of the data too.
    """
    root = tmp_path_factory.mktemp("unsealed") / "project"
    shutil.copytree(brief.root, root)
    shutil.copyfile(ROOT / "notebooks/quality.ipynb", root / "notebooks/quality.ipynb")
    workspace = Workspace(root)
    edit(workspace, BUDGET, ",20450,\n", ",20451,\n")
    edit(workspace, BUDGET, ",22750,\n", ",22749,\n")
    return workspace


@pytest.fixture(scope="module")
def refused(unsealed: Workspace) -> tuple[int, str, bool]:
    """How a build of it ends: its exit code, its message, and whether the site is untouched."""
    before = {path: path.read_bytes() for path in unsealed.build.glob("site/**/*.html")}
    done = run_alereport(unsealed, "build", "--engine", "pandoc")
    return done.returncode, done.stderr, before == {path: path.read_bytes() for path in before}


@pytest.fixture(scope="module")
def draft(unsealed: Workspace, refused: object) -> Workspace:
    """The same project, published as a draft."""
    done = run_alereport(unsealed, "build", "--engine", "pandoc", "--draft")
    assert done.returncode == 0, done.stderr
    assert "Published as a draft (sv)" in done.stdout
    return unsealed


def pages(workspace: Workspace, language: str) -> list[str]:
    paths = sorted(workspace.site(language).rglob("*.html"))
    shown = (path for path in paths if not points_on(path))
    return [html.unescape(path.read_text(encoding="utf-8")) for path in shown]


def test_unsealed_data_are_not_published(refused: tuple[int, str, bool]) -> None:
    code, message, untouched = refused
    assert code == 15
    assert untouched
    line = message.strip().splitlines()[-1]
    assert line.startswith(f"{BUDGET}: it changed since it was sealed ")
    assert f'alereport seal {BUDGET} --reason "…"' in line
    assert line.endswith("or publish a draft with --draft.")


@pytest.mark.parametrize("language", DRAFT)
def test_a_draft_says_so_on_every_page_of_the_site(draft: Workspace, language: str) -> None:
    found = pages(draft, language)
    staged = draft.book(language)
    origins = [*draft.site(language).rglob("*-origins.html")]
    assert len(origins) >= 2
    chapters = [*staged.rglob("*.ipynb"), *staged.rglob("*.qmd")]
    assert len(found) == len(chapters) + len(origins)
    for page in found:
        assert f"<title>{DRAFT[language]}: " in page
        assert f'<p class="draft" role="note"><strong>{DRAFT[language]}.</strong> ' in page


@pytest.mark.parametrize("language", DRAFT)
def test_a_draft_says_so_on_every_page_of_the_pdf(draft: Workspace, language: str) -> None:
    # In the running head or the title, and large across the page.
    assert all(text.count(DRAFT[language]) >= 2 for text in paper.pages(draft.pdf(language)))
    with pikepdf.open(draft.pdf(language)) as opened:
        assert str(opened.docinfo.Title).startswith(DRAFT[language])


def test_what_is_no_draft_says_nothing_of_it(brief: Workspace) -> None:
    assert not [page for page in pages(brief, "sv") if "UTKAST" in page or "Inte granskat" in page]
    assert not [text for text in paper.pages(brief.pdf("sv")) if "UTKAST" in text]


def test_the_chapter_and_that_on_quality_name_which_data_were_not_reviewed(
    draft: Workspace,
) -> None:
    for page in ("ks-2024/budget.html", "municipality/quality.html"):
        text = (draft.site("sv") / page).read_text(encoding="utf-8")
        assert f"{BUDGET} har ändrats sedan den granskades mot sin källa" in text
        assert text.count("har ändrats sedan den granskades") == 1
    quality = (draft.site("sv") / "municipality/quality.html").read_text(encoding="utf-8")
    assert "obligatoriska kontroller är godkända" in quality
    of_another = (draft.site("sv") / "ks-2022/budget.html").read_text(encoding="utf-8")
    assert "har ändrats sedan den granskades" not in of_another


def test_what_is_staged_for_stock_quarto_is_a_draft_too(draft: Workspace) -> None:
    assert run_alereport(draft, "run").returncode == 0
    made = yaml.safe_load(draft.book_chapters("sv").read_text(encoding="utf-8"))
    assert made["book"]["title"] == "UTKAST: Nämndernas planer och uppföljning"
    assert made["draft-banner"].startswith("UTKAST. ")


def test_sealed_the_report_must_run_again_without_its_notice(
    draft: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(draft.root, tmp_path / "project")
    workspace = Workspace(tmp_path / "project")
    assert run_alereport(workspace, "seal", "--all", "--reason", "Rättat").returncode == 0
    done = run_alereport(workspace, "publish", "--engine", "pandoc")
    assert done.returncode == 15
    assert "it is stale (seals changed (data/budget/ks-namndplan-2024.csv" in done.stderr


def test_a_text_that_is_not_approved_is_refused_and_a_draft_says_so(brief_copy: Workspace) -> None:
    text = "data/commentary/ks-namndplan-2024.md"
    edit(
        brief_copy, text, "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket"
    )
    done = run_alereport(brief_copy, "build", "--engine", "pandoc")
    assert done.returncode == 15
    assert f"{text}:23: the commentary on budget (written) is not approved" in done.stderr
    done = run_alereport(brief_copy, "build", "--engine", "pandoc", "--draft")
    assert done.returncode == 0, done.stderr
    said = {
        (language, report): "Skriven, inte granskad." in page or "Written, not reviewed." in page
        for language in DRAFT
        for report in ("ks-2024/budget", "ks-2022/budget")
        for page in [(brief_copy.site(language) / f"{report}.html").read_text(encoding="utf-8")]
    }
    assert {report for report, is_said in said.items() if is_said} == {
        (language, "ks-2024/budget") for language in DRAFT
    }


def test_what_is_written_for_quarto_says_that_it_is_a_draft(brief: Workspace) -> None:
    municipality = params.municipality(brief)
    book = Book("sv", municipality.languages, "UTKAST: Budget", municipality, (), draft=True)
    settings = quarto_project.settings(brief, book)
    assert settings["book"]["title"] == "UTKAST: Budget"
    assert settings["draft-banner"].startswith("UTKAST. ")
    assert settings["draft-word"] == "UTKAST"


@pytest.mark.skipif(quarto_program.program() is None, reason="quarto is not on PATH")
def test_a_draft_with_quarto_says_so_on_every_page(draft: Workspace, tmp_path: Path) -> None:
    shutil.copytree(draft.root, tmp_path / "project")
    workspace = Workspace(tmp_path / "project")
    done = run_alereport(workspace, "publish", "--draft", "--engine", "quarto", "-l", "sv")
    assert done.returncode == 0, done.stderr
    for page in pages(workspace, "sv"):
        assert re.search(r"<title>[^<]*UTKAST", page)
        note = r'(<div class="draft" role="note">\s*<p>|<p class="draft" role="note">)'
        assert re.search(rf"{note}<strong>UTKAST", page)
    assert all("UTKAST" in text for text in paper.pages(workspace.pdf("sv")))
