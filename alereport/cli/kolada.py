"""The commands that fetch from Kolada, the only ones that use the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

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
    from alereport.kolada import snapshots
    from alereport.kolada.changes import changes
    from alereport.kolada.printed import printed

    workspace = Workspace.discover()
    snapshots.require_datasets(workspace)
    last = snapshots.latest(workspace)
    snapshot = _fetched(workspace, base_url)
    files = snapshots.files(workspace, snapshot)
    changed = changes(last, snapshot) if last else []
    lines = printed(workspace, {each.address for each in changed if each.address})
    if not as_json:
        for line in _lines(workspace, snapshot, last, changed, lines):
            out.print(line)
    is_new = not (last and snapshots.is_as_stored(workspace, snapshot, last))
    is_written = is_new and not dry_run
    replaced = files.values.exists()
    doubted = [each for each in changed if each.doubt]
    if is_written:
        if not (accept_changes or not doubted or _is_confirmed(doubted, may_ask=not as_json)):
            _refuse(workspace, files.values, doubted)
        with exclusive(workspace):
            files.write()
    if as_json:
        file = workspace.relative(files.values if is_new or not last else last.path)
        content = {"written": is_written, "file": file, "values": len(snapshot.rows)}
        gaps = [asdict(gap) for gap in snapshots.gaps(snapshot)]
        shown = [_as_json(each, lines) for each in changed]
        print_json(content | {"gaps": gaps, "changes": shown})
    elif not is_new and last:
        out.print(f"{workspace.relative(last.path)}: Kolada has changed nothing since.")
    else:
        _print_files(workspace, files, len(doubted), is_written=is_written, replaced=replaced)


def _print_files(
    workspace: Workspace, files: Files, doubted: int, *, is_written: bool, replaced: bool
) -> None:
    """Print which files were written, or would be, and what to do then."""
    again = " in place of the one of the same day" if replaced else ""
    taken = f" if the {doubted} doubted are taken" if doubted and not is_written else ""
    verb = "written" if is_written else "would be written"
    out.print(f"{workspace.relative(files.values)}: {verb}{again}{taken}, {files.count} values.")
    if is_written:
        names = " ".join(map(workspace.relative, files.content))
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


def _is_confirmed(doubted: Sequence[Change], *, may_ask: bool) -> bool:
    """Ask, on a terminal, whether doubted values shall be taken; elsewhere they are not."""
    may_ask = may_ask and is_on_terminal()
    return may_ask and is_confirmed(f"Take the {len(doubted)} that are doubted?")


def _refuse(workspace: Workspace, path: Path, doubted: Sequence[Change]) -> NoReturn:
    first = doubted[0]
    others = len(doubted) - 1
    raise SourceError(
        workspace.relative(path),
        f"{_words(first)}: {first.doubt}{f', and {others} more' if others else ''}",
        "values that a look at Kolada confirms",
        "look at them, then run again with --accept-changes; nothing was written",
    )


def _lines(
    workspace: Workspace,
    snapshot: Snapshot,
    last: Stored | None,
    changed: Sequence[Change],
    lines: Mapping[str, Sequence[Printed]],
) -> Iterator[str]:
    """What was fetched, where there is no value, and what has changed since the last snapshot."""
    from alereport.kolada.snapshots import gaps

    names, codes, years = snapshot.asked
    yield (
        f"Kolada, {snapshot.fetched}: {len(names)} indicators of {len(codes)} municipalities, "
        f"{min(years)} to {max(years)}."
    )
    years_of: dict[tuple[str, int], list[str]] = {}
    for gap in gaps(snapshot):
        years_of.setdefault((gap.indicator, gap.values), []).append(str(gap.year))
    for (name, count), some in years_of.items():
        yield f"  {name}: values of {count} of {len(codes)} municipalities in {', '.join(some)}"
    if last and changed:
        yield f"Since {workspace.relative(last.path)}:"
    for change in changed:
        yield f"  {change.kind:<8} {_words(change)}"
        yield from [f"           doubted: {change.doubt}"] if change.doubt else []
        resting = lines.get(change.address, ())
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


def _as_json(change: Change, lines: Mapping[str, Sequence[Printed]]) -> dict[str, Any]:
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
