"""Putting the reviewed rows of a document into the data: `alereport ingest --accept`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from alereport.base import params
from alereport.base.errors import IngestError
from alereport.base.workspace import Workspace
from alereport.cli.accepting import given_reasons, given_role
from alereport.cli.options import err, out, print_json
from alereport.cli.publishing import exclusive
from alereport.cli.workbooks import print_filling

if TYPE_CHECKING:
    from alereport.ingest.accepting import Accepted

REVIEWED = "Granskad rad för rad mot källdokumentet"
"""The reason of a seal, as it is proposed: in the language of the data, for it may be published."""


@dataclass(frozen=True)
class Said:
    """What a person says on the command line.

    Attributes:
        answers: Of the document, by column of the register.
        reason: Why what the document has wrong may stand, as typed.
        by: Who says so.
    """

    answers: Mapping[str, str]
    reason: Sequence[str] | None
    by: str


def accept(
    file: Path, said: Said, *, proved: bool, replaces: bool, writes: bool, as_json: bool
) -> None:
    """Put the reviewed rows of a document into the data, and say what is left to do.

    Args:
        file: The document, or the name of its folder in build/ingest.
        said: What was said of it.
        proved: True if proved rows need no decision.
        replaces: True if cells with other values are replaced.
        writes: False to write nothing.
        as_json: True to print it as JSON.
    """
    from alereport.ingest import accepting, decisions

    workspace = Workspace.discover()
    if (said.answers or said.reason) and not said.by:
        raise typer.BadParameter("say who says so, by role or initials", param_hint="--by")
    role = given_role(said.by) if said.by else ""
    deviation = None
    if said.reason:
        deviation = accepting.Deviation(given_reasons(workspace, said.reason), role)
    with exclusive(workspace), err.status("Checking what was reviewed …"):
        folder, sha256 = _folder(workspace, file)
        for column, value in said.answers.items():
            decisions.answer(folder, column, value, by=role, sha256=sha256)
        done = accepting.accept(
            workspace,
            folder,
            replaces=replaces,
            proved=proved,
            writes=writes,
            deviation=deviation,
        )
    if as_json:
        commands = {"accept": _accept_lines(workspace, done), "seal": _seal_lines(workspace, done)}
        print_json({**asdict(done), "commands": commands})
        return
    _print(workspace, done)


def _folder(workspace: Workspace, file: Path) -> tuple[Path, str]:
    """The folder of a document's drafts, and the checksum of the document they were read from.

    Raises:
        IngestError: There is none, or the file is another than was read.
    """
    from alereport.data import registration
    from alereport.ingest import drafts

    named = workspace.drafted / file.name
    folder = named if named.is_dir() and not file.is_file() else workspace.drafted / file.stem
    sha256 = str(drafts.load(folder)["source"]["sha256"])
    if file.is_file() and registration.checksum(file) != sha256:
        found = f"it is not the file that {workspace.relative(folder)} was drafted from"
        step = f"run alereport ingest {shlex.quote(str(file))} and review what differs"
        raise IngestError(str(file), found, "the same file", step)
    return folder, sha256


def _print(workspace: Workspace, done: Accepted) -> None:
    print_filling(done.filling, "document")
    if done.left_out:
        out.print(f"Rows left out: {done.left_out}.")
    if done.unseen:
        out.print(f"Proved rows that nobody decided on: {done.unseen}.")
    for each in done.deviating:
        out.print(f"Accepted as the document has it: {each.place}, rule {each.rule}.")
    for line in _accept_lines(workspace, done):
        out.print(f"If the document has it so: {line}")
    for line in _seal_lines(workspace, done):
        out.print(f"Compared with the document: {line}")


def _accept_lines(workspace: Workspace, done: Accepted) -> list[str]:
    """A command for each row that a rule warns of, as it is typed."""
    from alereport.gate import accepting

    reasons = accepting.reasons_to_type(params.municipality(workspace).languages)
    return [
        f"alereport accept {each.file}:{each.line} --rule {each.rule} {reasons} --by ROLE"
        for each in done.filling.warnings
    ]


def _seal_lines(workspace: Workspace, done: Accepted) -> list[str]:
    """The command that seals what is new or changed, as it is typed."""
    if not done.to_seal:
        return []
    reviewers = " --reviewed-by ROLE" * params.municipality(workspace).reviewers
    return [f'alereport seal {shlex.join(done.to_seal)} --reason "{REVIEWED}"{reviewers}']
