"""Describe the command line from the commands themselves.

`python -m alereport.cli.reference` prints the page that is kept as docs/commands.md.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from typing import Any

import typer

from alereport.base.markdown import pipe_table
from alereport.cli import ASKED_FOR, EXIT_CODES, app
from alereport.cli.examples import EXAMPLES


def reference() -> str:
    """Every command with its arguments, options and examples, and the exit codes, as Markdown."""
    group: Any = typer.main.get_command(app)
    lines = ["# The command line", "", group.help, ""]
    for name, command in group.commands.items():
        kinds = getattr(command, "commands", {})
        lines += [f"## alereport {name}", "", _wrapped(command.help), ""]
        lines += _kinds(name, kinds) if kinds else [_table(command), ""]
        lines += ["```sh", *EXAMPLES[name], "```", ""] if name in EXAMPLES else []
    codes = ([str(code), cause, ASKED_FOR[code]] for code, cause in EXIT_CODES.items())
    headings = ["code", "cause", "what it asks for"]
    lines += ["## Exit codes", "", pipe_table(headings, ["--:", "---", "---"], codes), ""]
    return "\n".join(lines)


def _table(command: Any) -> str:
    rows = [[_names(parameter), parameter.help or ""] for parameter in command.params]
    return pipe_table(["argument or option", "what it does"], ["---", "---"], rows)


def _kinds(name: str, kinds: Mapping[str, Any]) -> list[str]:
    """A section for each kind of a command; for those with the same options, one for all."""
    alike: dict[str, list[str]] = {}
    for kind, command in kinds.items():
        alike.setdefault(_table(command), []).append(kind)
    lines = []
    for table, same in alike.items():
        first, *paragraphs = kinds[same[-1]].help.split("\n\n")
        said = [kinds[kind].help.split("\n\n")[0] for kind in same[:-1]]
        text = "\n\n".join([" ".join([*said, first]), *paragraphs])
        title = f"alereport {name} {', '.join(same)}"
        lines += [f"### {title}", "", _wrapped(text), "", table, ""]
    return lines


def _wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(paragraph, 100) for paragraph in text.split("\n\n"))


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name).upper()}`"
    return ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))


if __name__ == "__main__":
    sys.stdout.write(reference())
