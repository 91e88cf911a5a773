"""The datasets described, column by column, from their schemas.

`python -m alereport.publish.open_data.dictionary` prints the page that is kept as docs/datasets.md.
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


def described(workspace: Workspace) -> str:
    """Every dataset and column in the language spoken now, as Markdown.

    Raises:
        TableError: A schema cannot be read.
    """
    lines = ["# " + _("The datasets"), ""]
    for name in schemas.names(workspace):
        lines += _dataset(name, schemas.schema(workspace, name))
    return "\n".join(lines)


def _dataset(name: str, schema: Schema) -> Iterator[str]:
    yield f"## {locales.chosen(schema.said('title'))} (`{name}`)"
    yield ""
    yield locales.chosen(schema.said("description"))
    yield ""
    headings = [_("Column"), _("Type"), _("Unit"), _("Description")]
    yield pipe_table(headings, ["---"] * len(headings), map(_column, schema.fields))
    yield ""
    yield "- " + _("Key: {columns}.").format(columns=_columns(schema.primary_key))
    for key in schema.foreign_keys:
        refers = _("{columns} must stand in {dataset}.")
        said = refers.format(columns=_columns(key.fields), dataset=f"`{key.reference.resource}`")
        yield f"- {said}"
    yield ""


def _column(field: Field) -> list[str]:
    said = locales.chosen(field.said("description"))
    cells = (f"`{field.name}`", field.type, field.unit or "", f"{said} {_limits(field)}")
    return [cell.strip() for cell in cells]


def _columns(names: tuple[str, ...]) -> str:
    return locales.listing([f"`{name}`" for name in names])


def _limits(field: Field) -> str:
    limits = field.constraints
    said = [_("Required.")] if limits.required else []
    if limits.enum:
        said.append(_("One of {values}.").format(values=", ".join(f"`{v}`" for v in limits.enum)))
    if limits.pattern:
        in_cell = limits.pattern.replace("|", "\\|")
        said.append(_("Of the form {pattern}.").format(pattern=f"`{in_cell}`"))
    if limits.minimum is not None:
        said.append(_("At least {value}.").format(value=limits.minimum))
    if limits.maximum is not None:
        said.append(_("At most {value}.").format(value=limits.maximum))
    return " ".join(said)


if __name__ == "__main__":
    with locales.using(ENGLISH):
        sys.stdout.write(described(Workspace.discover()))
