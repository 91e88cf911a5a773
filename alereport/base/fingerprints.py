"""Fingerprints: what a result depends on, so that a change in it shows.

A fingerprint is a SHA-256 over bytes; times never count. Nothing here imports pandas, so that
asking what is fresh stays quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from alereport.base import code, params
from alereport.base.languages import Words
from alereport.base.workspace import Workspace

KERNEL = ("alereport.report.*", "alereport.chapters.*")
"""What a notebook imports of the package; a change in it, or in what it imports, makes a report
stale."""

LIBRARIES = (
    "babel",
    "font-source-sans-pro",
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
    """One checksum over several parts, in their order."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def content(path: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


@cache
def code_fingerprint(*modules: str) -> str:
    """A fingerprint of modules of the package with all that they import of it.

    Args:
        modules: See `code.files_of`.
    """
    return fingerprint(part for pair in code.files_of(*modules).items() for part in pair)


@cache
def kernel_code() -> dict[str, str]:
    """A fingerprint of the code that runs inside a notebook, room by room of the package."""
    rooms: dict[str, list[bytes | str]] = {}
    for path, data in code.files_of(*KERNEL).items():
        rooms.setdefault(path.partition("/")[0], []).extend((path, data))
    return {room: fingerprint(parts) for room, parts in rooms.items()}


version = cache(metadata.version)
"""The version of an installed library, looked up once."""


@cache
def library_versions() -> dict[str, str]:
    """The version of each library that can change what a notebook shows."""
    return {name: version(name) for name in LIBRARIES}


def language_fingerprint(workspace: Workspace, language: str) -> str:
    """A fingerprint of the words of a language, and of those it shows for what it lacks."""
    return _words_fingerprint(language, params.words(workspace))


@cache
def _words_fingerprint(language: str, words: Words) -> str:
    found = words.catalogues(language)
    return fingerprint([words.first, *(part for each in found for part in each)])
