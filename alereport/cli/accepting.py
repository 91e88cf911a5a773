"""The command on warnings that may stand: accept them, list those that are, drop them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.workspace import Workspace
from alereport.cli.data import current_verdict
from alereport.cli.options import AsJson, by_language, out, print_json, print_table
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.gate.accepting import Entry


def accept(
    place: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PLACE",
            show_default=False,
            help="A row as alereport validate names it, such as "
            "data/documents/documents.csv:5; may be repeated. Default: list what is accepted.",
        ),
    ] = None,
    rule: Annotated[
        str, typer.Option("--rule", help="The rule, where several warn of the row.")
    ] = "",
    reason: Annotated[
        list[str] | None,
        typer.Option(
            "--reason",
            metavar="[CODE:]TEXT",
            help="Why it may stand, and with a language's code before it the same in that "
            'language, as "en:The plan has none"; may be repeated. It is published.',
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="ROLE", help="Who accepts it, by role or initials.")
    ] = "",
    drop: Annotated[
        bool,
        typer.Option("--drop", help="Remove the entry at PLACE, a line of an accepted.yaml."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Accept a row that a rule warns of, with the reason; or list what is accepted.

    The entry in data/<dataset>/accepted.yaml holds the cells that the rule reads: when one of them
    changes, or the row no longer breaks the rule, it is stale and the gate refuses it until it is
    judged again, and dropped with --drop. What a rule of severity error refuses is not accepted by
    this command. Exits with code 2 if no rule warns of the row.
    """
    from alereport.gate import accepting

    workspace = Workspace.discover()
    if not place:
        if reason or by or rule or drop:
            raise typer.BadParameter("name the row", param_hint="PLACE")
        _list(accepting.entries(workspace), as_json=as_json)
        return
    if drop:
        with exclusive(workspace):
            entries = _drop(workspace, place)
    else:
        reasons, role = given_reasons(workspace, reason or ()), given_role(by)
        verdict = current_verdict(workspace)
        with _refused(), exclusive(workspace):
            warnings = [accepting.warned_of(verdict, each, rule=rule) for each in place]
            entries = [
                accepting.accept(workspace, each, reason=reasons, by=role) for each in warnings
            ]
    if as_json:
        print_json({"dropped" if drop else "accepted": list(map(_as_json, entries))})
        return
    for entry in entries:
        out.print(f"{entry.place}: {'dropped' if drop else 'accepted'}: {entry.accepted.rule}.")


def _drop(workspace: Workspace, places: Sequence[str]) -> list[Entry]:
    from alereport.gate import accepting

    known = {entry.place: entry for entry in accepting.entries(workspace)}
    for each in places:
        if each not in known:
            raise typer.BadParameter(f"no entry begins at {each}", param_hint="PLACE")
    chosen = [known[each] for each in places]
    for entry in sorted(chosen, key=lambda entry: -int(entry.place.rpartition(":")[2])):
        accepting.drop(workspace, entry)
    return chosen


@contextmanager
def _refused() -> Iterator[None]:
    """Refuse a place at which nothing can be accepted as a wrong argument."""
    from alereport.gate.accepting import NotAcceptedError

    try:
        yield
    except NotAcceptedError as problem:
        raise typer.BadParameter(str(problem), param_hint="PLACE") from None


def given_reasons(workspace: Workspace, given: Sequence[str]) -> dict[str, str]:
    """The reason by language, in each language that the reports are published in."""
    from alereport.base import params
    from alereport.gate import accepting

    reasons = by_language(given)
    missing = [code for code in params.municipality(workspace).languages if not reasons.get(code)]
    if missing:
        hints = accepting.reasons_to_type(missing)
        raise typer.BadParameter(f"say why it may stand: {hints}", param_hint="--reason")
    return reasons


def given_role(by: str) -> str:
    from alereport import seals

    try:
        (role,) = seals.reviewers([by])
    except ValueError as problem:
        raise typer.BadParameter(f"say who: {problem}", param_hint="--by") from None
    return role


def _list(entries: Sequence[Entry], *, as_json: bool) -> None:
    if as_json:
        print_json({"accepted": list(map(_as_json, entries))})
        return
    rows = [
        (
            entry.place,
            entry.accepted.rule,
            ", ".join(str(cell) for cell in entry.accepted.row.values()),
            next(iter(entry.accepted.reason.by_language.values()), ""),
            f"{entry.accepted.by}, {entry.accepted.date}",
        )
        for entry in entries
    ]
    if rows:
        print_table(("Entry", "Rule", "Row", "Reason", "By"), rows)
    out.print(f"Accepted: {len(rows)}.")


def _as_json(entry: Entry) -> dict[str, object]:
    return {"place": entry.place, **entry.accepted.model_dump(mode="json")}
