"""A notebook with any fault is refused in one short message, before a kernel is started."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alereport.base.errors import NotebookError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook
from tests.conftest import ROOT

INPUTS = 500
"""How many spoilt notebooks are read; `tests/soak/batch/test_faulty_notebooks.py` reads more."""
LONGEST = 4000
"""Characters of a message at most."""
GOOD = (ROOT / "notebooks" / "easy.ipynb").read_bytes()
PLACE = "notebooks/easy.ipynb"

Change = Callable[[dict[str, Any]], object]


def parameters_cell(content: dict[str, Any]) -> dict[str, Any]:
    cells = content["cells"]
    return next(cell for cell in cells if "parameters" in cell["metadata"].get("tags", ()))


def set_source(source: object) -> Change:
    return lambda content: parameters_cell(content).update(source=source)


def set_kernel(name: object) -> Change:
    return lambda content: content["metadata"]["kernelspec"].update(name=name)


def set_key(key: str, value: object) -> Change:
    return lambda content: content.update({key: value})


def set_cell(key: str, value: object) -> Change:
    return lambda content: content["cells"][2].update({key: value})


def drop(key: str) -> Change:
    return lambda content: content.pop(key)


RAW = {
    "empty": b"",
    "a blank": b" ",
    "a brace": b"{",
    "words": "Detta är ingen anteckningsbok".encode(),
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "a text": b'"cells"',
    "true": b"true",
    "an empty object": b"{}",
    "latin-1": GOOD.decode().replace("plan", "plån").encode("latin-1"),
    "utf-16": GOOD.decode().encode("utf-16"),
    "bytes": bytes(range(256)),
    "zeros": bytes(1000),
    "a PDF": b"%PDF-1.7\n",
    "a zip": b"PK\x03\x04" + bytes(100),
    "HTML": b"<!DOCTYPE html><html></html>",
    "Python": b"import os\n",
    "YAML": b"cells: []\nnbformat: 4\n",
    "half": GOOD[: len(GOOD) // 2],
    "without its last brace": GOOD.rstrip()[:-1],
    "twice": GOOD + GOOD,
    "more after it": GOOD + b"x",
    "a merge conflict": b"<<<<<<< HEAD\n" + GOOD + b"=======\n",
    "lists within lists": b"[" * 200_000,
    "objects within objects": b'{"cells":' * 100_000,
    "a deep source": GOOD.replace(b'"source": [', b'"source": ' + b"[" * 5000, 1),
    "a lone surrogate": GOOD.replace(b"# ", b"\\ud800", 1),
    "a letter that is none": GOOD.replace(b"# ", b"\xff", 1),
    "a huge number": GOOD.replace(b'"nbformat": 4', b'"nbformat": ' + b"9" * 5000),
}

CHANGED: dict[str, Change] = {
    "no cells": drop("cells"),
    "no metadata": drop("metadata"),
    "no format": drop("nbformat"),
    "format 3": set_key("nbformat", 3),
    "format 5": set_key("nbformat", 5),
    "format as text": set_key("nbformat", "four"),
    "format null": set_key("nbformat", None),
    "format a list": set_key("nbformat", [4]),
    "worksheets of format 3": lambda content: content.update(worksheets=content.pop("cells")),
    "cells null": set_key("cells", None),
    "cells empty": set_key("cells", []),
    "cells an object": set_key("cells", {}),
    "cells a text": set_key("cells", "cells"),
    "cells of numbers": set_key("cells", [1, 2]),
    "cells of lists": set_key("cells", [[]]),
    "cells empty objects": set_key("cells", [{}]),
    "metadata null": set_key("metadata", None),
    "metadata a list": set_key("metadata", []),
    "metadata empty": set_key("metadata", {}),
    "kernelspec null": lambda content: content["metadata"].update(kernelspec=None),
    "kernelspec a text": lambda content: content["metadata"].update(kernelspec="python3"),
    "kernelspec empty": lambda content: content["metadata"].update(kernelspec={}),
    "kernel of another language": set_kernel("julia-1.9"),
    "kernel of R": set_kernel("ir"),
    "kernel a path": set_kernel("../../bin/sh"),
    "kernel an absolute path": set_kernel("/bin/sh"),
    "kernel a list": set_kernel(["python3"]),
    "kernel null": set_kernel(None),
    "kernel a number": set_kernel(3),
    "kernel empty": set_kernel(""),
    "kernel a dot": set_kernel("."),
    "kernel two dots": set_kernel(".."),
    "kernel with blanks": set_kernel("python3 "),
    "kernel with a line": set_kernel("python3\n"),
    "kernel with a zero": set_kernel("python3\0"),
    "kernel long": set_kernel("k" * 1_000_000),
    "cell of an unknown kind": set_cell("cell_type", "heading"),
    "cell of no kind": lambda content: content["cells"][2].pop("cell_type"),
    "cell without source": lambda content: content["cells"][2].pop("source"),
    "cell without metadata": lambda content: content["cells"][2].pop("metadata"),
    "source null": set_cell("source", None),
    "source a number": set_cell("source", 7),
    "source an object": set_cell("source", {}),
    "source of numbers": set_cell("source", [1, 2]),
    "metadata of a cell a list": set_cell("metadata", []),
    "tags null": set_cell("metadata", {"tags": None}),
    "tags a text": set_cell("metadata", {"tags": "parameters"}),
    "tags of numbers": set_cell("metadata", {"tags": [1]}),
    "an id twice": set_cell("id", "0"),
    "an id a number": set_cell("id", 0),
    "an id a list": set_cell("id", []),
    "no parameters": lambda content: parameters_cell(content).update(metadata={}),
    "parameters twice": set_cell("metadata", {"tags": ["parameters"]}),
    "parameters empty": set_source(""),
    "parameters no Python": set_source("committee = "),
    "parameters indented": set_source("    committee = 'ks'\n  year = 1"),
    "parameters with a zero": set_source("committee = 'ks'\0"),
    "parameters computed": set_source("committee = 'k' + 's'"),
    "parameters called": set_source("committee = input()"),
    "parameters imported": set_source("import os"),
    "parameters a magic": set_source("%time committee = 'ks'"),
    "parameters nested deeply": set_source("committee = " + "(" * 5000),
    "parameters negated deeply": set_source("committee = " + "-" * 100_000 + "1"),
    "parameters a sum": set_source("committee = " + "1+" * 20_000 + "1"),
    "a parameter unknown": set_source("committee='ks'\nyear=2024\nlanguage='sv'\nunit='x'"),
    "a parameter missing": set_source("committee='ks'\nyear=2024"),
    "a parameter misspelt": set_source("comittee='ks'\nyear=2024\nlanguage='sv'"),
    "a year as text": set_source("committee='ks'\nyear='now'\nlanguage='sv'"),
    "a year beyond sense": set_source("committee='ks'\nyear=10**9\nlanguage='sv'"),
    "a year of 5,000 digits": set_source("committee='ks'\nlanguage='sv'\nyear=" + "9" * 5000),
    "a committee a list": set_source("committee=['ks']\nyear=2024\nlanguage='sv'"),
    "a committee a path": set_source("committee='../ks'\nyear=2024\nlanguage='sv'"),
}


def changed(change: Change) -> bytes:
    content = json.loads(GOOD)
    change(content)
    return json.dumps(content).encode()


CASES = RAW | {name: changed(change) for name, change in CHANGED.items()}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name in ("notebooks", "data", "params"):
        (tmp_path / name).mkdir()
    for folder in (ROOT / "data").iterdir():
        if folder.is_dir():
            (tmp_path / "data" / folder.name).mkdir()
    return Workspace(tmp_path)


def refusal(workspace: Workspace, content: bytes) -> str:
    """The message, on one line and short; empty if the notebook is not refused."""
    try:
        notebook.check_content(workspace, PLACE, content, ReportParams)
    except NotebookError as problem:
        message = str(problem)
    else:
        return ""
    assert message.startswith(PLACE)
    assert message.count("; ") >= 2, message
    assert len(message) < LONGEST
    return message


@pytest.mark.parametrize("case", CASES)
def test_a_faulty_notebook_is_one_message(workspace: Workspace, case: str) -> None:
    assert refusal(workspace, CASES[case])
    notebook.datasets(CASES[case])  # Never raises: what cannot be read reads all.


@pytest.mark.parametrize(
    "change",
    [
        set_kernel("python3"),
        lambda content: [cell.pop("id") for cell in content["cells"]],
        set_cell("source", "# One text instead of a list"),
        set_cell("outputs", [{"output_type": "stream", "name": "stdout", "text": "x" * 10**7}]),
        lambda content: content["metadata"].update(widgets={}, vscode=[1]),
        set_cell("source", ["value = '\\d' is 'x'  # Python warns of it"]),
    ],
    ids=["as it is", "without ids", "source a text", "long outputs", "more metadata", "a warning"],
)
def test_what_jupyter_may_write_is_no_fault(workspace: Workspace, change: Change) -> None:
    assert refusal(workspace, changed(change)) == ""


def test_a_folder_a_broken_link_and_nothing_are_said(workspace: Workspace) -> None:
    path = workspace.notebook("easy")
    with pytest.raises(NotebookError, match="there is no such file"):
        notebook.check(workspace, "easy", ReportParams)
    path.symlink_to("nowhere")
    with pytest.raises(NotebookError, match="there is no such file"):
        notebook.check(workspace, "easy", ReportParams)
    path.unlink()
    path.mkdir()
    with pytest.raises(NotebookError, match="it is a folder"):
        notebook.check(workspace, "easy", ReportParams)


VALUES: tuple[object, ...] = (
    None, True, 0, -1, 4, 1e308, float("inf"), "", "x", "\ud800", "../..", [], {}, ["parameters"],
    {"name": "python3"}, "load(", "9" * 5000, "[" * 300,
)  # fmt: skip
"""What takes the place of a value somewhere in a notebook."""


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every value within a value, by the keys and numbers that lead to it."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def spoilt(source: random.Random, text: bytes) -> bytes:
    """A notebook with another value somewhere, or with bytes changed, lost or doubled."""
    if source.random() < 0.6:
        content = json.loads(text)
        *way, last = source.choice(places(content)[1:])
        holder = content
        for key in way:
            holder = holder[key]
        if source.random() < 0.2:
            del holder[last]
        else:
            holder[last] = source.choice(VALUES)
        return json.dumps(content).encode()
    at, length = source.randrange(len(text)), source.randrange(1, 40)
    middle = source.choice([b"", source.randbytes(length), text[at : at + length] * 2])
    return text[:at] + middle + text[at + length :]


def read_spoilt(workspace: Workspace, count: int, seed: int) -> int:
    """Read so many spoilt notebooks, and return how many were refused.

    Raises:
        Exception: Whatever the reader raises but its own error.
    """
    source, refused = random.Random(seed), 0
    small = json.loads(GOOD)
    small["cells"] = [*small["cells"][:4]]
    text = json.dumps(small).encode()
    for _number in range(count):
        content = spoilt(source, text)
        refused += bool(refusal(workspace, content))
        notebook.datasets(content)
    return refused


def test_no_spoilt_notebook_ends_in_another_exception(workspace: Workspace) -> None:
    assert INPUTS // 10 < read_spoilt(workspace, INPUTS, seed=1) < INPUTS
