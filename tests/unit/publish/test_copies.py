"""Publishable copies of notebooks: what is shown, and no heading over nothing."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from alereport.exhibits import building
from alereport.exhibits.model import Exhibit, Heading, nothing
from alereport.publish.book import copies

SHOWN = building.note("note", "Something.")


def published(folder: Path, *exhibits: Exhibit) -> list[str]:
    cells = [
        nbformat.v4.new_code_cell(
            "…",
            execution_count=1,
            outputs=[
                nbformat.v4.new_output(
                    "execute_result", exhibit._repr_mimebundle_(), execution_count=1
                )
            ],
        )
        for exhibit in exhibits
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    copy = copies.publishable(notebook, "Title", folder, name="ks-2024/budget", in_part=True)
    return [cell.source for cell in copy.cells[2:]]


@pytest.mark.parametrize("after", [(), (nothing(),), (Heading(words="Next"), SHOWN)])
def test_a_heading_over_nothing_is_not_published(
    tmp_path: Path, after: tuple[Exhibit, ...]
) -> None:
    sources = published(tmp_path, SHOWN, Heading(words="Empty"), *after)
    assert not any("Empty" in source for source in sources)
    assert "Something" in sources[0]


def test_a_heading_over_an_exhibit_or_a_full_section_is_published(tmp_path: Path) -> None:
    sources = published(
        tmp_path, Heading(words="Outer"), Heading(words="Inner", level=3), nothing(), SHOWN
    )
    assert [source.split("\n")[0] for source in sources[:2]] == ["## Outer", "### Inner"]
    assert len(sources) == 3
