"""YAML files with keys that people write, validated against a model, with errors at their line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from alereport.base import yaml_files
from alereport.base.errors import ParamsError, expected_value

Model = TypeVar("Model", bound=BaseModel)


@lru_cache(maxsize=64)
def _loaded(data: bytes) -> Any:
    return yaml_files.load(data.decode("utf-8"))


def read(path: Path, place: str) -> tuple[str, Any]:
    """Read a YAML file and return its text and its parsed value.

    Args:
        path: The file.
        place: The file, as named in messages.

    Raises:
        ParamsError: It cannot be read, or is not YAML.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-8"), _loaded(data)
    except (OSError, UnicodeDecodeError) as problem:
        raise ParamsError(
            place, f"it cannot be read ({problem})", "a YAML file in UTF-8", "restore the file"
        ) from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise ParamsError(
            f"{place}:{mark.line + 1}" if mark else place,
            f"it is not YAML ({getattr(problem, 'problem', problem)})",
            "one `key: value` a line",
            "correct the line",
        ) from None
    except ValueError as problem:  # YAML parsed a date that does not exist.
        raise ParamsError(
            place, f"a date in it does not exist ({problem})", "dates", "correct the date"
        ) from None


def validated(
    model: type[Model],
    value: Any,
    *,
    place: str,
    text: str,
    within: Sequence[str | int] = (),
    languages: Sequence[str] = (),
) -> Model:
    """Validate the value of a file, or of a part of it, against a model.

    Args:
        model: The model.
        value: The parsed value.
        place: The file, as named in messages.
        text: The text of the file.
        within: The keys and item numbers that lead to the part.
        languages: The available languages.

    Raises:
        ParamsError: A key is missing, unknown or invalid.
    """
    try:
        return model.model_validate(value, context={"languages": tuple(languages)})
    except ValidationError as problem:
        raise _params_error(place, text, model, problem, within) from None


def _params_error(
    place: str,
    text: str,
    model: type[BaseModel],
    problem: ValidationError,
    within: Sequence[str | int],
) -> ParamsError:
    first = problem.errors()[0]
    loc = first["loc"]
    key = ".".join(str(part) for part in loc)
    submodel = _model_at(model, loc[:-1])
    keys = f"the keys {', '.join(submodel.model_fields)}"
    match first["type"]:
        case "missing":
            place = place_with_line(place, text, (*within, *loc[:-1]))
            return ParamsError(place, f"the key `{key}` is missing", keys, f"add a line `{key}: …`")
        case "extra_forbidden":
            place = place_with_line(place, text, (*within, *loc))
            similar = get_close_matches(str(loc[-1]), submodel.model_fields, n=1)
            step = f"write `{similar[0]}` instead" if similar else "correct or remove it"
            return ParamsError(place, f"the key `{key}` is unknown", keys, step)
    value = first["input"]
    found = f"`{key}` is {value!r}" if key else "it is empty or not keys with values"
    place = place_with_line(place, text, (*within, *loc))
    return ParamsError(place, found, expected_value(first["msg"]), "correct the value")


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel]:
    """The model at a path in a file, or the last model on the way there."""
    for key in loc:
        if isinstance(key, str) and key in model.model_fields:
            model = next(_models_in(model.model_fields[key].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def place_with_line(place: str, text: str, loc: Sequence[str | int]) -> str:
    """A file with the line of a key or item, or of the last one on the way that exists.

    Args:
        place: The file, as named in messages.
        text: Its text, which is YAML.
        loc: The keys and item numbers that lead there.
    """
    node, line = yaml.compose(text, yaml.CSafeLoader), 0
    for part in loc:
        match node, part:
            case yaml.MappingNode(value=pairs), _:
                matches = [pair for pair in pairs if pair[0].value == str(part)]
            case yaml.SequenceNode(value=items), int():
                matches = [(item, item) for item in items[part : part + 1]]
            case _:
                matches = []
        if not matches:
            break
        line, node = matches[0][0].start_mark.line + 1, matches[0][1]
    return f"{place}:{line}" if line else place
