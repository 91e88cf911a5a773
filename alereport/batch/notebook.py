"""Read a notebook's parameters and the datasets it loads, without running it."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from jupyter_core.paths import jupyter_path
from pydantic import BaseModel, Field, ValidationError

from alereport.base.errors import NotebookError, expected_value
from alereport.base.params import Parameters
from alereport.base.workspace import Workspace
from alereport.data import scope, standard

LOADERS = ("load", "load_municipality")
"""The functions of `report` that read data."""
UNREADABLE = (
    ValueError,
    SyntaxError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    MemoryError,
)
"""What reading a file or code raises that is no notebook or no Python, or is nested too deeply."""
NATIVE_KERNEL = "python3"
"""The name under which Jupyter always finds the kernel of this Python."""


def datasets(notebook: bytes) -> frozenset[str] | None:
    """Return the datasets that a notebook reads when it is run; None if it may read all.

    They are known if the notebook only calls the loaders, each time with a literal `datasets`. In
    all other cases, also if the code cannot be parsed, it counts as reading all: running a report
    too often does no harm.
    """
    names = requested_datasets(notebook)
    return None if names is None else scope.with_dependencies(names)


@lru_cache(maxsize=64)
def requested_datasets(notebook: bytes) -> frozenset[str] | None:
    """Return the datasets named in the calls of the loaders; None if they cannot be determined."""
    try:
        calls = list(_calls(json.loads(notebook)))
        names = frozenset(name for call in calls for name in _dataset_names(call))
    except UNREADABLE:
        return None
    return names if calls else None


def _calls(notebook: Any) -> Iterator[ast.Call]:
    """Yield the calls of the loaders.

    Raises:
        ValueError: A loader is used other than in a call.
        SyntaxError: A cell is not Python.
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            nodes = list(ast.walk(_parsed("".join(cell["source"]))))
            calls = [node for node in nodes if isinstance(node, ast.Call) and _is_loader(node.func)]
            if len(calls) != sum(map(_is_loader, nodes)):
                raise ValueError("a loader is used other than in a call")
            yield from calls


