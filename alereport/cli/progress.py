"""Show the progress of a run on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alereport.cli.options import err, out

if TYPE_CHECKING:
    from alereport.batch.run_records import Record
    from alereport.batch.scheduling import Status


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
