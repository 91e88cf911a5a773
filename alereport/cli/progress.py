"""How a run goes on, on the screen."""

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
    """A bar that grows with each report, and a line at the end; see `batch.run.Progress`.

    Args:
        verbose: Say of each report why it must run, and how it went.
    """

    def __init__(self, verbose: bool) -> None:
        self._verbose = verbose

    @contextmanager
    def begin(self, must: Sequence[Status]) -> Iterator[Callable[[Record], None]]:
        from rich import progress

        if self._verbose:
            for each in must:
                out.print(f"{each.task.name}: {each.state}, {'; '.join(each.why)}")
        columns = (
            progress.TextColumn("Notebooks"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
        )
        with progress.Progress(*columns, console=err) as bar:
            task = bar.add_task("run", total=len(must))

            def advance(record: Record) -> None:
                bar.advance(task)
                if self._verbose:
                    bar.print(f"{record.name} {record.outcome} in {record.seconds:.1f} s")

            yield advance

    def end(self, done: Sequence[Record], *, fresh: int, left: int) -> None:
        many = Counter(record.outcome for record in done)
        parts = [f"{many.pop('succeeded', 0)} executed", f"{fresh} already fresh"]
        parts += [f"{count} {outcome}" for outcome, count in sorted(many.items())]
        parts += [f"{left} not begun or not ended"] if left else []
        out.print(f"Notebooks: {', '.join(parts)}.")
