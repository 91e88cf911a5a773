"""A project whose every text is hostile: found in its schemas and settings, not listed.

A text that some rule or reader refuses is put back as it was: what is left is all that a person can
get past them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import yaml

from alereport import seals
from alereport.base import book, glossary, params, yaml_files
from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.data import commentary, rules, schemas
from alereport.gate import validation

PAYLOADS = (
    "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>",
    "[x](javascript:window.pwned=1) ![x](https://evil.example/y.png) <https://evil.example/>",
    "`#text[INJ#str(6*7)]`{=typst} #text[INJ#str(6*7)] \\input{/etc/passwd} $INJ^2$",
    '`<svg onload="window.pwned=1">`{=html} [f]{onclick=window.pwned=1 style="color:red"}',
    "{{< include /etc/passwd >}} {{< env HOME >}} @anna [@bo, s. 3] @fig-nowhere ^[not]",
    '"><meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="//x">',
    "]]> --> </style></title></svg></textarea> &lt;script&gt; {{0.__class__}} <b onclick=x>b</b>",
    '=HYPERLINK("https://evil.example/";"x")',
)
SHORT = "<b>[x](javascript:x)</b> `#str(6*7)`{=typst} @anna"
"""Where a text has a limit."""
CODE = re.compile(r"\S*")
"""A text that names something rather than saying it."""
SAID = "asked"
COMPARED = {"arguments", "constraints", "expect", "habits", "nouns", "row"}
"""What the data are compared with, and so is not said; of a rule's arguments, all but one."""
AS_WRITTEN: dict[str, Any] = {
    "Dumper": getattr(yaml, "CSafeDumper", yaml.SafeDumper),
    "allow_unicode": True,
    "sort_keys": False,
}
Path_ = tuple[Any, ...]


def make(project: Workspace) -> dict[str, int]:
    """Make every text hostile that may be, and return how many are, by file."""
    words = {project.relative(file): _spoil_yaml(file, read) for file, read in _forms(project)}
    return make_quickly(project) | words | _spoil_cells(project)


def make_quickly(project: Workspace) -> dict[str, int]:
    """The same for all that changes no verdict: settings, commentary and an analyst's outputs."""
    counts = {project.relative(file): _spoil_yaml(file, read) for file, read in _settings(project)}
    for file in project.root.glob("data/commentary/*.md"):
        counts[project.relative(file)] = _spoil_commentary(file)
    for file in sorted(project.notebooks.glob("*.ipynb")):
        _add_outputs(file)
        counts[project.relative(file)] = len(PAYLOADS)
    return counts


def _settings(project: Workspace) -> Iterator[tuple[Path, Callable[[], Any]]]:
    yield project.municipality, lambda: params.municipality(project)
    yield book.source(project), lambda: book.contents(project)
    yield project.glossary, lambda: glossary.entries(project)


def _forms(project: Workspace) -> Iterator[tuple[Path, Callable[[], Any]]]:
    """What is said of the data: their schemas, rules, accepted deviations and seals."""
    for name in schemas.names(project):
        folder = project.dataset(name)
        yield folder / "table.yaml", partial(schemas.schema, project, name)
        if (folder / "rules.yaml").is_file():
            yield folder / "rules.yaml", partial(rules.of_dataset, project, name)
        if (folder / "accepted.yaml").is_file():
            yield folder / "accepted.yaml", partial(rules.accepted_deviations, project, name)
    yield project.seals, partial(seals.read, project)


def _leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Each text that says something, with the keys that lead to it."""
    if isinstance(value, str):
        if not CODE.fullmatch(value):
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == SAID or not COMPARED.intersection(path):
                yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number))


def _set(value: Any, path: Path_, text: str) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = text


def _spoil_yaml(file: Path, read: Callable[[], Any]) -> int:
    """Append to each text the longest payload that the file's reader still takes."""
    original = file.read_bytes()
    content = yaml.load(original, yaml_files.LOADER)
    leaves = list(_leaves(content))

    def is_taken() -> bool:
        file.write_text(yaml.dump(content, **AS_WRITTEN), encoding="utf-8")
        with suppress(AlereportError):
            read()
            return True
        return False

    def try_all(part: list[tuple[int, tuple[Path_, str]]]) -> int:
        for options in (lambda number: PAYLOADS[number % len(PAYLOADS)], lambda _number: SHORT):
            for number, (path, text) in part:
                _set(content, path, f"{text} {options(number)}")
            if is_taken():
                return len(part)
            if len(part) > 1:
                break
        for _number, (path, text) in part:
            _set(content, path, text)
        if len(part) == 1:
            return 0
        middle = len(part) // 2
        return try_all(part[:middle]) + try_all(part[middle:])

    count = try_all(list(enumerate(leaves))) if leaves else 0
    if count:
        assert is_taken()
    else:
        file.write_bytes(original)
    return count


