"""Another municipality: a project begun, built and upgraded with the wheel alone.

The wheel is installed in a virtual environment of its own, which sees the packages of this one but
neither the repository nor its editable installation. Nothing is downloaded.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

NAME = "Lilla Edets kommun"
INIT = ("init", "--name", NAME, "--code", "1462")


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own."""

    environment: Path

    def run(self, folder: Path, *words: str, code: int = 0) -> str:
        """Run a command in a folder; return what it prints, and require its exit code."""
        path = os.pathsep.join([str(self.environment / "bin"), os.environ["PATH"]])
        variables = {**os.environ, "PATH": path, "PYTHONNOUSERSITE": "1"}
        variables.pop("PYTHONPATH", None)
        done = subprocess.run(
            ["alereport", *words],
            executable=str(self.environment / "bin" / "alereport"),
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def standard(self) -> Path:
        """The files that the wheel begins a project with."""
        (found,) = self.environment.glob("lib/python*/site-packages/alereport/standard")
        return found

    @property
    def files(self) -> set[Path]:
        return {
            path
            for path in self.environment.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }


def pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir")
    pip("wheel", *options, str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def _installed(wheel: Path, environment: Path) -> Installed:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = str(environment / "bin" / "python")
    pip("--python", python, "install", "--no-deps", "--no-index", str(wheel))
    return Installed(environment)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return _installed(wheel, tmp_path_factory.mktemp("installed") / "environment")


@pytest.fixture(scope="session")
def begun_once(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun") / "project"
    folder.mkdir()
    said = installed.run(folder, *INIT)
    assert "Next: alereport build" in said
    return folder


@pytest.fixture
def begun(begun_once: Path, tmp_path: Path) -> Path:
    """A project as `alereport init` makes it, for the test to change."""
    return Path(shutil.copytree(begun_once, tmp_path / "project"))


@pytest.fixture(scope="session")
def published(
    installed: Installed, begun_once: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same, published; to be read, not changed."""
    folder = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(begun_once, folder)
    said = installed.run(folder, "build", "--engine", "pandoc")
    assert "Data: green" in said
    return folder


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The path and the text of each file of a project that is text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".woff2", ".pdf", ".xlsx"}:
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8", errors="ignore")


def words_of(page: Path) -> str:
    """The words of a page of the site."""
    text = re.sub(r"(?s)<(style|script|head)\b.*?</\1>", " ", page.read_text(encoding="utf-8"))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


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


def test_it_publishes_and_says_nothing_of_what_it_has_not(published: Path) -> None:
    site = published / "build" / "site" / "sv"
    pages = [page for page in site.rglob("*.html") if not page.stem.endswith("-origins")]
    assert {"index", "budget", "goals", "personnel", "sources"} <= {page.stem for page in pages}
    assert not {"evaluation", "annual", "accessibility"} & {page.stem for page in pages}
    for page in pages:
        words = words_of(page)
        assert "SYNTETISKA DATA, inte verkliga" in words, page
        if page.stem != "reading":  # It explains how what is missing is shown.
            assert len(re.findall(r"\bsaknas\b", words)) <= 1, page
        assert "Kommunkompassen" not in words or page.stem == "glossary", page
    assert NAME in words_of(site / "index.html")
    assert "kan begära ut" not in words_of(site / "sources.html")
    assert (published / "build" / "report-sv.pdf").read_bytes().startswith(b"%PDF")


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
    later = _installed(wheel, tmp_path / "environment")
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
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    empty = Installed(environment).files
    python = str(environment / "bin" / "python")
    pip("--python", python, "install", "--no-deps", "--no-index", str(wheel))
    assert Installed(environment).files > empty
    pip("--python", python, "uninstall", "--yes", "alereport")
    assert Installed(environment).files == empty


def test_the_commands_of_the_readme_are_there(installed: Installed, begun_once: Path) -> None:
    for name in ("README.md", "README.en.md"):
        text = (begun_once / name).read_text(encoding="utf-8")
        commands = set(re.findall(r"alereport ([a-z]+)", text))
        assert {"build", "upgrade", "new", "template", "fill", "seal"} <= commands
        for command in commands:
            installed.run(begun_once, command, "--help")
