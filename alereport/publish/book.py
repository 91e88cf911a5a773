"""The book as both engines read it: publishable copies of the executed notebooks, in order.

A publishable copy has no `text/html` and no execution times; what a cell computed as Markdown
stands as Markdown, figures are files beside the notebook, and the title is computed. Nothing here
reckons a figure.
"""

from __future__ import annotations

import base64
import csv
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from alereport import language as words
from alereport import params, provenance
from alereport.batch import plan
from alereport.batch.plan import Task
from alereport.errors import PublishError
from alereport.language import gettext as _
from alereport.params import Municipality, ReportParams
from alereport.quality import verdict as verdicts
from alereport.workspace import Workspace, new_folder, write_whole

FIGURE = re.compile(
    r"\{#(?P<label>fig-[a-z0-9-]+)\}.*?(?P<uri>data:image/svg\+xml;base64,(?P<data>[A-Za-z0-9+/=]+))",
    re.DOTALL,
)
FONTS = ("Regular", "It", "Semibold", "Bold")


@dataclass(frozen=True)
class Page:
    """One page of the site, one chapter of the PDF.

    Attributes:
        path: Where its copy stands in the staged book, such as `ks-2024/budget.ipynb`.
        title: Its title in the book's language.
        part: The part it stands in, such as `Kommunstyrelsen 2024`; empty outside the parts.
        number: The chapter's number, or 0 for the first page, which has none.
        lead: The one sentence of it that would do; empty where there is none.
    """

    path: str
    title: str
    part: str = ""
    number: int = 0
    lead: str = ""


@dataclass(frozen=True)
class Book:
    """A staged book in one language.

    Attributes:
        language: `sv` or `en`.
        languages: Every language the municipality publishes in.
        title: The book's title.
        municipality: Whose book it is.
        pages: The pages in order; the first is the site's front page.
    """

    language: str
    languages: tuple[str, ...]
    title: str
    municipality: Municipality
    pages: tuple[Page, ...]


def stage(workspace: Workspace, language: str) -> Book:
    """Put the publishable book in `build/book/<language>/`, whole.

    Raises:
        PublishError: A report is missing, stale, failed or not executed to its end, or the
            gate's verdict on its data is red, missing or outdated.
    """
    municipality = params.municipality(workspace)
    reports = params.reports(workspace)
    tasks = plan.tasks(reports, [language])
    _check_verdict(workspace, reports)
    notebooks = {task: _executed(workspace, task) for task in tasks}
    with words.using(language), new_folder(workspace.book(language)) as folder:
        pages = tuple(_pages(workspace, folder, notebooks))
        book = Book(language, municipality.languages, title(), municipality, pages)
        _write_theme(folder / "theme")
        write_whole(folder / "index.qmd", _front_page(book, prefix=""))
        from_root = workspace.relative(workspace.book(language)) + "/"
        write_whole(folder / "_index.md", _introduction(book, prefix=from_root))
        write_whole(folder / "sources.qmd", _sources(workspace, book))
    write_whole(
        workspace.book_chapters(language),
        yaml.safe_dump(chapter_list(book, from_root), allow_unicode=True, sort_keys=False),
    )
    return book


def title() -> str:
    """The book's title in the language spoken now."""
    return _("The committees' budgets")


def chapter_list(book: Book, prefix: str) -> dict[str, Any]:
    """What Quarto needs to know of the book, for `metadata-files`.

    Args:
        book: The staged book.
        prefix: The path from the folder Quarto renders in to the staged book.
    """
    chapters: list[Any] = ["index.qmd"]
    for page in book.pages[1:]:
        path = prefix + page.path
        if not page.part:
            chapters.append(path)
        elif chapters and isinstance(chapters[-1], dict) and chapters[-1]["part"] == page.part:
            chapters[-1]["chapters"].append(path)
        else:
            chapters.append({"part": page.part, "chapters": [path]})
    return {
        "lang": book.language,
        "book": {
            "title": book.title,
            "author": book.municipality.name,
            "date": book.municipality.as_of.isoformat(),
            "chapters": chapters,
        },
    }


def markdown(path: Path) -> str:
    """A staged page as one Markdown text without its front matter, for the embedded engine."""
    if path.suffix == ".qmd":
        return path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    notebook = nbformat.read(path, as_version=4)
    return "\n\n".join(_markdown_of(cell, path.parent) for cell in notebook.cells[1:])


