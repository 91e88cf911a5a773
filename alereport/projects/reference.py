"""Describe what a municipality sets: every key of `params/`, from the models that read it.

`python -m alereport.projects.reference` prints the page that is kept as docs/params.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from alereport.base import book, glossary
from alereport.base.comparison import Comparison
from alereport.base.described import descriptions, models_in, summary
from alereport.base.markdown import pipe_table
from alereport.base.params import ReportParams
from alereport.base.settings import Municipality

HEADING = """\
# What a municipality sets

Everything in `params/` is the municipality's own. `alereport init` writes `municipality.yaml` with
each of these keys explained, those that are left out as comments. A key that is misspelt, missing
or of another kind is refused with its line. Words *by language* are written as `{sv: …, en: …}`.

The name and the title of the book, the accent, the thresholds, the evaluations it uses and how its
documents are written are in `municipality.yaml`; what its chapters are called, and which committee
has one of its own, in `book.yaml`; the words it explains in `glossary.yaml`. The names of
committees and areas are data: `data/committees` and `data/areas`. Where a committee is called
something else (`utskott`, `styrelse`), `words` says so; whole sentences can be replaced, a language
at a time, in [`params/locale`](how-to/language.md).

A municipality that groups its goals by *perspectives* enters each as a goal of the level
`focus_area`, which the others name as their `parent`. What a level is called, and which
perspectives key figures belong to, stand in `data/goals/table.yaml` and
`data/indicators/table.yaml`: under `enum` what may be entered, under `words` the names.
"""
FILES: dict[str, Mapping[str, type[BaseModel]]] = {
    "municipality.yaml": {"": Municipality},
    "&lt;committee&gt;-&lt;year&gt;.yaml": {"": ReportParams},
    "book.yaml": {f"An entry with `{key}`": model for key, model in book.KINDS.items()},
    "glossary.yaml": {"": glossary.Entry},
    "comparison.yaml": {"": Comparison},
}
"""Each file of `params/`, and the models that read it or its entries, by their headings."""
LONGEST = 60
"""The most characters of a default that is shown; of a longer one, that there is one."""
NAMES: dict[Any, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def reference() -> str:
    """The page: a section a file, and in it a table a model."""
    lines = [HEADING]
    for file, models in FILES.items():
        lines += [f"## {file}", ""]
        for heading, model in models.items():
            lines += _section(model, heading)
    return "\n".join(lines)


def _section(model: type[BaseModel], heading: str, path: str = "") -> Iterator[str]:
    """The table of a model, then those of the models in it.

    Args:
        path: The keys that lead to it, such as `habits.`.
    """
    yield from (f"### {heading}", "") if heading else ()
    yield from (summary(model), "")
    meanings = descriptions(model)
    rows = [
        [f"`{key}`", _kind(field.annotation), _default(field), _in_cell(meanings[key])]
        for key, field in model.model_fields.items()
    ]
    yield from (pipe_table(["key", "kind", "if left out", "what it is"], ["---"] * 4, rows), "")
    for key, field in model.model_fields.items():
        part = next(models_in(field.annotation), None)
        if part and part not in book.KINDS.values():
            yield from _section(part, f"`{path}{key}`", f"{path}{key}.")


def _kind(annotation: Any) -> str:
    """What a value is written as."""
    if annotation in NAMES:
        return NAMES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "keys"
    if not (arguments := get_args(annotation)):
        return str(annotation.__name__)
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{each}`" for each in arguments)
    parts = [_kind(each) for each in arguments if isinstance(each, type) or get_args(each)]
    either = " or ".join(dict.fromkeys(part for part in parts if part != "NoneType"))
    collections = {tuple: f"list of {parts[0]}", dict: f"{parts[-1]} by name"}
    return collections.get(get_origin(annotation), either)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ({}, (), ""):
        return "nothing"
    if isinstance(value, BaseModel):
        return "what each key has"
    text = "true" if value is True else "false" if value is False else str(value)
    words = ", ".join(value) if isinstance(value, tuple) else text
    return _in_cell(f"`{words}`") if len(words) <= LONGEST else "as the program has it"


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
