"""Whether the data may be published: all passed by the gate and sealed, by rules as locked."""

from __future__ import annotations

from collections.abc import Sequence

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.data import rules_lock
from alereport.gate import verdicts
from alereport.seals import Unsealed, approval


def require_passed(workspace: Workspace) -> None:
    """Refuse to publish data that the gate has not passed in their current state.

    Raises:
        PublishError: The gate's verdict on a data file is red, missing or outdated.
    """
    verdict = verdicts.read(workspace)
    files = workspace.data_files()
    if outdated := verdicts.outdated(workspace, verdict, files):
        has_verdict = workspace.relative(outdated[0]) in verdict
        raise PublishError(
            workspace.relative(outdated[0]),
            f"the gate's verdict on it is {'outdated' if has_verdict else 'missing'}",
            "a verdict on the file as it is now",
            "run alereport validate, then alereport run",
        )
    if red := verdicts.failures(workspace, verdict, files):
        raise PublishError(
            red[0].place,
            f"the gate's verdict is red ({red[0].rule}: {red[0].column} is {red[0].value})",
            red[0].expected,
            "correct the data, then run alereport build",
        )


def require_confirmed(workspace: Workspace) -> None:
    """Refuse to publish data that only a preview has checked, without Great Expectations.

    Raises:
        PublishError: Great Expectations has not checked a dataset in its current state.
    """
    if unconfirmed := verdicts.unconfirmed(verdicts.read(workspace)):
        raise PublishError(
            workspace.relative(workspace.dataset(min(unconfirmed))),
            "only a preview has checked it as it is now",
            "a verdict of the whole gate",
            "run alereport validate",
        )


def has_passed(workspace: Workspace) -> bool:
    """True if the gate has passed every data file in its current state."""
    try:
        require_passed(workspace)
    except PublishError:
        return False
    return True


def is_reviewed(workspace: Workspace) -> bool:
    """True if every data file is as it was sealed, and every rule at least as it was locked.

    Each data file is published, at least as open data.
    """
    return not (seals.unsealed(workspace) or rules_lock.weakenings(workspace))


def require_reviewed(workspace: Workspace) -> None:
    """Refuse to publish data, or what is asked of them, that nobody has reviewed as they are.

    Raises:
        PublishError: A data file is not as it was sealed, so that a chapter of commentary is not
            approved; or a rule asks for less than when the rules were locked.
    """
    if unsealed := seals.unsealed(workspace):
        raise _not_sealed(workspace, unsealed)
    if weakened := rules_lock.weakenings(workspace):
        more = _more(len(weakened), "rule")
        raise PublishError(
            weakened[0].file,
            f"{weakened[0].found}{more}",
            weakened[0].expected,
            f"{weakened[0].next_step}, or publish a draft with --draft",
        )


def _not_sealed(workspace: Workspace, unsealed: Sequence[Unsealed]) -> PublishError:
    """Return the error of files that are not as they were sealed, about the first of them."""
    first, more = unsealed[0], _more(len(unsealed), "file")
    argument = "--all" if more else first.file
    seal = f'alereport seal {argument} --reason "…", or publish a draft with --draft'
    chapters = approval.chapters(workspace, [workspace.root / first.file])
    if pending := [each for each in chapters if each.approval != "approved"]:
        names = ", ".join(f"{each.chapter} ({each.approval})" for each in pending)
        return PublishError(
            f"{first.file}:{pending[0].line}{more}",
            f"the commentary on {names} is not approved",
            "commentary that was approved as it is",
            f"read it, then approve it with {seal}",
        )
    return PublishError(
        first.file + more,
        first.description,
        "data that were reviewed and sealed in this state",
        f"see what changed with alereport validate, then seal with {seal}",
    )


def _more(count: int, noun: str) -> str:
    """Return how many there are besides the first, in words; empty if there are none."""
    return f" (and {count - 1} more {noun}{'s' if count > 2 else ''})" if count > 1 else ""
