"""What is printed has no character that a terminal obeys or a reader cannot see."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from alereport.base import printable, yaml_files
from alereport.base.errors import Failure, ParamsError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace
from alereport.cli import options
from tests.conftest import run_alereport, start_alereport
from tests.patience import PATIENCE

HOSTILE = (
    "a\x1b[31mb\x1b[0m",
    "\x1b]0;title\x07x",
    "\x9b31mx",
    "\u202egnp.exe",
    "a\u2028b\u2029c",
    "\x00\x07\x08\x7f\r",
    "\ud800",
    "\ufeffx\u200bx\u2066x",
)
ANY = st.text(st.characters(exclude_categories=()), max_size=40)


def controls_in(text: str) -> set[str]:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    allowed = set(printable.WITHIN_WORDS) | {"\n"}
    return {sign for sign in text if unicodedata.category(sign) in kinds} - allowed


@given(ANY)
def test_nothing_printed_has_a_control_character(text: str) -> None:
    assert controls_in(printable.printable(text)) == set()
    assert controls_in(printable.without_controls(text)) == set()
    assert "\n" not in printable.printable_line(text)
    assert bool(printable.unprintable(text)) == bool(controls_in(text))


@given(ANY)
def test_json_means_the_same_when_it_is_made_printable(text: str) -> None:
    written = json.dumps([text], ensure_ascii=False)
    assert json.loads(printable.printable(written)) == [text]


@pytest.mark.parametrize(
    "text", ["Å \u00a0tkr – 12\u00a0%, ”så” 👩\u200d👧 for\u00adtsätter\tx\ny"]
)
def test_what_belongs_to_writing_is_as_it_was(text: str) -> None:
    assert printable.printable(text) == text
    assert printable.without_controls(text) == text


def test_a_terminals_commands_leave_no_rest_in_what_is_published() -> None:
    text = "\x1b[1;31mröd\x1b[0m \x1b]8;;http://x\x1b\\länk\x1b]8;;\x07 \x9b2Jslut\x1bc"
    assert printable.without_controls(text) == "röd länk slut"


@pytest.mark.parametrize("text", HOSTILE)
def test_every_way_to_the_screen_shows_it_by_its_number(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Table("head")
    table.add_row(text)
    for what in (text, Text.assemble((text, "bold")), table):
        options.out.print(what)
    options.out.print_json(json.dumps({"text": text}))
    options.print_table(["head"], [[text]])
    stream = printable.PrintableStream(io.StringIO())
    print(text, file=stream)
    said = capsys.readouterr().out + stream.rich_proxied_file.getvalue()
    assert controls_in(said) == set()
    assert "\\u" in said


@pytest.mark.parametrize("text", HOSTILE)
def test_an_error_is_one_printable_line(text: str) -> None:
    failure = Failure(text, 1, text, f"{text}\n{text}", text, text, text)
    for problem in (ParamsError(text, f"{text}\nx", text, text), failure):
        assert controls_in(str(problem)) == set()
        assert "\n" not in str(problem)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_setting_with_one_is_refused(text: str, project: Workspace) -> None:
    with pytest.raises(FormError):
        yaml_files.load(yaml.safe_dump({"words": [text]}))
    number = printable.unprintable(text)
    file = project.municipality
    escaped = json.dumps(f"Ale {text}").replace("\\ud800", "\\u202e")  # YAML has no half pairs.
    lines = file.read_text(encoding="utf-8").replace("name: Ale kommun", f"name: {escaped}", 1)
    file.write_text(lines, encoding="utf-8")
    done = run_alereport(project, "status")
    assert done.returncode == 10
    assert number.replace("\\ud800", "\\u202e") in done.stderr
    assert controls_in(done.stderr) == set()


def test_an_argument_is_quoted_printably(project: Workspace) -> None:
    for arguments in (("status", "-c", "\x1b[31m"), ("lint", "\x9b31m.txt"), ("\x1b[31m",)):
        done = run_alereport(project, *arguments)
        assert done.returncode in {2, 11}
        assert "\\" in done.stderr
        assert controls_in(done.stdout + done.stderr) == set()


def test_nor_does_a_traceback_print_one(tmp_path: Path) -> None:
    code = (
        "import sys, alereport.cli\n"
        "def fault(): raise RuntimeError('\\x1b]0;x\\x07 \\u202e \\ud800')\n"
        "alereport.cli.main = fault\n"
        "from alereport.__main__ import main\n"
        "print('\\x9b', file=sys.stderr)\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    said = done.stderr.decode().partition("\n")[2]
    assert done.returncode == 1
    assert "RuntimeError: \\u001b]0;x\\u0007 \\u202e \\ud800" in said
    assert controls_in(said) == set()


def test_the_whole_command_prints_none_of_a_cell(checked: Workspace) -> None:
    file = checked.data / "breaks" / "ks-namndplan-2024.csv"  # No other dataset refers to it.
    heading, rest = file.read_bytes().split(b"\n", 1)
    hostile = rest.replace(b"\n", b"\x1b[31m\xc2\x9b\xe2\x80\xae\n", 1)
    file.write_bytes(heading + b"\n" + hostile)
    done = start_alereport(checked, "validate")
    assert done.returncode in {12, 13}
    assert "\\u001b[31m\\u009b\\u202e" in done.stdout + done.stderr
    assert controls_in(done.stdout + done.stderr) == set()
