"""The pages that people wrote: read, and staged with their pictures for either engine.

A page is the Markdown that Quarto and Pandoc share: headings from `##`, lists, tables with a
caption, pictures with words for those who do not see them, notes, links to the book's pages, and
references such as `@fig-ks-2024-bridge`. What only Quarto can render is found by `only_quarto`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from alereport.base import files, locales, params, yaml_files
from alereport.base.book import Part, Text, contents
from alereport.base.errors import PublishError
from alereport.base.files import FormError
from alereport.base.locales import gettext as _
from alereport.base.markdown import picture, plain
from alereport.base.params import Parameters, ReportParams
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish.book import titles
from alereport.publish.books import Page
from alereport.publish.front_matter import block, page_mark

FRONT = re.compile(r"---[ \t]*\n(?P<front>.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
"""The line that begins or ends lines shown as they are, or code."""
PICTURE = re.compile(
    r"!\[(?P<caption>(?:\\.|[^\]\\])*)\]\((?P<path>[^)\s]+)[^)]*\)(?:\{(?P<attributes>[^}]*)\})?"
)
ALT = re.compile(r'fig-alt="(?P<alt>[^"]+)"')
LABEL = re.compile(r"#(?P<label>fig-[\w-]+)")
PICTURES = (".png", ".svg", ".jpg", ".jpeg")
ONLY_QUARTO = (
    (re.compile(r" {0,3}(?:`{3,}|~{3,})\s*\{[a-z]\w*[^}.#]*\}"), "a cell of code"),
    (re.compile(r"`\{[a-z]+\} "), "code within a line"),
    (re.compile(r"\{\{<"), "a shortcode"),
    (re.compile(r":{3,}.*\.(?:callout-\w+|panel-tabset)"), "a callout or tabs"),
    (re.compile(r"\$\$|(?<![\\$\w])\$[^\s$](?:[^$]*[^\s\\$])?\$(?!\w)"), "a formula"),
)
"""What a line has that only Quarto renders, and how a message calls it."""


@dataclass(frozen=True)
class Written:
    """A page as it was written.

    Attributes:
        path: Its file.
        place: The file, as named in messages.
        front: What stands in its front matter.
        lines: The lines of its text, each with its number in the file.
        language: The language it is in.
    """

    path: Path
    place: str
    front: dict[str, Any]
    lines: tuple[tuple[int, str], ...]
    language: str

    def error(self, number: int, found: str, expected: str, next_step: str) -> PublishError:
        return PublishError(f"{self.place}:{number}", found, expected, next_step)


def page(workspace: Workspace, folder: Path, text: Text, report: Parameters) -> Page | None:
    """Stage a written page, and return it; None if this committee and year has none.

    Args:
        folder: The folder of the book.
        text: Its entry in the book's list.
        report: The committee and year, or the municipality, that it belongs to.

    Raises:
        PublishError: It cannot be read, or has what no page of the book may have.
    """
    slug = report.slug if isinstance(report, ReportParams) else ""
    found = _find(workspace, text, slug)
    if found is None:
        return None
    name = f"{slug}/{text.text}" if slug else text.text
    heading = titles.standing_alone(workspace, text, report)
    front = yaml.safe_dump({**found.front, "title": plain(heading)}, allow_unicode=True)
    mark = page_mark(name, in_part=bool(slug))
    body = _body(workspace, found, (folder / name).parent)
    write_atomically(folder / f"{name}.qmd", f"---\n{front}---\n\n{mark}\n\n{body}\n")
    return Page(
        f"{name}.qmd",
        titles.in_menu(workspace, text, report),
        titles.part(workspace, report),
        heading=heading,
        paper=text.paper,
    )


def only_quarto(workspace: Workspace) -> Iterator[PublishError]:
    """Tell what the pages have that only Quarto renders, the first thing of each page."""
    for path in sorted(workspace.texts.rglob("*.qmd")) if _are_listed(workspace) else ():
        written = _read(workspace, path, "")
        lines = ((number, line) for number, line, is_text in _marked(written) if is_text)
        for number, line in lines:
            if what := next((what for sign, what in ONLY_QUARTO if sign.search(line)), ""):
                expected = "what the engine pandoc can set as well"
                step = "publish with --engine quarto, or write it in another way"
                yield written.error(number, f"{what}, which only Quarto renders", expected, step)
                break


def _are_listed(workspace: Workspace) -> bool:
    entries = contents(workspace).entries
    listed = [each for entry in entries if isinstance(entry, Part) for each in entry.chapters]
    return any(isinstance(each, Text) for each in (*entries, *listed))


def _find(workspace: Workspace, text: Text, slug: str) -> Written | None:
    """The page in the current language; else in the municipality's first, marked with it."""
    first = params.municipality(workspace).languages[0]
    for code, suffix in ((locales.current(), locales.current()), (first, "")):
        path = workspace.text(text.text, slug, suffix)
        if files.exists(path):
            return _read(workspace, path, code)
    return None


