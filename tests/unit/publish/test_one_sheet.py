"""What is set on one sheet: as large as fits, and known as such by whatever is set on it."""

from __future__ import annotations

import io
import json
from importlib.resources import as_file, files
from typing import Any

import pypdf
import pytest
import typst

IMPORTS = '#import "typst-template.typ": *\n'
WORDS = "#lorem(60)\n\n"


def told(source: str) -> list[Any]:
    """What a source tells under the label `told`, in order."""
    with as_file(files("alereport.publish.book") / "theme") as theme:
        found = typst.query((IMPORTS + source).encode(), "<told>", field="value", root=str(theme))
    values: list[Any] = json.loads(found)
    return values


def test_the_size_is_the_largest_that_fits_however_much_there_is() -> None:
    source = "#metadata(range(60, 106).map(most => largest(percent => percent <= most)))<told>"
    (sizes,) = told(source)
    percents = range(64, 101, 2)
    assert sizes == [
        max((each for each in percents if each <= most), default=None) for most in range(60, 106)
    ]


@pytest.mark.parametrize("paragraphs", [4, 16, 24])
def test_what_fits_when_it_is_smaller_is_on_one_page(paragraphs: int) -> None:
    source = f"{IMPORTS}#show: report.with(title: [x], sheet: true)\n" + WORDS * paragraphs
    with as_file(files("alereport.publish.book") / "theme") as theme:
        pdf = typst.compile(source.encode(), root=str(theme), format="pdf")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


def test_only_what_is_on_one_sheet_knows_that_it_is() -> None:
    tell = "#context [#metadata(on-sheet())<told>]\n"
    in_book = f"{tell}\n#one-page[\n{tell}]\n{tell}"
    assert told(f"#show: report.with(title: [x])\n{in_book}") == [False, True, False]
    assert told(f"#show: report.with(title: [x], sheet: true)\n{tell}") == [True]
    too_much = WORDS * 80
    assert told(f"#show: report.with(title: [x])\n#one-page[{too_much}{tell}]") == [True]
