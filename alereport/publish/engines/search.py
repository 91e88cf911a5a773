"""The site's search: an index made by Pagefind, and of its files those that our pages ask for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pagefind_bin

from alereport.base.errors import PublishError

FOLDER = "pagefind"
NOT_ASKED_FOR = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Pagefind's own pages' parts, which ours do without."""
OF_ANY_LANGUAGE = "wasm.unknown.pagefind"
"""What searches in a language whose endings Pagefind does not know; else it is not asked for."""


def index(site: Path, language: str) -> None:
    """Make the index of a site's pages, in the site; the same pages give the same files.

    Args:
        site: The site, whose pages say with `data-pagefind-body` what is to be found.
        language: The language whose words' endings are taken for one another.

    Raises:
        PublishError: Pagefind refused the pages.
    """
    done = subprocess.run(
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
    if done.returncode:
        raise PublishError(
            f"the search ({language})",
            f"Pagefind stopped: {done.stderr.decode(errors='replace').strip()}",
            "pages that Pagefind can read",
            "look at the pages in build/book",
        )
    knows = (site / FOLDER / f"wasm.{language}.pagefind").is_file()
    for pattern in (*NOT_ASKED_FOR, *([OF_ANY_LANGUAGE] if knows else [])):
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
    shutil.rmtree(site / FOLDER / "playground", ignore_errors=True)
