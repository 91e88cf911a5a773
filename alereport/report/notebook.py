"""A notebook in which a report is opened, and what it says of an error."""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd

from alereport.base.code import PACKAGE
from alereport.base.errors import AlereportError, nearest
from alereport.base.workspace import Workspace
from alereport.report import display

OTHERS = (str(PACKAGE), *(sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")))
"""The folders of code that an analyst has not written."""
COMPILED = {".pyx", ".pxi"}
"""The endings of such code that stands in no folder."""
QUOTED = re.compile(r"'([^']+)'")


def opened() -> Workspace:
    """Prepare the notebook, if a kernel runs this, and return the project it is in.

    Raises:
        ParamsError: The current folder is in no project.
    """
    shell = display.install()
    if shell is not None:
        shell.set_custom_exc((Exception,), _show_error)
    return Workspace.discover()


def _show_error(
    shell: Any,
    kind: type[Exception],
    problem: Exception,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show an error as far as the analyst's own code goes, with what may have been meant."""
    frames = list(_frames(trace))
    last = max((number for number, each in enumerate(frames, 1) if _is_own(each)), default=0)
    if not isinstance(problem, AlereportError):
        for note in _notes(problem, frames[last:]):
            problem.add_note(note)
    if last:
        problem.__cause__, problem.__suppress_context__ = None, True
    shell.showtraceback((kind, problem, _joined(frames[:last]) or trace), tb_offset=tb_offset)
    sys.last_traceback = trace  # `%tb` shows all of it.


def _frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _joined(frames: Sequence[TracebackType]) -> TracebackType | None:
    joined: TracebackType | None = None
    for each in reversed(frames):
        joined = TracebackType(joined, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return joined


def _is_own(frame: TracebackType) -> bool:
    file = frame.tb_frame.f_code.co_filename
    return not file.startswith(OTHERS) and Path(file).suffix not in COMPILED


def _notes(problem: Exception, below: Sequence[TracebackType]) -> Iterator[str]:
    """Yield what may have been meant, and where the package raised it."""
    if isinstance(problem, (KeyError, AttributeError)):
        yield from _meant(problem, below)
    package = [each for each in below if each.tb_frame.f_code.co_filename.startswith(str(PACKAGE))]
    if package and not isinstance(problem, AttributeError):
        code = package[-1].tb_frame.f_code
        place = Path(code.co_filename).relative_to(PACKAGE.parent).as_posix()
        yield f"Raised in {place}:{package[-1].tb_lineno}, {code.co_name}; %tb shows the way there."


def _meant(problem: KeyError | AttributeError, below: Sequence[TracebackType]) -> Iterator[str]:
    """Yield which column, or which name of an object, is missing, with the nearest of them."""
    wanted = problem.name if isinstance(problem, AttributeError) else None
    if columns := _columns(below):
        for name in [wanted] if wanted else _names_in(problem):
            if name not in columns:
                yield f"There is no column {name}{nearest(name, columns)}: {', '.join(columns)}."
    elif isinstance(problem, AttributeError):
        hint = nearest(problem.name, dir(problem.obj))
        if hint and hint not in str(problem):
            yield f"There is no {problem.name}{hint}."


def _names_in(problem: Exception) -> list[str]:
    """Return the names that a missing key quotes, or is."""
    words = " ".join(each for each in problem.args if isinstance(each, str))
    return QUOTED.findall(words) or [words]


def _columns(below: Sequence[TracebackType]) -> list[str]:
    """Return the columns of the frame that the analyst's code asked."""
    for each in below:
        for value in each.tb_frame.f_locals.values():
            if isinstance(value, pd.DataFrame):
                return [str(column) for column in value.columns]
    return []