def _read(workspace: Workspace, path: Path, language: str) -> Written:
    place = workspace.relative(path)
    try:
        text = files.text(files.read(path, place=place, error=PublishError)).replace("\r\n", "\n")
        found = FRONT.match(text)
        front = yaml_files.load(found["front"]) if found else {}
    except FormError as problem:
        raise problem.error(PublishError, place) from None
    if not isinstance(front or {}, dict):
        expected = "one `key: value` a line"
        raise PublishError(f"{place}:1", "its front matter has no keys", expected, "correct it")
    first = text[: found.end()].count("\n") + 1 if found else 1
    body = text[found.end() :] if found else text
    lines = tuple(enumerate(body.split("\n"), start=first))
    return Written(path, place, dict(front or {}), lines, language)


def _marked(written: Written) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, and whether it is text: what begins a block of code is."""
    open_fence = ""
    for number, line in written.lines:
        fence = FENCE.match(line)
        yield number, line, not open_fence
        if open_fence:
            if fence and fence["fence"].startswith(open_fence) and line.strip() == fence["fence"]:
                open_fence = ""
        elif fence:
            open_fence = fence["fence"]


def _body(workspace: Workspace, written: Written, folder: Path) -> str:
    """The text as it is staged: below its title, and with its pictures beside it."""
    lines, has_begun = [], False
    for number, line, is_text in _marked(written):
        if is_text and re.match(r"# ", line):
            if has_begun:
                found = "a heading as high as the title of the page"
                raise written.error(number, found, "## or a lower one", "write ## before it")
            has_begun = True  # The page's title, which the book's list says.
            continue
        has_begun = has_begun or bool(line.strip())
        lines.append(_with_pictures(workspace, written, folder, number, line) if is_text else line)
    body = "\n".join(lines).strip()
    if locales.is_current_language(written.language):
        return body
    note = block("notice", _("This page is not translated."))
    return f"{note}\n\n:::::: {{lang={written.language}}}\n\n{body}\n\n::::::"


def _with_pictures(
    workspace: Workspace, written: Written, folder: Path, number: int, line: str
) -> str:
    """A line with each picture as a file in `figures/`; one that has a label is a figure."""

    def staged(found: re.Match[str]) -> str:
        attributes = found["attributes"] or ""
        said = ALT.search(attributes)
        alt = said["alt"] if said else found["caption"].strip()
        if not alt:
            what = f"the picture {found['path']} has no words for those who do not see it"
            step = 'write them: ![what it shows](file.png), or {fig-alt="…"} after it'
            raise written.error(number, what, "a description", step)
        file = _picture_file(workspace, written, number, found["path"])
        target = folder / "figures" / f"{written.path.stem}-{file.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        shown = picture(f"figures/{target.name}", alt)
        if label := LABEL.search(attributes):
            return f"::: {{#{label['label']}}}\n{shown}\n\n{found['caption'].strip()}\n:::"
        return shown

    return PICTURE.sub(staged, line)


def _picture_file(workspace: Workspace, written: Written, number: int, name: str) -> Path:
    path = (written.path.parent / name).resolve()
    is_ours = path.is_relative_to(workspace.texts.resolve()) and path.suffix.lower() in PICTURES
    if is_ours and path.is_file():
        return path
    expected = f"a file in texts/ whose name ends with {', '.join(PICTURES)}"
    step = "put it beside the page and name it from there"
    raise written.error(number, f"there is no picture {name}", expected, step)
