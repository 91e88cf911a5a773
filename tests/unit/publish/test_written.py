"""Pages that people wrote: their place in the book, what is staged of them, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.base import book, locales, params
from alereport.base.book import Part, Text
from alereport.base.errors import ParamsError, PublishError
from alereport.base.params import MunicipalityParams, Parameters
from alereport.base.workspace import Workspace
from alereport.batch import listed
from alereport.publish.book import written
from alereport.publish.books import Book, Page
from alereport.publish.engines import references
from tests.conftest import edit

BOOK = "params/book.yaml"
KS_2024 = params.ReportParams(committee="ks", year=2024, language="sv")
WHOLE = MunicipalityParams(language="sv")
NOTES = Text(text="notes", title={"sv": "Anteckningar", "en": "Notes"})


def write(project: Workspace, text: str, name: str = "notes.qmd") -> None:
    path = project.texts / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def staged(
    project: Workspace, folder: Path, report: Parameters = WHOLE, language: str = "sv"
) -> tuple[Page | None, str]:
    with locales.using(language, params.words(project)):
        page = written.page(project, folder, NOTES, report)
    return page, (folder / page.path).read_text(encoding="utf-8") if page else ""


def test_a_page_has_the_title_of_the_list_and_the_rest_of_its_front_matter(
    project: Workspace, tmp_path: Path
) -> None:
    write(project, "---\ntitle: Mitt\nbibliography: a.bib\n---\n\n# Mitt\n\nOrd.\n\n## Mer\n")
    page, text = staged(project, tmp_path)
    assert page == Page("notes.qmd", "Anteckningar", heading="Anteckningar")
    assert text.startswith("---\nbibliography: a.bib\ntitle: Anteckningar\n---\n")
    assert text.endswith("Ord.\n\n## Mer\n")
    assert "# Mitt" not in text.replace("## Mer", "")


def test_in_a_part_a_committee_and_year_has_the_page_that_lies_in_its_folder(
    project: Workspace, tmp_path: Path
) -> None:
    write(project, "Ord.", "ks-2024/notes.qmd")
    page, text = staged(project, tmp_path, KS_2024)
    assert page
    assert (page.path, page.part) == ("ks-2024/notes.qmd", "Kommunstyrelsen 2024")
    assert page.heading == "Kommunstyrelsen 2024: Anteckningar"
    assert "#page-ks-2024-notes .page root=" in text
    other = params.ReportParams(committee="ks", year=2022, language="sv")
    assert staged(project, tmp_path, other) == (None, "")


def test_a_page_without_a_translation_says_so_and_which_language_it_is_in(
    project: Workspace, tmp_path: Path
) -> None:
    write(project, "Ord.")
    _page, text = staged(project, tmp_path, language="en")
    assert "This page is not translated." in text
    assert ":::::: {lang=sv}\n\nOrd.\n\n::::::" in text
    write(project, "Words.", "notes.en.qmd")
    _page, text = staged(project, tmp_path, language="en")
    assert text.endswith(":::\n\nWords.\n")


def test_a_picture_is_staged_with_the_page_and_one_with_a_label_is_a_figure(
    project: Workspace, tmp_path: Path
) -> None:
    write(project, "![Karta](a.png)\n\n![Text](a.png){#fig-a fig-alt='x' fig-alt=\"Ord\"}\n")
    (project.texts / "a.png").write_bytes(b"picture")
    _page, text = staged(project, tmp_path)
    assert '![](figures/notes-a.png){fig-alt="Karta"}' in text
    assert '::: {#fig-a}\n![](figures/notes-a.png){fig-alt="Ord"}\n\nText\n:::' in text
    assert (tmp_path / "figures/notes-a.png").read_bytes() == b"picture"


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("---\n- a\n---\nOrd.", 1, "its front matter has no keys"),
        ("---\na: [\n---\nOrd.", 2, "it is not YAML"),
        ("Ord.\n\n# Rubrik", 3, "a heading as high as the title of the page"),
        ("---\na: b\n---\n\nOrd.\n\n# Rubrik", 7, "a heading as high as the title of the page"),
        ("![](a.png)", 1, "the picture a.png has no words"),
        ("Ord.\n![Karta](b.png)", 2, "there is no picture b.png"),
        ("![Karta](../data/seals.yaml)", 1, "there is no picture ../data/seals.yaml"),
        ("![Karta](https://example.org/a.png)", 1, "there is no picture https://"),
    ],
)
def test_what_no_page_may_have_is_refused_with_its_line(
    project: Workspace, tmp_path: Path, text: str, line: int, found: str
) -> None:
    write(project, text)
    (project.texts / "a.png").write_bytes(b"picture")
    with pytest.raises(PublishError) as raised:
        staged(project, tmp_path)
    place = f"texts/notes.qmd:{line}" if line != 2 or "YAML" not in found else "texts/notes.qmd"
    assert str(raised.value).startswith(place)
    assert found in str(raised.value)


def test_what_stands_in_a_block_of_code_is_left_as_it_is(
    project: Workspace, tmp_path: Path
) -> None:
    code = "```\n# ![x](y.png) {{< a >}}\n~~~\n```"
    write(project, code)
    assert code in staged(project, tmp_path)[1]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("```{python}", "a cell of code"),
        ("Antal: `{python} count`.", "code within a line"),
        ("{{< video a.mp4 >}}", "a shortcode"),
        ("::: {.callout-note}", "a callout or tabs"),
        ("::: {.panel-tabset}", "a callout or tabs"),
        ("$$x^2$$", "a formula"),
        ("Där $x$ är talet.", "a formula"),
    ],
)
def test_what_only_quarto_renders_is_told_with_its_line(
    project: Workspace, line: str, what: str
) -> None:
    list_notes(project)
    write(project, f"Ord.\n\n{line}\n")
    (problem,) = written.only_quarto(project)
    assert str(problem).startswith(f"texts/notes.qmd:3: {what}, which only Quarto renders; ")
    assert "--engine quarto" in str(problem)


@pytest.mark.parametrize(
    "line", ["```python", "Mellan 5 $ och 6 $.", "`kod {{`", "::: {.notice}", "Kostar US$5 mot $6."]
)
def test_what_both_engines_render_is_not(project: Workspace, line: str) -> None:
    list_notes(project)
    write(project, f"{line}\n")
    assert list(written.only_quarto(project)) == []


def list_notes(project: Workspace) -> None:
    """Name `texts/notes.qmd` in the book's list, after the page on how to read the report."""
    reading = "- page: reading\n"
    entry = "- text: notes\n  title: {sv: Anteckningar, en: Notes}\n"
    edit(project, BOOK, reading, entry + reading)


