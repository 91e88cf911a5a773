"""Copies of executed notebooks, in a folder or at any address that fsspec can write to."""

from __future__ import annotations

from contextlib import suppress

from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace
from alereport.batch.scheduling import Task

PROBE = ".alereport"
"""The name of the empty file that is written and removed, to see that copies can be written."""


def require_address(address: str) -> None:
    """Refuse an address for copies that cannot be written to, before a notebook is executed.

    Args:
        address: The address; empty if there are to be no copies.

    Raises:
        ParamsError: fsspec does not support it, or nothing can be written there.
    """
    if not address:
        return
    import fsspec

    found, next_step = "", "correct it, or see that it can be written to"
    try:
        files, path = fsspec.core.url_to_fs(address)
        files.makedirs(path, exist_ok=True)
        files.pipe_file(f"{path.rstrip('/')}/{PROBE}", b"")
        with suppress(Exception):  # A storage may let files be written and not removed.
            files.rm_file(f"{path.rstrip('/')}/{PROBE}")
    except (ImportError, ValueError) as problem:
        found, next_step = (
            str(problem),
            "correct it, or install the package that fsspec needs for it",
        )
    except Exception as problem:  # noqa: BLE001 - each storage has its own exceptions
        found = f"nothing can be written there ({type(problem).__name__}: {problem})"
    if found:
        expected = "a folder, or a URL that fsspec supports"
        raise ParamsError(f"--copy-to {address}", found, expected, next_step)


def copy(workspace: Workspace, task: Task, address: str) -> str:
    """Write a copy of an executed notebook, and return what went wrong; empty if nothing did."""
    import fsspec

    target = f"{address.rstrip('/')}/{task.language}/{task.report}.ipynb"
    try:
        with fsspec.open(target, "wb", auto_mkdir=True) as file:
            file.write(workspace.executed(task.language, task.report).read_bytes())
    except Exception as problem:  # noqa: BLE001 - each storage has its own exceptions
        return f"its copy could not be written to {target} ({type(problem).__name__}: {problem})"
    return ""
