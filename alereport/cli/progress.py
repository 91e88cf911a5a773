"""Show the progress of a run on the screen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alereport.cli.options import err, out

if TYPE_CHECKING:
    from alereport.batch.run_records import Record
    from alereport.batch.scheduling import Status

QUIET = 2.0
"""Seconds before it is told how many pages are read."""
BETWEEN = 10.0
"""Seconds between two lines of it where there is no terminal."""


class Bar:
    """A progress bar that counts reports, and a summary line; see `batch.run.Progress`.

    Args:
        verbose: Print why each report must run, and its outcome.
    """

    def __init__(self, verbose: bool) -> None:
        self._verbose = verbose

    @contextmanager
    def begin(self, pending: Sequence[Status]) -> Iterator[Callable[[Record], None]]:
        from rich import progress

        if self._verbose:
            for status in pending:
                out.print(f"{status.task.name}: {status.state}, {'; '.join(status.why)}")
        columns = (
            progress.TextColumn("Notebooks"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
        )
        with progress.Progress(*columns, console=err) as bar:
            task = bar.add_task("run", total=len(pending))

            def advance(record: Record) -> None:
                bar.advance(task)
                if self._verbose:
                    bar.print(f"{record.name} {record.outcome} in {record.seconds:.1f} s")

            yield advance

    def end(self, records: Sequence[Record], *, fresh: int, unfinished: int) -> None:
        outcomes = Counter(record.outcome for record in records)
        parts = [f"{outcomes.pop('succeeded', 0)} executed", f"{fresh} already fresh"]
        parts += [f"{count} {outcome}" for outcome, count in sorted(outcomes.items())]
        parts += [f"{unfinished} not started or not finished"] if unfinished else []
        out.print(f"Notebooks: {', '.join(parts)}.")


@contextmanager
def of_pages(file: str) -> Iterator[Callable[[int, int], None]]:
    """Show that a file is read, and how far; without a terminal in a line now and then.

    Args:
        file: The name of the file.

    Yields:
        What is to be called with the pages that are read, and how many there are.
    """
    due = time.monotonic() + QUIET

    with err.status(f"Reading {file} …") as status:

        def told(read: int, of: int) -> None:
            nonlocal due
            if time.monotonic() < due:
                return
            said = f"Reading {file}: {read} of {of} pages"
            if err.is_terminal:
                status.update(said)
            else:
                err.print(said)
                due = time.monotonic() + BETWEEN

        yield told