def test_a_page_stands_in_the_book_where_it_is_listed(project: Workspace) -> None:
    list_notes(project)
    inside = "    - text: background\n      title: {sv: Bakgrund}\n"
    edit(project, BOOK, "    - notebook: goals\n", f"{inside}    - notebook: goals\n")
    write(project, "Ord.")
    write(project, "Ord.", "ks-2024/background.qmd")
    contents = book.contents(project)
    assert isinstance(contents.entries[1], Text)
    (part,) = (each for each in contents.entries if isinstance(each, Part))
    kinds = [type(each).__name__ for each in part.chapters]
    assert kinds[:4] == ["Chapter", "Chapter", "Text", "Chapter"]
    assert "background" not in contents.chapters


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("- text: notes\n  title: {sv: A}\n", "there is no texts/notes.qmd"),
        ("- text: reading\n  title: {sv: A}\n", "the page reading is listed twice"),
        ("- text: a/b\n  title: {sv: A}\n", "`text` is 'a/b'"),
        ("- text: there\n", "the key `title` is missing"),
        ("- text: there\n  title: {en: A}\n", "there is no title in sv"),
        ('- text: there\n  title: {sv: "A {year}"}\n', "nothing says which year it is"),
    ],
)
def test_a_faulty_entry_is_one_message_with_its_line(
    project: Workspace, entry: str, message: str
) -> None:
    for name in ("there.qmd", "reading.qmd"):
        write(project, "Ord.", name)
    edit(project, BOOK, "- page: reading\n", f"{entry}- page: reading\n")
    with pytest.raises(ParamsError, match=r"^params/book\.yaml:\d+: ") as raised:
        book.contents(project)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("    - text: notes\n      titel: {sv: A}\n", "the key `chapters.0.title` is missing"),
        ("    - text: notes\n      title: {sv: A}\n      of: plan\n", "`chapters.0.of` is unknown"),
        ("    - text: notes\n      title: {sv: A}\n", "there is no texts/*/notes.qmd"),
        (
            "    - notebok: notes\n      title: {sv: A}\n",
            "the key `chapters.0.notebook` is missing",
        ),
    ],
)
def test_so_is_one_in_a_part(project: Workspace, entry: str, message: str) -> None:
    before = "    - notebook: summary\n"
    edit(project, BOOK, before, entry + before)
    with pytest.raises(ParamsError, match=r"^params/book\.yaml:\d+: ") as raised:
        book.contents(project)
    assert message in str(raised.value)


def test_a_page_that_no_entry_names_is_told_of(project: Workspace) -> None:
    list_notes(project)
    for name in ("notes.qmd", "notes.en.qmd", "ks-2024/notes.qmd", "notices.qmd", "sub/other.qmd"):
        write(project, "Ord.", name)
    assert listed.unlisted_texts(project) == ["texts/notices.qmd", "texts/sub/other.qmd"]


PAGES = (Page("index.qmd", "Översikt"), Page("ks-2024/budget.ipynb", "Ekonomi", heading="Pengar"))
TEXTS = {
    "index.qmd": "Se @fig-b, @tbl-none och [Ekonomi](ks-2024/budget.ipynb), [dit](gone.qmd).",
    "ks-2024/budget.ipynb": "::: {#fig-a}\n:::\n: Ord {#tbl-a}\n::: {#fig-b}\n:::\n@fig-a",
}


def test_a_reference_leads_to_another_page_by_the_number_that_the_figure_has_there(
    project: Workspace,
) -> None:
    settings = params.municipality(project)
    with locales.using("sv", params.words(project)):
        made = Book("sv", ("sv",), "Bok", settings, PAGES)
        labels = references.labelled(made, TEXTS)
        found = references.elsewhere(PAGES[0], TEXTS["index.qmd"], labels)
        assert references.elsewhere(PAGES[1], TEXTS[PAGES[1].path], labels) == {}
        told = list(references.dangling(made, TEXTS, labels))
    target = "ks-2024/budget.html#fig-b"
    assert found == {"fig-b": {"words": "Figur\u00a02 (Pengar)", "target": target}}
    assert told == [
        "index.qmd: @tbl-none is the name of no figure or table of the book",
        "index.qmd: the link to gone.qmd leads to no page of the book",
    ]