def _parsed(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of the analyst's code, which warns when it is run.
        return ast.parse(source)


def _is_loader(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name in (*LOADERS, "*")
        case _:
            return False


def _dataset_names(call: ast.Call) -> tuple[str, ...]:
    """Return the datasets that a call names.

    Raises:
        ValueError: It names none, or not as a literal tuple or list of strings.
    """
    (argument,) = [keyword.value for keyword in call.keywords if keyword.arg == "datasets"]
    names = ast.literal_eval(argument)
    if not isinstance(names, tuple | list) or not all(isinstance(name, str) for name in names):
        raise ValueError("the datasets are not a tuple of names")
    return tuple(names)


def check(workspace: Workspace, name: str, parameters: type[Parameters]) -> None:
    """Refuse a notebook that cannot be executed, before a kernel is started.

    Raises:
        NotebookError: The file is missing, is not a notebook, names no kernel that is installed,
            has no cell tagged `parameters`, or that cell sets other names than the parameters; or
            the notebook asks for an unknown dataset.
    """
    path = workspace.notebook(name)
    place = workspace.relative(path)
    check_content(workspace, place, _content(path, place), parameters)


def check_content(
    workspace: Workspace, place: str, content: bytes, parameters: type[Parameters]
) -> None:
    """Refuse the content of a notebook; see `check`.

    Args:
        workspace: The project.
        place: Its name in messages.
        content: The file's bytes.
        parameters: What its parameters must be.
    """
    read = _read(content, place)
    _check_ids(place, read)
    _check_kernel(place, read.metadata.kernelspec.name)
    cells = ["".join(cell.source) for cell in read.cells if "parameters" in cell.metadata.tags]
    if len(cells) != 1:
        raise NotebookError(
            place,
            f"{len(cells)} cells are tagged parameters",
            f"one, which sets {', '.join(parameters.model_fields)}",
            "tag the cell in JupyterLab",
        )
    _check_parameters(place, cells[0], parameters)
    _check_datasets(workspace, place, content)


def _content(path: Path, place: str) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as problem:
        found = "it is a folder" if path.is_dir() else "there is no such file"
        raise NotebookError(place, found, "a notebook", "restore it") from problem


class _CellMetadata(BaseModel):
    tags: tuple[str, ...] = ()


class _Cell(BaseModel):
    cell_type: Literal["code", "markdown", "raw"]
    metadata: _CellMetadata
    source: str | tuple[str, ...]
    id: str | None = None


class _Kernelspec(BaseModel):
    name: str = Field(min_length=1)


class _Metadata(BaseModel):
    kernelspec: _Kernelspec


class _Notebook(BaseModel):
    """A notebook, as far as it must be right to be executed."""

    nbformat: Literal[4]
    metadata: _Metadata
    cells: tuple[_Cell, ...] = Field(min_length=1)


def _read(content: bytes, place: str) -> _Notebook:
    try:
        return _Notebook.model_validate_json(content)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        found = f"{where}: {first['msg']}" if where else first["msg"]
    raise NotebookError(
        place,
        f"it cannot be read as a notebook ({found})",
        "a Jupyter notebook in format 4 with a kernelspec",
        "restore the file",
    )


def _check_ids(place: str, notebook: _Notebook) -> None:
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.id is not None and cell.id in seen:
            raise NotebookError(
                place,
                f"the cells {seen[cell.id]} and {number} have the same id, {cell.id}",
                "an id of its own for each cell",
                "remove one of them, and save the notebook in JupyterLab, which makes another",
            )
        if cell.id is not None:
            seen[cell.id] = number


def _check_kernel(place: str, name: str) -> None:
    """Refuse a kernel that is not installed, or that runs another language than Python."""
    installed = _installed_kernels()
    if name not in installed and name != NATIVE_KERNEL:
        problem = f"its kernel is {name}, which is not installed"
    elif name not in installed or _language(installed[name]) == "python":
        return
    else:
        problem = f"its kernel is {name}, which does not run Python"
    raise NotebookError(
        place, problem, NATIVE_KERNEL, "choose the kernel in JupyterLab and save the notebook"
    )


@cache
def _installed_kernels() -> dict[str, Path]:
    """Return the description of each kernel by its name; of two, that which Jupyter takes."""
    folders = [Path(folder) for folder in reversed(jupyter_path("kernels"))]
    return {path.parent.name: path for each in folders for path in each.glob("*/kernel.json")}


def _language(kernel: Path) -> str:
    try:
        return str(json.loads(kernel.read_bytes())["language"]).lower()
    except (OSError, *UNREADABLE):
        return ""


def _check_parameters(place: str, source: str, parameters: type[Parameters]) -> None:
    """Refuse a parameters cell whose names or types differ from those of the parameters.

    Stock papermill would only warn, and run the notebook with its default values.
    """
    names = tuple(parameters.model_fields)
    place = f"{place}, the cell tagged parameters"
    try:
        defaults = dict(_assignments(_parsed(source)))
    except UNREADABLE as problem:
        raise NotebookError(
            place,
            f"it cannot be read ({problem})",
            f"plain values for {', '.join(names)}",
            "correct the cell",
        ) from None
    for name in (*defaults, *names):
        if name not in names or name not in defaults:
            raise NotebookError(
                place,
                f"the parameter {name} is {'unknown' if name in defaults else 'missing'}",
                f"the parameters {', '.join(names)}",
                "correct its name",
            )
    try:
        parameters.model_validate(defaults)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise NotebookError(
            place,
            f"{first['loc'][0]} is {first['input']!r}",
            expected_value(first["msg"]),
            "correct the value",
        ) from None


def _assignments(module: ast.Module) -> Iterator[tuple[str, object]]:
    for statement in module.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(name)], value=value)
                | ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value)
            ):
                yield name, ast.literal_eval(value)
            case _:
                raise SyntaxError(f"line {statement.lineno} sets no parameter")


def _check_datasets(workspace: Workspace, place: str, notebook: bytes) -> None:
    available = workspace.datasets
    if unknown := (requested_datasets(notebook) or frozenset()).difference(available):
        name = min(unknown)
        raise NotebookError(
            place,
            f"it asks for the dataset {name}, which data/ has not",
            f"some of {', '.join(available)}",
            standard.step_without(name, "correct its name"),
        )
