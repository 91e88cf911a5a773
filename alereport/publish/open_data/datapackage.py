"""The open data's description for programs: a Data Package (version 2), from the schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alereport.base import locales
from alereport.base.settings import Municipality
from alereport.data.schemas import Field, Schema
from alereport.publish.open_data.table import (
    Table,
    description_of,
    description_of_all,
    formula_note,
    title_of,
)

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCES = {
    "CC0-1.0": (
        "Creative Commons CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
}
"""The title and address of each licence that a municipality can choose."""


def descriptor(municipality: Municipality, title: str, tables: Sequence[Table]) -> dict[str, Any]:
    """The package descriptor in the current language.

    Args:
        municipality: The owner of the data.
        title: The title of the package.
    """
    licence = municipality.open_data.licence
    licence_title, address = LICENCES[licence]
    return {
        "$schema": PROFILE,
        "name": f"alereport-{municipality.code:04}",
        "title": title,
        "description": f"{description_of_all(municipality)} {formula_note()}",
        "version": municipality.as_of.isoformat(),
        "language": locales.current(),
        "licenses": [{"name": licence, "title": licence_title, "path": address}],
        "contributors": [_publisher(municipality)],
        "sources": _sources(tables),
        "resources": [_resource(table, municipality.languages) for table in tables],
    }


def _publisher(municipality: Municipality) -> dict[str, Any]:
    contact = municipality.open_data.contact
    email = {"email": contact.email} if contact else {}
    return {"title": municipality.name, "roles": ["publisher"], **email}


def _sources(tables: Sequence[Table]) -> list[dict[str, str]]:
    """Each document once, with its address if it has one, then each source of whole tables."""
    by_name = {row["document"]: row for table in tables for row in table.documents}
    documents = [
        {"title": row["title"], **({"path": row["url"]} if row["url"] else {})}
        for _name, row in sorted(by_name.items())
    ]
    others = {each: None for table in tables for each in table.schema.sources}
    return [*documents, *(each.model_dump(exclude_none=True) for each in others)]


def _resource(table: Table, languages: Sequence[str]) -> dict[str, Any]:
    schema = table.schema
    unasked = schema.unasked(languages)
    sources = _sources([table])
    return {
        "name": table.name,
        "type": "table",
        "path": table.path,
        "title": title_of(schema),
        "description": description_of(schema),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.csv),
        "hash": f"sha256:{table.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(each, is_asked=each.name not in unasked) for each in schema.fields],
            "missingValues": [""],
            "primaryKey": list(schema.primary_key),
            "foreignKeys": list(_foreign_keys(table.name, schema)),
        },
        **({"sources": sources} if sources else {}),
    }


def _field(field: Field, *, is_asked: bool) -> dict[str, Any]:
    limits = field.constraints.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    if not is_asked:
        limits.pop("required", None)
    return {
        "name": field.name,
        "type": field.type,
        "description": locales.for_reader(field.by_language("description")).strip(),
        **({"unit": field.unit} if field.unit else {}),
        **({"example": field.example} if field.example else {}),
        **({"constraints": limits} if limits else {}),
    }


def _foreign_keys(dataset: str, schema: Schema) -> Iterator[dict[str, Any]]:
    """The foreign keys in the form that Frictionless can check.

    Frictionless also looks up a pair with one empty cell, which we do not check. A pair of which
    only one column is required is therefore written column by column.
    """
    for key in schema.foreign_keys:
        pairs = list(zip(key.fields, key.reference.fields, strict=True))
        mixed = len({schema.is_required(name) for name in key.fields}) > 1
        resource = key.reference.resource
        for columns in [[pair] for pair in pairs] if mixed else [pairs]:
            target = {"fields": [target_column for _column, target_column in columns]}
            yield {
                "fields": [column for column, _target_column in columns],
                # Left out where the key points into its own table.
                "reference": target if resource == dataset else {"resource": resource, **target},
            }
