"""What a reader can take away from the site: the open data, and the page that leads to them.

They stand inside each language's site, so that they come with it in one rename and are reached
under any address, also from the file system.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from alereport.language import gettext as _
from alereport.language import ngettext
from alereport.publish import datapackage, opendata
from alereport.publish.book import Book
from alereport.publish.copies import OUTSIDE_PARTS
from alereport.publish.pages import front_matter
from alereport.workspace import Workspace, new_folder, write_whole

PAGE = "open-data.qmd"
OPEN_DATA = "open-data"


def stage(workspace: Workspace, book: Book, staged: Path) -> None:
    """Put the open data and their page in a book that is being staged.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    shutil.copytree(opendata.folder(workspace, draft=book.draft), staged / OPEN_DATA)
    write_whole(staged / PAGE, page(workspace, staged / OPEN_DATA))


def put(staged: Path, site: Path) -> None:
    """Put what the staged book has to download in a site that is being made."""
    shutil.copytree(staged / OPEN_DATA, site / OPEN_DATA, dirs_exist_ok=True)


def publish(workspace: Workspace, language: str) -> None:
    """Put the open data of a published book where programs look for them, whole."""
    with new_folder(workspace.open_data) as fresh:
        shutil.copytree(workspace.site(language) / OPEN_DATA, fresh, dirs_exist_ok=True)


def page(workspace: Workspace, folder: Path) -> str:
    """The page that leads to the open data, in the language spoken now.

    Args:
        workspace: The project.
        folder: The open data, where they are staged.
    """
    package = json.loads((folder / opendata.PACKAGE).read_text(encoding="utf-8"))
    lines = [
        front_matter(_("Open data")),
        f"{OUTSIDE_PARTS}\n",
        "::: {.lead}\n",
        _("Every figure of the report can be downloaded and used further: {licence}.").format(
            licence=package["licenses"][0]["title"]
        ),
        "\n:::\n",
        "## " + _("The datasets") + "\n",
        *_datasets(workspace),
        "",
        "## " + _("For programs and data portals") + "\n",
        *_descriptions(),
        "",
        "## " + _("How to read the files") + "\n",
        *_reading(),
    ]
    return "\n".join(lines) + "\n"


def _datasets(workspace: Workspace) -> Iterator[str]:
    for table in opendata.tables(workspace):
        rows = ngettext("{count} row", "{count} rows", table.rows).format(count=table.rows)
        link = f"[{datapackage.title_of(table.schema)}]({OPEN_DATA}/{table.path})"
        yield f"- {link} (CSV, {rows}). {datapackage.description_of(table)}"


def _descriptions() -> Iterator[str]:
    package = _("every column, its meaning, key and limits (Data Package, version 2)")
    yield f"- [datapackage.json]({OPEN_DATA}/datapackage.json): {package}."
    turtle = _("the catalogue for data portals (DCAT-AP-SE 3, Turtle)")
    yield f"- [dcat.ttl]({OPEN_DATA}/dcat.ttl): {turtle}."
    linked = _("the same as JSON-LD")
    yield f"- [dcat.jsonld]({OPEN_DATA}/dcat.jsonld): {linked}."


def _reading() -> Iterator[str]:
    yield "- " + _("The files are UTF-8 with a comma between the columns and . as decimal sign.")
    yield "- " + _("An empty cell means that the document is silent; nothing is filled in.")
    yield "- " + _("A row from a document names it and the section it is taken from.")
    yield "- " + datapackage.formula_note()
