"""Staged pages through Pandoc, with our filters and templates."""

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

FILTERS = ("safe.lua", "crossref.lua", "blocks.lua", "site.lua")
FORMAT = (
    "markdown+rebase_relative_paths-implicit_figures-raw_html-raw_attribute-raw_tex"
    "-native_divs-native_spans-tex_math_dollars"
)
"""Quarto's Markdown, of which a page can run nothing: what is code of a page shows as words."""
OPTIONS = {"html5": ["--toc", "--toc-depth=2"], "typst": []}
NOTHING: Mapping[str, str] = MappingProxyType({})


def converted(
    sources: Sequence[tuple[str, str]],
    theme: Path,
    *,
    to: str,
    template: str,
    metadata: Mapping[str, Any],
    verbatim: Mapping[str, str] = NOTHING,
    beside: Mapping[str, str] = NOTHING,
) -> str:
    """What Pandoc makes of some pages.

    Args:
        sources: The pages' paths and texts; relative paths in them are kept right.
        theme: The folder of the template and the filters.
        to: What Pandoc writes.
        template: The template's name.
        metadata: What the template and the filters ask for, as plain words.
        verbatim: What the template asks for that stands in the page as it is.
        beside: Files that the filters read, by their name.

    Raises:
        PublishError: Pandoc refused the pages.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Not in a file of metadata, each word of which Pandoc would read as Markdown.
        plain = json.dumps(metadata).replace("'", "\u2019")
        settings = f'{{"metadata": {plain}, "variables": {json.dumps(dict(verbatim))}}}'
        for path, text in (*sources, *beside.items(), ("settings.json", settings)):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [
                pypandoc.get_pandoc_path(),
                *(path for path, _text in sources),
                f"--from={FORMAT}",
                f"--to={to}",
                "--defaults=settings.json",
                f"--template={theme / template}",
                *(f"--lua-filter={theme / name}" for name in FILTERS),
                "--wrap=none",
                *OPTIONS[to],
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    if done.returncode:
        raise PublishError(
            sources[0][0],
            f"Pandoc stopped: {done.stderr.decode(errors='replace').strip()}",
            "Markdown Pandoc can read",
            "look at the page in build/book",
        )
    return done.stdout.decode()
