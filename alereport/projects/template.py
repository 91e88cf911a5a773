"""What the package keeps of a project: the files that a later version may bring again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from alereport.base import yaml_files
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import standard

GLOSSARY, QUARTO = "params/glossary.yaml", "_quarto.yml"
ITEM = re.compile(r"^(?=- )", re.MULTILINE)
"""Where an item of a list in YAML begins."""


def files(municipality: Municipality) -> dict[str, bytes]:
    """The content of each file as this municipality gets it, by its path in the project."""
    found = standard.project()
    if GLOSSARY in found:
        found[GLOSSARY] = _shared_words(found[GLOSSARY].decode()).encode()
    if QUARTO in found:
        found[QUARTO] = _quarto(found[QUARTO].decode(), municipality).encode()
    return found


def _shared_words(text: str) -> str:
    """The words that the book explains, without those of one municipality alone."""
    heading, *entries = ITEM.split(text)
    shared = (each for each in entries if not yaml_files.load(each)[0].get("local"))
    return heading + "".join(shared)


def _quarto(text: str, municipality: Municipality) -> str:
    """The settings for Quarto with the municipality's name and first language."""
    first = municipality.languages[0]
    text = re.sub(r'^(  author: )".*"$', rf'\g<1>"{municipality.name}"', text, flags=re.MULTILINE)
    text = re.sub(rf"^lang: {DATA_LANGUAGE}$", f"lang: {first}", text, flags=re.MULTILINE)
    return re.sub(rf"(?<=build/book/){DATA_LANGUAGE}(?=[/.])", first, text)


def is_project_of(workspace: Workspace) -> bool:
    """Whether the project is the one that a checkout of the package takes its files from."""
    return workspace.root == standard.folder().resolve()


def write(root: Path, contents: dict[str, bytes]) -> None:
    """Write files by their paths in a folder."""
    for name, content in contents.items():
        write_atomically(root / name, content)


@contextmanager
def as_project(settings: str, municipality: Municipality) -> Iterator[Workspace]:
    """A project with no rows, in a folder that is removed afterwards.

    Args:
        settings: The text of its `params/municipality.yaml`.
        municipality: The same settings.
    """
    with TemporaryDirectory(prefix="alereport-project-") as folder:
        workspace = Workspace(Path(folder).resolve())
        write(workspace.root, files(municipality))
        write_atomically(workspace.municipality, settings)
        yield workspace