def _spoil_commentary(file: Path) -> int:
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        lines.append(line)
        if line.startswith("# ") or commentary.TRANSLATION.fullmatch(line):
            lines += ["", *(f"{payload}\n" for payload in PAYLOADS)]
            lines += ["```{=html}", "<script>window.pwned=1</script>", "```", ""]
            lines += ["::: {.key-figures onclick=x}", "x", ":::", ""]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sum(line.startswith("# ") for line in lines)


def _spoil_cells(project: Workspace) -> dict[str, int]:
    """Append to each text of each row what the gate lets through, column by column."""
    texts = {
        file: file.read_text(encoding="utf-8")
        for file in project.data_files()
        if file.suffix == ".csv"
    }
    kept = {file: _text_columns(project, file) for file in texts}
    for _round in range(12):
        for file, text in texts.items():
            file.write_text(_spoiled(text, kept[file]), encoding="utf-8")
        broken = _broken(project)
        if not broken:
            return {project.relative(file): len(kept[file]) for file in texts if kept[file]}
        for file, columns in broken.items():
            if file in kept:
                kept[file] -= kept[file] & columns or kept[file]
    raise AssertionError(f"the gate still refuses {broken}")


def _text_columns(project: Workspace, file: Path) -> set[str]:
    schema = schemas.schema(project, file.parent.name)
    keys = {*schema.primary_key, *(name for key in schema.foreign_keys for name in key.fields)}
    return {
        field.name
        for field in schema.fields
        if field.type == "string"
        and field.name not in keys
        and not field.constraints.enum
        and not field.constraints.pattern
    }


def _spoiled(text: str, columns: set[str]) -> str:
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows:
        return text
    for number, row in enumerate(rows):
        payload = PAYLOADS[number % len(PAYLOADS)]  # The same in a text and its translation.
        for name in columns & row.keys():
            if row[name]:
                row[name] = f"{row[name]} {payload}"
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _broken(project: Workspace) -> Mapping[Path, set[str]]:
    """The columns that the gate refuses, by file."""
    verdict = validation.validate(project)
    broken: dict[Path, set[str]] = {}
    for finding in verdict.values():
        for failure in finding.failures:
            columns = set(failure.column.split(", "))
            broken.setdefault(project.root / failure.file, set()).update(columns)
    return broken


def _add_outputs(file: Path) -> None:
    """Add cells of an analyst's own: Markdown, print, HTML, a drawing, exhibits and text."""
    notebook = nbformat.read(file, as_version=4)
    words = "\n\n".join(PAYLOADS)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20" onload="x()">'
        "<script>window.pwned=1</script><a href='javascript:x'><text y='15'>INJ</text></a>"
        '<image href="https://evil.example/x.png"/></svg>'
    )
    shown = {
        "text/markdown": f"# Ny rubrik\n\n{words}\n\n### Lägre",
        "text/html": "<script>window.pwned=1</script>",
    }
    code = (
        "from IPython.display import SVG, display, publish_display_data\n"
        f"publish_display_data({shown!r})\n"
        f"print({words!r}, '\\x1b[31mröd\\x1b[0m \\x9b31m \\u202e \\x00')\n"
        f"display(SVG({drawing!r}))"
    )
    short = " ".join(PAYLOADS)[:200]
    exhibited = (
        "import pandas as pd\nfrom alereport import exhibits\n"
        "from matplotlib.figure import Figure\n"
        f"frame = pd.DataFrame({{{short!r}: list({PAYLOADS!r}), 'n': 1}})\n"
        f"display(exhibits.table(frame, caption={short!r}, headline={short!r}, unit={short!r}))\n"
        "figure = Figure()\n"
        f"figure.suptitle({PAYLOADS[0]!r}, url='javascript:x')\n"
        f"figure.subplots().set_xlabel({PAYLOADS[1]!r})\n"
        f"exhibits.chart(figure, caption={short!r}, alt={short!r}, values=frame)"
    )
    notebook.cells += [
        nbformat.v4.new_code_cell(code),
        nbformat.v4.new_code_cell(exhibited),
        nbformat.v4.new_markdown_cell(f"## Egen text\n\n{words}"),
    ]
    nbformat.write(notebook, file)
