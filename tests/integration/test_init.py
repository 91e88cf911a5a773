"""Another municipality: a project begun, built and upgraded with the wheel alone.

See `tests/wheel.py`; what the municipality then adds of its own is in `test_own_work.py`.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests import wheel as wheels
from tests.wheel import INIT, NAME, Installed

pytestmark = pytest.mark.slow


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The path and the text of each file of a project that is text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".woff2", ".pdf", ".xlsx"}:
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8", errors="ignore")


def test_it_is_the_wheel_and_not_the_repository(installed: Installed, tmp_path: Path) -> None:
    assert installed.standard.is_dir()
    assert installed.run(tmp_path, "--version").startswith("alereport ")


def test_a_project_is_complete_and_nothing_of_another_municipality_is_in_it(
    begun_once: Path,
) -> None:
    found = dict(texts(begun_once))
    assert {
        *("README.md", "README.en.md", ".gitignore", ".gitattributes", "requirements.txt"),
        *(".pre-commit-config.yaml", ".github/workflows/report.yml", "_quarto.yml", "index.qmd"),
        *("params/municipality.yaml", "params/book.yaml", "params/glossary.yaml"),
        *("params/kultur-2024.yaml", "data/seals.yaml", "data/rules.lock"),
        *("data/budget/table.yaml", "data/budget/rules.yaml", "notebooks/budget.ipynb"),
        *(".alereport/base/version.txt", ".alereport/base/notebooks/budget.ipynb"),
    } <= set(found)
    for name, text in found.items():
        assert not re.search(r"\bAles?\b|ale\.se|Kungälv|\b1440\b", text), name
    assert f'author: "{NAME}"' in found["_quarto.yml"]
    settings = yaml.safe_load(found["params/municipality.yaml"])
    assert (settings["name"], settings["code"], settings["languages"]) == (NAME, 1462, ["sv"])
    for name in ("README.md", ".github/workflows/report.yml", "requirements.txt"):
        assert "{version}" not in found[name]
        assert "{name}" not in found[name]


@pytest.mark.parametrize(
    "words",
    ["validate --strict", "status", "rules", "upgrade", "lint", "seal --list", "upgrade --dry-run"],
)
def test_every_command_works_there(installed: Installed, begun: Path, words: str) -> None:
    before = dict(texts(begun))
    installed.run(begun, *words.split())
    changed = {
        name
        for name, text in texts(begun)
        if before.get(name) != text and not name.startswith("build/")
    }
    assert not changed


def test_the_example_is_taken_away_as_the_readme_says(installed: Installed, begun: Path) -> None:
    readme = (begun / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ +(rm .*)$", readme, re.MULTILINE)
    assert command in (begun / "README.en.md").read_text(encoding="utf-8")
    (begun / "build").mkdir()
    subprocess.run(["sh", "-c", command], cwd=begun, check=True)
    settings = begun / "params" / "municipality.yaml"
    settings.write_text(settings.read_text("utf-8").replace("\nsynthetic: true\n", "\n"), "utf-8")
    assert "Data: green" in installed.run(begun, "validate", "--strict")
    assert "there is no report" in installed.run(begun, "build", code=10)


def test_a_folder_with_something_in_it_is_left_alone(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "minnen.txt").write_text("x", encoding="utf-8")
    said = installed.run(tmp_path, *INIT, code=10)
    assert "it is not empty: minnen.txt; expected an empty folder" in said
    assert [path.name for path in tmp_path.iterdir()] == ["minnen.txt"]


def test_a_folder_with_git_and_an_environment_counts_as_empty(
    installed: Installed, tmp_path: Path
) -> None:
    for name in (".git", ".venv"):
        (tmp_path / name).mkdir()
    installed.run(tmp_path, *INIT)
    assert (tmp_path / "params" / "municipality.yaml").is_file()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".alereport-init")]
    said = installed.run(tmp_path, "init", "inuti", "--name", NAME, "--code", "1462", code=10)
    assert "it is in the project" in said
    assert not (tmp_path / "inuti").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "Lilla_Edet", "--code", "1462"), "--name: it is 'Lilla_Edet'"),
        (("--name", NAME, "--code", "99"), "--code: it is 99"),
        (("--name", NAME, "--code", "1462", "-l", "nb"), "--language: it is 'nb'"),
        (("--name", NAME, "--code", "1462", "-l", "sv", "-l", "sv"), "--language: it is"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_left(
    installed: Installed, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in installed.run(tmp_path, "init", "nytt", *words, code=10)
    assert not list(tmp_path.iterdir())


def test_a_demo_needs_no_project(installed: Installed, tmp_path: Path) -> None:
    installed.run(tmp_path, "demo", "prov", "--committees", "2", "--years", "1")
    assert "Data: green" in installed.run(tmp_path / "prov", "validate", "--strict")


def test_a_later_version_comes_in_and_what_was_changed_stays(
    wheel: Path, begun: Path, tmp_path: Path
) -> None:
    later = wheels.empty(tmp_path / "later")
    wheels.install(wheel, later.environment)
    rules, notebook = "data/budget/rules.yaml", "notebooks/goals.ipynb"
    both, mine = "data/goals/table.yaml", "data/areas/table.yaml"
    own = {name: (begun / name).read_text("utf-8") for name in (rules, both, mine, notebook)}
    _append(later.standard / rules, "# i den nya versionen\n")
    _prepend(begun / rules, "# kommunens egen rad\n")
    _replaced(later.standard / both, "^title: .*$", "title: New")
    _replaced(begun / both, "^title: .*$", "title: Egen")
    _replaced(begun / mine, "^title: .*$", "title: Egen")
    _replaced(later.standard / notebook, "Change the parameters", "Change its parameters")
    (begun / "notebooks" / "easy.ipynb").unlink()
    (later.standard / "data" / "visits").mkdir()
    (later.standard / "data" / "visits" / "table.yaml").write_text("title: Visits\n", "utf-8")
    before = dict(texts(begun))

    shown = later.run(begun, "upgrade", "--dry-run")
    assert "+# i den nya versionen" in shown
    assert dict(texts(begun)) == before

    said = later.run(begun, "upgrade")
    assert f"{both}: you and this version changed the same" in said
    assert (begun / rules).read_text("utf-8") == (
        f"# kommunens egen rad\n{own[rules]}# i den nya versionen\n"
    )
    assert "title: Egen" in (begun / both).read_text("utf-8")
    assert "title: New" in (begun / ".alereport" / "conflicts" / both).read_text("utf-8")
    assert "title: Egen" in (begun / mine).read_text("utf-8")
    assert "Change its parameters" in (begun / notebook).read_text("utf-8")
    assert not (begun / "notebooks" / "easy.ipynb").exists()
    assert (begun / "data" / "visits" / "table.yaml").is_file()

    after = dict(texts(begun))
    assert f".alereport/conflicts/{both}" in later.run(begun, "upgrade")
    assert dict(texts(begun)) == after


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _prepend(path: Path, text: str) -> None:
    path.write_text(text + path.read_text("utf-8"), "utf-8")


def _replaced(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text("utf-8"), flags=re.MULTILINE)
    assert count
    path.write_text(text, "utf-8")


def test_uninstalling_leaves_nothing(wheel: Path, tmp_path: Path) -> None:
    user = wheels.empty(tmp_path / "user")
    before = user.files
    wheels.install(wheel, user.environment)
    assert user.files > before
    user.run(tmp_path, "init", "projekt", "--name", NAME, "--code", "1462")
    user.run(tmp_path / "projekt", "validate")
    wheels.uninstall(user.environment)
    assert user.files == before
    assert not list(user.environment.rglob("alereport*"))
    assert not [path for path in user.home.rglob("*") if path.is_file()]
    assert (tmp_path / "projekt" / "params" / "municipality.yaml").is_file()


def test_the_commands_of_the_readme_are_there(installed: Installed, begun_once: Path) -> None:
    for name in ("README.md", "README.en.md"):
        text = (begun_once / name).read_text(encoding="utf-8")
        commands = set(re.findall(r"alereport ([a-z]+)", text))
        assert {"build", "upgrade", "new", "template", "fill", "seal"} <= commands
        for command in commands:
            installed.run(begun_once, command, "--help")
