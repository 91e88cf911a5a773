"""Markdown as it is published: words that show as they are, and what a person wrote as prose.

Nothing a person wrote can do more than show words: in prose there is emphasis, lists, tables and
links to the web, and no HTML, no code of Typst, no attribute, citation, formula or picture. What is
a name shows letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from alereport.base import locales
from alereport.base.languages import OF_THE_DATA

SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~^@$]|&(?=#?\w+;))")
BARE = re.compile(r"\\<(?=\s)")
"""A sign of less than, which begins no tag."""
STARTS = re.compile(r"^([-+:%=]|\d+(?=[.)]))")
"""What begins a list, a rule or a title at the start of a paragraph."""
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\\|\"]+")
"""Where a link may lead."""
SPAN = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\{(?:\.[a-z-]+|lang=[a-z]+)\}")
"""Words that are marked as something, such as `[Total]{.term}`."""
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
HIGHEST = 3
"""The highest level of a heading in prose: it stands in a section of a chapter."""
FENCE = "~" * 8


def plain(words: str) -> str:
    """Words as Markdown that shows them as they are."""
    return SIGNS.sub(r"\\\1", words.replace("\n", " "))


def link(words: str, address: str) -> str:
    """Words that lead to an address on the web; to anything else they do not lead."""
    shown = plain(words)
    return f"[{shown}](<{address}>)" if ADDRESS.fullmatch(address) else shown


def in_language(words: str, code: str = OF_THE_DATA) -> str:
    """Words as they are; those in another language than the page's, by its code, say so."""
    shown = plain(words)
    return shown if locales.is_spoken(code) else f"[{shown}]{{lang={code}}}"


def pipe_table(
    headings: Sequence[str], rules: Sequence[str], rows: Iterable[Sequence[str]], caption: str = ""
) -> str:
    """A table.

    Args:
        headings: The columns' headings, in Markdown as the cells and the caption are.
        rules: The line under each heading; see `rule`.
        rows: The cells.
        caption: What it shows, with its label as an attribute.
    """
    lines = [f"| {' | '.join(cells)} |" for cells in (headings, rules, *rows)]
    return "\n".join([*lines, *(["", f": {caption}"] if caption else [])])


def rule(width: int, *, figures: bool = False) -> str:
    """The line under a heading: `:---` over words, `---:` over figures.

    Args:
        width: The column's proportion of a table that is set as wide as the page.
        figures: It is a column of figures.
    """
    return f"{'-' * width}:" if figures else f":{'-' * width}"


def spoken(markdown: str) -> str:
    """Markdown of ours as the words a reader sees, on one line."""
    shown = SPAN.sub(r"\1", markdown)
    lines = (each.removeprefix("- ") for each in shown.splitlines() if each)
    return ESCAPED.sub(r"\1", " ".join(lines))


def prose(text: str) -> str:
    """What a person wrote in Markdown (CommonMark with tables) as Markdown that is only words."""
    return _block(SyntaxTreeNode(_reader().parse(text)))


def line(text: str) -> str:
    """The same of one line, as in an item of a list."""
    return _inline(SyntaxTreeNode(_reader().parseInline(text)).children)


def html(text: str) -> str:
    """The same as HTML, for whoever wrote it."""
    shown: str = _reader().render(text)
    return shown


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _block(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one for each kind of node
    match node.type:
        case "paragraph":
            return STARTS.sub(_escaped, _inline(node.children))
        case "heading":
            level = max(HIGHEST, int(node.tag[1:]))
            return f"{'#' * level} {_inline(node.children)}"
        case "bullet_list":
            return _list(node, ["-"] * len(node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _list(node, [f"{at}." for at, _item in enumerate(node.children, first)])
        case "blockquote":
            return "\n".join(f"> {each}".rstrip() for each in _blocks(node).split("\n"))
        case "fence" | "code_block":
            fence = FENCE if FENCE not in node.content else "~" * (len(node.content) + 1)
            return f"{fence}\n{node.content.rstrip()}\n{fence}"
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
    within = [each for item in node.children for each in item.children]
    is_tight = all(each.hidden for each in within if each.type == "paragraph")
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
            shown = BARE.sub("<", plain(node.content))
            # Before a link, ! would make a picture of it.
            return f"{shown[:-1]}\\!" if shown.endswith("!") else shown
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


def code(words: str) -> str:
    """Words set as code."""
    if "|" in words:  # It may stand in a table.
        return plain(words)
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}"
