"""What of a notebook makes its reports stale, and what does not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from alereport.batch.cells import notebook_fingerprint


def code(source: str, *tags: str, **other: Any) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "metadata": {"tags": [*tags]}, "source": lines, **other}


def text(source: str, *tags: str) -> dict[str, Any]:
    return {**code(source, *tags), "cell_type": "markdown"}


def print_of(*cells: dict[str, Any], kernel: str = "python3") -> str:
    metadata = {"kernelspec": {"name": kernel}, "language_info": {"version": "3.11"}}
    return notebook_fingerprint(json.dumps({"cells": cells, "metadata": metadata}).encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("shown(rows)", "# The rows of the year.\nshown(rows)  # as printed"),
        ("# 20 per cent\nshown(rows)", "# 25 per cent\nshown(rows)"),
        ("shown(rows, unit='tkr')", 'shown(\n    rows,\n\n    unit="tkr",\n)'),
        ("# %matplotlib inline\nplot()", "plot()"),
        ("plot();", "plot() ;  # not its value"),
    ],
    ids=["added", "edited", "laid out again", "a magic that is a comment", "before a semicolon"],
)
def test_a_comment_or_blanks_in_code_make_nothing_stale(before: str, after: str) -> None:
    assert print_of(code(before)) == print_of(code(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("shown(rows)", "shown(rows[1:])"),
        ("plot()", "plot();"),
        ("plot()", "plot()  # a;\n;"),
        ("shown('# one')", "shown('# two')"),
        ("shown('''a\n  b''')", "shown('''a\n b''')"),
        ("shown(f'{total = }')", "shown(f'{total=}')"),
        ('def f():\n    """Now."""\nhelp(f)', 'def f():\n    """Then."""\nhelp(f)'),
        ("# %matplotlib inline\nplot()", "%matplotlib inline\nplot()"),
        ("%%time\nshown(rows)", "%%time\nshown(rows)  # slow"),
        ("if rows:\n    a()\nb()", "if rows:\n    a()\n    b()"),
        ("#| fig-alt: Up.\nplot()", "#| fig-alt: Down.\nplot()"),
    ],
    ids=[
        "code",
        "a semicolon, which hides a value",
        "a semicolon alone on its line",
        "no comment but a text",
        "blanks in a text",
        "blanks in a text with a name",
        "a docstring, which may be shown",
        "a magic",
        "what is not Python counts as it stands",
        "indentation",
        "an option of the cell",
    ],
)
def test_whatever_may_show_makes_stale(before: str, after: str) -> None:
    assert print_of(code(before)) != print_of(code(after))


def test_only_what_is_published_of_the_texts_counts() -> None:
    assert print_of(text("As of May.")) != print_of(text("As of June."))
    assert print_of(text("As of May.")) != print_of(text("As of May.", "remove-cell"))
    for_analyst = (text("Try this.", "remove-cell"), text("Or this.", "remove-cell"))
    assert print_of(for_analyst[0]) == print_of(for_analyst[1])


def test_values_that_each_report_replaces_saved_outputs_and_ids_make_nothing_stale() -> None:
    first = (code("committee = 'ks'", "parameters"), code("shown(rows)"))
    edited = (
        code("committee = 'sn'", "parameters"),
        code("shown(rows)", outputs=[{"output_type": "stream"}], execution_count=3, id="a1"),
    )
    assert print_of(*first) == print_of(*edited)


@pytest.mark.parametrize(
    "others",
    [
        [code("b()"), code("a()")],
        [code("a()")],
        [code("a()"), code("b()", "raises-exception")],
        [code("a()"), text("b()")],
        [code("a()\nb()")],
    ],
    ids=["order", "a cell less", "a tag", "a kind", "joined, where the first value is not shown"],
)
def test_cells_are_kept_apart(others: Sequence[dict[str, Any]]) -> None:
    assert print_of(code("a()"), code("b()")) != print_of(*others)


def test_another_kernel_makes_stale() -> None:
    assert print_of(code("a()")) != print_of(code("a()"), kernel="xpython")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cells": [{}], "metadata": {}}', b"\xff"])
def test_what_is_no_notebook_counts_as_it_stands(content: bytes) -> None:
    assert notebook_fingerprint(content) != notebook_fingerprint(content + b" ")
    assert notebook_fingerprint(content) == notebook_fingerprint(content)
