"""Publishable copies of notebooks: what is shown, and no heading over nothing."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

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


def own(*outputs: dict[str, str]) -> NotebookNode:
    shown = [nbformat.v4.new_output("display_data", data) for data in outputs]
    cell = nbformat.v4.new_code_cell("…", execution_count=1, outputs=shown)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


def test_what_an_analyst_shows_is_words_and_pictures_alone(tmp_path: Path) -> None:
    notebook = own(
        {"text/plain": "# no heading\n{{< env HOME >}} \x1b[31mröd\x1b[0m\n~~~~~~~~\n::: {.x}"},
        {"text/markdown": "# Rubrik\n\n### Lägre\n\n<b>x</b> {{< include x >}} [x](javascript:x)"},
        {"application/javascript": "x()", "text/html": "<script>x</script>"},
        {"text/latex": "$x$", "text/plain": "x"},
        {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"},
    )
    copy = copies.publishable(notebook, "Title", tmp_path, name="ks-2024/budget", in_part=True)
    assert {cell.cell_type for cell in copy.cells[1:]} == {"markdown"}
    sources = [cell.source for cell in copy.cells[2:]]
    remarks = [source for source in sources if source.startswith('::: {.notice role="note"}')]
    printed, prose, latex, picture = [source for source in sources if source not in remarks]
    assert len(remarks) == 4, "each but the Markdown has one, for a draft"
    assert "röd" in printed
    fence, _blank, literal = printed.split("\n")[0].partition(" ")
    assert literal == '{shortcodes="false"}'
    assert printed.count(fence) == 2
    assert prose.startswith("## Rubrik\n\n### Lägre\n\n\\<b\\>x")
    assert "{{<" not in prose
    assert latex == "~~~~~~~~\nx\n~~~~~~~~"
    (file,) = (tmp_path / "figures").iterdir()
    assert picture.startswith(f"![](figures/{file.name})")
    assert "script" not in file.read_text(encoding="utf-8")


def test_what_only_says_that_it_is_a_drawing_is_named_by_its_cell(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an output of cell 1 cannot be published: it is not SVG"):
        copies.publishable(
            own({"image/svg+xml": "<p>"}), "Title", tmp_path, name="x/y", in_part=True
        )
