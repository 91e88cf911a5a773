"""The book that `benchmarks.publish` measures is one that can be published."""

from __future__ import annotations

from pathlib import Path

from alereport.base.workspace import Workspace
from alereport.publish.engines import pandoc, site
from benchmarks.publish import large_book


def test_the_book_of_copied_chapters_is_published_whole(built: Workspace, tmp_path: Path) -> None:
    chapters = 7  # With one that has neither charts nor tables.
    workspace, book = large_book(built, tmp_path, chapters)
    folder = tmp_path / "site"
    folder.mkdir()
    assert pandoc.publish(workspace, book, folder, paper=False) == ()
    assert len(book.pages) == chapters + 1
    assert all((folder / site.html_path(page)).is_file() for page in book.pages)
    assert (folder / "pagefind").is_dir()
    assert any("<svg" in path.read_text(encoding="utf-8") for path in folder.glob("copy-*/*.html"))
