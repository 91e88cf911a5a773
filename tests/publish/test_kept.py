"""The pages that are kept: never other bytes than those made from nothing, and never too many."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alereport.base.cache import Kept
from alereport.base.workspace import Workspace
from alereport.publish.book import staging
from alereport.publish.engines import pandoc
from alereport.publish.engines.conversion import Conversion, converted
from tests.conftest import edit
from tests.publish.test_site import files_of

PAGE = b"<p>1 000</p>\r\n"


def refuse() -> bytes:
    raise AssertionError("the page was kept")


def test_a_page_is_made_once(tmp_path: Path) -> None:
    Kept(tmp_path).content("a.html", lambda: PAGE)
    assert Kept(tmp_path).content("a.html", refuse) == PAGE


def test_pages_that_no_book_asks_for_are_forgotten(tmp_path: Path) -> None:
    for key in ("a", "b"):
        Kept(tmp_path).content(f"{key}.html", lambda: PAGE)
    pages = Kept(tmp_path)
    pages.content("b.html", refuse)
    pages.forget_others()
    assert [path.stem for path in tmp_path.iterdir()] == ["b"]


def test_kept_pages_never_change_what_is_published(
    built_copy: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = staging.stage(built_copy, "sv", ("sv", "en"))
    asked: list[str] = []

    def counted(pages: Conversion, theme: Path) -> str:
        asked.append(pages.to)
        return converted(pages, theme)

    monkeypatch.setattr(pandoc, "converted", counted)

    def published(name: str) -> tuple[dict[str, bytes], int]:
        """The site, and how many pages Pandoc made of it."""
        asked.clear()
        (tmp_path / name).mkdir()
        pandoc.publish(built_copy, book, tmp_path / name, paper=False)
        return files_of(tmp_path / name), len(asked)

    kept = built_copy.pages("sv", draft=False)
    of_the_build = files_of(built_copy.site("sv"))
    warm, made = published("warm")
    assert made == 0
    assert warm.items() <= of_the_build.items()
    assert of_the_build.keys() - warm.keys() == {"publication.json", "report-sv.pdf"}
    edit(built_copy, "build/book/sv/ks-2024/budget.ipynb", "Budgeten", "Anslaget")
    changed, made = published("changed")
    assert made == 1
    unlike = {name for name in warm if warm[name] != changed.get(name)}
    assert {name for name in unlike if not name.startswith("pagefind/")} == {"ks-2024/budget.html"}
    shutil.rmtree(kept)
    assert published("cold") == (changed, len(book.pages))
    assert len(list(kept.iterdir())) == len(book.pages)
