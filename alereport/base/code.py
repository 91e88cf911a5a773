"""The files of the package that a module is made of: its own, and those of all it imports of ours.

What is kept until code changes asks here which code that is, so that no list of it can be behind.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
NAME = PACKAGE.name
WORDS = "locale"
"""The folder of the words of each language, which change apart from the code."""
IMPORT = re.compile(
    rf"^[ \t]*(?:from[ \t]+({NAME}[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)"
    rf"|import[ \t]+({NAME}[\w.]*))",
    re.MULTILINE,
)
"""An import of a module of the package, wherever it stands in a file."""
COMMENT = re.compile(r"#[^\n]*")


@cache
def files_of(*modules: str) -> dict[str, bytes]:
    """The files that some modules are made of, by their path in the package, in a fixed order.

    What a module imports within a function, or for its types alone, counts as well, and so do the
    files beside a package's modules that are no Python, such as a stylesheet.

    Args:
        modules: Such as `alereport.publish.engines.pandoc`, or `alereport.chapters.*` for every
            module of
            a package.
    """
    there = _modules()
    found = _closure(modules, there)
    paths = {path for module in found for path in _files(there[module])}
    return {path.relative_to(PACKAGE).as_posix(): path.read_bytes() for path in sorted(paths)}


def _modules() -> dict[str, Path]:
    """The file of every module of the package; that of a package is its `__init__.py`."""
    found = {}
    for folder, folders, files in os.walk(PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        name = ".".join(Path(folder).relative_to(PACKAGE.parent).parts)
        for file in files:
            if file.endswith(".py"):
                module = f"{name}.{file.removesuffix('.py')}".removesuffix(".__init__")
                found[module] = Path(folder, file)
    return found


def _closure(modules: Iterable[str], there: Mapping[str, Path]) -> set[str]:
    found: set[str] = set()
    left = [name for module in modules for name in _with_submodules(module, there)]
    while left:
        module = left.pop()
        if module not in found:
            found.add(module)
            imported = _imported(there[module].read_bytes())
            left += [name for name in imported if name in there]
            left += [module.rpartition(".")[0]] if "." in module else []
    return found


def _with_submodules(module: str, there: Iterable[str]) -> Iterator[str]:
    name = module.removesuffix(".*")
    yield name
    if name != module:
        yield from (each for each in there if each.startswith(f"{name}."))


@lru_cache(maxsize=512)
def _imported(source: bytes) -> tuple[str, ...]:
    """What a file imports of the package: modules, and names that may be modules."""
    return tuple(
        name
        for start, names, whole in IMPORT.findall(source.decode())
        for name in (whole, *(f"{start}.{each}" for each in _names(names)), start)
    )


def _names(imported: str) -> list[str]:
    """The names that an import takes from a module, and those it gives them."""
    return re.findall(r"\w+", COMMENT.sub("", imported))


def _files(source: Path) -> Iterator[Path]:
    """A module's own file and, of a package, what stands beside its modules and is no Python."""
    yield source
    if source.name == "__init__.py":
        yield from _beside(source.parent)


def _beside(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.endswith("~"):  # An editor's own.
            continue
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield path
        elif path.is_dir() and path.name not in {WORDS, "__pycache__"}:
            yield from [] if (path / "__init__.py").is_file() else _beside(path)
