"""A dataset of one's own: its folder, with a schema that explains itself and a first rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from alereport.base.languages import ENGLISH
from alereport.base.workspace import Workspace, new_folder, write_atomically
from alereport.data import registers, schemas, standard
from alereport.projects import entries, names
from alereport.projects.names import RefusedError

TEMPLATES = Path(__file__).with_name("beginnings")
MARKS = re.compile(r"[\\*_#$<>|\[\]\"]")
"""Signs that a title has none of: it stands in headings and links."""


@dataclass(frozen=True)
class Draft:
    """A dataset that is ready to be written.

    Attributes:
        name: Its name.
        files: The content of each file, by its path from the project's root.
        columns: The columns of its rows.
        first: The file of the latest document, which its first rows may be from; empty if the
            project has no document.
    """

    name: str
    files: Mapping[str, str]
    columns: tuple[str, ...]
    first: str


def drafted(workspace: Workspace, name: str, titles: Mapping[str, str]) -> Draft:
    """Return a dataset as it will be written; nothing is written.

    It has no rows: the gate holds a file without any to be a slip.

    Args:
        name: Its name.
        titles: Its title by language; by default made of its name.

    Raises:
        RefusedError: The name or a title cannot be used.
        TableError: The register of documents cannot be read.
    """
    taken = {*workspace.datasets, *standard.files()}
    names.require_free(name, names.DATASET, taken, "dataset")
    for title in titles.values():
        if not title or MARKS.search(title):
            expected = "a title without marks of Markdown and quotation marks"
            raise RefusedError("--title", f"{title!r} is given; expected {expected}")
    words = name.replace("_", " ")
    named = {ENGLISH: words[:1].upper() + words[1:], **titles}
    lines = (
        f"title{'' if code == ENGLISH else f'_{code}'}: {entries.flow(title)}"
        for code, title in named.items()
    )
    gaps = {"titles": "\n".join(lines), "name": name.replace("_", "-")}
    files = {
        f"data/{name}/{file}": Template((TEMPLATES / file).read_text("utf-8")).substitute(gaps)
        for file in standard.NAMES
    }
    schema = schemas.parsed(files[f"data/{name}/table.yaml"].encode())
    documents = registers.register_rows(workspace, "documents")
    latest = max(documents, key=lambda row: row["year"], default=None)
    first = f"data/{name}/{latest['document']}.csv" if latest else ""
    return Draft(name, files, tuple(schema.columns), first)


def write(workspace: Workspace, draft: Draft) -> None:
    """Write a dataset's folder, all of it or nothing."""
    with new_folder(workspace.dataset(draft.name)) as folder:
        for path, content in draft.files.items():
            write_atomically(folder / Path(path).name, content)