def _markdown_of(cell: NotebookNode, folder: Path) -> str:
    if cell.cell_type != "code":
        return str(cell.source)
    return "\n\n".join(_markdown_of_output(output, cell, folder) for output in cell.outputs)


def _markdown_of_output(output: NotebookNode, cell: NotebookNode, folder: Path) -> str:
    """An output that is not Markdown: an analyst's own picture, print or frame."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    for kind, suffix in (("image/svg+xml", "svg"), ("image/png", "png")):
        if kind in data:
            content = data[kind].encode() if suffix == "svg" else base64.b64decode(data[kind])
            figure = folder / "figures" / f"cell-{provenance.fingerprint([content])[:12]}.{suffix}"
            write_whole(figure, content)
            alt = _("A figure of the analyst's, without a description.")
            return f'![](figures/{figure.name}){{fig-alt="{alt}"}}'
    fence = "`" * 8
    return f"{fence}\n{data.get('text/plain', '')}\n{fence}"


def _check_verdict(workspace: Workspace, reports: Sequence[ReportParams]) -> None:
    verdict = verdicts.read(workspace)
    needed = dict.fromkeys(
        path for report in reports for path in provenance.files_read(workspace, report)
    )
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


def _executed(workspace: Workspace, task: Task) -> NotebookNode:
    path = workspace.executed(task.language, task.report)
    place = workspace.relative(path)
    if not path.is_file():
        raise _refusal(place, "it has not been executed")
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as problem:  # nbformat raises many kinds for a broken file.
        raise _refusal(place, f"it cannot be read ({type(problem).__name__})") from None
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if any(output.output_type == "error" for output in cell.outputs):
            raise _refusal(place, f"cell {number} raised {cell.outputs[-1].get('ename', '')}")
        if cell.execution_count is None:
            raise _refusal(place, f"cell {number} has not been executed")
    found = plan.status(workspace, task)
    if found.state != "fresh":
        raise _refusal(place, f"it is {found.state} ({', '.join(found.why)})")
    return notebook


def _refusal(place: str, found: str) -> PublishError:
    return PublishError(
        place, found, "a notebook executed to its end from the data as they are", "run alereport run"
    )


def _pages(
    workspace: Workspace, folder: Path, notebooks: dict[Task, NotebookNode]
) -> Iterator[Page]:
    yield Page("index.qmd", _("About the report"))
    number = 0
    for number, (task, notebook) in enumerate(notebooks.items(), start=1):
        page = Page(
            f"{task.report}.ipynb",
            _chapter_title(task.notebook),
            f"{committee_name(workspace, task.params.committee)} {task.params.year}",
            number,
            _lead(notebook),
        )
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(_publishable(notebook, page.title, target.parent), target)
        yield page
    yield Page("sources.qmd", _("Sources"), number=number + 1)


def _chapter_title(notebook: str) -> str:
    return {"budget": _("Finances")}[notebook]


def committee_name(workspace: Workspace, committee: str) -> str:
    """A committee's name in the language spoken now, as the register has it."""
    path = workspace.dataset("committees") / "committees.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {row["committee"]: row[f"name_{words.current()}"] for row in csv.DictReader(file)}
    return names[committee]


