"""Whether the data may be published: all passed by the gate and sealed, by rules as locked."""

from __future__ import annotations

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.data import rules_lock
from alereport.gate import verdicts


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
        PublishError: A data file is not as it was sealed, or a rule asks for less than when the
            rules were locked.
    """
    if unsealed := seals.unsealed(workspace):
        more = f" (and {len(unsealed) - 1} more files)" if len(unsealed) > 1 else ""
        argument = unsealed[0].file if len(unsealed) == 1 else "--all"
        raise PublishError(
            unsealed[0].file + more,
            unsealed[0].description,
            "data that were reviewed and sealed in this state",
            "see what changed with alereport validate, then seal with alereport seal "
            f'{argument} --reason "…", or publish a draft with --draft',
        )
    if weakened := rules_lock.weakenings(workspace):
        more = f" (and {len(weakened) - 1} more rules)" if len(weakened) > 1 else ""
        raise PublishError(
            weakened[0].file,
            f"{weakened[0].found}{more}",
            weakened[0].expected,
            f"{weakened[0].next_step}, or publish a draft with --draft",
        )
