"""Time `alereport build`: from nothing, with one figure changed, and with nothing changed.

    python -m benchmarks.build --repeats 3

builds a copy of the project, and writes the section Building of docs/benchmarks.md. With
`--against FOLDER`, another version of the package in that folder builds a copy of its own in turn.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks import changed, page
from benchmarks.spent import Duration, median, time_call

ROOT = Path(__file__).parents[1]
PROJECT = ("data", "params", "notebooks", "texts", "_quarto.yml", "index.qmd", "pyproject.toml")
"""What a copy of the project has."""
FIGURE = "data/investments/ks-namndplan-2024.csv"
"""An investment of one committee's plan, which is the same each year."""
LANGUAGE = "sv"
NOTHING, CHANGED, SAME = (
    "from nothing, in every language",
    "one figure changed, in Swedish: site, PDF and open data",
    "the same, nothing changed",
)
OWN, OTHER = "now", "before"


class Built:
    """A copy of the project that one version of the package builds, and its measurements."""

    def __init__(self, package: Path, root: Path) -> None:
        self.package, self.root = package, root
        self.durations: dict[str, list[Duration]] = defaultdict(list)
        root.mkdir()
        for name in PROJECT:
            if (source := ROOT / name).is_dir():
                shutil.copytree(source, root / name)
            elif source.is_file():
                shutil.copyfile(source, root / name)

    def measure(self) -> None:
        """Build from nothing, then with one figure changed, then with nothing changed."""
        shutil.rmtree(self.root / "build", ignore_errors=True)
        self._time(NOTHING, "build")
        changed.increase(self.root / FIGURE, by_tkr=1)
        self._alereport("seal", FIGURE, "--change=correction", "--reason=En annan siffra")
        self._time(CHANGED, "build", f"--language={LANGUAGE}")
        self._time(SAME, "build", f"--language={LANGUAGE}")

    def _time(self, name: str, *arguments: str) -> None:
        self.durations[name].append(time_call(lambda: self._alereport(*arguments)))

    def _alereport(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "alereport", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.package)},
            check=True,
            capture_output=True,
        )


def main() -> None:
    """Measure, and write the section."""
    args = _arguments()
    # As after an installation by pip: compiled once, and not again in each process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    versions = {OWN: ROOT} | ({OTHER: args.against.resolve()} if args.against else {})
    with tempfile.TemporaryDirectory(prefix="alereport-build-") as name:
        built = {key: Built(package, Path(name, key)) for key, package in versions.items()}
        for _turn in range(args.repeats):
            for each in reversed(built.values()):
                each.measure()
    section = _section(built, args)
    sys.stdout.write(section)
    if not args.dry:
        page.write("Building", section)


def _section(built: dict[str, Built], args: argparse.Namespace) -> str:
    against = " --against FOLDER" if args.against else ""
    machine = f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})"
    lines = [
        "Measured by",
        "",
        "```sh",
        f"python -m benchmarks.build --repeats {args.repeats}{against}",
        "```",
        "",
        f"in one run on {machine}, with a load of {os.getloadavg()[0]:.0f} at its end:",
        f"`alereport build` of this project, in turn {args.repeats} times: medians. From",
        "nothing is `make report` with everything installed.",
        "",
        f"| what | {' | '.join(f'{key}, seconds | of the cores' for key in built)} |",
        f"|:--|{'--:|--:|' * len(built)}",
        *(_row(name, list(built.values())) for name in (NOTHING, CHANGED, SAME)),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, built: Sequence[Built]) -> str:
    spent = (median(each.durations[name]) for each in built)
    return f"| {name} | {' | '.join(f'{each.wall:.1f} | {each.cpu:.1f}' for each in spent)} |"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--against", type=Path, help="the folder of another version's package")
    parser.add_argument("--dry", action="store_true", help="print the section, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
