"""Typst sets a staged book, or a page of it, as a PDF that can be archived and read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from alereport.base.workspace import write_atomically
from alereport.publish.engines import tags
from alereport.publish.engines.conversion import convert

PDF_STANDARDS: list[Literal["1.7", "a-2a", "ua-1"]] = ["1.7", "a-2a", "ua-1"]
"""Archivable and accessible; Typst refuses to export a PDF that violates them."""


def pdf(
    staged: Path, chapters: Sequence[tuple[str, str]], metadata: Mapping[str, Any], *, name: str
) -> bytes:
    """Return pages of a staged book as a PDF, with the rows of its tables tagged.

    Args:
        staged: The staged book, which holds the theme and the drawings.
        chapters: The pages' paths and texts; see `conversion.convert`.
        metadata: Values for the template `report.typ`.
        name: The file that Typst reads, which is written in the staged book.

    Raises:
        PublishError: Pandoc refused the pages.
        TypstError: Typst cannot set them.
    """
    main, theme = staged / name, staged / "theme"
    source = convert(chapters, theme, to="typst", template="report.typ", metadata=metadata)
    write_atomically(main, source)
    return tags.with_row_heads(
        bytes(
            typst.compile(
                str(main),
                root=str(staged),
                font_paths=[str(theme / "fonts")],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=list(PDF_STANDARDS),
            )
        )
    )
