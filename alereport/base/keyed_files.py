"""YAML files that people write keys in: read, held against a model, with errors at their line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from alereport.base import yaml_files
from alereport.base.errors import ParamsError, wanted

Model = TypeVar("Model", bound=BaseModel)


@lru_cache(maxsize=64)
def _loaded(data: bytes) -> Any:
    return yaml_files.load(data.decode("utf-8"))


def written(path: Path, place: str) -> tuple[str, Any]:
    """What a YAML file holds: as text, and as values.

    Args:
        path: The file.
        place: What messages call it.

    Raises:
        ParamsError: It cannot be read, or is no YAML.
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
    except ValueError as problem:  # A date that does not exist, which YAML reads as one.
        raise ParamsError(
            place, f"a date in it does not exist ({problem})", "dates", "correct the date"
        ) from None


def validated(
    model: type[Model],
    given: Any,
    *,
    place: str,
    text: str,
    within: Sequence[str | int] = (),
    known: Sequence[str] = (),
) -> Model:
    """What a file, or a part of it, holds as what it should be.

    Args:
        model: What it should be.
        given: What is written.
        place: What messages call the file.
        text: The whole file.
        within: The keys and items that lead to the part.
        known: The languages there are.

    Raises:
        ParamsError: A key is missing, unknown or wrong.
    """
    try:
        return model.model_validate(given, context={"languages": tuple(known)})
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
    holder = _model_at(model, loc[:-1])
    keys = f"the keys {', '.join(holder.model_fields)}"
    match first["type"]:
        case "missing":
            place = at(place, text, (*within, *loc[:-1]))
            return ParamsError(place, f"the key `{key}` is missing", keys, f"add a line `{key}: …`")
        case "extra_forbidden":
            place = at(place, text, (*within, *loc))
            near = get_close_matches(str(loc[-1]), holder.model_fields, n=1)
            step = f"write `{near[0]}` instead" if near else "correct or remove it"
            return ParamsError(place, f"the key `{key}` is unknown", keys, step)
    value = first["input"]
    found = f"`{key}` is {value!r}" if key else "it is empty or not keys with values"
    place = at(place, text, (*within, *loc))
    return ParamsError(place, found, wanted(first["msg"]), "correct the value")


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel]:
    """The model of the part of a file that a key leads to; the last that is one."""
    for key in loc:
        if isinstance(key, str) and key in model.model_fields:
            model = next(_models_in(model.model_fields[key].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def at(place: str, text: str, loc: Sequence[str | int]) -> str:
    """A file and the line in it of a key or an item, or of the last on the way that is there.

    Args:
        place: What messages call the file.
        text: What it holds: YAML.
        loc: The keys and the numbers of items that lead there.
    """
    node, line = yaml.compose(text, yaml.CSafeLoader), 0
    for part in loc:
        match node, part:
            case yaml.MappingNode(value=pairs), _:
                found = [pair for pair in pairs if pair[0].value == str(part)]
            case yaml.SequenceNode(value=items), int():
                found = [(item, item) for item in items[part : part + 1]]
            case _:
                found = []
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return f"{place}:{line}" if line else place
