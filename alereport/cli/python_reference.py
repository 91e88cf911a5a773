"""Describe what an analyst calls in a notebook, from signatures and docstrings.

`python -m alereport.cli.python_reference` prints the page that is kept as docs/python.md.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

HEADING = """\
# Python

What a notebook calls: the data, and what is shown of them. How they are used is told
[for the analyst](analyst.md). Everything else in the package is told in
[architecture](architecture.md), and may change with any version.
"""
MODULES = ("alereport.report", "alereport.exhibits", "alereport.charts.own_figures")
"""What every notebook may use, besides the chapters."""
CHAPTERS = "alereport.chapters"
LOADED = ("alereport.report.frames", "alereport.report.quality")
"""Where the classes are of what the data are loaded as."""
SECTION = re.compile(r"^(Args|Attributes|Returns|Yields|Raises):$", re.MULTILINE)
ITEM = re.compile(
    r"^ {4}(?P<names>[\w., *]+): (?P<text>.*(?:\n {5,}.*|\n(?=\n {5,}))*)", re.MULTILINE
)
DEFAULT = re.compile(r"='(\w*)'")
WIDTH = 88
"""The most characters of a signature on one line."""


def reference() -> str:
    """Every public function of the modules, then of each chapter, as Markdown."""
    lines = [HEADING]
    for name in MODULES:
        lines += _module(importlib.import_module(name))
    for name in LOADED:
        lines += _classes(importlib.import_module(name))
    chapters = importlib.import_module(CHAPTERS)
    for each in pkgutil.iter_modules(chapters.__path__):
        chapter = importlib.import_module(f"{CHAPTERS}.{each.name}")
        lines += _module(chapter, within=chapter.__name__)
    return "\n".join(lines).replace("\n\n\n", "\n\n")


def _module(module: ModuleType, *, within: str = "") -> Iterator[str]:
    """A section on a module; nothing if it has no public function.

    Args:
        within: The package whose functions it has as its own; by default those made in it alone.
    """
    if functions := _functions(module, within):
        yield from (f"## {module.__name__}", "", _markdown(inspect.getdoc(module) or ""), "")
        for name, function in functions.items():
            called = f"{module.__name__.rpartition('.')[2]}.{name}"
            yield from (f"### {called}", "", _signature(called, function), "")
            yield from (_markdown(inspect.getdoc(function) or ""), "")


def _functions(module: ModuleType, within: str) -> dict[str, Callable[..., Any]]:
    """The public functions of a module by name, and all that it lists."""
    found = {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and (value.__module__ == module.__name__ or value.__module__.startswith(f"{within}."))
    }
    listed = {name: getattr(module, name) for name in getattr(module, "__all__", ())}
    return dict(sorted((found | listed).items()))


def _classes(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        if inspect.isclass(value) and value.__module__ == module.__name__ and name[0] != "_":
            yield from (
                f"## {module.__name__}.{name}",
                "",
                _markdown(inspect.getdoc(value) or ""),
                "",
            )


def _signature(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    bare = signature.replace(
        parameters=[_bare(each) for each in signature.parameters.values()],
        return_annotation=inspect.Signature.empty,
    )
    returned = signature.return_annotation
    arrow = "" if returned is inspect.Signature.empty else f" -> {returned}"
    line = f"{name}{bare}{arrow}"
    if len(line) > WIDTH:
        line = line.replace("(", "(\n    ", 1).replace(")", ",\n)", 1) if ")" in line else line
    return f"```python\n{line}\n```"


def _bare(parameter: inspect.Parameter) -> inspect.Parameter:
    return parameter.replace(annotation=inspect.Parameter.empty)


def _markdown(doc: str) -> str:
    """A docstring as Markdown: its arguments and the like as lists."""
    text, *sections = SECTION.split(doc)
    parts = [text.strip()]
    for heading, body in zip(sections[::2], sections[1::2], strict=True):
        items = [
            f"- `{found['names']}`: {' '.join(found['text'].split())}"
            for found in ITEM.finditer(body)
        ]
        told = "\n".join(items) if items else " ".join(body.split())
        parts.append(f"{heading}:\n\n{told}")
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(reference())
