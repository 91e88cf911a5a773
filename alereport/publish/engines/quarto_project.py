"""The folder that Quarto renders: the staged book, with the project's own settings and files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from alereport.base import files, locales, params, yaml_files
from alereport.base.errors import PublishError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish.books import Book, chapter_list
from alereport.publish.engines import site
from alereport.publish.engines.quarto_program import OUTPUT

SETTINGS = "_quarto.yml"
FILTERS = tuple(f"theme/{name}.lua" for name in ("safe", "glossary", "blocks", "feed"))
"""The filters without which a page is not what was reviewed, in the order they run."""
RESOURCES = ("theme/fonts/*.woff2", "theme/logo.*")
"""What the theme's styles name."""
_KINDS: Mapping[str, type] = {"keys with values": dict, "a list": list, "a text": str}
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "project": ("keys with values",),
    "book": ("keys with values",),
    "filters": ("a list", "a text"),
    "metadata-files": ("a list", "a text"),
}
"""The kinds of value of the settings that are read here; Quarto itself tells of the others."""
_TEXTS = frozenset(
    {".qmd", ".md", ".ipynb", ".css", ".scss", ".yml", ".yaml", ".lua", ".html", ".typ", ".bib"}
)
"""The files that may name other files of the project."""


def make(workspace: Workspace, book: Book, folder: Path) -> None:
    """Make the folder that Quarto renders.

    Raises:
        PublishError: `_quarto.yml` cannot be used, or a file cannot be copied.
    """
    shutil.copytree(workspace.book(book.language), folder)
    project_settings = settings(workspace, book)
    _copy_own_files(workspace, folder, _main(workspace, book))
    text = yaml.safe_dump(project_settings, allow_unicode=True, sort_keys=False)
    write_atomically(folder / SETTINGS, text)


def settings(workspace: Workspace, book: Book) -> dict[str, Any]:
    """The settings of the project's `_quarto.yml`, as seen from inside the staged book.

    They say that the site is complete: it has what Quarto itself does not make, which its pages
    may link to.

    Raises:
        PublishError: The file cannot be read, or a part of it is of the wrong kind.
    """
    own = _from_inside(_read(workspace), _main(workspace, book))
    with locales.using(book.language, params.words(workspace)):
        made = chapter_list(book, prefix="")
    own_book, made_book = own.pop("book", None) or {}, made.pop("book")
    if "sidebar" in own_book:  # The project's own, with a logo of its own or none.
        made_book.pop("sidebar", None)
    made_book["chapters"] += _own_chapters(own_book, made_book["chapters"])
    own_files = _listed(own.pop("metadata-files", None))
    listed = [name for name in own_files if name != _chapter_file(workspace, book)]
    project = own.pop("project", None) or {}
    project["resources"] = _joined(RESOURCES, _listed(project.get("resources")))
    return {
        **own,
        **made,
        **({"metadata-files": listed} if listed else {}),
        "filters": _joined(FILTERS, _listed(own.get("filters"))),
        "complete": _complete(book),
        "book": {**own_book, **made_book},
        "project": {**project, "type": "book", "output-dir": OUTPUT},
    }


def _complete(book: Book) -> dict[str, Any]:
    """What the site has besides Quarto's pages, for `blocks.lua`."""
    others = [
        {"code": code, "name": locales.conventions(code).name}
        for code in book.languages
        if code != book.language
    ]
    return {"pdf": site.pdf_name(book), "languages": others}


def own_chapters(workspace: Workspace, book: Book) -> list[str]:
    """The chapters that `_quarto.yml` has besides the book's; none if it cannot be used."""
    try:
        found = _from_inside(_read(workspace), _main(workspace, book))
    except PublishError:
        return []
    made = chapter_list(book, prefix="")["book"]["chapters"]
    return list(_files(_own_chapters(found.get("book") or {}, made)))


