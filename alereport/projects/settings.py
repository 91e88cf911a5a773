"""The settings of a municipality as text: each key of the model with what it means above it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from alereport.base import languages
from alereport.base.described import descriptions, models_in
from alereport.base.errors import ParamsError, expected_value
from alereport.base.settings import Municipality

WIDTH = 96
HEADING = """\
# The settings of the municipality. Each key is explained above it; one after a # is left out, and
# can be added. Before anything of yours is published, replace or add open_data, release and
# accessibility: see README.md.
"""


def example(name: str, code: int, chosen: Sequence[str], as_of: date) -> dict[str, Any]:
    """The settings that a project begins with, for a made-up committee.

    Args:
        name, code: Those of the municipality.
        chosen: The languages of its reports, the first its own.
        as_of: The last day that the figures speak of.
    """
    return {
        "name": name,
        "code": code,
        "languages": list(chosen),
        "as_of": as_of,
        "colours": {"accent": "#1f5a96", "accent_on_dark": "#8ab8e6"},
        "thresholds": {
            "change_percent": 25,
            "change_tkr": 1000,
            "smallest_group": 10,
        },
        "open_data": {"licence": "CC0-1.0"},
        "synthetic": True,
    }


def validated(values: Mapping[str, Any]) -> Municipality:
    """The settings as the model has them.

    Raises:
        ParamsError: One of those that are given on the command line cannot be used.
    """
    available = languages.package_languages()
    try:
        return Municipality.model_validate(values, context={"languages": available})
    except ValidationError as problem:
        first = problem.errors()[0]
    key = str(first["loc"][0])
    option = f"--{key.removesuffix('s') if key == 'languages' else key}"
    raise ParamsError(
        option, f"it is {first['input']!r}", expected_value(first["msg"]), "correct it"
    )


def text(values: Mapping[str, Any]) -> str:
    """The file `params/municipality.yaml` with some values, every key explained."""
    return "\n\n".join([HEADING.rstrip("\n"), *_keys(Municipality, values)]) + "\n"


def _keys(model: type[BaseModel], values: Mapping[str, Any]) -> list[str]:
    """The keys of a model, each below what it means; one without a value as a comment."""
    return [
        f"{_comment(meaning)}\n{_key(model, key, values)}"
        for key, meaning in descriptions(model).items()
    ]


def _comment(meaning: str) -> str:
    return textwrap.fill(meaning, WIDTH, initial_indent="# ", subsequent_indent="# ")


def _key(model: type[BaseModel], key: str, values: Mapping[str, Any]) -> str:
    field = model.model_fields[key]
    if part := next(models_in(field.annotation), None):
        inner = textwrap.indent("\n".join(_keys(part, values.get(key, {}))), "  ")
        written = f"{key}:\n{inner}"
        return written if key in values else _left_out(written)
    if key not in values:
        default = field.default if isinstance(field.default, int | float) else "…"
        return f"# {key}: {str(default).lower()}"
    dumped = yaml.safe_dump({key: values[key]}, allow_unicode=True, sort_keys=False, width=WIDTH)
    return dumped.rstrip("\n")


def _left_out(written: str) -> str:
    """Keys as comments, so that taking one mark away adds them with what they mean."""
    return textwrap.indent(written, "# ")
