"""Wrong, odd, contradictory, huge and empty arguments of every command."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.cli import EXIT_CODES
from tests.conftest import Ended, copy_project, run_alereport

LONGEST = 4000
"""Characters of what is said of a wrong argument."""
INPUTS = 100
"""How many command lines are made of random words; `tests/soak/test_arguments.py` makes more."""
BUDGET = "data/budget/ks-namndplan-2024.csv"
COMMANDS = (
    "validate", "lint", "register", "count", "review", "seal", "rules", "run", "publish", "build",
    "preview", "trace", "status", "demo", "migrate",
)  # fmt: skip
HUGE = "9" * 5000
NAME_TOO_LONG = "n" * 300
OF_EVERY_COMMAND: tuple[tuple[str, ...], ...] = (
    ("--nope",),
    ("-Z",),
    ("--", "--nope", "x", "y", "z", "w"),
    ("--help=1",),
    ("\ud800", "\ud801", "\ud802"),
    ("--" + NAME_TOO_LONG,),
    ("x" * 100_000, "y", "z"),
    ("=", "==", "==="),
)
WRONG: tuple[tuple[str, ...], ...] = (
    ("",),
    ("biuld",),
    ("BUILD",),
    ("build ",),
    ("--verison",),
    ("-v", "build"),
    (HUGE,),
    ("\x1b[31m",),
    ("run", "-c"),
    ("run", "-c", ""),
    ("run", "-c", "xx"),
    ("run", "-c", "../ks"),
    ("run", "-c", "ks", "-c", "xx"),
    ("run", "-c", HUGE),
    ("run", "-y", ""),
    ("run", "-y", "MMXXIV"),
    ("run", "-y", "-1"),
    ("run", "-y", HUGE),
    ("run", "-y", "1999"),
    ("run", "-c", "sn", "-y", "2024"),
    ("run", "-l", "fi"),
    ("run", "-l", ""),
    ("run", "-l", "../sv"),
    ("run", "-w", "0"),
    ("run", "-w", "-3"),
    ("run", "-w", "many"),
    ("run", "-w", "1e3"),
    ("run", "-w", HUGE),
    ("run", "--executor", "slurm"),
    ("run", "--executor", "dask"),
    ("run", "--scheduler", "tcp://127.0.0.1:1"),
    ("build", "--engine", "word"),
    ("build", "--engine", ""),
    ("build", "--previous", "nowhere"),
    ("build", "--previous", "README.md"),
    ("build", "--previous", NAME_TOO_LONG),
    ("build", "extra"),
    ("publish", "--only", "budget"),
    ("publish", "--only", "nothing"),
    ("publish", "--only", HUGE),
    ("publish", "--check", "nowhere"),
    ("publish", "--check", NAME_TOO_LONG),
    ("publish", "--check", "data", "--draft"),
    ("publish", "--check", "data", "--only", "quality"),
    ("publish", "--language", "fi"),
    ("seal",),
    ("seal", "--all"),
    ("seal", "--all", "--reason", ""),
    ("seal", "--all", "--reason", " \t"),
    ("seal", "--all", BUDGET, "--reason", "x"),
    ("seal", "--reason", "x"),
    ("seal", "nowhere.csv", "--reason", "x"),
    ("seal", NAME_TOO_LONG, "--reason", "x"),
    ("seal", "data", "--reason", "x"),
    ("seal", "/etc/passwd", "--reason", "x"),
    ("seal", "\ud800.csv", "--reason", "x"),
    ("seal", "", "--reason", "x"),
    ("seal", BUDGET, "--reason", "x", "--change", "new"),
    ("seal", BUDGET, "--reason", "x", "--change", "first"),
    ("seal", BUDGET, "--reason", "x", "--reviewed-by", "a@b.se"),
    ("seal", BUDGET, "--reason", "x", "--reviewed-by", ""),
    ("register",),
    ("register", "x y.txt"),
    ("register", "nowhere.txt"),
    ("register", "data"),
    ("register", "/dev/null", "--document", "../x"),
    ("register", NAME_TOO_LONG),
    ("register", ""),
    ("register", "x.txt", "--year", "later"),
    ("register", "x.txt", "--year", HUGE),
    ("register", "x.txt", "--status", "done"),
    ("register", "x.txt", "--as-of", "2024-02-31"),
    ("register", "x.txt", "--kind", "poem"),
    ("register", "x.txt", "--committee", "Å"),
    ("count",),
    ("count", ""),
    ("count", "nothing"),
    ("count", "../ks"),
    ("count", HUGE),
    ("rules", "--lock"),
    ("rules", "--lock", "--reason", " "),
    ("rules", "--reason", "x"),
    ("rules", "extra"),
    ("lint", "nowhere.txt"),
    ("lint", "data"),
    ("lint", NAME_TOO_LONG),
    ("lint", "/dev/null/x"),
    ("lint", "\ud800.txt"),
    ("lint", ""),
    ("trace",),
    ("trace", ""),
    ("trace", "no figure"),
    ("trace", HUGE),
    ("trace", "\ud800"),
    ("trace", "1", "-c", "xx"),
    ("trace", "1", "--sources", "nowhere"),
    ("trace", "1", "--sources", BUDGET),
    ("validate", "--sources", "nowhere"),
    ("validate", "--sources", BUDGET),
    ("validate", "--sources", NAME_TOO_LONG),
    ("validate", "extra"),
    ("status", "-y", "1999"),
    ("status", "-l", "xx"),
    ("preview", "--port", "-1"),
    ("preview", "--port", "65536"),
    ("preview", "--port", "http"),
    ("preview", "--language", "xx"),
    ("demo",),
    ("demo", ""),
    ("demo", "."),
    ("demo", "/etc/passwd/x"),
    ("demo", "/proc/x"),
    ("demo", "/dev/null"),
    ("demo", "data/x"),
    ("demo", "build/x"),
    ("demo", "params"),
    ("demo", "notebooks/../data/y"),
    ("demo", NAME_TOO_LONG),
    ("demo", "a/" * 3000),
    ("demo", "x\0y"),
    ("demo", "new", "--committees", "0"),
    ("demo", "new", "--committees", "99999"),
    ("demo", "new", "--committees", HUGE),
    ("demo", "new", "--years", "0"),
    ("demo", "new", "--years", "51"),
    ("demo", "new", "--seed", "x"),
    ("migrate", "--dry-run", "--dry-run=yes"),
    ("-C",),
    ("-C", "nowhere", "status"),
    ("-C", BUDGET, "status"),
    ("status", "-C"),
    ("status", "-C", "nowhere"),
    ("status", "-C", NAME_TOO_LONG),
    ("status", "-C", "x\0y"),
    ("status", "-C", "\ud800"),
    ("status", "-C", "/"),
    ("status", "-n", "bugdet"),
    ("run", "-n", ""),
    ("run", "--notebook", HUGE),
    ("run", "--copy-to", "nowhere://x"),
    ("run", "-c", "sn", "-n", "follow_up"),
    ("build", "--json=yes"),
    ("build", "--force", "--no-force"),
    ("validate", ""),
    ("validate", NAME_TOO_LONG),
    ("validate", "\ud800.csv"),
    ("validate", BUDGET, "--strict"),
    ("validate", BUDGET, "--sources", "data"),
    ("trace", "154,4 fantasier"),
    ("trace", "1" * 400 + ",4 miljoner"),
)  # fmt: skip
CASES = [*WRONG, *((command, *words) for command in COMMANDS for words in OF_EVERY_COMMAND)]


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A project that no refused command may change: it is looked at when all have been."""
    workspace = copy_project(tmp_path_factory.mktemp("arguments") / "project")
    before = files(workspace)
    yield workspace
    assert files(workspace) == before


