"""The site's search: an index made by Pagefind, with only the files that our pages use."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pagefind_bin

from alereport.base.errors import PublishError

FOLDER = "pagefind"
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Pagefind's own user interface, which our pages do not use."""
OF_ANY_LANGUAGE = "wasm.unknown.pagefind"
"""The search in a language for which Pagefind has no stemming; unused in other languages."""


def index(site: Path, language: str) -> None:
    """Write the index of a site's pages into the site; the same pages give the same files.

    Args:
        site: The site, whose pages mark the text to index with `data-pagefind-body`.
        language: The language of the pages, for stemming.

    Raises:
        PublishError: Pagefind refused the pages.
    """
    process = subprocess.run(
        [
            str(pagefind_bin.get_executable()),
            "--site=.",
            f"--output-subdir={FOLDER}",
            f"--force-language={language}",
            "--keep-index-url",
            "--quiet",
        ],
        cwd=site,
        capture_output=True,
        check=False,
    )
    if process.returncode:
        raise PublishError(
            f"the search ({language})",
            f"Pagefind stopped: {process.stderr.decode(errors='replace').strip()}",
            "pages that Pagefind can read",
            "look at the pages in build/book",
        )
    has_stemming = (site / FOLDER / f"wasm.{language}.pagefind").is_file()
    for pattern in (*UNUSED, *([OF_ANY_LANGUAGE] if has_stemming else [])):
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
    shutil.rmtree(site / FOLDER / "playground", ignore_errors=True)
