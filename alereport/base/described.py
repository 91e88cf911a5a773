"""What the attributes of a model mean, as its docstring says: the one place where it is said."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

ATTRIBUTE = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<text>.*(?:\n {8,}.*)*)", re.MULTILINE)


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """What each attribute means, on one line, by its name.

    Raises:
        KeyError: The docstring leaves out an attribute.
    """
    _summary, _heading, section = inspect.cleandoc(model.__doc__ or "").partition("Attributes:\n")
    said = {
        name: " ".join(found["text"].split())
        for found in ATTRIBUTE.finditer(section)
        for name in found["names"].split(", ")
    }
    return {name: said[name] for name in model.model_fields}


def summary(model: type[BaseModel]) -> str:
    """What the model is, in the first sentence of its docstring."""
    return inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a type, such as that of `release: Release | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)
