"""Converts staged pages with Pandoc and our filters and templates."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pypandoc

from alereport.base.errors import PublishError
from alereport.base.printable import without_controls

FILTERS = ("safe.lua", "glossary.lua", "crossref.lua", "blocks.lua")
FORMAT = (
    "markdown+rebase_relative_paths-implicit_figures-raw_html-raw_attribute-raw_tex"
    "-native_divs-native_spans-tex_math_dollars"
)
"""Quarto's Markdown without raw HTML or Typst: such code in a page is shown as text."""
OPTIONS = {"html5": ["--toc", "--toc-depth=2"], "typst": []}
EMPTY: Mapping[str, str] = MappingProxyType({})


def convert(  # noqa: PLR0913 - what Pandoc is told, each by its name
    sources: Sequence[tuple[str, str]],
    theme: Path,
    *,
    to: str,
    template: str,
    metadata: Mapping[str, Any],
    verbatim: Mapping[str, str] = EMPTY,
    files: Mapping[str, str] = EMPTY,
    reader: str = FORMAT,
    filters: Sequence[str] = FILTERS,
) -> str:
    """Convert pages with Pandoc and return the resulting text.

    Args:
        template: The template's name.
        sources, theme, to, metadata: See `convert_to_bytes`.
        verbatim, files, reader, filters: See `convert_to_bytes`.

    Raises:
        PublishError: Pandoc refused the pages.
    """
    return convert_to_bytes(
        sources,
        theme,
        to=to,
        metadata=metadata,
        options=(f"--template={theme / template}", *OPTIONS[to]),
        verbatim=verbatim,
        files=files,
        reader=reader,
        filters=filters,
    ).decode()


def convert_to_bytes(  # noqa: PLR0913 - what Pandoc is told, each by its name
    sources: Sequence[tuple[str, str]],
    theme: Path,
    *,
    to: str,
    metadata: Mapping[str, Any],
    options: Sequence[str],
    verbatim: Mapping[str, str] = EMPTY,
    files: Mapping[str, str] = EMPTY,
    reader: str = FORMAT,
    filters: Sequence[str] = FILTERS,
) -> bytes:
    """Convert pages with Pandoc and return what it makes of them.

    Args:
        sources: The pages' paths and texts; relative paths in them are resolved from those.
        theme: The folder of the template and the filters.
        to: Pandoc's output format.
        metadata: Values for the template and the filters, as plain text.
        options: Further options of Pandoc.
        verbatim: Values for the template that are written to the page unescaped.
        files: Files that the filters read, by name.
        reader: How Pandoc reads the pages.
        filters: The filters, in the order in which they run.

    Raises:
        PublishError: Pandoc refused the pages.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Not in a metadata file, whose texts Pandoc would read as Markdown.
        plain = json.dumps(_without_controls(metadata)).replace("'", "\u2019")
        settings = f'{{"metadata": {plain}, "variables": {json.dumps(dict(verbatim))}}}'
        for path, text in (*sources, *files.items(), ("settings.json", settings)):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(without_controls(text), encoding="utf-8")
        process = subprocess.run(
            [
                pypandoc.get_pandoc_path(),
                *(path for path, _text in sources),
                f"--from={reader}",
                f"--to={to}",
                "--defaults=settings.json",
                *(f"--lua-filter={theme / name}" for name in filters),
                "--wrap=none",
                *options,
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    if process.returncode:
        raise PublishError(
            sources[0][0],
            f"Pandoc stopped: {process.stderr.decode(errors='replace').strip()}",
            "Markdown Pandoc can read",
            "look at the page in build/book",
        )
    return process.stdout


def _without_controls(value: Any) -> Any:
    """The texts of some metadata without characters that no page may hold."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, Mapping):
        return {key: _without_controls(item) for key, item in value.items()}
    return [*map(_without_controls, value)] if isinstance(value, list | tuple) else value
