"""The commands that fetch from Kolada, the only ones that use the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alereport.base.errors import SourceError
from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, DryRun, err, is_confirmed, is_on_terminal, out, print_json
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.kolada.changes import Change
    from alereport.kolada.printed import Printed
    from alereport.kolada.snapshots import Files, Row, Snapshot, Stored

app = typer.Typer(no_args_is_help=True)
"""The commands of `alereport kolada`."""
MOST_SHOWN = 20
"""How many lines of the report are shown of a value; of the others, how many there are."""


def fetch(
    dry_run: DryRun = False,
    accept_changes: Annotated[
        bool,
        typer.Option(
            "--accept-changes",
            help="Take values that are of another order of magnitude, or missing, too.",
        ),
    ] = False,
    as_json: AsJson = False,
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url", metavar="URL", help="Another address of the API: https, or this machine."
        ),
    ] = "",
) -> None:
    """Fetch the indicators of params/comparison.yaml from Kolada into a dated snapshot.

    The snapshot is a file of data/comparison; those of earlier days stay, and reports are made from
    the latest. What Kolada has revised, deleted or added since the last one is shown value by
    value, with the lines of the report that rest on it. Nothing is written if Kolada has changed
    nothing. Values of another order of magnitude than last time, or that Kolada no longer says
    anything of, are asked about on a terminal, and refused elsewhere without --accept-changes.
    Exits with code 11, and writes nothing, if Kolada cannot be reached, its answer is not whole, or
    an indicator has another title than params/comparison.yaml has.
    """
    workspace = Workspace.discover()
    found = _found(workspace, base_url)
    if not as_json:
        for line in _lines(found):
            out.print(line)
    replaced = found.files.values.exists()
    is_written = found.is_new and not dry_run
    if is_written:
        if not accept_changes:
            _require_confirmed(found, may_ask=not as_json)
        with exclusive(workspace):
            found.files.write()
    if as_json:
        print_json(_as_json(found, is_written=is_written))
    elif found.is_new:
        _print_files(found, is_written=is_written, replaced=replaced)
    else:
        out.print(f"{found.file}: Kolada has changed nothing since.")


@dataclass(frozen=True)
class _Found:
    """What Kolada says now, beside the last snapshot.

    Attributes:
        workspace: The project.
        last: The last snapshot; None if there is none.
        snapshot: What Kolada says now.
        files: The files that it becomes.
        is_new: Whether it differs from the last one.
        changes: What differs, value by value.
        lines: The lines of the report that rest on each changed row, by its address.
    """

    workspace: Workspace
    last: Stored | None
    snapshot: Snapshot
    files: Files
    is_new: bool
    changes: Sequence[Change]
    lines: Mapping[str, Sequence[Printed]]

    @property
    def doubted(self) -> list[Change]:
        """The changes that are not taken unless somebody says so."""
        return [each for each in self.changes if each.doubt]

    @property
    def file(self) -> str:
        """The file that has what Kolada says now."""
        last = None if self.is_new else self.last
        return self.workspace.relative(last.path if last else self.files.values)


def _found(workspace: Workspace, base_url: str) -> _Found:
    """Ask Kolada, and hold what it says against the last snapshot."""
    from alereport.kolada import snapshots
    from alereport.kolada.changes import changes
    from alereport.kolada.printed import printed

    snapshots.require_datasets(workspace)
    last = snapshots.latest(workspace)
    snapshot = _fetched(workspace, base_url)
    changed = changes(last, snapshot) if last else []
    return _Found(
        workspace,
        last,
        snapshot,
        snapshots.files(workspace, snapshot),
        not (last and snapshots.is_as_stored(workspace, snapshot, last)),
        changed,
        printed(workspace, {each.address for each in changed if each.address}),
    )


def _print_files(found: _Found, *, is_written: bool, replaced: bool) -> None:
    """Print which files were written, or would be, and what to do then."""
    doubted = len(found.doubted)
    again = " in place of the one of the same day" if replaced else ""
    taken = f" if the {doubted} doubted are taken" if doubted and not is_written else ""
    verb = "written" if is_written else "would be written"
    out.print(f"{found.file}: {verb}{again}{taken}, {found.files.count} values.")
    if is_written:
        names = " ".join(map(found.workspace.relative, found.files.content))
        out.print(f'Then: alereport validate, and alereport seal {names} --reason "…"')


def _fetched(workspace: Workspace, base_url: str) -> Snapshot:
    """Ask Kolada for what the project compares itself with."""
    from alereport.base import comparison, params
    from alereport.kolada import client, fetching

    asked = comparison.comparison(workspace)
    own = f"{params.municipality(workspace).code:04}"
    today = datetime.now().astimezone().date()
    with err.status("Asking Kolada …"), client.Client(base_url or client.KOLADA) as kolada:
        return fetching.fetch(kolada, asked, own=own, today=today)


def _require_confirmed(found: _Found, *, may_ask: bool) -> None:
    """Ask, on a terminal, whether doubted values shall be taken; elsewhere they are not.

    Raises:
        SourceError: Nobody said so.
    """
    if not (doubted := found.doubted):
        return
    question = f"Take the {len(doubted)} that are doubted?"
    if may_ask and is_on_terminal() and is_confirmed(question):
        return
    first, others = doubted[0], len(doubted) - 1
    raise SourceError(
        found.file,
        f"{_words(first)}: {first.doubt}{f', and {others} more' if others else ''}",
        "values that a look at Kolada confirms",
        "look at them, then run again with --accept-changes; nothing was written",
    )


def _lines(found: _Found) -> Iterator[str]:
    """What was fetched, where there is no value, and what has changed since the last snapshot."""
    from alereport.kolada.snapshots import gaps

    names, codes, years = found.snapshot.asked
    yield (
        f"Kolada, {found.snapshot.fetched}: {len(names)} indicators of {len(codes)} "
        f"municipalities, {min(years)} to {max(years)}."
    )
    years_of: dict[tuple[str, int], list[str]] = {}
    for gap in gaps(found.snapshot):
        years_of.setdefault((gap.indicator, gap.values), []).append(str(gap.year))
    for (name, count), some in years_of.items():
        yield f"  {name}: values of {count} of {len(codes)} municipalities in {', '.join(some)}"
    if found.last and found.changes:
        yield f"Since {found.workspace.relative(found.last.path)}:"
    for change in found.changes:
        yield f"  {change.kind:<8} {_words(change)}"
        yield from [f"           doubted: {change.doubt}"] if change.doubt else []
        resting = found.lines.get(change.address, ())
        yield from (f"           printed in {line}" for line in resting[:MOST_SHOWN])
        if (more := len(resting) - MOST_SHOWN) > 0:
            yield f"           and in {more} more lines"


def _words(change: Change) -> str:
    row = change.row
    place = f"{row.municipality_name} ({row.municipality})"
    return (
        f"{row.indicator} {place} {row.year} {row.sex}: "
        f"{_value(change.before)} to {_value(change.after)}"
    )


def _value(row: Row | None) -> str:
    from alereport.kolada.snapshots import plain

    if row is None:
        return "none"
    return f"{plain(row.value)}{' (preliminary)' * (row.status == 'preliminary')}"


def _as_json(found: _Found, *, is_written: bool) -> dict[str, Any]:
    from alereport.kolada.snapshots import gaps

    return {
        "written": is_written,
        "file": found.file,
        "values": len(found.snapshot.rows),
        "gaps": [asdict(gap) for gap in gaps(found.snapshot)],
        "changes": [_change_as_json(each, found.lines) for each in found.changes],
    }


def _change_as_json(change: Change, lines: Mapping[str, Sequence[Printed]]) -> dict[str, Any]:
    row = change.row
    return {
        "change": change.kind,
        "indicator": row.indicator,
        "municipality": row.municipality,
        "year": row.year,
        "sex": row.sex,
        "before": _as_number(change.before),
        "after": _as_number(change.after),
        "status": row.status,
        "doubt": change.doubt,
        "printed": [asdict(line) for line in lines.get(change.address, ())],
    }


def _as_number(row: Row | None) -> float | None:
    return None if row is None else float(row.value)
