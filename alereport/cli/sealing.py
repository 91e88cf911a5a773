"""The commands that record what a person answers for: seal and review."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.cli.options import (
    AsJson,
    SealChange,
    Sources,
    data_file,
    err,
    is_confirmed,
    is_on_terminal,
    out,
    print_json,
    print_table,
)
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.gate.sealing import Prepared
    from alereport.texts.side_by_side import Compared

MARGIN = 12
"""The characters before the cells of a row, and before its lines of the document."""

ReviewedBy = Annotated[
    list[str] | None,
    typer.Option(
        "--reviewed-by",
        metavar="ROLE",
        help="The role or initials of one who reviewed the files; may be repeated. It is kept "
        "in data/ and not published.",
    ),
]


def seal(  # noqa: PLR0913, PLR0917 - an option each
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
    reviewed_by: ReviewedBy = None,
    all_files: Annotated[
        bool,
        typer.Option(
            "--all", help="Seal every data file that is not sealed in its current version."
        ),
    ] = False,
    sources: Sources = None,
    all_rows: Annotated[
        bool,
        typer.Option("--all-rows", help="Show every row, not only the new and the changed ones."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sealed; seal nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Seal without asking, on a terminal too.")
    ] = False,
    list_only: Annotated[
        bool, typer.Option("--list", help="List the seals and the corrections; seal nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Record that data files have been reviewed against their source documents.

    Shows what it seals: what changed cell by cell, then each new or changed row beside the lines of
    its document where --sources has the documents. On a terminal it asks before it seals. The seal
    in data/seals.yaml holds checksum, rows, control sums, date, reason, the kind of change and who
    reviewed it. A seal of commentary approves its chapters. The reason of a correction or revision
    is published in the list of corrections; a first seal and one of a restructured file correct
    nothing. A file in which a rule fails is refused with exit code 13, and so is a restructured
    file in which a control sum or a figure differs. A sealed file that has been removed is sealed
    as withdrawn.
    """
    workspace = Workspace.discover()
    if list_only:
        _print_seals(workspace, as_json)
        return
    if not reason.strip() and not dry_run:
        raise typer.BadParameter("say what was reviewed or corrected", param_hint="--reason")
    if bool(files) == all_files:
        raise typer.BadParameter("name the files, or --all, but not both", param_hint="FILE")
    reviewers = () if dry_run else _reviewers(workspace, reviewed_by or ())
    targets = _targets(workspace, files or ())
    prepared = _prepared(workspace, targets, change, sources, all_rows)
    if not as_json:
        _print_prepared(prepared, has_sources=sources is not None)
    sealed: list[Prepared] = []
    if not dry_run and (yes or as_json or _is_confirmed(prepared)):
        sealed = _sealed(workspace, prepared, reason, reviewers)
    to_seal = {entry.review.file for entry in prepared}
    already = [name for name in map(workspace.relative, targets) if name not in to_seal]
    if as_json:
        shown = prepared if dry_run else sealed
        rows = [{**entry.as_json(), "reviewed_by": list(reviewers)} for entry in shown]
        print_json({"to_seal" if dry_run else "sealed": rows, "already": already})
        return
    for line in _results(prepared, sealed, already):
        out.print(line)


def _results(
    prepared: Sequence[Prepared], sealed: Sequence[Prepared], already: Sequence[str]
) -> Iterator[str]:
    """Yield what became of the files, a line each."""
    for entry in sealed:
        yield entry.review.result
    for name in already:
        yield f"{name}: already sealed as it is."
    if prepared and not sealed:
        yield "Nothing is sealed."
    if not prepared and not already:
        yield "Every data file is already sealed as it is."


def _reviewers(workspace: Workspace, names: Sequence[str]) -> tuple[str, ...]:
    """Return the reviewers, of whom there are as many as the municipality asks for."""
    given = _given_reviewers(names)
    needed = params.municipality(workspace).reviewers
    if len(given) < needed:
        raise typer.BadParameter(
            f"{workspace.relative(workspace.municipality)} asks for {needed} who reviewed the "
            f"files, and there {'is' if len(given) == 1 else 'are'} {len(given)}",
            param_hint="--reviewed-by",
        )
    return given


def _given_reviewers(names: Sequence[str]) -> tuple[str, ...]:
    from alereport import seals

    try:
        return seals.reviewers(names)
    except ValueError as problem:
        raise typer.BadParameter(f"expected {problem}", param_hint="--reviewed-by") from None


def _targets(workspace: Workspace, files: Sequence[Path]) -> list[Path]:
    """Return the given files; if none are given, every file that needs a seal."""
    from alereport import seals

    data_files = seals.data_files(workspace)
    requested = [data_file(workspace, file, data_files) for file in files]
    return requested or [workspace.root / entry.file for entry in seals.unsealed(workspace)]


