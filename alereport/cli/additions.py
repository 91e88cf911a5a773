"""The command that adds to a project: a document, a chapter of one's own, or a dataset."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from alereport.base.workspace import Workspace
from alereport.cli import completion
from alereport.cli.options import AsJson, DryRun, by_language, out, print_json
from alereport.cli.publishing import exclusive
from alereport.cli.workbooks import AsOf, Committee, Document, Kind, Year, options_refused

if TYPE_CHECKING:
    from alereport.workbooks.new import Created

DOCUMENTS: dict[Kind, str] = {
    "plan": "Add a committee's plan.",
    "amendment": "Add an amendment of a plan's budget.",
    "interim": "Add an interim report.",
    "annual": "Add an annual report.",
}
"""The kinds of documents, as `workbooks.new.Kind` has them, and what their commands do."""
Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name, in small letters.")]
Titles = Annotated[
    list[str] | None,
    typer.Option(
        "--title",
        metavar="[CODE:]TITLE",
        help="Its title; with a language's code before it its title in that language, as "
        '"en:Visits"; may be repeated. Default: NAME in words.',
    ),
]


class Kinds(TyperGroup):
    """A command for each kind of what can be added."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Answer an unknown kind with those that there are."""
        if args and args[0] not in self.commands:
            *kinds, last = self.commands
            raise typer.BadParameter(
                f"{args[0]!r} is nothing that can be added; expected {', '.join(kinds)} or {last}",
                ctx=ctx,
                param_hint="KIND",
            )
        return super().resolve_command(ctx, args)


