"""A chapter of one's own: its notebook from a template, and its entry in the list of the book."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from alereport.base import book, params
from alereport.base.book import Chapter, Contents, GeneratedPage, Loc, Part
from alereport.base.languages import ENGLISH
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import registers, schemas, standard
from alereport.data.schemas import Field
from alereport.projects import entries, names
from alereport.projects.names import RefusedError

TEMPLATE = Path(__file__).with_name("beginnings") / "chapter.json"
ORIGINS = "-origins"
"""What the name of a page of origins ends with, beside each chapter's page."""
WITH_BUDGET = "plan"
"""The kind of document that the chapters of a template without a dataset are about."""
BUDGET_BY_AREA = {"sv": "Budget per område", "en": "Budget by area"}
OF_BUDGET = {
    "dataset": "budget",
    "rows": "data.budget.query(\"amount_year == @year and kind == 'budget' and area != 'total'\")",
    "label": "name",
    "figure": "amount_tkr",
    "unit": "tkr",
    "label_heading": '{"sv": "Område", "en": "Area"}',
    "figure_heading": '{"sv": "Budget", "en": "Budget"}',
}
"""What the template shows of the budget: that of the year, by area."""
PLACES = ("document", "section", "committee")
"""The columns of texts that say where a row stands and whose it is."""
SHOWN_UNITS = ("tkr", "%")
"""The units that stand with a figure in every language."""


@dataclass(frozen=True)
class Asked:
    """What a chapter is to be.

    Attributes:
        name: The name of its notebook, and of its page.
        titles: Its title by language; by default its name in words, in the first language.
        after: The chapter that it follows; by default the last of the committees' plans.
        instead_of: The chapter that it replaces, for its committees; empty for a chapter of its
            own.
        committees: The committees that have it; all by default.
        years: The years that have it; all by default.
        dataset: The dataset that it begins with; by default the budget.
    """

    name: str
    titles: Mapping[str, str]
    after: str = ""
    instead_of: str = ""
    committees: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    dataset: str = ""


@dataclass(frozen=True)
class Draft:
    """A chapter that is ready to be written.

    Attributes:
        notebook: The path of its notebook, from the project's root.
        content: The notebook.
        contents: The path of the list of the book, from the project's root.
        line: The first line of the list that is new or another.
        text: The list with it.
        added: The lines of the list that are new or others.
    """

    notebook: str
    content: str
    contents: str
    line: int
    text: str
    added: tuple[str, ...]


def drafted(workspace: Workspace, asked: Asked) -> Draft:
    """Return a chapter as it will be written; nothing is written.

    Raises:
        RefusedError: An argument cannot be used.
        ParamsError: The list of the book cannot be read, or an entry not be added to it.
    """
    contents = book.contents(workspace)
    _require_free(workspace, contents, asked.name)
    only = _only(workspace, asked)
    if asked.instead_of:
        content, (text, line) = _replacing(workspace, contents, asked)
    else:
        titles = _titles(workspace, asked)
        content = _notebook(workspace, asked, titles)
        entry = {
            "notebook": asked.name,
            **({"datasets": [asked.dataset]} if asked.dataset else {"of": WITH_BUDGET}),
            **({"only": only} if only else {}),
            "title": titles,
        }
        loc, place = _followed(contents, asked.after), contents.place
        text, line = entries.after(contents.text, loc, entry, place=place)
    before = contents.text.splitlines()
    after = text.splitlines()
    return Draft(
        notebook=workspace.relative(workspace.notebook(asked.name)),
        content=content,
        contents=workspace.relative(workspace.contents),
        line=line,
        text=text,
        added=tuple(after[line - 1 : line - 1 + max(1, len(after) - len(before))]),
    )


def write(workspace: Workspace, draft: Draft) -> None:
    """Write a chapter: its notebook first, which is removed again if the list refuses it.

    Raises:
        ParamsError: The list would not be one.
    """
    notebook = workspace.root / draft.notebook
    write_atomically(notebook, draft.content)
    try:
        book.contents(workspace, text=draft.text)
        write_atomically(workspace.contents, draft.text)
    except BaseException:
        notebook.unlink(missing_ok=True)
        raise


def _require_free(workspace: Workspace, contents: Contents, name: str) -> None:
    pages = get_args(GeneratedPage.model_fields["page"].annotation)
    listed = (each for chapter in contents.chapters.values() for each in chapter.notebooks)
    there = (path.stem for path in workspace.notebooks.glob("*.ipynb"))
    ours = (Path(path).stem for path in standard.project() if path.startswith("notebooks/"))
    names.require_free(name, names.CHAPTER, {*listed, *there, *ours, *pages}, "chapter")
    if name.endswith(ORIGINS):
        found = f"{name} would be the page of another chapter's origins; choose another name"
        raise RefusedError("NAME", found)


def _only(workspace: Workspace, asked: Asked) -> list[str]:
    """The committees, or the single years of them, that have the chapter; empty for all.

    Raises:
        RefusedError: The project has no such committee, or no report of it for a year.
    """
    reports = params.committee_years(workspace)
    known = [row["committee"] for row in registers.register_rows(workspace, "committees")]
    for committee in asked.committees:
        if committee not in known:
            found = f"the committee {committee} is unknown; expected one of {', '.join(known)}"
            raise RefusedError("--committee", found)
    if not asked.years:
        return list(dict.fromkeys(asked.committees))
    of_years = [each for each in reports if each.year in asked.years]
    chosen = [each.slug for each in of_years if each.committee in (asked.committees or known)]
    if not chosen:
        there = ", ".join(report.slug for report in reports) or "none"
        raise RefusedError("--year", f"no report matches; params/ has {there}")
    return chosen


