"""Which code a result depends on is found by its imports: nothing is listed, or missed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

from alereport.base import code, fingerprints
from alereport.gate import dependencies

KEPT = (
    "alereport.publish.book.chapters",
    "alereport.publish.book.downloads",
    "alereport.publish.open_data.files",
    "alereport.publish.fonts",
    "alereport.publish.engines.pandoc",
    "alereport.publish.book.staging",
    "alereport.gate.engine",
    "alereport.privacy.withheld",
)
"""The modules whose results are kept until their code changes, beside what notebooks show."""


def test_a_module_is_made_of_all_that_it_imports() -> None:
    imports = grimp.build_graph("alereport")
    for module in imports.modules:
        found = code.files_of(module)
        for other in {module, *imports.find_upstream_modules(module)}:
            path = Path(*other.split(".")[1:])
            assert {f"{path}.py", (path / "__init__.py").as_posix()} & found.keys(), (module, other)


def test_what_a_notebook_imports_is_all_counted() -> None:
    asked = (
        "import sys; from pkgutil import walk_packages as walk; "
        "from alereport import chapters, report; "
        "[__import__(m.name) for m in walk(chapters.__path__, 'alereport.chapters.')]; "
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('alereport')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=300
    )
    counted = code.files_of(*fingerprints.KERNEL)
    loaded = {Path(file).relative_to(code.PACKAGE).as_posix() for file in done.stdout.split()}
    assert loaded <= counted.keys()
    assert {"data/schemas.py", "charts/house.mplstyle"} <= counted.keys()


@pytest.mark.parametrize("modules", [fingerprints.KERNEL, *((each,) for each in KEPT)])
def test_a_changed_byte_in_each_of_its_files_shows(
    modules: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / code.NAME
    shutil.copytree(code.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "PACKAGE", package)
    files_of = code.files_of.__wrapped__
    changed = {file: data + b"\n# changed" for file, data in files_of(*modules).items()}
    for file, data in changed.items():
        (package / file).write_bytes(data)
    assert files_of(*modules) == changed


def test_what_it_does_not_import_does_not_count() -> None:
    assert not {each for each in code.files_of(*fingerprints.KERNEL) if each.startswith("publish/")}
    assert not {each for each in code.files_of("alereport.*") if each.startswith("locale/")}


def test_a_stylesheet_is_part_of_the_pages_and_not_of_what_a_notebook_shows() -> None:
    assert "publish/book/theme/site.css" in code.files_of("alereport.publish.engines.pandoc")
    assert "publish/book/theme/site.css" not in code.files_of(*fingerprints.KERNEL)


@pytest.mark.parametrize(
    ("modules", "counted"),
    [
        (fingerprints.KERNEL, fingerprints.LIBRARIES),
        (("alereport.gate.engine",), dependencies.LIBRARIES),
    ],
)
def test_the_versions_of_all_libraries_it_imports_count(
    modules: tuple[str, ...], counted: tuple[str, ...]
) -> None:
    imported = {
        name.partition(".")[0]
        for path, data in code.files_of(*modules).items()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(data))
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    of_name = packages_distributions()
    of_others = imported - set(sys.stdlib_module_names) - {code.NAME}
    of_files = {"filelock"}  # It waits, and changes nothing that is found.
    wanted = {of_name[name][0].lower().replace("_", "-") for name in of_others} - of_files
    assert wanted <= set(counted)