def document(  # noqa: PLR0913, PLR0917 - an option each
    kind: Kind,
    committee: Committee,
    year: Year,
    as_of: AsOf = "",
    title: Annotated[str, typer.Option("--title", help="Its title, as printed.")] = "",
    short_name: Document = "",
    status: Annotated[
        str, typer.Option("--status", help="Whether it is a draft or adopted, as it says itself.")
    ] = "",
    signs: Annotated[
        str, typer.Option("--signs", help="The words of the document that show its status.")
    ] = "",
    dated: Annotated[
        str, typer.Option("--dated", metavar="DAY", help="The date printed on it.")
    ] = "",
    reference: Annotated[str, typer.Option("--reference", help="Its registry number.")] = "",
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="[CODE:]NAME",
            help="Of a committee that is new: its name, and with a language's code before it its "
            'name in that language, as "en:Social Services Committee"; may be repeated.',
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Its row goes into the register, and with it the parameters of its report.

    The short name and the title of a plan or annual report follow the committee's last one, unless
    they are given. The row has no checksum until `alereport register FILE` fills it in, and the
    files of its rows are made by `alereport fill`. Nothing that is there is changed. Exits with
    code 2 if the committee is unknown, or the document is not possible in its year or is registered
    otherwise.
    """
    from alereport.workbooks import new as documents

    workspace = Workspace.discover()
    given = {
        "document": short_name,
        "title": title,
        "committee": committee,
        "year": str(year),
        "as_of": as_of,
        "status": status,
        "status_signs": signs,
        "dated": dated,
        "reference": reference,
    }
    names = by_language(name or ())
    with options_refused(), exclusive(workspace):
        row = documents.row(workspace, kind, given, is_new_committee=bool(names))
        created = documents.create(workspace, row, names)
    if as_json:
        print_json(asdict(created))
    else:
        day = f" --as-of {row['as_of']}" if as_of else ""
        _print_created(created, f"{kind} -c {committee} -y {year}{day}")


def chapter(  # noqa: PLR0913, PLR0917 - an option each
    name: Name,
    title: Titles = None,
    after: Annotated[
        str,
        typer.Option(
            "--after",
            metavar="CHAPTER",
            autocompletion=completion.notebooks,
            help="The chapter that it follows. Default: the last of the committees' plans.",
        ),
    ] = "",
    committee: Annotated[
        list[str] | None,
        typer.Option(
            "--committee",
            "-c",
            autocompletion=completion.committees,
            help="Make it only for this committee; may be repeated.",
        ),
    ] = None,
    year: Annotated[
        list[int] | None,
        typer.Option(
            "--year",
            "-y",
            autocompletion=completion.years,
            help="Make it only for this year; may be repeated.",
        ),
    ] = None,
    dataset: Annotated[
        str, typer.Option("--dataset", help="The dataset that it begins with. Default: the budget.")
    ] = "",
    instead_of: Annotated[
        str,
        typer.Option(
            "--instead-of",
            metavar="CHAPTER",
            autocompletion=completion.notebooks,
            help="Write the committee's own notebook for this chapter; it begins as a copy.",
        ),
    ] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add a chapter of your own: a notebook that works, and its entry in params/book.yaml.

    The notebook loads a dataset, and shows a table and a chart of it; it says where to write your
    own. By default every committee with a plan has the chapter; with --committee and --year only
    these. With --dataset it is made where that dataset has rows. `alereport build` publishes it at
    once. With --instead-of, the committees that are named have their own notebook for a chapter
    that there is. Nothing that is there is overwritten. Exits with code 2 if the name is taken or
    reserved, or an option names what is not there.
    """
    from alereport.projects import own_chapters

    workspace = Workspace.discover()
    asked = own_chapters.Asked(
        name=name,
        titles=by_language(title or (), first=_first_language(workspace)),
        after=after,
        instead_of=instead_of,
        committees=tuple(committee or ()),
        years=tuple(year or ()),
        dataset=dataset,
    )
    with _arguments_refused(), exclusive(workspace):
        draft = own_chapters.drafted(workspace, asked)
        if not dry_run:
            own_chapters.write(workspace, draft)
    place = f"{draft.contents}:{draft.line}"
    reports = [] if dry_run else _reports(workspace, name)
    if as_json:
        files = [draft.notebook, draft.contents]
        print_json({"written": not dry_run, "files": files, "place": place, "reports": reports})
        return
    verb = "would be written" if dry_run else "written"
    out.print(f"{draft.notebook}: {verb}.")
    out.print(f"{place}: {verb}:")
    for line in draft.added:
        out.print(line)
    if not dry_run:
        made = ", ".join(reports) or f"none until data/{dataset} has rows"
        out.print(f"  reports: {made}")
        out.print("Then: alereport preview, while you write in it, and alereport build")


def dataset(
    name: Name, title: Titles = None, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Add a dataset: its folder in data/, with a schema that explains itself and a first rule.

    Its columns are those that every dataset has, document and section, and two to change: item and
    amount. It has no rows: a file with a heading alone is refused by the gate. What remains to do
    is printed. Nothing that is there is overwritten. Exits with code 2 if the name is taken or
    reserved.
    """
    from alereport.projects import own_datasets

    workspace = Workspace.discover()
    titles = by_language(title or (), first=_first_language(workspace))
    with _arguments_refused(), exclusive(workspace):
        draft = own_datasets.drafted(workspace, name, titles)
        if not dry_run:
            own_datasets.write(workspace, draft)
    if as_json:
        files = list(draft.files)
        print_json({"written": not dry_run, "files": files, "columns": list(draft.columns)})
        return
    for file in draft.files:
        out.print(f"{file}: {'would be written' if dry_run else 'written'}.")
    example = draft.first or f"data/{name}/DOCUMENT.csv"
    for step in (
        f"change item and amount in data/{name}/table.yaml, and the rule in rules.yaml.",
        f"write the rows of each document to a file of its name, such as {example},",
        f"  with the heading {','.join(draft.columns)}",
        "alereport validate, alereport seal --all --reason …, alereport rules --lock --reason …",
        f"alereport new chapter NAME --dataset {name}",
    ):
        out.print(f"{'  ' if step.startswith('  ') else 'Then: '}{step.strip()}")


app = typer.Typer(cls=Kinds, no_args_is_help=True)
"""The commands of `alereport new`."""


def _of_kind(kind: Kind) -> Callable[..., None]:
    """The command for a document of one kind."""
    signature = inspect.signature(document, eval_str=True)
    options = [each for each in signature.parameters.values() if each.name != "kind"]

    @wraps(document)
    def command(**given: Any) -> None:
        document(kind, **given)

    command.__doc__ = f"{DOCUMENTS[kind]}\n\n    {document.__doc__}"
    command.__signature__ = signature.replace(parameters=options)  # type: ignore[attr-defined]
    return command


COMMANDS: dict[str, Callable[..., None]] = {
    **{kind: _of_kind(kind) for kind in DOCUMENTS},
    "chapter": chapter,
    "dataset": dataset,
}
"""The command of each kind, in the order of the help."""


@contextmanager
def _arguments_refused() -> Iterator[None]:
    """Refuse an argument that cannot be used."""
    from alereport.projects.names import RefusedError

    try:
        yield
    except RefusedError as problem:
        raise typer.BadParameter(problem.found, param_hint=problem.argument) from None


def _first_language(workspace: Workspace) -> str:
    from alereport.base import params

    return params.municipality(workspace).languages[0]


def _reports(workspace: Workspace, notebook: str) -> list[str]:
    """The reports that a notebook makes."""
    from alereport.base import params
    from alereport.batch import scheduling

    tasks = scheduling.tasks(
        workspace, params.committee_years(workspace), [_first_language(workspace)]
    )
    return [task.report for task in tasks if task.notebook == notebook]


def _print_created(created: Created, document: str) -> None:
    registered = created.registered
    place = f"{registered.file}:{registered.line}"
    if not registered.written:
        out.print(f"{place}: {registered.document} is already registered.")
    else:
        out.print(f"{place}: {registered.document} is registered.")
        cells = (f"{column} {value}" for column, value in registered.written.items())
        out.print(f"  written: {', '.join(cells)}")
    others = [file for file in created.files if file != registered.file]
    if others:
        out.print(f"  also written: {', '.join(others)}")
    out.print(f"Then: alereport template {document} -o {registered.document}.xlsx")