def _titles(workspace: Workspace, asked: Asked) -> dict[str, str]:
    """The title by language; by default made of the name.

    Raises:
        RefusedError: A title is no title, or there is none in the municipality's first language.
    """
    first = params.municipality(workspace).languages[0]
    if not asked.titles:
        words = re.sub(r"[-_]+", " ", asked.name)
        return {first: words[:1].upper() + words[1:]}
    if first not in asked.titles:
        found = f"there is none in {first}, the municipality's first language"
        raise RefusedError("--title", f"{found}; add --title {first}:…")
    try:
        return dict(TypeAdapter(book.Titles).validate_python(dict(asked.titles)))
    except ValidationError as problem:
        title = problem.errors()[0]["input"]
        expected = "a title without marks of Markdown, quotation marks or braces"
        raise RefusedError("--title", f"{title!r} is given; expected {expected}") from None


def _followed(contents: Contents, after: str) -> Loc:
    """The path to the chapter of a part that a new one follows.

    Raises:
        RefusedError: The book has no such chapter in a part.
    """
    parts = [each for each in contents.entries if isinstance(each, Part)]
    places = {
        page.notebook: loc
        for loc, page in contents.located_pages()
        if isinstance(page, Chapter) and len(loc) > 1
    }
    if after in places:
        return places[after]
    if after or not places:
        listed = ", ".join(places) or "none, for the book has no part"
        found = f"the chapter {after} is in no part; expected one of {listed}"
        raise RefusedError("--after", found)
    of_plans = [part for part in parts if WITH_BUDGET in part.part] or parts
    return places[of_plans[0].notebooks[-1].notebook]


def _replacing(
    workspace: Workspace, contents: Contents, asked: Asked
) -> tuple[str, tuple[str, int]]:
    """The notebook of some committees in the place of another, and the list that names it.

    Raises:
        RefusedError: There is no such chapter or no committee, or one has its own notebook already.
    """
    if asked.titles or asked.after or asked.years or asked.dataset:
        found = "it is the same chapter with another notebook; expected --committee and no other"
        raise RefusedError("--instead-of", found)
    loc = _followed(contents, asked.instead_of)
    chapter = contents.chapters[asked.instead_of]
    if not asked.committees:
        raise RefusedError("--instead-of", "no committee is named; add --committee")
    for committee in asked.committees:
        if committee in chapter.committee:
            found = f"{committee} has {chapter.committee[committee]} instead of {chapter.notebook}"
            raise RefusedError("--instead-of", f"{found} already; correct {contents.place}")
    content = workspace.notebook(chapter.notebook).read_text(encoding="utf-8")
    item = dict.fromkeys(asked.committees, asked.name)
    return content, entries.with_item(contents.text, loc, "committee", item, place=contents.place)


def _notebook(workspace: Workspace, asked: Asked, titles: Mapping[str, str]) -> str:
    """The notebook as the template has it, with its gaps filled."""
    shown = _shown(workspace, asked.dataset) if asked.dataset else OF_BUDGET
    report = _first_report(workspace, asked)
    plain = {code: re.sub(r" *\{\w+\}", "", title) for code, title in titles.items()}
    caption = plain if asked.dataset else BUDGET_BY_AREA
    bars = {"sv": "i staplar", ENGLISH: "as bars"}
    charted = {code: f"{title}, {bars.get(code, bars[ENGLISH])}" for code, title in caption.items()}
    told = (f'"{code}": f"{title}: {{listed}}."' for code, title in caption.items())
    gaps = {
        **shown,
        "heading": next(iter(plain.values())),
        "committee": report.committee,
        "year": str(report.year),
        "language": report.language,
        "caption": json.dumps(caption, ensure_ascii=False),
        "chart_caption": json.dumps(charted, ensure_ascii=False),
        "alt": f"{{{', '.join(told)}}}",
    }
    notebook = json.loads(TEMPLATE.read_bytes())
    for cell in notebook["cells"]:
        source = Template("".join(cell["source"])).substitute(gaps)
        cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _first_report(workspace: Workspace, asked: Asked) -> ReportParams:
    """The report that the notebook opens with: the latest of those that have the chapter.

    Raises:
        RefusedError: The project has no such report.
    """
    committees, years = asked.committees, asked.years
    reports = params.committee_years(workspace, committees, years)
    if not reports:
        found = f"there is no report of {', '.join(committees) or 'any committee'} in params/"
        raise RefusedError("--committee" if committees else "NAME", found)
    return max(reports, key=lambda report: report.year)


def _shown(workspace: Workspace, dataset: str) -> dict[str, str]:
    """What the template shows of a dataset: its first text, and its first figure.

    Raises:
        RefusedError: There is no such dataset, or it has no text and figure to show.
    """
    if dataset not in workspace.datasets:
        found = f"the dataset {dataset} is unknown; expected one of {', '.join(workspace.datasets)}"
        raise RefusedError("--dataset", found)
    schema = schemas.schema(workspace, dataset)
    fields = [field for field in schema.fields if not field.private]
    texts = [each for each in fields if each.type == "string" and each.name not in PLACES]
    figures = [each for each in fields if each.name in schema.units]
    if not texts or not figures:
        found = f"{dataset} has no column of {'figures' if texts else 'texts'} to show"
        raise RefusedError("--dataset", f"{found}; write the chapter without --dataset")
    label, figure = texts[0], figures[0]
    return {
        "dataset": dataset,
        "rows": f"data.{dataset}",
        "label": label.name,
        "figure": figure.name,
        "unit": figure.unit if figure.unit in SHOWN_UNITS else "",
        "label_heading": _heading(label),
        "figure_heading": _heading(figure),
    }


def _heading(field: Field) -> str:
    words = {code: text.rstrip(".") for code, text in field.by_language("description").items()}
    return json.dumps(words, ensure_ascii=False)