def files(workspace: Workspace) -> dict[Path, bytes]:
    """Every file and its content, but for what a command that was understood builds."""
    paths = (path for path in workspace.root.parent.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in paths if workspace.build not in path.parents}


def require_one_message(done: Ended, arguments: Sequence[str]) -> None:
    said = done.stdout + done.stderr
    assert done.returncode in EXIT_CODES.keys() - {0, 1}, (arguments, said[-2000:])
    assert "Traceback" not in said
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr[:2000]
    assert re.search(r"[;.] \w+ ", done.stderr), done.stderr
    assert len(done.stderr) < LONGEST


@pytest.mark.parametrize("arguments", CASES, ids=lambda words: " ".join(map(ascii, words))[:60])
def test_a_wrong_argument_is_one_message_and_changes_nothing(
    unbuilt: Workspace, arguments: tuple[str, ...]
) -> None:
    require_one_message(run_alereport(unbuilt, *arguments), arguments)


WORDS = (
    "-c", "-y", "-l", "-w", "-v", "--json", "--all", "--list", "--lock", "--reason", "--draft",
    "--only", "--check", "--why", "--write", "--strict", "--port", "--change", "--", "-",
    "--no-open", "--dry-run", "--force", "-n", "budget", "--committee=ks",
    "ks", "2024", "sv", "x", "", "0", "-1", "1e9",
    "\ud800", "\x1b[2J", "å", "..", "/", BUDGET, "--year", "=", "''", "{}", "%s", "$(true)",
)  # fmt: skip
"""What random command lines are made of: none of them starts a kernel or a server."""
SAFE = ("status", "rules", "count", "lint", "register", "seal", "demo", "validate", "nothing")


def parse_random_words(workspace: Workspace, count: int, seed: int) -> int:
    """Run so many command lines that end in wrong usage; return how many there were.

    Among the words is an option that no command has, so that nothing but the reading is tried.
    """
    source = random.Random(seed)
    for _number in range(count):
        words = source.choices(WORDS, k=source.randrange(6))
        place = source.randrange(len(words) + 1)
        words[place:place] = ["--no-such-option"] * 2  # The first may be the value of an option.
        arguments = (source.choice(SAFE), *[word for word in words if word != "--"])
        done = run_alereport(workspace, *arguments)
        assert done.returncode == 2, (arguments, done)
        require_one_message(done, arguments)
    return count


def test_no_words_end_in_a_traceback(unbuilt: Workspace) -> None:
    assert parse_random_words(unbuilt, INPUTS, seed=1) == INPUTS


def test_a_folder_or_nothing_for_a_notebook_is_said(project: Workspace) -> None:
    path = project.notebook("goals")
    path.unlink()
    done = run_alereport(project, "status")
    assert done.returncode == 0
    assert "notebooks/goals.ipynb: there is no such file; its chapter is left out" in done.stderr
    assert "/goals" not in done.stdout
    path.mkdir()
    done = run_alereport(project, "status")
    assert done.returncode == 14
    assert done.stderr.startswith("notebooks/goals.ipynb: it is a folder")
