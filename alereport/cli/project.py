"""The option of every command that names the project's folder, and what precedes each of them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.batch import lock


def _enter(folder: Path | None) -> None:
    """Change to a folder before the other arguments are looked at, as `git -C` and `make -C` do."""
    if folder is not None:
        os.chdir(folder)


def _tidy() -> None:
    """Remove what a killed command left in the project of the current folder."""
    with suppress(AlereportError, OSError):  # A command that needs the project reports it.
        lock.tidy(Workspace.discover())


Project = Annotated[
    Path | None,
    typer.Option(
        "--project",
        "-C",
        metavar="DIR",
        exists=True,
        file_okay=False,
        is_eager=True,
        callback=_enter,
        help="Work in this folder, as if you had changed to it: other paths start there too.",
    ),
]


def anywhere(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one more option, `--project`."""
    signature = inspect.signature(command, eval_str=True)
    option = inspect.Parameter(
        "project", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Project
    )

    @wraps(command)
    def placed(*, project: Path | None, **given: Any) -> None:  # noqa: ARG001 - entered already
        _tidy()
        command(**given)

    parameters = [*signature.parameters.values(), option]
    placed.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return placed
