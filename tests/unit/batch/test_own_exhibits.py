"""An analyst's exhibits get their place in the book when the outputs are taken."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from alereport import exhibits
from alereport.base import locales
from alereport.batch import own_exhibits
from alereport.chapters import common
from alereport.exhibits import model, own
from alereport.exhibits.model import MIME, Chart, Exhibit, Table

FRAME = pd.DataFrame({"a": [1]})


@pytest.fixture(autouse=True)
def _swedish() -> None:
    locales.activate("sv")


def completed(*shown: Exhibit | str) -> list[dict[str, Any]]:
    """The outputs of a notebook with these exhibits and words, one a cell."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": each}
        if isinstance(each, str)
        else {"cell_type": "code", "outputs": [{"data": each._repr_mimebundle_(), "metadata": {}}]}
        for each in shown
    ]
    own_exhibits.complete({"cells": cells}, "ks-2024/visits")
    return [output for cell in cells for output in cell.get("outputs", ())]


def read(output: dict[str, Any]) -> Any:
    return model.read(output["data"][MIME])


def test_a_table_has_a_name_that_is_its_own_in_the_book() -> None:
    table = exhibits.table(FRAME, caption="Besök")
    first, second = completed(table, table)
    assert read(first).label == "tbl-ks-2024-visits-besok"
    assert read(second).label == "tbl-ks-2024-visits-besok-2"
    assert "{#tbl-ks-2024-visits-besok-2}" in second["data"]["text/markdown"]
    assert "of=tbl-ks-2024-visits-besok-2" in second["data"]["text/markdown"]


def test_a_returned_table_has_the_heading_above_it_as_its_caption() -> None:
    returned = own.of_frame(FRAME)
    first, _heading, second = completed(
        "# Sidan\n\nord\n\n## Besök *per* månad",
        returned,
        common.section("Change by area"),
        returned,
    )
    assert read(first).caption == "Besök per månad"
    assert (
        ": Besök per månad {#tbl-ks-2024-visits-besok-per-manad}" in first["data"]["text/markdown"]
    )
    assert first["metadata"][own_exhibits.REMARK] == own_exhibits.FROM_HEADING
    assert read(second).caption == "Förändring per område"


def test_a_returned_table_below_no_heading_stays_without_a_caption() -> None:
    (output,) = completed(own.of_frame(FRAME))
    assert read(output).caption == ""
    assert output["metadata"] == {}


def test_a_chart_keeps_its_drawings_under_its_new_name() -> None:
    drawn = Figure()
    drawn.subplots()
    made = exhibits.chart(drawn, caption="Besök", alt="De minskar.")
    (output,) = completed(made)
    assert isinstance(read(output), Chart)
    text = output["data"]["text/markdown"]
    assert "{#fig-ks-2024-visits-besok}" in text
    assert "of=fig-ks-2024-visits-besok" in text
    assert text.count("data:image/svg+xml") == 2


def test_the_packages_own_exhibits_are_left_as_they_are() -> None:
    table = Table(id="x", caption="c", columns=(), rows=())
    (output,) = completed(table)
    assert output["data"] == table._repr_mimebundle_()