def _read(workspace: Workspace) -> dict[str, Any]:
    path = workspace.root / SETTINGS
    place = workspace.relative(path)
    try:
        found = yaml_files.load(files.read(path, place=place, error=PublishError))
    except FormError as problem:
        raise problem.error(PublishError, place) from None
    if not isinstance(found, dict):
        raise _unusable(place, "it has no settings", "keys with values")
    for key, kinds in _SHAPES.items():
        value = found.get(key)
        if value is not None and not isinstance(value, tuple(_KINDS[kind] for kind in kinds)):
            is_kind = (kind for kind, each in _KINDS.items() if isinstance(value, each))
            found_kind = next(is_kind, "a number or a date")
            raise _unusable(place, f"{key} is {found_kind}", " or ".join(kinds))
    chapters = (found.get("book") or {}).get("chapters")
    if chapters is not None and not isinstance(chapters, list):
        raise _unusable(place, "book.chapters is not a list", "a list")
    return found


def _unusable(place: str, found: str, expected: str) -> PublishError:
    return PublishError(place, found, expected, "correct or restore the file")


def _main(workspace: Workspace, book: Book) -> str:
    """The path from the project's folder to the staged book that `_quarto.yml` names."""
    return f"{workspace.relative(workspace.book(book.municipality.languages[0]))}/"


def _chapter_file(workspace: Workspace, book: Book) -> str:
    return workspace.relative(workspace.book_chapters(book.municipality.languages[0]))


def _from_inside(value: Any, prefix: str) -> Any:
    """Make every path into the staged book relative to it."""
    if isinstance(value, dict):
        return {key: _from_inside(item, prefix) for key, item in value.items()}
    if isinstance(value, list):
        return [_from_inside(item, prefix) for item in value]
    return value.removeprefix(prefix) if isinstance(value, str) else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _joined(first: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    known = list(first)
    return [*known, *(each for each in others if each not in known)]


def _own_chapters(own_book: Mapping[str, Any], made: list[Any]) -> list[Any]:
    """The project's own chapters, which come after the book's."""
    known = set(_files(made))
    return [each for each in own_book.get("chapters") or [] if not known & set(_files([each]))]


def _files(chapters: Iterable[Any]) -> Iterator[str]:
    """The files of a list of chapters, also of those in parts."""
    for each in chapters:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            yield from (each[key] for key in ("href", "file") if isinstance(each.get(key), str))
            yield from _files(_listed(each.get("chapters")))


def _copy_own_files(workspace: Workspace, folder: Path, main: str) -> None:
    """Copy what the project has of its own for Quarto, but for what the staged book has.

    That is what its settings name, what those files name in their turn, and everything at the top
    of the project that Quarto reads by its name: `_brand.yml`, `_extensions`, `_quarto-NAME.yml`.
    """
    left = {
        path.name: path
        for path in sorted(workspace.root.iterdir())
        if not path.name.startswith(".")
        and path != workspace.build
        and path.name not in {SETTINGS, OUTPUT}
        and not (folder / path.name).exists()
    }
    texts = [(workspace.root / SETTINGS).read_text(encoding="utf-8")]
    found = [path for name, path in left.items() if name.startswith("_")]
    while found or texts:
        for path in found:
            del left[path.name]
            texts += _copied(path, folder / path.name, main)
        text = texts.pop() if texts else ""
        found = [path for path in left.values() if _is_named(path, text)]


def _is_named(path: Path, text: str) -> bool:
    name = re.escape(path.name) + ("/" if path.is_dir() else r"\b")
    return re.search(rf"(?<![\w.-]){name}", text) is not None


def _copied(path: Path, target: Path, main: str) -> list[str]:
    """Copy a file or folder, with paths into the staged book as seen from inside it.

    Returns:
        The texts of the files that may name others.

    Raises:
        PublishError: A file cannot be read.
    """
    texts = []
    for source in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not source.is_file():
            continue
        copy = target / source.relative_to(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            if source.suffix in _TEXTS:
                text = source.read_text(encoding="utf-8").replace(main, "")
                write_atomically(copy, text)
                texts.append(text)
            else:
                shutil.copyfile(source, copy)
        except (OSError, UnicodeDecodeError) as problem:
            raise PublishError(
                str(source), f"it cannot be read ({problem})", "UTF-8", "restore or remove it"
            ) from None
    return texts
