"""The data dictionary: every dataset, column by column, from the schemas.

`python -m alereport.publish.open_data.dictionary` prints the page stored as docs/datasets.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from alereport.base import locales
from alereport.base.languages import ENGLISH
from alereport.base.locales import gettext as _
from alereport.base.markdown import pipe_table
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.schemas import Field, Schema


def dictionary(workspace: Workspace) -> str:
    """Every dataset and column in the current language, as Markdown.

    Raises:
        TableError: A schema cannot be read.
    """
    lines = ["# " + _("The datasets"), ""]
    for name in schemas.names(workspace):
        lines += _dataset(name, schemas.schema(workspace, name))
    return "\n".join(lines)


def _dataset(name: str, schema: Schema) -> Iterator[str]:
    yield f"## {locales.for_reader(schema.by_language('title'))} (`{name}`)"
    yield ""
    yield locales.for_reader(schema.by_language("description"))
    yield ""
    headings = [_("Column"), _("Type"), _("Unit"), _("Description")]
    yield pipe_table(headings, ["---"] * len(headings), map(_column, schema.fields))
    yield ""
    yield "- " + _("Key: {columns}.").format(columns=_columns(schema.primary_key))
    for key in schema.foreign_keys:
        reference = _("{columns} must stand in {dataset}.")
        sentence = reference.format(
            columns=_columns(key.fields), dataset=f"`{key.reference.resource}`"
        )
        yield f"- {sentence}"
    yield ""


def _column(field: Field) -> list[str]:
    description = locales.for_reader(field.by_language("description"))
    cells = (f"`{field.name}`", field.type, field.unit or "", f"{description} {_limits(field)}")
    return [cell.strip() for cell in cells]


def _columns(names: tuple[str, ...]) -> str:
    return locales.listing([f"`{name}`" for name in names])


def _limits(field: Field) -> str:
    limits = field.constraints
    sentences = [_("Required.")] if limits.required else []
    if limits.enum:
        sentences.append(
            _("One of {values}.").format(values=", ".join(f"`{value}`" for value in limits.enum))
        )
    if limits.pattern:
        in_cell = limits.pattern.replace("|", "\\|")
        sentences.append(_("Of the form {pattern}.").format(pattern=f"`{in_cell}`"))
    if field.example:
        sentences.append(_("For example {value}.").format(value=f"`{field.example}`"))
    if limits.minimum is not None:
        sentences.append(_("At least {value}.").format(value=limits.minimum))
    if limits.maximum is not None:
        sentences.append(_("At most {value}.").format(value=limits.maximum))
    return " ".join(sentences)


if __name__ == "__main__":
    with locales.using(ENGLISH):
        sys.stdout.write(dictionary(Workspace.discover()))
