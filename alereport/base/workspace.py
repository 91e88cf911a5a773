"""The paths of a report project, and atomic writes of its files and folders.

Every path of the project is defined here and nowhere else. A file gets its final name only when it
is complete.
"""

from __future__ import annotations

import ctypes
import glob
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

from alereport.base import held
from alereport.base.errors import ParamsError

MARKER = Path("params/municipality.yaml")
DECLARATIONS = ("table.yaml", "rules.yaml", "accepted.yaml")
"""What a dataset has besides its rows: its schema, its rules and its accepted deviations."""
OF_PROGRAMS = (".", "~$")
"""What the names begin with of files that no person wrote: hidden ones, and Excel's locks."""


@dataclass(frozen=True)
class Workspace:
    """A report project on disk.

    Attributes:
        root: The folder that holds `notebooks/`, `data/` and `params/`; absolute.
    """

    root: Path

    @classmethod
    def discover(cls, start: Path | None = None) -> Workspace:
        """The project that contains `start`, by default the current folder.

        Raises:
            ParamsError: Neither the folder nor a parent of it has `params/municipality.yaml`.
        """
        folder = (start or _current_folder()).resolve()
        if found := cls.around(folder):
            return found
        raise ParamsError(
            str(folder),
            f"no {MARKER} here or in a folder above",
            "the folder of a report project",
            "change to the project's folder, or begin a project with alereport init",
        )

    @classmethod
    def around(cls, start: Path | None = None) -> Workspace | None:
        """The same; None if there is no project."""
        folder = (start or _current_folder()).resolve()
        candidates = (folder, *folder.parents)
        found = (each for each in candidates if os.path.lexists(each / MARKER))
        return next(map(cls, found), None)

    def relative(self, path: Path) -> str:
        """The path for messages: relative to the project's root, with forward slashes."""
        text, start = path.as_posix(), f"{self.root.as_posix()}/"
        if text.startswith(start):  # The same as below, in a tenth of the time.
            return text[len(start) :]
        return path.relative_to(self.root).as_posix()

    # Written by people
    @property
    def municipality(self) -> Path:
        return self.root / MARKER

    @property
    def contents(self) -> Path:
        """The list of the book's chapters and pages."""
        return self.params / "book.yaml"

    @property
    def glossary(self) -> Path:
        """The words that the book explains, if it explains any."""
        return self.params / "glossary.yaml"

    @property
    def comparison(self) -> Path:
        """What is fetched from Kolada, if anything is."""
        return self.params / "comparison.yaml"

    @cached_property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def locale(self) -> Path:
        """The project's own translations: a gettext catalogue per language, such as `nb.po`."""
        return self.params / "locale"

    @property
    def logos(self) -> tuple[Path, ...]:
        """The files that the municipality's logo can be in."""
        return self.params / "logo.svg", self.params / "logo.png"

    @cached_property
    def data(self) -> Path:
        return self.root / "data"

    @cached_property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def notebook(self, name: str) -> Path:
        return self.notebooks / f"{name}.ipynb"

    def text(self, name: str, slug: str = "", language: str = "") -> Path:
        """A page that someone wrote.

        Args:
            name: Its name, such as `notes`.
            slug: The committee and year that it belongs to, such as `ks-2024`, if any.
            language: The language, if it is not in the municipality's first one.
        """
        return self.texts / slug / ".".join(filter(None, (name, language, "qmd")))

    @cached_property
    def texts(self) -> Path:
        """The pages that people wrote, if there are any."""
        return self.root / "texts"

    @property
    def text_files(self) -> list[Path]:
        """The files that those pages are made from, in a fixed order."""
        return sorted(path for path in self.texts.rglob("*") if path.is_file())

    def dataset(self, name: str) -> Path:
        return self.data / name

    @property
    def datasets(self) -> list[str]:
        """The names of the datasets, sorted."""
        folders = (path for path in written(self.data, "*") if path.is_dir())
        return sorted(path.name for path in folders if path not in self._records)

    def data_files(self, *datasets: str) -> list[Path]:
        """The tables and commentary of some datasets, or of all, in a fixed order."""
        folders = map(self.dataset, datasets or self.datasets)
        return [path for folder in folders for path in sorted(written(folder, "*.csv", "*.md"))]

    @property
    def unread(self) -> list[Path]:
        """What lies in `data/` and `params/` that nothing reads, such as a misspelt `rules.yml`."""
        read = {*self._records, self.locale, *self.logos, *written(self.params, "*.yaml")}
        for name in self.datasets:
            own = {self.dataset(name) / file for file in DECLARATIONS}
            read |= {self.dataset(name), *own, *self.data_files(name)}
        places = (self.data, self.params, *map(self.dataset, self.datasets))
        return [
            path for place in places for path in sorted(written(place, "*")) if path not in read
        ]

    @property
    def schemas_and_data(self) -> list[Path]:
        """The schema and the files of every dataset, in a fixed order."""
        return [
            path
            for name in self.datasets
            for path in (self.dataset(name) / "table.yaml", *self.data_files(name))
        ]

    @property
    def seals(self) -> Path:
        """Written by `alereport seal`, but part of the project."""
        return self.data / "seals.yaml"

    @property
    def reviews(self) -> Path:
        """Written by `alereport review`, but part of the project."""
        return self.data / "reviews.yaml"

    @property
    def drafted(self) -> Path:
        """A folder for each document that was read, with the rows drafted of it."""
        return self.build / "ingest"

    @property
    def origins(self) -> Path:
        """Where ingested rows stand in their documents; written by `alereport ingest --accept`."""
        return self.data / "origins"

    @property
    def rules_lock(self) -> Path:
        """Written by `alereport rules --lock`, but part of the project."""
        return self.data / "rules.lock"

    @property
    def _records(self) -> tuple[Path, ...]:
        """What lies in `data/` beside the datasets."""
        return self.seals, self.reviews, self.rules_lock, self.origins

    # Generated by the commands
    @cached_property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def quality(self) -> Path:
        return self.build / "quality"

    @property
    def verdict(self) -> Path:
        return self.quality / "verdict.json"

    @property
    def run_record(self) -> Path:
        return self.build / "run.json"

    def executed(self, language: str, report: str) -> Path:
        """The executed notebook of a report such as `ks-2024/budget`."""
        return self.build / "notebooks" / language / f"{report}.ipynb"

    def record(self, language: str, report: str) -> Path:
        """The run record beside an executed notebook."""
        return self.build / "notebooks" / language / f"{report}.run.json"

    def book(self, language: str) -> Path:
        return self.build / "book" / language

    def book_chapters(self, language: str) -> Path:
        """The chapter list that `_quarto.yml` names under `metadata-files`."""
        return self.build / "book" / f"{language}.yml"

    @property
    def caches(self) -> Path:
        """The caches, one folder for each kind; see `cache.Cache`."""
        return self.build / "cache"

    def cache(self, kind: str, language: str = "", *, draft: bool = False) -> Path:
        """The cache of one kind, such as pages in Swedish; a draft has separate caches."""
        return self.caches / "-".join(filter(None, (kind, language, "draft" if draft else "")))

    def book_stamp(self, language: str) -> Path:
        """The fingerprint of what the staged book was made from."""
        return self.build / "book" / f"{language}.stamp"

    @property
    def sites(self) -> Path:
        """The published sites, one folder per language."""
        return self.build / "site"

    def site(self, language: str) -> Path:
        return self.sites / language

    @property
    def preview(self) -> Path:
        """The sites that `alereport preview` shows, one folder per language; never published."""
        return self.build / "preview"

    def pdf(self, language: str) -> Path:
        return self.build / f"report-{language}.pdf"

    def word(self, language: str) -> Path:
        """The book as a Word file to copy from; never published."""
        return self.build / f"report-{language}.docx"

    def missing_words(self, language: str) -> Path:
        """The missing translations of a language, as a catalogue to fill in."""
        return self.build / "words" / f"{language}.po"

    @property
    def open_data(self) -> Path:
        """Every dataset as CSV, with its metadata; each site has a copy."""
        return self.build / "open-data"

    @property
    def publication_stamp(self) -> Path:
        """The fingerprint of what the last publication was made from."""
        return self.build / "published.stamp"

    @property
    def sums(self) -> Path:
        """The checksums of everything that is published."""
        return self.build / "SHA256SUMS"


