"""The source files that a module depends on: its own, and those of every module it imports here.

Caches that are valid until code changes use this, so that there is no list of code to maintain.
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
"""The folder of translations, which change independently of the code."""
IMPORT = re.compile(
    rf"^[ \t]*(?:from[ \t]+({NAME}[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)"
    rf"|import[ \t]+({NAME}[\w.]*))",
    re.MULTILINE,
)
"""An import of a module of the package, anywhere in a file."""
COMMENT = re.compile(r"#[^\n]*")


@cache
def files_of(*modules: str) -> dict[str, bytes]:
    """The files that some modules depend on, by their path in the package, in a fixed order.

    Imports within a function, or for type checking only, count as well, and so do the files beside
    a package's modules that are not Python, such as a stylesheet.

    Args:
        modules: Such as `alereport.publish.engines.pandoc`, or `alereport.chapters.*` for every
            module of a package.
    """
    sources = _modules(PACKAGE)
    paths = {path for module in _closure(modules, sources) for path in _files(sources[module])}
    return {path.relative_to(PACKAGE).as_posix(): path.read_bytes() for path in sorted(paths)}


@cache
def _modules(package: Path) -> dict[str, Path]:
    """The file of every module; for a package it is the `__init__.py`."""
    sources = {}
    for folder, folders, files in os.walk(package):
        folders[:] = [name for name in folders if name != "__pycache__"]
        name = ".".join(Path(folder).relative_to(package.parent).parts)
        for file in files:
            if file.endswith(".py"):
                module = f"{name}.{file.removesuffix('.py')}".removesuffix(".__init__")
                sources[module] = Path(folder, file)
    return sources


def _closure(modules: Iterable[str], sources: Mapping[str, Path]) -> set[str]:
    closure: set[str] = set()
    queue = [name for module in modules for name in _with_submodules(module, sources)]
    while queue:
        module = queue.pop()
        if module not in closure:
            closure.add(module)
            imported = _imported(sources[module].read_bytes())
            queue += [name for name in imported if name in sources]
            queue += [module.rpartition(".")[0]] if "." in module else []
    return closure


def _with_submodules(module: str, modules: Iterable[str]) -> Iterator[str]:
    name = module.removesuffix(".*")
    yield name
    if name != module:
        yield from (other for other in modules if other.startswith(f"{name}."))


@lru_cache(maxsize=512)
def _imported(source: bytes) -> tuple[str, ...]:
    """What a file imports from the package: modules, and names that may be modules."""
    return tuple(
        name
        for package, names, module in IMPORT.findall(source.decode())
        for name in (module, *(f"{package}.{member}" for member in _names(names)), package)
    )


def _names(imported: str) -> list[str]:
    """The names that an import takes from a module, and their aliases."""
    return re.findall(r"\w+", COMMENT.sub("", imported))


def _files(source: Path) -> Iterator[Path]:
    """A module's own file and, for a package, the files beside it that are not Python."""
    yield source
    if source.name == "__init__.py":
        yield from _resources(source.parent)


def _resources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.endswith("~"):  # An editor's temporary file.
            continue
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield path
        elif path.is_dir() and path.name not in {WORDS, "__pycache__"}:
            yield from [] if (path / "__init__.py").is_file() else _resources(path)
