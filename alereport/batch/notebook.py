"""What a notebook says of itself without being run: its parameters, and what it reads."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from alereport.base.errors import NotebookError, wanted
from alereport.base.params import Parameters
from alereport.base.workspace import Workspace
from alereport.data import scope

DOORS = ("load", "load_municipality")
"""The functions of `report` that read data."""


def datasets(notebook: bytes) -> frozenset[str] | None:
    """The datasets that a notebook reads when it is run; none where it may read all.

    They are known where it names the doors only to call them, with `datasets` written out in each
    call. Whatever else it does, also where its code cannot be read, all are meant: a report that
    runs too often is not wrong.
    """
    named = asked(notebook)
    return None if named is None else scope.read_for(named)


@lru_cache(maxsize=64)
def asked(notebook: bytes) -> frozenset[str] | None:
    """The datasets that are written out; none where they are not known so."""
    try:
        calls = list(_calls(json.loads(notebook)))
        named = frozenset(name for call in calls for name in _named(call))
    except (ValueError, SyntaxError, KeyError, TypeError, AttributeError):
        return None
    return named if calls else None


def _calls(notebook: Any) -> Iterator[ast.Call]:
    """The calls of the doors.

    Raises:
        ValueError: A door is named otherwise than to call it.
        SyntaxError: A cell is no Python.
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            nodes = list(ast.walk(ast.parse("".join(cell["source"]))))
            calls = [each for each in nodes if isinstance(each, ast.Call) and _is_door(each.func)]
            if len(calls) != sum(map(_is_door, nodes)):
                raise ValueError("a door is named, and may be called by another name")
            yield from calls


def _is_door(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name in (*DOORS, "*")
        case _:
            return False


def _named(call: ast.Call) -> tuple[str, ...]:
    """The datasets a call names.

    Raises:
        ValueError: It names none, or not as a tuple or list of plain strings.
    """
    (given,) = [each.value for each in call.keywords if each.arg == "datasets"]
    found = ast.literal_eval(given)
    if not isinstance(found, tuple | list) or not all(isinstance(name, str) for name in found):
        raise ValueError("the datasets are no tuple of names")
    return tuple(found)


def check(workspace: Workspace, name: str, takes: type[Parameters]) -> None:
    """Refuse a notebook that no kernel could execute, before one is started.

    Raises:
        NotebookError: The file is missing, is not a notebook, names no kernel, has no cell
            tagged `parameters`, or that cell sets something else than the parameters; or it asks
            for an unknown dataset.
    """
    path = workspace.notebook(name)
    place = workspace.relative(path)
    try:
        written = path.read_bytes()
        notebook = json.loads(written.decode("utf-8"))
        kernel = notebook["metadata"]["kernelspec"]["name"]
        found = [
            "".join(cell["source"])
            for cell in notebook["cells"]
            if "parameters" in cell["metadata"].get("tags", ())
        ]
    except FileNotFoundError:
        raise NotebookError(place, "there is no such file", "a notebook", "restore it") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NotebookError(
            place,
            f"it cannot be read as a notebook ({type(problem).__name__}: {problem})",
            "a Jupyter notebook in format 4 with a kernelspec",
            "restore the file",
        ) from None
    if not kernel or len(found) != 1:
        raise NotebookError(
            place,
            f"{len(found)} cells are tagged parameters",
            f"one, which sets {', '.join(takes.model_fields)}",
            "tag the cell in JupyterLab",
        )
    _check_parameters(place, found[0], takes)
    _check_datasets(workspace, place, written)


def _check_parameters(place: str, source: str, takes: type[Parameters]) -> None:
    """Refuse a parameters cell that sets other names, or values of another type, than it is given.

    Stock papermill would only warn, and run the notebook on its defaults.
    """
    names = tuple(takes.model_fields)
    place = f"{place}, the cell tagged parameters"
    try:
        defaults = dict(_assigned(ast.parse(source)))
    except (SyntaxError, ValueError) as problem:
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
        takes.model_validate(defaults)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise NotebookError(
            place,
            f"{first['loc'][0]} is {first['input']!r}",
            wanted(first["msg"]),
            "correct the value",
        ) from None


def _assigned(module: ast.Module) -> Iterator[tuple[str, object]]:
    for line in module.body:
        match line:
            case (
                ast.Assign(targets=[ast.Name(name)], value=value)
                | ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value)
            ):
                yield name, ast.literal_eval(value)
            case _:
                raise SyntaxError(f"line {line.lineno} sets no parameter")


def _check_datasets(workspace: Workspace, place: str, notebook: bytes) -> None:
    known = workspace.datasets
    if unknown := (asked(notebook) or frozenset()).difference(known):
        raise NotebookError(
            place,
            f"it asks for the dataset {min(unknown)}",
            f"some of {', '.join(known)}",
            "correct its name",
        )
