"""The commands that record what a steward answers for: register and seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, SealChange, err, out, print_json, print_table
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.data.registration import Registered


def register(  # noqa: PLR0913, PLR0917 - an option each
    file: Annotated[
        Path, typer.Argument(help="The file of a source document: text, PDF, any.", metavar="FILE")
    ],
    document: Annotated[
        str,
        typer.Option(
            "--document",
            metavar="NAME",
            help="The document's short name. Default: the file's name without its ending.",
        ),
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Its title, as printed.")] = "",
    committee: Annotated[
        str, typer.Option("--committee", "-c", help="The committee whose document it is.")
    ] = "",
    year: Annotated[int | None, typer.Option("--year", "-y", help="The year it is about.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="What kind of document it is.")] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DAY", help="The last day whose outcome it reports, as 2024-12-31."
        ),
    ] = "",
    status: Annotated[
        str, typer.Option("--status", help="Whether it is a draft or adopted, as it says itself.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Register a source document: its checksum, and a row in data/documents/documents.csv.

    Where the document has a row without a checksum, its checksum is filled in. Otherwise a row is
    added, with what the options say and what a name such as ks-verksamhetsplan-2022 tells:
    committee, kind and year. It comes last or, where the municipality has its registers in order,
    among the documents of its kind. No other row is touched. Then it lists the cells that are left
    to fill in, and the register must be sealed again. Exits with code 11 if the file is registered
    under another name, or another file under this one.
    """
    from alereport.data import registration

    workspace = Workspace.discover()
    given = {
        "document": document,
        "title": title,
        "committee": committee,
        "year": "" if year is None else str(year),
        "kind": kind,
        "as_of": as_of,
        "status": status,
    }
    try:
        registration.what_is_given(workspace, file, given)  # Before anything is held or written.
        with exclusive(workspace):
            registered = registration.register(workspace, file, given)
    except registration.InvalidCellError as problem:
        option = f"--{problem.column.replace('_', '-')}"
        raise typer.BadParameter(str(problem), param_hint=option) from None
    if as_json:
        print_json(asdict(registered))
    else:
        _print_registered(registered)


def _print_registered(registered: Registered) -> None:
    place = f"{registered.file}:{registered.line}"
    if registered.written:
        out.print(f"{place}: {registered.document} is registered.")
        cells = (f"{column} {value}" for column, value in registered.written.items())
        out.print(f"  written: {', '.join(cells)}")
    else:
        out.print(f"{place}: {registered.document} is already registered.")
    required = [f"{column} (required)" for column in registered.required]
    if empty := ", ".join([*required, *registered.empty]):
        out.print(f"  left to fill in, where the document says it: {empty}")
    if registered.written:
        out.print(f'Then seal the file again: alereport seal {registered.file} --reason "…"')


