"""What only the whole notebook tells of an analyst's own exhibits: their place and their caption.

In the kernel an exhibit knows neither the chapter it stands in nor the heading above it. So when
the outputs are taken, each gets an identifier that is unique in the book, and a table that a cell
only returned gets the heading above it as its caption.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

from alereport.base.markdown import html
from alereport.exhibits import model
from alereport.exhibits.model import MIME, Chart, Exhibit, Group, Table
from alereport.exhibits.traced import is_own

REMARK = "alereport"
"""The key of an output's metadata for what is to be said of it."""
FROM_HEADING = "its caption is the heading above it"
MARKDOWN = "text/markdown"
TAGS = re.compile(r"<[^>]*>")


def complete(notebook: dict[str, Any], report: str) -> None:
    """Complete the exhibits in the outputs of an executed notebook.

    Args:
        notebook: The notebook, which is changed.
        report: Its report, such as `ks-2024/visits`.
    """
    counts: Counter[str] = Counter()
    heading = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            heading = _last_heading("".join(cell["source"])) or heading
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if MIME not in data:
                continue
            if data[MIME]["kind"] == "heading":
                heading = data[MIME]["words"]
            if _has_own(data[MIME]):
                _complete(output, heading, report, counts)


def _has_own(record: dict[str, Any]) -> bool:
    """True if an exhibit, as the output holds it, is an analyst's own or has one in it."""
    return bool(record.get("own")) or any(map(_has_own, record.get("parts", ())))


def _last_heading(text: str) -> str:
    lines = [line for line in text.splitlines() if line.startswith("#")]
    return unescape(TAGS.sub("", html(lines[-1].lstrip("#").strip()))).strip() if lines else ""


def _complete(output: dict[str, Any], heading: str, report: str, counts: Counter[str]) -> None:
    """Complete the exhibit of an output, in each of the forms that the output has."""
    renamed: dict[str, str] = {}
    found = model.read(output["data"][MIME])
    whole = _completed(found, heading, report, counts, renamed)
    data = output["data"]
    data[MIME] = whole.model_dump(mode="json", exclude_defaults=True)
    charts = [part for part in model.parts_of(whole) if isinstance(part, Chart)]
    if not charts:
        data |= {MARKDOWN: whole.markdown, "text/html": whole.html}
    for old, new in renamed.items() if charts else ():  # The drawings are in the Markdown alone.
        text = "".join(data[MARKDOWN])
        text = text.replace(f"{{#{old}}}", f"{{#{new}}}")
        data[MARKDOWN] = text.replace(f" of={old}", f" of={new}", 1)
    if any(not part.caption for part in _tables(found)) and heading:
        output["metadata"][REMARK] = FROM_HEADING


def _tables(exhibit: Exhibit) -> Iterator[Table]:
    return (part for part in model.parts_of(exhibit) if isinstance(part, Table) and part.own)


def _completed(
    exhibit: Exhibit, heading: str, report: str, counts: Counter[str], renamed: dict[str, str]
) -> Exhibit:
    from alereport.exhibits.own.wording import slug  # noqa: PLC0415 - it imports pandas

    if isinstance(exhibit, Group):
        parts = tuple(_completed(part, heading, report, counts, renamed) for part in exhibit.parts)
        return exhibit.model_copy(update={"parts": parts})
    if not is_own(exhibit):
        return exhibit
    name = f"{slug(report)}-{exhibit.id or slug(heading) or exhibit.kind}"
    counts[name] += 1
    changes = {"id": f"{name}-{counts[name]}" if counts[name] > 1 else name}
    if isinstance(exhibit, Table) and not exhibit.caption:
        changes["caption"] = heading
    whole = exhibit.model_copy(update=changes)
    renamed[exhibit.label] = whole.label
    return whole