def _prepared(
    workspace: Workspace,
    targets: Sequence[Path],
    change: SealChange | None,
    sources: Path | None,
    all_rows: bool,
) -> list[Prepared]:
    from alereport.gate import sealing
    from alereport.seals import review

    if change and (problem := review.unfit(workspace, targets, change)):
        raise typer.BadParameter(problem, param_hint="--change")
    with exclusive(workspace), err.status("Checking the data …"):
        return sealing.prepare(
            workspace, targets, change=change, sources=sources, all_rows=all_rows
        )


def _print_prepared(prepared: Sequence[Prepared], *, has_sources: bool) -> None:
    """Print what the seals approve, and each row beside the lines of its document."""
    for entry in prepared:
        out.print(str(entry.review))
        if entry.rows and not has_sources:
            out.print("  --sources DIR shows the lines of the document beside each row:")
        elif entry.rows and not any(row.is_compared for row in entry.rows):
            out.print("  its rows are looked for in no document:")
        for row in entry.rows:
            _print_row(row)


def _print_row(row: Compared) -> None:
    from alereport.texts.side_by_side import excerpt

    out.print(Text(row.place, style="bold"))
    _print_beside("  row", " | ".join(f"{name} {cell}" for name, cell in row.cells.items()))
    for line in row.lines:
        _print_beside(f"  {line.number:>6}", excerpt(line, row.cells.values()))
    if row.problem:
        _print_beside("  missing", row.problem, style="bold red")


def _print_beside(name: str, words: str, *, style: str = "") -> None:
    """Print words beside a name, broken into lines where the terminal ends."""
    width = max(out.width - MARGIN, 2 * MARGIN)
    parts = [part for line in words.splitlines() for part in textwrap.wrap(line, width)] or [""]
    for part in parts:
        out.print(Text(f"{name:<{MARGIN}}{part}", style=style))
        name = ""


def _is_confirmed(prepared: Sequence[Prepared]) -> bool:
    """Ask, on a terminal, whether what was shown shall be sealed; elsewhere it is."""
    if not prepared or not is_on_terminal():
        return True
    found = Counter(not row.problem for entry in prepared for row in entry.rows)
    files = f"{len(prepared)} files" if len(prepared) > 1 else prepared[0].review.file
    rows = f"{found.total()} row{'s' if found.total() > 1 else ''} of " if found else ""
    missing = f", {found[False]} of them in no line of a document" if found[False] else ""
    return is_confirmed(f"Seal {rows}{files}{missing}?")


def _sealed(
    workspace: Workspace, prepared: Sequence[Prepared], reason: str, reviewers: Sequence[str]
) -> list[Prepared]:
    from alereport.gate import sealing

    with exclusive(workspace):
        return sealing.seal(workspace, prepared, reason, reviewed_by=reviewers)


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


def review(
    file: Annotated[Path, typer.Argument(help="The file of commentary.", metavar="FILE")],
    chapter: Annotated[
        list[str] | None,
        typer.Option("--chapter", metavar="NAME", help="Only this chapter of it; may be repeated."),
    ] = None,
    reviewed_by: ReviewedBy = None,
    as_json: AsJson = False,
) -> None:
    """Record that chapters of commentary have been reviewed as they are.

    A chapter of commentary is written, then reviewed, then approved by `alereport seal`. The review
    in data/reviews.yaml holds the checksum of the chapter's text in every language, so a chapter
    that is edited is written again, and the other chapters of its file keep their state. A draft
    says under the commentary's heading that it is not approved; `publish` refuses it, and
    `alereport status` shows the state of each chapter.
    """
    from alereport import seals
    from alereport.seals import approval

    workspace = Workspace.discover()
    path = data_file(workspace, file, seals.data_files(workspace))
    names = [each.chapter for each in approval.chapters(workspace, [path])]
    if not names:
        raise typer.BadParameter(f"{file} has no chapters of commentary", param_hint="FILE")
    for name in chapter or ():
        if name not in names:
            raise typer.BadParameter(
                f"{name} is not in {file}, which has {', '.join(names)}", param_hint="--chapter"
            )
    if not reviewed_by:
        raise typer.BadParameter("say who, by role or initials", param_hint="--reviewed-by")
    given = _given_reviewers(reviewed_by)
    with exclusive(workspace):
        reviewed = approval.review(workspace, path, chapter or names, given)
    if as_json:
        print_json({"chapters": [asdict(each) for each in reviewed]})
        return
    for each in reviewed:
        out.print(f"{each.file}:{each.line}: {each.chapter} is {each.approval}.")