UNFINISHED, REPLACED = ".unfinished", ".replaced"
"""How the names of files and folders end that are being written, and that are being replaced."""
TEMPORARY = re.compile(r"\.(?P<final>.+)\.\w{8}(\.unfinished|\.replaced)", re.DOTALL)
"""Their names: `.budget.ipynb.a1b2c3d4.unfinished` is to become `budget.ipynb`."""


def written(folder: Path, *patterns: str) -> Iterator[Path]:
    """The files and folders in a folder that people wrote, by any of some patterns, in no order.

    The folder is listed once, which takes less than a glob for each pattern; none has no entries.
    """
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - a path is made of what is asked for alone
            is_asked = any(fnmatch(name, pattern) for pattern in patterns)
            if is_asked and not name.startswith(OF_PROGRAMS):
                yield folder / name


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:
        raise ParamsError(
            "the current folder",
            "it was removed, or may not be read",
            "the folder of a report project",
            "change to the project's folder and run the command again",
        ) from None


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that its final name never holds partial content."""
    temporary = write_temporary(path, content)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write several files: none is in its place before all are written beside theirs."""
    ready: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            ready[path] = write_temporary(path, data)
        for path, temporary in ready.items():
            temporary.replace(path)
    except BaseException:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
        raise


def write_temporary(path: Path, content: str | bytes) -> Path:
    """Write the content to a temporary file beside its final path, ready to be renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    temporary = _unfinished(path)
    try:
        with temporary.open("xb") as file:  # With the rights that the user's umask allows.
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as problem:
        temporary.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            problem.filename = str(path)  # The system does not say it of a full disk.
        raise
    return temporary


def _unfinished(final: Path) -> Path:
    return final.with_name(f".{final.name}.{secrets.token_hex(4)}{UNFINISHED}")


def sweep(folder: Path, *, only: str = "") -> None:
    """Remove the unfinished files and folders that a killed process left in a folder.

    A folder that it had moved aside and not replaced is moved back. A folder that a process is
    filling stays; that no process is writing a file there, the caller must know.

    Args:
        folder: The folder.
        only: Remove only the folders that were to get this name, and no files.
    """
    for path in folder.glob(f".{glob.escape(only) or '*'}.*"):
        said = TEMPORARY.fullmatch(path.name)
        if not said or (only and said["final"] != only):
            continue
        final = path.with_name(said["final"])
        if not path.is_dir():
            if not only:
                path.unlink(missing_ok=True)
        elif path.name.endswith(REPLACED) and not final.exists():
            path.rename(final)
        else:
            with held.abandoned(path) as is_abandoned:
                if is_abandoned or not (only or held.CAN_HOLD):
                    shutil.rmtree(path, ignore_errors=True)


def copy_or_link(source: Path, target: Path, *, previous: Path) -> None:
    """Copy a file into a new folder; hard link it instead if the old folder has the same content.

    A hard link takes a tenth of the time of a copy, and the old folder is removed when the new one
    replaces it. A file that somebody changed there by hand is not linked.

    Args:
        source: The file.
        target: The path of the copy, in a folder that is being filled; see `new_folder`.
        previous: Its path in the folder that is being replaced, whether it exists or not.
    """
    data = source.read_bytes()
    with suppress(OSError):  # There is no such file, or the file system has no hard links.
        if previous.read_bytes() == data:
            os.link(previous, target)
            return
    target.write_bytes(data)


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A folder to fill, which replaces `final` when the block ends without an error.

    If the block raises, `final` is unchanged and the new folder is removed. What a killed process
    left of the same folder is removed first.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    sweep(final.parent, only=final.name)
    fresh, lock = _held_folder(final)
    retired = fresh.with_name(fresh.name.removesuffix(UNFINISHED) + REPLACED)
    try:
        yield fresh
        if final.exists() and exchange(fresh, final):
            fresh.rename(retired)
        else:
            if final.exists():
                final.rename(retired)
            fresh.rename(final)
    except BaseException:
        if retired.exists() and not final.exists():
            retired.rename(final)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    finally:
        os.close(lock)
    shutil.rmtree(retired, ignore_errors=True)


def _held_folder(final: Path) -> tuple[Path, int]:
    """A new folder beside its final path, and the descriptor that holds it."""
    while True:
        fresh = _unfinished(final)
        fresh.mkdir()
        if (lock := held.hold(fresh)) is not None:
            return fresh, lock


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one atomic rename and return True if it succeeded.

    If the system does not support this, as every current Linux does, nothing has changed.
    """
    if not sys.platform.startswith("linux"):
        return False
    current_folder, exchange_flag = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <linux/fs.h>
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    status: int = rename(current_folder, names[0], current_folder, names[1], exchange_flag)
    return status == 0
