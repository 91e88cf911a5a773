"""Where the links and pictures of a manual's pages lead on its site."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from markdown_it import MarkdownIt

from alereport.base.errors import PublishError
from alereport.publish.manual.contents import Manual, Source

ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:")
"""How an address on the web begins."""
ID = re.compile(r'\bid="([^"]+)"')
HREF = re.compile(r'<a [^>]*?href="([^":]*)"')


def html_path(path: str) -> str:
    """The address of a page on the site of its language."""
    return PurePosixPath(path).with_suffix(".html").as_posix()


def of_page(manual: Manual, language: str, source: Source) -> list[dict[str, str]]:
    """Each link and picture of a page as it is written (`from`), and where it leads (`to`).

    Raises:
        PublishError: One leads to what is no page of the manual, or a picture is not there.
    """
    places = _places(manual)
    here = posixpath.dirname(f"{language}/{source.path}")
    found = []
    for written in _written(source.text, "href"):
        path, sign, anchor = written.partition("#")
        file = _file(manual, source, path) if path else source.file
        if file not in places:
            raise _dead(manual, source, written, "a page of the manual, or an address on the web")
        target = posixpath.relpath(places[file], here) if path else ""
        found.append({"from": written, "to": target + sign + anchor})
    for written in _written(source.text, "src"):
        place, _path = _picture(manual, source, written)
        target = f"{language}/{place}"
        found.append({"from": written, "to": posixpath.relpath(target, here)})
    return found


def pictures(manual: Manual, language: str) -> dict[str, Path]:
    """The pictures of the pages in a language, by their place on its site."""
    return dict(
        _picture(manual, source, written)
        for source in manual.pages[language]
        for written in _written(source.text, "src")
    )


def require_anchors(site: Path) -> None:
    """Require that each link between the pages of a made site leads to one place on a page.

    Raises:
        PublishError: A place is not there, or there twice.
    """
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    ids = {path: [unquote(name) for name in ID.findall(text)] for path, text in texts.items()}
    for path, text in texts.items():
        if twice := [name for name, count in Counter(ids[path]).items() if count > 1]:
            found = f"two places are called {twice[0]}"
            expected, next_step = "a name of its own for each", "give the heading other words"
            raise PublishError(path.relative_to(site).as_posix(), found, expected, next_step)
        for link in HREF.findall(text):
            name, _sign, anchor = unquote(link).partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.is_file() or (anchor and anchor not in ids.get(target, ())):
                place = path.relative_to(site).as_posix()
                expected, next_step = "a heading of that page", "correct the link"
                raise PublishError(place, f"{link} leads nowhere", expected, next_step)


def _written(text: str, attribute: str) -> Iterator[str]:
    """The addresses that the links (`href`) or pictures (`src`) of a text lead to, on this site."""
    inlines = MarkdownIt("commonmark").enable("table").parse(text)
    for token in (child for inline in inlines for child in inline.children or ()):
        address = unquote(str(token.attrs.get(attribute, "")))
        if address and not ELSEWHERE.match(address):
            yield address


def _places(manual: Manual) -> dict[str, str]:
    """The place of each page on the site, by its file."""
    return {
        source.file: f"{language}/{html_path(source.path)}"
        for language, sources in manual.pages.items()
        for source in sources
    }


def _file(manual: Manual, source: Source, path: str) -> str:
    """The file that a path leads to from a page, as the list would name it."""
    folder = manual.folder.resolve().as_posix()
    return posixpath.relpath(posixpath.join(folder, posixpath.dirname(source.file), path), folder)


def _picture(manual: Manual, source: Source, written: str) -> tuple[str, Path]:
    """The place of a picture on the site of a language, and its file."""
    file = _file(manual, source, written)
    path = manual.folder / file
    if not path.is_file():
        raise _dead(manual, source, written, "a picture")
    return file.replace("../", ""), path


def _dead(manual: Manual, source: Source, written: str, expected: str) -> PublishError:
    place = str(manual.folder / source.file)
    return PublishError(place, f"{written} leads nowhere", expected, "correct the link")
