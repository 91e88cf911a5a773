"""What is kept: never other bytes than those made from nothing, never broken, never too much."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest

from alereport.base import cache, locales, params
from alereport.base.cache import Cache
from alereport.base.workspace import Workspace
from alereport.publish.book import staging, stamp
from alereport.publish.engines import conversions, pandoc, sheets, typesetting
from alereport.publish.engines.conversion import convert
from alereport.publish.engines.typesetting import pdf
from tests.conftest import ROOT, edit
from tests.integration.publish.test_site import files_of

PAGE = b"<p>1 000</p>\r\n"
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">'
    '<rect width="{width}" height="40"/></svg>'
)


def refuse() -> bytes:
    raise AssertionError("the page was kept")


def test_a_page_is_made_once(tmp_path: Path) -> None:
    Cache(tmp_path).file("a.html", lambda: PAGE)
    assert Cache(tmp_path).file("a.html", refuse) == PAGE


@pytest.mark.parametrize("broken", [b"", b"<p>1", PAGE, b"\0" * 64])
def test_a_file_that_is_not_as_it_was_written_is_made_again(tmp_path: Path, broken: bytes) -> None:
    Cache(tmp_path).file("a", lambda: PAGE)
    (tmp_path / "a").write_bytes(broken)
    assert Cache(tmp_path).file("a", lambda: PAGE) == PAGE
    assert Cache(tmp_path).file("a", refuse) == PAGE


def fill(folder: Path) -> None:
    (folder / "figures").mkdir()
    for name in ("page.md", "figures/one.svg"):
        (folder / name).write_bytes(PAGE)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "a/figures/one.svg").write_bytes(PAGE[:4]),
        lambda folder: (folder / "a/page.md").unlink(),
        lambda folder: (folder / "a/more.md").write_bytes(PAGE),
        lambda folder: (folder / "a.sums").unlink(),
        lambda folder: shutil.rmtree(folder / "a"),
    ],
    ids=["cut off", "gone", "one too many", "no checksum", "no folder"],
)
def test_a_folder_that_is_not_as_it_was_made_is_made_again(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    whole = files_of(Cache(tmp_path).folder("a", fill))
    assert len(whole) == 2
    assert files_of(Cache(tmp_path).folder("a", refuse_folder)) == whole
    spoil(tmp_path)
    assert files_of(Cache(tmp_path).folder("a", fill)) == whole
    assert files_of(Cache(tmp_path).folder("a", refuse_folder)) == whole


def refuse_folder(_folder: Path) -> None:
    refuse()


def test_what_could_not_be_made_to_its_end_is_not_kept(tmp_path: Path) -> None:
    def stop(folder: Path) -> None:
        fill(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path).folder("a", stop)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_half_made_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".a.abcd1234").mkdir()
    (tmp_path / ".b.abcd1234").write_bytes(PAGE)
    cached = Cache(tmp_path)
    cached.folder("a", fill)
    cached.remove_unused()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a.sums"]


def test_a_key_changes_with_each_thing_that_something_is_made_from(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "params", tmp_path / "params")  # Where the languages' words are.
    key = partial(cache.key, Workspace(tmp_path))
    file, other = tmp_path / "one/a.csv", tmp_path / "two/a.csv"
    for path in (file, other):
        path.parent.mkdir()
        path.write_text("1", encoding="utf-8")
    keys = [
        key("alereport.base.cache"),
        key("alereport.base.workspace"),
        *(key("alereport.base.cache", languages=(each,)) for each in ("sv", "en")),
        key("alereport.base.cache", libraries=("pandas",)),
        *(key("alereport.base.cache", files=(each,)) for each in (file, other)),
        *(key("alereport.base.cache", parts=parts) for parts in (("a", "b"), ("ab",))),
    ]
    file.write_text("2", encoding="utf-8")
    keys.append(key("alereport.base.cache", files=(file,)))
    assert len(set(keys)) == len(keys)


def test_a_book_that_was_replaced_is_not_taken_for_the_one_before(
    small_copy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stamp.is_final(small_copy, "sv")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(staging, "_write_chapter_list", stop)
    with pytest.raises(KeyboardInterrupt):
        staging.stage(small_copy, "sv", ("sv",))
    assert stamp.read(small_copy, "sv") == ""


def test_pages_that_no_book_asks_for_are_forgotten(tmp_path: Path) -> None:
    for key in ("a", "b"):
        Cache(tmp_path).file(f"{key}.html", lambda: PAGE)
    pages = Cache(tmp_path)
    pages.file("b.html", refuse)
    pages.remove_unused()
    assert [path.stem for path in tmp_path.iterdir()] == ["b"]


def test_kept_pages_never_change_what_is_published(
    small_copy: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = staging.stage(small_copy, "sv", ("sv",))
    asked: list[str] = []

    def counted(*pages: Any, **how: Any) -> str:
        asked.append(how["to"])
        return convert(*pages, **how)

    monkeypatch.setattr(conversions, "convert", counted)

    def published(name: str) -> tuple[dict[str, bytes], int]:
        """The site, and how many pages Pandoc made of it."""
        asked.clear()
        (tmp_path / name).mkdir()
        pandoc.publish(small_copy, book, tmp_path / name, paper=False)
        return files_of(tmp_path / name), len(asked)

    kept = small_copy.cache("pages", "sv")
    of_the_build = files_of(small_copy.site("sv"))
    warm, made = published("warm")
    assert made == 0
    assert warm.items() <= of_the_build.items()
    on_paper = {"report-sv.pdf", *(page.sheet for page in book.pages if page.has_sheet)}
    assert on_paper == {"report-sv.pdf", "ks-2024/summary.pdf", "municipality/tax.pdf"}
    assert of_the_build.keys() - warm.keys() == {"publication.json", *on_paper}
    edit(small_copy, "build/book/sv/ks-2024/budget.ipynb", "Budgeten", "Anslaget")
    changed, made = published("changed")
    assert made == 1
    unlike = {name for name in warm if warm[name] != changed.get(name)}
    assert {name for name in unlike if not name.startswith("pagefind/")} == {"ks-2024/budget.html"}
    shutil.rmtree(kept)
    assert published("cold") == (changed, len(book.pages))
    assert len(list(kept.iterdir())) == len(book.pages)


def test_a_kept_sheet_never_changes_what_is_published(
    small_copy: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = staging.stage(small_copy, "sv", ("sv",))
    made: list[str] = []

    def counted(*pages: Any, **how: Any) -> bytes:
        made.append(how["name"])
        return pdf(*pages, **how)

    monkeypatch.setattr(typesetting, "pdf", counted)

    def published(name: str) -> tuple[dict[str, bytes], int]:
        """The sheets, and how many of them Typst set."""
        made.clear()
        for part in ("ks-2024", "municipality"):
            (tmp_path / name / part).mkdir(parents=True)
        with locales.using("sv", params.words(small_copy)):
            sheets.write(small_copy, book, small_copy.book("sv"), tmp_path / name)
        return files_of(tmp_path / name), len(made)

    names = ("ks-2024/summary.pdf", "municipality/tax.pdf")
    of_the_build = {name: (small_copy.site("sv") / name).read_bytes() for name in names}
    assert published("warm") == (of_the_build, 0)
    shutil.rmtree(small_copy.cache("sheets", "sv"))
    assert published("cold") == (of_the_build, 2)
    drawing = small_copy.book("sv") / "ks-2024/figures/own.svg"
    drawing.write_text(SQUARE.format(width=20), encoding="utf-8")
    show(small_copy, "ks-2024/summary", '![](figures/own.svg){fig-alt="En ruta"}')
    first, made_first = published("with a drawing")
    drawing.write_text(SQUARE.format(width=40), encoding="utf-8")
    second, made_second = published("with another in its place")
    assert (made_first, made_second) == (1, 1)
    assert len({each["ks-2024/summary.pdf"] for each in (of_the_build, first, second)}) == 3
    assert first["municipality/tax.pdf"] == of_the_build["municipality/tax.pdf"]


def show(workspace: Workspace, page: str, text: str) -> None:
    """Write a passage at the end of a staged page."""
    path = workspace.book("sv") / f"{page}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell(text))
    nbformat.write(notebook, path)