def _lead(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.get("metadata", {}).get("alereport", {}).get("role") == "lead":
                lines: list[str] = output.data["text/markdown"].splitlines()
                return " ".join(line for line in lines if line and not line.startswith(":::"))
    return ""


def _publishable(notebook: NotebookNode, page_title: str, folder: Path) -> NotebookNode:
    front_matter = yaml.safe_dump({"title": page_title}, allow_unicode=True)
    cells = [nbformat.v4.new_raw_cell(f"---\n{front_matter}---")]
    for cell in notebook.cells:
        if "remove-cell" in cell.metadata.get("tags", ()):
            continue
        cells.extend(_published_cells(cell, folder))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    copy = nbformat.v4.new_notebook(cells=cells)
    copy.metadata["kernelspec"] = notebook.metadata["kernelspec"]
    return copy


def _published_cells(cell: NotebookNode, folder: Path) -> Iterator[NotebookNode]:
    if cell.cell_type != "code":
        yield nbformat.v4.new_markdown_cell(cell.source)
        return
    others = []
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            yield nbformat.v4.new_markdown_cell(_with_figure_files(data["text/markdown"], folder))
        elif data or output.output_type == "stream":
            others.append(_without_html(output))
    if others:
        yield nbformat.v4.new_code_cell("", outputs=others)


def _without_html(output: NotebookNode) -> NotebookNode:
    kept = NotebookNode(output)
    if "data" in kept:
        kept["data"] = {kind: data for kind, data in output.data.items() if kind != "text/html"}
        kept["metadata"] = {}
    if "execution_count" in kept:
        kept["execution_count"] = None
    return kept


def _with_figure_files(text: str, folder: Path) -> str:
    for match in FIGURE.finditer(text):
        figure = folder / "figures" / f"{match['label']}.svg"
        write_whole(figure, base64.b64decode(match["data"]))
        text = text.replace(match["uri"], f"figures/{figure.name}")
    return text


def _front_page(book: Book, prefix: str) -> str:
    return f"{_front_matter(book.pages[0].title)}{_introduction(book, prefix)}"


def _front_matter(page_title: str) -> str:
    return f"---\n{yaml.safe_dump({'title': page_title}, allow_unicode=True)}---\n\n"


def _introduction(book: Book, prefix: str) -> str:
    lines = [
        "::: {.lead}\n",
        _(
            "What each committee plans to spend, compared with the year before: every figure "
            "comes from the committee's own plan and can be followed back to it."
        ),
        "\n:::\n",
        f"## {_('The committees at a glance')}\n",
        ":::: {.cards}\n",
    ]
    for page in book.pages:
        if page.part:
            link = f"[{page.title}]({prefix}{page.path})"
            lines.append(f"::: {{.card}}\n\n### {page.part}\n\n{page.lead}\n\n{link}\n\n:::\n")
    lines += ["::::\n", f"## {_('How to read the report')}\n", *(f"- {line}" for line in _reading())]
    return "\n".join(lines) + "\n"


def _reading() -> Iterable[str]:
    yield _(
        "Amounts are net cost, in thousands of kronor (SEK thousand) unless millions are said: a "
        "larger number is a larger cost, and an efficiency requirement is negative."
    )
    yield _(
        "A difference is the later figure less the earlier. Percentages are reckoned on the size "
        "of the previous budget; shares are rounded so that they add up to exactly 100."
    )
    yield _("In figures, a budget is outlined and a forecast hatched.")
    yield _("Orange is more than the year before and blue is less; neither is good or bad in itself.")
    yield _(
        "Where a year does not compare with the one before, the break is marked, its reason is "
        "given and no percentage is shown."
    )


def _sources(workspace: Workspace, book: Book) -> str:
    """The page of sources: every registered document, with the checksum of the file used."""
    path = workspace.dataset("documents") / "documents.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        documents = sorted(csv.DictReader(file), key=lambda row: row["year"], reverse=True)
    lines = [
        _front_matter(book.pages[-1].title),
        _(
            "The figures are transcribed from these documents. The checksum (SHA-256) tells "
            "exactly which file was used."
        ),
        "",
        f"| {_('Document')} | {_('Committee')} | {_('Year')} | {_('Checksum')} |",
        "|:--|:--|--:|:--|",
    ]
    for row in documents:
        name = f"[{row['title']}]({row['url']})" if row["url"] else row["title"]
        committee = committee_name(workspace, row["committee"]) if row["committee"] else words.DASH
        lines.append(f"| {name} | {committee} | {row['year']} | `{row['sha256'][:16]}…` |")
    lines += ["", f": {_('Source documents.')} {{#tbl-sources}}", ""]
    return "\n".join(lines)


def _write_theme(folder: Path) -> None:
    """The stylesheets, templates and fonts that both engines use, beside the book."""
    with as_file(files("alereport.publish") / "theme") as theme:
        shutil.copytree(theme, folder)
    fonts = folder / "fonts"
    fonts.mkdir()
    wheel = files("font_source_sans_pro") / "files"
    for weight in FONTS:
        name = f"SourceSansPro-{weight}.ttf"
        (fonts / name).write_bytes((wheel / name).read_bytes())


