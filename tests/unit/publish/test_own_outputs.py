"""What an analyst's own cells put out is said where it is not published as it looked."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest

from alereport.publish.book import own_outputs

PLACE = "notebooks/easy.ipynb"


def shown(data: dict[str, str], metadata: dict[str, Any] | None = None) -> Any:
    return nbformat.v4.new_output("display_data", data, metadata=metadata or {})


def printed(text: str, name: str = "stdout") -> Any:
    return nbformat.v4.new_output("stream", name=name, text=text)


def said(*outputs: Any, tags: tuple[str, ...] = ()) -> list[str]:
    injected = nbformat.v4.new_code_cell("", metadata={"tags": ["injected-parameters"]})
    cell = nbformat.v4.new_code_cell("…", outputs=list(outputs), metadata={"tags": list(tags)})
    cells = [nbformat.v4.new_markdown_cell("# T"), injected, cell]
    return list(own_outputs.remarks(nbformat.v4.new_notebook(cells=cells), PLACE))


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (printed("rad 3"), "what it prints is published as it stands"),
        (shown({"image/png": "AA=="}), "its picture is published without a description"),
        (shown({"image/svg+xml": "<svg/>"}), "its picture is published without a description"),
        (
            shown({"text/html": "<b>x</b>", "text/plain": "x"}),
            "an output of kind text/html is published as plain text only",
        ),
        (shown({"text/plain": "7"}), "a value is published as plain text"),
        (shown({"text/html": "<b>"}), "an output of kind text/html is not published"),
        (
            shown({"image/jpeg": "AA==", "application/json": "{}"}),
            "an output of kind application/json, image/jpeg is not published",
        ),
    ],
)
def test_an_output_is_named_with_its_notebook_and_cell(output: Any, words: str) -> None:
    assert said(output, output) == [f"{PLACE}: cell 2: {words}; {own_outputs.ADVICE}"]


@pytest.mark.parametrize(
    "output",
    [
        printed(" \n"),
        printed("a warning", name="stderr"),
        shown({"text/markdown": "x", "text/html": "<p>x"}),
        shown({"image/svg+xml": "<svg/>"}, {"image/svg+xml": {"alt": "A line."}}),
    ],
)
def test_what_is_published_as_it_looked_or_is_for_the_analyst_is_not_said(output: Any) -> None:
    assert said(output) == []


def test_a_cell_that_is_tagged_to_be_removed_is_not_said() -> None:
    assert said(printed("x"), tags=("remove-cell",)) == []
