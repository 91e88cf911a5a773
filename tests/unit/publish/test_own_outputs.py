"""What an analyst's own cells put out is published as an exhibit or Markdown, or is refused."""

from __future__ import annotations

from typing import Any

import nbformat
import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.errors import OutputsError, PublishError
from alereport.batch import own_exhibits
from alereport.exhibits import own
from alereport.exhibits.model import Exhibit
from alereport.publish.book import own_outputs

PLACE = "notebooks/easy.ipynb"
FRAME = pd.DataFrame({"a": [1]})


@pytest.fixture(autouse=True)
def _swedish() -> None:
    locales.activate("sv")


def shown(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> Any:
    return nbformat.v4.new_output("display_data", data, metadata=metadata or {})


def exhibit(made: Exhibit, metadata: dict[str, Any] | None = None) -> Any:
    return shown(made._repr_mimebundle_(), metadata)


def printed(text: str, name: str = "stdout") -> Any:
    return nbformat.v4.new_output("stream", name=name, text=text)


def found(*outputs: Any, tags: tuple[str, ...] = (), source: str = "x = 1\nx") -> own_outputs.Own:
    injected = nbformat.v4.new_code_cell("", metadata={"tags": ["injected-parameters"]})
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})
    cells = [nbformat.v4.new_markdown_cell("# T"), injected, cell]
    return own_outputs.of_notebook(nbformat.v4.new_notebook(cells=cells), PLACE, "x/easy")


@pytest.mark.parametrize(
    ("output", "words", "instead"),
    [
        (printed("rad 3"), "it prints text", "display(Markdown("),
        (shown({"image/png": "AA=="}), "it shows a figure without", "exhibits.chart(figure"),
        (shown({"image/svg+xml": "<svg/>"}), "it shows a figure without", "exhibits.chart("),
        (shown({"text/plain": "<Axes: >"}), "it shows a figure without", "exhibits.chart("),
        (
            shown({"text/plain": "[<matplotlib.lines.Line2D at 0x7f>]"}),
            "it shows a figure without",
            "exhibits.chart(",
        ),
        (shown({"text/html": "<b>", "text/plain": "x"}), "it shows text/html", "exhibits.table("),
        (shown({"text/plain": "7"}), "it shows the value 7", "display(Markdown("),
        (shown({"text/plain": "<G object at 0x7f>"}), "value <G object>", "exhibits.table("),
        (shown({"application/json": {}, "image/jpeg": "AA"}), "application/json, image/jpeg", ""),
        (
            shown({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "x"}),
            "it shows a widget",
            "exhibits.table(",
        ),
        (
            shown({"text/plain": "x"}, {own_exhibits.REMARK: "x: 7; expected 8; do 9."}),
            "its frame cannot be a table (x: 7; expected 8; do 9)",
            "exhibits.table(",
        ),
        (exhibit(own.of_frame(FRAME)), "its table has no caption", "exhibits.table("),
    ],
)
def test_what_is_no_exhibit_is_refused_with_its_cell_and_what_to_write(
    output: Any, words: str, instead: str
) -> None:
    (refused,) = found(output, output).refused
    assert refused.place == f"{PLACE}, cell 2 (x = 1)"
    assert words in refused.found
    assert instead in refused.next_step


@pytest.mark.parametrize(
    "output",
    [
        printed(" \n"),
        printed("a warning", name="stderr"),
        shown({"text/markdown": "x", "text/html": "<p>x"}),
        exhibit(own.table(FRAME, caption="Besök")),
    ],
)
def test_what_is_published_or_is_for_the_analyst_is_not_refused(output: Any) -> None:
    assert found(output).refused == ()


@pytest.mark.parametrize("tag", ["remove-cell", "remove-output"])
def test_a_cell_whose_output_is_left_out_is_not_refused(tag: str) -> None:
    output = printed("x")
    assert found(output, tags=(tag,)).refused == ()
    cell = nbformat.v4.new_code_cell("x", outputs=[output], metadata={"tags": [tag]})
    assert own_outputs.outputs(cell) == []


def test_a_cell_that_opens_a_file_is_refused_also_if_it_shows_nothing() -> None:
    (refused,) = found(source='open("x")', tags=("remove-cell",)).refused
    assert refused.found == 'line 1 opens a file, an address or a program itself: open("x")'


def test_all_are_told_at_once_as_one_error() -> None:
    refused = found(printed("x"), source="open(1)").refused
    error = OutputsError([each.error for each in refused])
    assert isinstance(error, PublishError)
    assert error.exit_code == 15
    assert len(str(error).splitlines()) == 2


def test_a_caption_taken_from_the_heading_is_told() -> None:
    taken = exhibit(
        own.table(FRAME, caption="Besök"), {own_exhibits.REMARK: own_exhibits.FROM_HEADING}
    )
    own_of_it = found(taken)
    assert own_of_it.refused == ()
    assert "its caption is the heading above it" in own_of_it.told[0]


def test_the_page_on_quality_counts_those_whose_rows_are_not_stated() -> None:
    one = found(exhibit(own.table(FRAME, caption="Besök")))
    both = own_outputs.together([one, one])
    assert (both.count, both.without_rows) == (2, (("x/easy", "Besök"),) * 2)
    said = own_outputs.account(both, {"x/easy": "Lättläst"})
    assert "2 tabeller och diagram" in said
    assert "För 2 av dem anges inte vilka rader" in said
    assert said.endswith("- Lättläst: Besök")
    assert own_outputs.account(own_outputs.Own(), {}) == ""
