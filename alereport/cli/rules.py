"""The command on the rules: what differs from their lock, and to lock them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, out, print_json
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.data.rules_lock import Difference

NAMED = 3
"""How many rules that only ask for more are named."""


def rules(
    lock: Annotated[
        bool, typer.Option("--lock", help="Lock the rules as they are, with a --reason.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", help="Why the rules are right as they are.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show the rules that differ from their lock, or lock them as they are.

    The lock, data/rules.lock, holds the severity and a fingerprint of the condition of every rule
    in data/*/rules.yaml and every check of data/*/table.yaml. While one is gone or asks for less,
    the data are amber and only a draft can be published, until it is restored or the rules are
    locked again. A new rule stops nothing, and is held from the next lock on. The reason is kept in
    the lock and is not published. Exits with code 12 if the lock or a file of rules cannot be read.
    """
    from alereport import seals
    from alereport.data import rules_lock

    workspace = Workspace.discover()
    if lock and not reason.strip():
        raise typer.BadParameter("say why the rules are right as they are", param_hint="--reason")
    if reason and not lock:
        raise typer.BadParameter("it can only be used with --lock", param_hint="--reason")
    if lock:
        with exclusive(workspace):
            found = rules_lock.lock(workspace, reason, seals.today())
    else:
        found = rules_lock.differences(workspace)
    if as_json:
        print_json({"differences": [asdict(each) for each in found]})
        return
    print_differences(workspace, found, is_locked=lock)
    if lock or not found:
        place = workspace.relative(workspace.rules_lock)
        out.print(f"{place}: {'locked' if found else 'the rules are as they were locked'}.")


def print_differences(
    workspace: Workspace, differences: Sequence[Difference], *, is_locked: bool = False
) -> None:
    """Print each rule that is gone or asks for less than locked, and how many ask for more.

    Args:
        workspace: The project.
        differences: See `rules_lock.differences`.
        is_locked: True if they have just been locked.
    """
    for each in differences:
        if is_locked and each.rule:
            out.print(f"{each.file}: {each.found}.")
        elif each.is_weakening and not is_locked:
            out.print(str(each))
    stricter = [each for each in differences if not each.is_weakening]
    if stricter and not is_locked:
        names = ", ".join(each.rule for each in stricter[:NAMED])
        more = ", …" if len(stricter) > NAMED else ""
        out.print(
            f"{workspace.relative(workspace.rules_lock)}: new or stricter rules: {len(stricter)} "
            f"({names}{more}); they only ask for more, and are held from the next lock on."
        )
