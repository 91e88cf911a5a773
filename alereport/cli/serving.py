"""What the commands share that serve pages to this machine until Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, TypeVar

import typer

Server = TypeVar("Server")
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port. Default: any free port.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]


def opened(make: Callable[[], Server], port: int) -> Server:
    """Make a server at a port.

    Raises:
        typer.BadParameter: The port is in use, or may not be used.
    """
    try:
        return make()
    except OSError as problem:
        raise typer.BadParameter(f"{port}: {problem.strerror}", param_hint="--port") from None


@contextmanager
def until_interrupted() -> Iterator[None]:
    """Go on until Ctrl-C, the usual way to stop, or until the system ends the command."""
    for number in (signal.SIGINT, signal.SIGTERM):  # Both, even if a shell has one ignored.
        signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        yield