def seal(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Data files to seal.", metavar="FILE")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="What was reviewed, or corrected and why.")
    ] = "",
    change: Annotated[
        SealChange | None,
        typer.Option(
            "--change",
            help="What the seals approve: a first version; new rows of a register; a correction of "
            "what was wrong; a revision, which a later document makes; or a file with other "
            "columns, keys or words and the same values. Default: as the file shows.",
        ),
    ] = None,
    reviewed_by: Annotated[
        list[str] | None,
        typer.Option(
            "--reviewed-by",
            metavar="ROLE",
            help="The role or initials of one who reviewed the files; may be repeated. It is kept "
            "in data/seals.yaml and not published.",
        ),
    ] = None,
    all_files: Annotated[
        bool,
        typer.Option(
            "--all", help="Seal every data file that is not sealed in its current version."
        ),
    ] = False,
    list_only: Annotated[
        bool, typer.Option("--list", help="List the seals and the corrections; seal nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Record that data files have been reviewed against their source documents.

    The seal in data/seals.yaml holds checksum, rows, control sums, date, reason, the kind of change
    and who reviewed it. What is sealed is shown row by row, all of it with --json. The reason of a
    correction or revision is published in the list of corrections; a first seal and one of a
    restructured file correct nothing. A file in which a rule fails is refused with exit code 13,
    and so is a restructured file in which a control sum or a figure differs. A sealed file that has
    been removed is sealed as withdrawn.
    """
    workspace = Workspace.discover()
    if list_only:
        _print_seals(workspace, as_json)
        return
    if not reason.strip():
        raise typer.BadParameter("say what was reviewed or corrected", param_hint="--reason")
    if bool(files) == all_files:
        raise typer.BadParameter("name the files, or --all, but not both", param_hint="FILE")
    reviewers = _reviewers(workspace, reviewed_by or ())
    _seal(workspace, _targets(workspace, files or ()), reason, change, reviewers, as_json)


def _reviewers(workspace: Workspace, names: Sequence[str]) -> tuple[str, ...]:
    """Return the reviewers, of whom there are as many as the municipality asks for."""
    from alereport import seals

    try:
        given = seals.reviewers(names)
    except ValueError as problem:
        raise typer.BadParameter(f"expected {problem}", param_hint="--reviewed-by") from None
    needed = params.municipality(workspace).reviewers
    if len(given) < needed:
        raise typer.BadParameter(
            f"{workspace.relative(workspace.municipality)} asks for {needed} who reviewed the "
            f"files, and there {'is' if len(given) == 1 else 'are'} {len(given)}",
            param_hint="--reviewed-by",
        )
    return given


def _targets(workspace: Workspace, files: Sequence[Path]) -> list[Path]:
    """Return the given files; if none are given, every file that needs a seal."""
    from alereport import seals

    data_files = seals.data_files(workspace)
    requested = [_data_file(workspace, file, data_files) for file in files]
    return requested or [workspace.root / entry.file for entry in seals.unsealed(workspace)]


def _data_file(workspace: Workspace, file: Path, data_files: Sequence[Path]) -> Path:
    """Return the path of a data file named relative to the current folder or to the project."""
    for path in ((Path.cwd() / file).resolve(), workspace.root / file):
        if path in data_files:
            return path
    raise typer.BadParameter(f"{file} is not a data file in data/", param_hint="FILE")


def _seal(
    workspace: Workspace,
    targets: Sequence[Path],
    reason: str,
    change: SealChange | None,
    reviewers: Sequence[str],
    as_json: bool,
) -> None:
    from alereport.gate import sealing
    from alereport.seals import review

    if change and (problem := review.unfit(workspace, targets, change)):
        raise typer.BadParameter(problem, param_hint="--change")
    with exclusive(workspace), err.status("Checking the data …"):
        sealed = sealing.seal(workspace, targets, reason, change=change, reviewed_by=reviewers)
    new = {entry.file for entry in sealed}
    already = [name for name in map(workspace.relative, targets) if name not in new]
    if as_json:
        rows = [{**entry.as_json(), "reviewed_by": list(reviewers)} for entry in sealed]
        print_json({"sealed": rows, "already": already})
        return
    for entry in sealed:
        out.print(str(entry))
        out.print(entry.result)
    for name in already:
        out.print(f"{name}: already sealed as it is.")
    if not targets:
        out.print("Every data file is already sealed as it is.")


def _print_seals(workspace: Workspace, as_json: bool) -> None:
    from alereport import seals
    from alereport.privacy.disclosure import Disclosure
    from alereport.seals import history

    if as_json:
        print_json(history.as_json(workspace))
        return
    disclosure, sealed = Disclosure(workspace), seals.read(workspace)
    rows = []
    for file, stored in sealed.items():
        last, state = stored[-1], seals.state(workspace, workspace.root / file)
        disclosed = disclosure.sums(file, last.sums)
        sums = ", ".join(f"{name} {total}" for name, total in disclosed.items())
        change, reviewers = seals.change_of(stored, len(stored) - 1), ", ".join(last.reviewed_by)
        reason = history.shown_reason(sealed, disclosure, file, last.reason)
        rows.append(
            (file, state, str(last.sealed), change, str(last.rows), sums, reviewers, reason)
        )
    columns = ("File", "State", "Sealed", "Change", "Rows", "Control sums", "Reviewed by", "Reason")
    print_table(columns, rows)
    corrections = history.corrections(workspace)
    out.print(f"Corrections and revisions: {len(corrections)}.")
    for correction in corrections:
        out.print(
            f"{correction.sealed} {correction.change} of {correction.file}: {correction.reason}"
        )
        out.print(str(correction.difference))
