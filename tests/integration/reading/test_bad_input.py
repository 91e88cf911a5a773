"""Every bad input is one message that names the file, in a moment, and harms nothing."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets, rules
from tests.conftest import Ended, run_alereport
from tests.integration.reading import project
from tests.integration.reading.cases import BUDGET, CASES, HARMLESS, VALIDATE, Case, Change, put
from tests.patience import SOON

pytestmark = pytest.mark.slow
MOST = 600
"""The most characters of a message, besides the path it begins with."""
A_COMMAND = 4
"""One in so many cases of a dataset's files is told by the command, which checks all datasets."""
READ = [case for case in CASES if case.reads_a_dataset]
BY_COMMAND = [
    pytest.param(
        case, marks=pytest.mark.long if case in READ and READ.index(case) % A_COMMAND else ()
    )
    for case in CASES
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The project, with the gate's verdict on it."""
    made = project.make(tmp_path_factory.mktemp("bad") / "project")
    done = run_alereport(made, "validate")
    assert done.stdout.startswith("Data: green"), done.stdout + done.stderr
    return made


@contextmanager
def spoilt(workspace: Workspace, file: str, change: Change) -> Iterator[None]:
    """The project with a file changed, which then is as it was, as is the verdict."""
    path, verdict = workspace.root / file, workspace.verdict.read_bytes()
    before = path.read_bytes() if path.exists() else None
    has_folder = path.parent.exists()
    path.parent.mkdir(exist_ok=True)
    change(path)
    try:
        yield
    finally:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        path.unlink(missing_ok=True)
        if before is not None:
            path.write_bytes(before)
        if not has_folder:
            path.parent.rmdir()
        workspace.verdict.write_bytes(verdict)


def written(workspace: Workspace) -> dict[Path, tuple[int, int, int]]:
    """Every file that people write, with what shows whether it was touched."""
    files: dict[Path, tuple[int, int, int]] = {}
    for folder in (workspace.data, workspace.params):
        for path in folder.rglob("*"):
            with suppress(OSError):
                status = path.lstat()
                files[path] = status.st_ino, status.st_size, status.st_mtime_ns
    return files


def answer(workspace: Workspace, command: tuple[str, ...]) -> Ended:
    """What a command answers, which it does soon and without touching what people write."""
    before, start = written(workspace), time.process_time()
    done = run_alereport(workspace, *command)
    seconds = time.process_time() - start
    assert seconds < SOON, seconds
    assert written(workspace) == before
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_there_are_as_many_cases_as_promised() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 400


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_a_bad_file_of_a_dataset_is_one_error(workspace: Workspace, case: Case) -> None:
    dataset = Path(case.file).parent.name
    with spoilt(workspace, case.file, case.change):
        _frames, problems = datasets.try_read(workspace, workspace.data_files(dataset))
        if not problems:
            with pytest.raises(TableError) as caught:
                rules.require(workspace, dataset)
            problems = [caught.value]
    is_what_was_asked(case, str(problems[0]))


def is_what_was_asked(case: Case, message: str) -> None:
    assert "\n" not in message
    assert len(message) <= MOST, len(message)
    assert message.startswith(case.told_at or case.file), message
    for words in case.words:
        assert words in message, message


@pytest.mark.parametrize("case", BY_COMMAND, ids=lambda case: case.name)
def test_a_bad_input_is_one_message(workspace: Workspace, case: Case) -> None:
    with spoilt(workspace, case.file, case.change):
        done = answer(workspace, case.command)
    assert done.returncode == case.code, done.stdout + done.stderr[:2000]
    assert "Data: green" not in done.stdout
    message, *more = done.stderr.strip().split("\n")
    assert all(line.startswith(f"{case.file}:") for line in more) or not more, done.stderr[:2000]
    is_what_was_asked(case, message)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_programs_do_to_files_is_read_as_it_was_meant(workspace: Workspace, name: str) -> None:
    with spoilt(workspace, *HARMLESS[name]):
        done = answer(workspace, VALIDATE)
    assert done.returncode == 0, done.stdout + done.stderr[:2000]
    assert "229 checks on 9 files" in done.stdout
    assert "nothing reads it" not in done.stdout


@pytest.mark.parametrize(
    "file", ["data/budget/rules.yml", "data/budget/x.CSV", "data/x.csv", "params/kultur-2023.yml"]
)
def test_a_file_that_nothing_reads_is_said(workspace: Workspace, file: str) -> None:
    with spoilt(workspace, file, put("x\n")):
        done = answer(workspace, VALIDATE)
    assert done.returncode == 0
    assert f"{file}: nothing reads it" in done.stdout


@pytest.mark.parametrize("code", ["0114", "'0114'", "0331", "'0331'", "331"])
def test_a_code_with_a_leading_zero_is_four_digits_as_written(
    workspace: Workspace, code: str
) -> None:
    from alereport.base import params

    path = workspace.municipality
    before = path.read_bytes()
    path.write_bytes(before.replace(b"code: 2599", f"code: {code}".encode()))
    try:
        assert params.municipality(workspace).code == int(code.strip("'"))
    finally:
        path.write_bytes(before)


def test_emptied_rules_are_told_one_by_one(workspace: Workspace) -> None:
    with spoilt(workspace, "data/budget/rules.yaml", put("[]\n")):
        done = answer(workspace, VALIDATE)
        strict = answer(workspace, (*VALIDATE, "--strict"))
    assert done.stdout.startswith(("Data: amber", "Place"))
    assert "Data: green" not in done.stdout
    assert "data/budget/rules.yaml: the rule parts-equal-total is gone" in done.stdout
    assert strict.returncode == 13


def test_a_section_at_the_wrong_place_is_one_finding_that_is_told_once(
    workspace: Workspace,
) -> None:
    def misplace(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[3] = lines[3].replace(",4.1,", ",9.1,")
        path.write_text("\n".join(lines), encoding="utf-8")

    with spoilt(workspace, BUDGET, misplace):
        done = answer(workspace, VALIDATE)
    assert done.returncode == 13
    told = [line for line in done.stderr.splitlines() if "Rule table-in-one-section" in line]
    assert [line.split(": ")[0] for line in told] == [f"{BUDGET}:4"]
    assert "Rule table-in-one-section" not in done.stdout


BROKEN_VERDICTS = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "nested": b"[" * 100_000,
    "another version": b'{"version": 99, "files": {}}',
    "files that are none": b'{"checks": {}, "files": [1], "rules": {}, "rules_lock": []}',
    "findings that are none": b'{"checks": {}, "files": {"x": 1}, "rules": {}, "rules_lock": []}',
    "a long number": b'{"checks": ' + b"9" * 5000 + b"}",
    "bytes": b"\xff\xfe\0",
}


@pytest.mark.parametrize("content", BROKEN_VERDICTS.values(), ids=BROKEN_VERDICTS)
def test_a_verdict_that_is_broken_or_of_another_version_is_made_again(
    workspace: Workspace, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = workspace.verdict.read_bytes()
    workspace.verdict.write_bytes(content)
    try:
        done = run_alereport(workspace, "status")
        assert (done.returncode, "Traceback" in done.stderr) == (0, False)
        from alereport.gate import verdicts

        assert verdicts.read(workspace) == {}
        assert verdicts.current(workspace) is None
    finally:
        workspace.verdict.write_bytes(whole)


def test_a_store_of_the_engine_that_is_broken_is_made_again(workspace: Workspace) -> None:
    for path in (workspace.quality / "great-expectations").rglob("*.json"):
        path.write_bytes(b"{")
    with spoilt(workspace, "data/budget/x.csv", put("x\n")):
        done = run_alereport(workspace, *VALIDATE)
    assert done.returncode == 12, done.stderr
    shutil.rmtree(workspace.quality / "data-docs")
    assert run_alereport(workspace, *VALIDATE).returncode == 0
