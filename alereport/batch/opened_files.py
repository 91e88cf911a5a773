"""Cells of a notebook that open files or addresses themselves, found by reading their code.

`report.load` gives only what privacy lets out, of data that the gate has passed. A cell that opens
a file goes around both, so a notebook with such a cell is not published. This finds what is written
in good faith; it is no prison for code.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alereport.base.errors import shortened

PACKAGE, OFFERED = "alereport", frozenset({"report", "chapters", "exhibits", "charts"})
"""The package, and its rooms that a notebook may import: the others read the data as they are."""
MODULES = frozenset(
    (
        *("builtins", "codecs", "csv", "fileinput", "ftplib", "glob", "http", "importlib", "io"),
        *("linecache", "mmap", "os", "pathlib", "pickle", "runpy", "shelve", "shutil", "socket"),
        *("sqlite3", "subprocess", "tempfile", "urllib", "xmlrpc", "zipfile", "tarfile", "gzip"),
        *("aiohttp", "boto3", "duckdb", "fsspec", "gspread", "httpx", "openpyxl", "polars"),
        *("psycopg2", "pyarrow", "pyodbc", "requests", "sqlalchemy", "xlrd", "dask"),
    )
)
"""Modules that open files, addresses or other programs."""
FUNCTIONS = frozenset({"open", "eval", "exec", "compile", "__import__", "get_ipython"})
METHODS = re.compile(r"read_\w+|imread|loadtxt|genfromtxt|fromfile|memmap")
"""Names of methods that read files, such as `pd.read_csv`."""
DOORS = frozenset({"report", "exhibits", "charts"})
INNER = MODULES | frozenset(
    (
        *("Workspace", "datasets", "dependencies", "params", "registers", "schemas", "scope"),
        *("seals", "sys", "verdicts", "withheld"),
    )
)
"""What a notebook finds inside the rooms that it may import, and may not use."""
HARMLESS_MAGIC = frozenset(
    {"matplotlib", "time", "timeit", "config", "precision", "pinfo", "pinfo2"}
)
"""The magics of IPython that open nothing but what their own code opens."""
DATASET = re.compile(r"\bdata[/\\\\]+(?P<name>\w+)")
LONGEST = 80


@dataclass(frozen=True)
class Opened:
    """A place that opens something itself.

    Attributes:
        cell: The number of the cell in its notebook, from 1.
        line: The line of the cell, from 1.
        code: What stands there.
    """

    cell: int
    line: int
    code: str

    @property
    def found(self) -> str:
        """What it does, for a message."""
        return f"line {self.line} opens a file, an address or a program itself: {self.code}"

    @property
    def next_step(self) -> str:
        """What to write instead."""
        dataset = DATASET.search(self.code)
        name = dataset["name"] if dataset else "budget"
        return (
            f'write data = report.load(committee, year, language, datasets=("{name}",)) '
            f"and data.{name}"
        )


def opened(cells: Sequence[Mapping[str, Any]]) -> Iterator[Opened]:
    """Yield each line of a notebook's code that opens something itself.

    Args:
        cells: The notebook's cells as it is written, without the one that papermill adds.
    """
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code":
            code = "".join(cell["source"])
            lines = code.splitlines()
            for line in sorted(set(_lines(code))):
                words = lines[line - 1] if line <= len(lines) else ""
                yield Opened(number, line, shortened(words, LONGEST))


def _lines(code: str) -> Iterator[int]:
    """Yield the lines of a cell that open something; code that is no Python does not run either."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield from _opening(_parsed(code))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return


def _parsed(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError:  # Such as a magic of IPython.
        from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415 - seldom

        return ast.parse(TransformerManager().transform_cell(code))  # type: ignore[no-untyped-call]


def _opening(node: ast.AST) -> Iterator[int]:
    match node:
        case ast.Call(
            func=ast.Attribute(attr=kind, value=ast.Call(func=ast.Name(id="get_ipython"))),
            args=[ast.Constant(value=str(name)), *others],
        ) if name in HARMLESS_MAGIC:
            for body in (each.value for each in others if isinstance(each, ast.Constant)):
                for line in _lines(str(body)):  # That of a cell begins on its second line.
                    yield line + 1 if kind == "run_cell_magic" else node.lineno
            return
    if _opens(node):
        yield getattr(node, "lineno", 1)
    for child in ast.iter_child_nodes(node):
        yield from _opening(child)


def _opens(node: ast.AST) -> bool:  # noqa: PLR0911 - one for each kind of code
    match node:
        case ast.Import(names=names):
            return any(_is_around(name.name) for name in names)
        case ast.ImportFrom(module=module, names=names):
            return any(_is_around(f"{module or ''}.{name.name}") for name in names)
        case ast.Name(id=name):
            return name in FUNCTIONS or name == "__builtins__"
        case ast.Attribute(value=ast.Name(id=room), attr=name) if room in DOORS:
            return name in INNER
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="load" | "save"):
            return True
        case ast.Attribute(attr=name):
            return METHODS.fullmatch(name) is not None
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
            return METHODS.fullmatch(name) is not None or name in FUNCTIONS
        case _:
            return False


def _is_around(module: str) -> bool:
    """True if a module, or what is imported from one, opens files, or reads data as they are."""
    first, *rest = module.split(".")
    if first == PACKAGE:
        return bool(rest) and (rest[0] not in OFFERED or bool(INNER.intersection(rest)))
    return first in MODULES
