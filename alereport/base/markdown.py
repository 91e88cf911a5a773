"""Markdown for publication: escaped text, and sanitised prose that a person wrote.

Text that a person wrote can only show words: prose may have emphasis, lists, tables and links to
the web, but no HTML, Typst code, attribute, citation, formula or image. A name is shown literally.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.printable import without_controls

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^@$]|&(?=#?\w+;))")
LESS_THAN = re.compile(r"\\<(?=\s)")
"""An escaped less-than sign that does not begin a tag."""
STARTS = re.compile(r"^([-+:%=]|\d+(?=[.)]))")
"""Characters that would begin a list, a rule or a title at the start of a paragraph."""
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\\|\"]+")
"""An address that a link may lead to."""
SPAN = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\{(?:\.[a-z-]+|lang=[a-z]+)\}")
"""A span with an attribute, such as `[Total]{.term}`."""
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TOP_LEVEL = 3
"""The top heading level in prose, which is placed in a section of a chapter."""
LOWEST_LEVEL = 6
FENCE = "~" * 8
SHORTCODE = "{{"
"""What Quarto runs, also in code."""


def plain(words: str) -> str:
    """Text as Markdown that shows it literally."""
    return SPECIAL.sub(r"\\\1", without_controls(words.replace("\n", " ")))


def link(words: str, address: str) -> str:
    """Words that link to an address on the web or for mail; any other address is dropped."""
    escaped = plain(words)
    return f"[{escaped}](<{address}>)" if ADDRESS.fullmatch(address) else escaped


def page_link(words: str, path: str) -> str:
    """Words that link to a page or file of the book."""
    return f"[{plain(words)}]({path})"


def picture(path: str, alt: str) -> str:
    """A drawing beside the page.

    Args:
        path: Its path from the page.
        alt: Its description.
    """
    return f'![]({path}){{fig-alt="{quoted(alt)}"}}'


def quoted(words: str) -> str:
    """Words as the value of an attribute, within its quotation marks."""
    return " ".join(without_controls(words).split()).replace("\\", "\\\\").replace('"', '\\"')


def in_language(words: str, code: str = DATA_LANGUAGE) -> str:
    """Literal text, marked with its language if that is not the current one."""
    escaped = plain(words)
    return escaped if locales.is_current_language(code) else f"[{escaped}]{{lang={code}}}"


def pipe_table(
    headings: Sequence[str], rules: Sequence[str], rows: Iterable[Sequence[str]], caption: str = ""
) -> str:
    """A table.

    Args:
        headings: The columns' headings, in Markdown like the cells and the caption.
        rules: The line under each heading; see `rule`.
        rows: The cells.
        caption: The caption, with its label as an attribute.
    """
    lines = [f"| {' | '.join(cells)} |" for cells in (headings, rules, *rows)]
    return "\n".join([*lines, *(["", f": {caption}"] if caption else [])])


def rule(width: int, *, figures: bool = False) -> str:
    """The line under a heading: `:---` over words, `---:` over figures.

    Args:
        width: The column's relative width in a table as wide as the page.
        figures: True for a column of figures.
    """
    return f"{'-' * width}:" if figures else f":{'-' * width}"


def visible_text(markdown: str) -> str:
    """The words that a reader sees of Markdown made by this package, on one line."""
    without_spans = SPAN.sub(r"\1", markdown)
    lines = (line.removeprefix("- ") for line in without_spans.splitlines() if line)
    return ESCAPED.sub(r"\1", " ".join(lines))


def prose(text: str, *, top_level: int = TOP_LEVEL, after: int = 0) -> str:
    """Sanitise Markdown that a person wrote (CommonMark with tables).

    Args:
        text: What was written.
        top_level: The level of its highest headings; the lower ones keep their distance to them,
            but none skips a level, which a PDF that can be read aloud may not.
        after: The level of the heading that it stands under; by default the one above the highest.
    """
    tokens = _parser().parse(_lines(text))
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1:]) for token in headings), default=top_level)
    before = max(after, top_level - 1)
    for opening, closing in zip(headings[::2], headings[1::2], strict=True):
        level = int(opening.tag[1:]) + max(0, top_level - highest)
        before = min(level, before + 1, LOWEST_LEVEL)
        opening.tag = closing.tag = f"h{before}"
    return _block(SyntaxTreeNode(tokens))


def line(text: str) -> str:
    """Sanitise one line of Markdown, such as a list item."""
    return _inline(SyntaxTreeNode(_parser().parseInline(_lines(text))).children)


def html(text: str) -> str:
    """Render as HTML what is published of Markdown that a person wrote, for its author."""
    rendered: str = _parser().render(prose(text))
    return rendered


def _lines(text: str) -> str:
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _block(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one for each kind of node
    match node.type:
        case "paragraph":
            return STARTS.sub(_escaped, _inline(node.children))
        case "heading":
            return f"{'#' * int(node.tag[1:])} {_inline(node.children)}"
        case "bullet_list":
            return _list(node, ["-"] * len(node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _list(node, [f"{number}." for number, _item in enumerate(node.children, first)])
        case "blockquote":
            return "\n".join(f"> {line}".rstrip() for line in _blocks(node).split("\n"))
        case "fence" | "code_block":
            return fenced(node.content)
        case "hr":
            return "* * *"
        case "table":
            return _table(node)
        case "inline":
            return _inline([node])
        case _:
            return _blocks(node)


def _blocks(node: SyntaxTreeNode) -> str:
    return "\n\n".join(map(_block, node.children))


def _escaped(start: re.Match[str]) -> str:
    sign = start[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _list(node: SyntaxTreeNode, marks: list[str]) -> str:
    items = [
        f"{mark:<4}" + _blocks(item).replace("\n", "\n    ")
        for mark, item in zip(marks, node.children, strict=True)
    ]
    blocks = [block for item in node.children for block in item.children]
    is_tight = all(block.hidden for block in blocks if block.type == "paragraph")
    return ("\n" if is_tight else "\n\n").join(items)


def _table(node: SyntaxTreeNode) -> str:
    rows = [row.children for part in node.children for row in part.children]
    cells = [[_inline(cell.children).replace("\\\n", " ") for cell in row] for row in rows]
    rules = [rule(3, figures="right" in str(cell.attrs.get("style"))) for cell in rows[0]]
    return pipe_table(cells[0], rules, cells[1:])


def _inline(nodes: list[SyntaxTreeNode]) -> str:
    return "".join(map(_words, nodes))


def _words(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one for each kind of node
    match node.type:
        case "text":
            escaped = LESS_THAN.sub("<", plain(node.content))
            # Before a link, ! would turn it into an image.
            return f"{escaped[:-1]}\\!" if escaped.endswith("!") else escaped
        case "softbreak":
            return " "
        case "hardbreak":
            return "\\\n"
        case "code_inline":
            return code(node.content)
        case "em" | "strong" | "s":
            mark = {"em": "*", "strong": "**", "s": "~~"}[node.type]
            return f"{mark}{_inline(node.children)}{mark}"
        case "link":
            words, address = _inline(node.children), str(node.attrs.get("href", ""))
            return f"[{words}](<{address}>)" if ADDRESS.fullmatch(address) else words
        case _:
            return _inline(node.children)


def fenced(words: str) -> str:
    """Lines shown as they are."""
    shown = without_controls(words).rstrip()
    fence = FENCE if FENCE not in shown else "~" * (len(shown) + 1)
    literal = ' {shortcodes="false"}' if SHORTCODE in shown else ""
    return f"{fence}{literal}\n{shown}\n{fence}"


def code(words: str) -> str:
    """Words formatted as code."""
    if "|" in words or SHORTCODE in words:  # It may be in a table.
        return plain(words)
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}"
