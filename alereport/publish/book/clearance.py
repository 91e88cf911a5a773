"""Whether the data may be published: passed by the gate and sealed, each file as it is."""

from __future__ import annotations

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.gate import verdicts


def require_passed(workspace: Workspace) -> None:
    """Refuse to publish what the gate has not let through as it is.

    Raises:
        PublishError: The gate's verdict on a data file is red, missing or outdated.
    """
    verdict = verdicts.read(workspace)
    needed = workspace.data_files()
    if late := verdicts.outdated(workspace, verdict, needed):
        known = workspace.relative(late[0]) in verdict
        raise PublishError(
            workspace.relative(late[0]),
            f"the gate's verdict on it is {'outdated' if known else 'missing'}",
            "a verdict on the file as it is",
            "run alereport validate, then alereport run",
        )
    if red := verdicts.failures(workspace, verdict, needed):
        raise PublishError(
            red[0].place,
            f"the gate's verdict is red ({red[0].rule}: {red[0].column} is {red[0].value})",
            red[0].expected,
            "correct the data, then run alereport build",
        )


def has_passed(workspace: Workspace) -> bool:
    """Whether the gate has let every data file through, as they are."""
    try:
        require_passed(workspace)
    except PublishError:
        return False
    return True


def is_sealed(workspace: Workspace) -> bool:
    """Whether every data file is as it was sealed: all are published, as open data at the least."""
    return not seals.unsealed(workspace)


def require_sealed(workspace: Workspace) -> None:
    """Refuse to publish what nobody has reviewed as it is.

    Raises:
        PublishError: A data file is not as it was sealed.
    """
    if late := seals.unsealed(workspace):
        more = f" (and {len(late) - 1} more files)" if len(late) > 1 else ""
        files = late[0].file if len(late) == 1 else "--all"
        raise PublishError(
            late[0].file + more,
            late[0].found,
            "data that were reviewed and sealed as they are",
            "see what changed with alereport validate, then seal with alereport seal "
            f'{files} --reason "…", or publish a draft with --draft',
        )
