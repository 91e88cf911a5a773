"""YAML files that people write, validated against a model, with errors at their line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from alereport.base import files, yaml_files
from alereport.base.described import models_in
from alereport.base.errors import CHECK_PREFIX, AlereportError, ParamsError, expected_value
from alereport.base.files import FormError

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")
UNKNOWN = "unknown"
"""What is wrong with a key that a validator of a whole model does not know."""


class Frozen(BaseModel):
    """A value of such a file: it does not change, and has no key that its model does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


@lru_cache(maxsize=256)
def _loaded(data: bytes, entries: int) -> tuple[str, Any] | FormError:
    """The text and value of a file's content; or what is wrong with it, which is cached too."""
    try:
        return files.text(data), yaml_files.load(data, aliases=False, entries=entries)
    except FormError as problem:
        return problem


def read(path: Path, place: str, kind: type[AlereportError] = ParamsError) -> tuple[str, Any]:
    """Read a YAML file and return its text and its parsed value, which is shared: do not change it.

    Args:
        path: The file.
        place: The file, as named in messages.
        kind: The error of its room.

    Raises:
        AlereportError: `kind`, if it cannot be read, or is not YAML.
    """
    return parsed(files.read(path, place=place, error=kind), place, kind)


def parsed(
    data: bytes, place: str, kind: type[AlereportError] = ParamsError, *, expected: int = 0
) -> tuple[str, Any]:
    """Return the text and the parsed value of a file's content; see `read`.

    Args:
        expected: How many entries a file that grows with the project may have; see
            `yaml_files.load`.
    """
    loaded = _loaded(data, expected)
    if isinstance(loaded, FormError):
        raise loaded.error(kind, place)
    return loaded


def validated(
    model: type[Model],
    value: Any,
    *,
    place: str,
    text: str,
    within: Sequence[str | int] = (),
    languages: Sequence[str] = (),
    kind: type[AlereportError] = ParamsError,
) -> Model:
    """Validate the value of a file, or of a part of it, against a model.

    Args:
        model: The model.
        value: The parsed value.
        place: The file, as named in messages.
        text: The text of the file.
        within: The keys and item numbers that lead to the part.
        languages: The available languages.
        kind: The error of the file's room.

    Raises:
        AlereportError: `kind`, if a key is missing, unknown or invalid.
    """
    try:
        return model.model_validate(value, context={"languages": tuple(languages)})
    except ValidationError as problem:
        raise error(model, problem, place=place, text=text, within=within, kind=kind) from None


def items(
    model: type[Model], value: Any, *, place: str, text: str, what: str, kind: type[AlereportError]
) -> tuple[Model, ...]:
    """Validate a list of entries, each against a model.

    Args:
        what: What the list is of, such as `rules`.
        model, value, place, text, kind: See `validated`.

    Raises:
        AlereportError: `kind`, if it is no list, or a key is missing, unknown or invalid.
    """
    if not isinstance(value, list):
        found = "it is empty" if value is None else "it is not a list"
        raise kind(place, found, f"a list of {what}", "correct the file")
    return tuple(
        validated(model, item, place=place, text=text, within=(number,), kind=kind)
        for number, item in enumerate(value)
    )


def entries(
    adapter: TypeAdapter[Value],
    model: type[BaseModel],
    data: bytes,
    *,
    place: str,
    kind: type[AlereportError],
    expected: int = 0,
) -> Value:
    """The value of a file of entries under keys that people or programs choose.

    Args:
        adapter: Validates it; a file without content is an empty mapping.
        model: The model of an entry.
        data: The file's content.
        place: The file, as named in messages.
        kind: The error of its room.
        expected: How many entries a file that grows with the project may have.

    Raises:
        AlereportError: `kind`, if it is no YAML or an entry is invalid.
    """
    text, value = parsed(data, place, kind, expected=expected)
    try:
        return adapter.validate_python({} if value is None else value)
    except ValidationError as problem:
        raise error(model, problem, place=place, text=text, kind=kind) from None


def error(
    model: type[BaseModel],
    problem: ValidationError,
    *,
    place: str,
    text: str,
    within: Sequence[str | int] = (),
    kind: type[AlereportError] = ParamsError,
) -> AlereportError:
    """Return the error that tells the first thing that is wrong with a file's value.

    Args:
        problem: What is wrong.
        model, place, text, within, kind: See `validated`.
    """
    first: Mapping[str, Any] = problem.errors()[0]
    loc, submodel, words = _located(model, first)
    key = ".".join(str(part) for part in loc)
    keys = f"the keys {', '.join(_fields(submodel))}"
    match UNKNOWN if words == UNKNOWN else first["type"]:
        case "missing":
            place = place_with_line(place, text, (*within, *loc[:-1]))
            return kind(place, f"the key `{key}` is missing", keys, f"add a line `{key}: …`")
        case "unknown" | "extra_forbidden":
            place = place_with_line(place, text, (*within, *loc))
            similar = get_close_matches(str(loc[-1]), _fields(submodel), n=1)
            step = f"write `{similar[0]}` instead" if similar else "correct or remove it"
            return kind(place, f"the key `{key}` is unknown", keys, step)
    value = first["input"] if loc == _keys(first["loc"]) else first["input"].get(loc[-1])
    found = f"`{key}` is {value!r}" if key else "it is empty or not keys with values"
    place = place_with_line(place, text, (*within, *loc))
    return kind(place, found, expected_value(words), "correct the value")


class UnknownKeyError(ValueError):
    """What a validator of a whole model raises for a key that it does not know."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _located(
    model: type[BaseModel], first: Mapping[str, Any]
) -> tuple[tuple[str | int, ...], type[BaseModel], str]:
    """The path to what is wrong, the model that it is a key of, and the message about it.

    A validator of a whole model names the key first: `lint: one of the columns …`.
    """
    loc, words = _keys(first["loc"]), first["msg"]
    submodel = _model_at(model, first["loc"][:-1])
    whole = _model_at(model, first["loc"])
    key, colon, rest = words.removeprefix(CHECK_PREFIX).partition(": ")
    if isinstance(unknown := first.get("ctx", {}).get("error"), UnknownKeyError):
        return (*loc, unknown.key), whole, UNKNOWN
    if first["type"] == "value_error" and colon and key in _fields(whole):
        return (*loc, key), whole, CHECK_PREFIX + rest
    return loc, submodel, words


def _keys(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """The keys and item numbers of a path, without tags such as `<Chapter>`."""
    return tuple(part for part in loc if not str(part).startswith("<"))


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a model, as they are written in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel]:
    """The model at a path in a file, or the last model on the way there.

    Where it may be one of several, a tag in the path names it: `<Chapter>`.
    """
    found = [model]
    for key in loc:
        if isinstance(key, str) and (field := _fields(found[0]).get(key)):
            found = [*models_in(field.annotation)] or found
        found = [each for each in found if f"<{each.__name__}>" == key] or found
    return found[0]


def place_with_line(place: str, text: str, loc: Sequence[str | int]) -> str:
    """A file with the line of a key or item, or of the last one on the way that exists.

    Args:
        place: The file, as named in messages.
        text: Its text, which is YAML.
        loc: The keys and item numbers that lead there.
    """
    line = yaml_files.line_of(text, loc)
    return f"{place}:{line}" if line else place
