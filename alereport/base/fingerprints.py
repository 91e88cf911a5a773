"""Fingerprints of what a result depends on, so that a change is detected.

A fingerprint is a SHA-256 hash over bytes; timestamps never count. Nothing here imports pandas, so
that checking what is up to date stays fast.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from alereport.base import code, files, params
from alereport.base.languages import Words
from alereport.base.workspace import Workspace

KERNEL = ("alereport.report.*", "alereport.chapters.*")
"""What a notebook imports from the package; a change in it, or in what it imports, makes a report
stale."""

STYLESHEET = ".css"
"""How the name of a stylesheet ends."""
LIBRARIES = (
    "babel",
    "font-source-sans-pro",
    "fonttools",
    "markdown-it-py",
    "matplotlib",
    "nbclient",
    "numpy",
    "pandas",
    "papermill",
    "pydantic",
    "pyyaml",
    "scipy",
)
"""The libraries whose versions can change what a notebook shows."""


def fingerprint(parts: Iterable[bytes | str]) -> str:
    """A hash over several parts, in order."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def content(path: Path) -> bytes:
    """The content of a file; empty if there is none that can be read, see `files.content`."""
    try:
        return files.content(path)
    except OSError:
        return b""


@cache
def code_fingerprint(*modules: str, with_styles: bool = True) -> str:
    """A fingerprint of modules with everything they import from the package.

    Args:
        modules: See `code.files_of`.
        with_styles: Whether the stylesheets beside the modules count.
    """
    files_of = code.files_of(*modules).items()
    counted = (pair for pair in files_of if with_styles or not pair[0].endswith(STYLESHEET))
    return fingerprint(part for pair in counted for part in pair)


@cache
def kernel_code() -> dict[str, str]:
    """A fingerprint, by subpackage, of the code that runs inside a notebook."""
    subpackages: dict[str, list[bytes | str]] = {}
    for path, data in code.files_of(*KERNEL).items():
        subpackages.setdefault(path.partition("/")[0], []).extend((path, data))
    return {name: fingerprint(parts) for name, parts in subpackages.items()}


version = cache(metadata.version)
"""The version of an installed library, looked up once."""


@cache
def library_versions() -> dict[str, str]:
    """The version of each library that can change what a notebook shows."""
    return {name: version(name) for name in LIBRARIES}


def language_fingerprint(workspace: Workspace, language: str) -> str:
    """A fingerprint of a language's translations, and of those it falls back to."""
    return _words_fingerprint(language, params.words(workspace))


@cache
def _words_fingerprint(language: str, words: Words) -> str:
    catalogues = words.catalogues(language)
    parts = (part for catalogue in catalogues for part in catalogue)
    return fingerprint([words.first, repr(words.replaced), *parts])
