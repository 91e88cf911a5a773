"""The command that reads a committee's document, drafts its rows, and puts the reviewed ones in."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.cli import completion, reviewed, reviewing
from alereport.cli.options import AsJson, out, print_json

if TYPE_CHECKING:
    from alereport.ingest.words import Words

STATES = ("proved", "read", "asked")
ON_PEOPLE = ("headcounts", "sick_leave")
"""What of a reading is figures on people."""
MOST_ALIKE = 3
"""The most questions with one reason that are printed."""


File = Annotated[
    Path,
    typer.Argument(
        help="A Word or LibreOffice document, a PDF with tags, a workbook, HTML, Markdown, CSV or "
        "text. With --review or --accept also the name of the folder in build/ingest that was "
        "drafted of it."
    ),
]
Unit = Annotated[
    Literal["tkr", "mnkr", "kr"] | None,
    typer.Option("--unit", help="The unit of the tables of amounts that name none."),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="FILE",
        help="An earlier document of the committee, whose figures for the same year, kind and "
        "label are held against these. Default: its last documents in data/.",
    ),
]
Review = Annotated[
    bool, typer.Option("--review", help="Review the drafted rows in the browser, on this machine.")
]
Accept = Annotated[
    bool, typer.Option("--accept", help="Put the reviewed rows into data/, all or none.")
]
Proved = Annotated[
    bool,
    typer.Option("--proved", help="With --accept: rows that arithmetic proves need no decision."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="With --accept: replace cells that have other values.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --accept: show what would change; write nothing.")
]
Name = Annotated[str, typer.Option("--document", metavar="NAME", help="The document's short name.")]
Title = Annotated[str, typer.Option("--title", help="Its title, as printed.")]
Committee = Annotated[
    str, typer.Option("--committee", "-c", help="The committee whose document it is.")
]
Year = Annotated[int | None, typer.Option("--year", "-y", help="The year it is about.")]
Kind = Annotated[str, typer.Option("--kind", help="What kind of document it is.")]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="The last day whose outcome it reports.")
]
Reason = Annotated[
    list[str] | None,
    typer.Option(
        "--reason",
        metavar="[CODE:]TEXT",
        help="Why what the document itself has wrong may stand, and with a language's code before "
        "it the same in that language; may be repeated. It is published.",
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="ROLE",
        help="Who says so, by role or initials. With --review by default the user's name.",
    ),
]
PageLanguage = Annotated[
    str,
    typer.Option(
        "--language",
        "-l",
        metavar="CODE",
        autocompletion=completion.languages,
        help="With --review: the language of its pages. Default: the municipality's first.",
    ),
]
Port = Annotated[
    int, typer.Option(min=0, max=65535, help="With --review: the port. Default: any free port.")
]
Open = Annotated[
    bool, typer.Option("--open/--no-open", help="With --review: open it in the browser.")
]


def ingest(  # noqa: PLR0913, PLR0917 - an option each
    file: File,
    unit: Unit = None,
    previous: Previous = None,
    review: Review = False,
    accept: Accept = False,
    proved: Proved = False,
    replace: Replace = False,
    dry_run: DryRun = False,
    document: Name = "",
    title: Title = "",
    committee: Committee = "",
    year: Year = None,
    kind: Kind = "",
    as_of: AsOf = "",
    reason: Reason = None,
    by: By = "",
    language: PageLanguage = "",
    port: Port = 0,
    open_browser: Open = True,
    as_json: AsJson = False,
) -> None:
    """Read a committee's document, draft its rows, and put the reviewed ones into data/.

    Nothing is guessed. A figure is proved where the arithmetic of its table closes or an earlier
    document has the same figures, read where the file leaves no doubt of it, and asked otherwise.
    The drafts, in build/ingest, are for a person to review: until --accept nothing in data/
    changes. With --json what was read is printed, and no file is written. Exits with code 16 if the
    document cannot be read.

    --review opens a page on this machine alone: what the document prints beside the row made from
    it, to accept, correct or leave out. It reads the document first, where it was not read or has
    changed. Each decision is kept in build/ingest with who made it and when. Ctrl-C stops it.

    --accept puts the rows in as they were decided on, registers the document with its checksum, and
    shows what changes. It refuses with code 16 while a row is not decided on, 12 where a row lacks
    something, and 13 where the gate refuses it or data/ has another value. What the document does
    not tell of itself is said with --committee, --year, --kind, --as-of, --title, --document, and
    --by.
    """
    about = {"document": document, "title": title, "committee": committee, "year": year}
    about |= {"kind": kind, "as_of": as_of}
    said = reviewed.Said({name: str(each) for name, each in about.items() if each}, reason, by)
    if review:
        if accept or as_json:
            other = "--accept" if accept else "--json"
            raise typer.BadParameter(f"give it or {other}, not both", param_hint="--review")
        reviewing.open_review(
            file, unit or "", by=by, language=language, port=port, opens=open_browser
        )
    elif accept:
        reviewed.accept(
            file, said, proved=proved, replaces=replace, writes=not dry_run, as_json=as_json
        )
    elif given := _given_to_accept(said, proved=proved, replace=replace, dry_run=dry_run):
        raise typer.BadParameter("it goes with --accept; add that", param_hint=given)
    else:
        _draft(file, unit or "", previous, as_json=as_json)


def _given_to_accept(said: reviewed.Said, **switches: bool) -> str:
    """The first option that only --accept uses; empty if none is given."""
    names = [*(name for name, given in switches.items() if given), *said.answers]
    names += ["reason"] * bool(said.reason) + ["by"] * bool(said.by)
    return "".join(f"--{name.replace('_', '-')}" for name in names[:1])


def _draft(file: Path, unit: str, previous: Path | None, *, as_json: bool) -> None:
    """Read a document and draft its rows, or only print what was read."""
    from alereport.ingest import drafts

    workspace = Workspace.around()
    reading, words = reviewing.read(workspace, file, unit, previous)
    if as_json:
        print_json(reading)
        return
    _print(reading, words)
    if workspace is None:
        out.print("No project is here: nothing is written.")
        return
    folder = workspace.drafted / file.stem
    for name, count in drafts.write(folder, reading, words).items():
        out.print(f"{workspace.relative(folder / name)}.csv: {count} {_counted(count, 'row')}")
    out.print(f"{workspace.relative(folder)}/reading.json: all that was read")
    _print_decided(folder, reading, words)
    out.print(f"Review them: alereport ingest --review {shlex.quote(str(file))}")
    if any(table["faults"] for table in reading["tables"]):
        _print_kept(folder.name, words, params.municipality(workspace).languages)


def _print_kept(name: str, words: Words, languages: Iterable[str]) -> None:
    """Print the command that keeps totals as the document has them, with the reason."""
    from alereport.gate import accepting

    kept = {code: texts[0] for code, texts in words.kept_as_printed.items() if texts}
    reasons = accepting.reasons_to_type(languages, kept)
    out.print("To keep the totals that the document has wrong, accept their rows as printed, then:")
    out.print(f"  alereport ingest --accept {shlex.quote(name)} {reasons} --by ROLE")


def _print_decided(folder: Path, reading: Mapping[str, Any], words: Words) -> None:
    """Say what holds of the decisions on a document that was read before."""
    from alereport.ingest import decisions, drafts

    decided = decisions.load(folder)
    if not decided.rows:
        return
    rows = [row for each in drafts.rows(reading, words).values() for row in each]
    if decided.are_of_other_file(reading["source"]["sha256"]):
        out.print("The decisions were made on another file; those on rows that read the same hold.")
    for row in rows:
        if before := decided.before(row):
            was = f", {before.read['as_printed']!r} before and {row['as_printed']!r} now"
            is_on_people = drafts.dataset_of_row(row) in words.on_people
            out.print(f"Open again: {row['id']}{'' if is_on_people else was}")
    gone = len({*decided.rows} - {row["id"] for row in rows})
    waiting = len(decisions.still_open(rows, decided))
    out.print(f"Rows decided on: {len(rows) - waiting}; open: {waiting}; no longer read: {gone}.")


def _counted(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _print(reading: Mapping[str, Any], words: Words) -> None:
    """Print what was read, without figures on people: their tables stand in the drafts alone."""
    from alereport.ingest.drafted_tables import datasets_of

    document = reading["document"]
    told = [document["title"], document["committee"], document["kind"], document["year"] or ""]
    out.print(f"Document: {', '.join(str(each) for each in told if each) or 'not told'}")
    withheld = {each["place"] for name in ON_PEOPLE for each in reading[name]}
    for table in reading["tables"]:
        cells = [cell for row in table["rows"] for cell in row["cells"]]
        states = Counter(cell["state"] for cell in cells if cell["value"] is not None)
        counts = ", ".join(f"{states[state]} {state}" for state in STATES if states[state])
        where = f"{table['section']} {table['title']}".strip()
        out.print(f"Table at {table['place']}, {where}: {counts or 'no figures'}")
        if {*datasets_of(table, document, words)} & {*words.on_people}:
            withheld |= {cell["place"] for cell in cells}
            continue
        for fault in table["faults"]:
            out.print(f"  {fault}")
    for name in ("goals", "dates", *ON_PEOPLE, "amounts"):
        if reading[name]:
            out.print(f"{name.replace('_', ' ').capitalize()}: {len(reading[name])}")
    for remark in reading["remarks"]:
        out.print(f"Of the file: {remark}")
    _print_asked(reading["asked"], withheld)


def _print_asked(asked: Iterable[Mapping[str, Any]], withheld: Container[str]) -> None:
    """Print the questions, of each kind the first ones."""
    printed: Counter[str] = Counter()
    for question in asked:
        reason = question["reason"]
        printed[reason] += 1
        if printed[reason] <= MOST_ALIKE:
            is_shown = question["as_printed"] and question["place"] not in withheld
            words = f" {question['as_printed']!r}:" if is_shown else ""
            out.print(f"Asked: {question['place']}:{words} {reason}")
    for reason, count in printed.items():
        if count > MOST_ALIKE:
            out.print(f"Asked {count - MOST_ALIKE} times more: {reason}")
