"""Where everything in a report project is.

Every path of the project is spelt here and nowhere else, and files reach their final
name whole or not at all.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from alereport.base.errors import ParamsError

MARKER = Path("params/municipality.yaml")


@dataclass(frozen=True)
class Workspace:
    """A report project on disk.

    Attributes:
        root: The folder that holds `notebooks/`, `data/` and `params/`; absolute.
    """

    root: Path

    @classmethod
    def discover(cls, start: Path | None = None) -> Workspace:
        """The project that `start` (by default the current folder) stands in.

        Raises:
            ParamsError: Neither the folder nor one above it has `params/municipality.yaml`.
        """
        folder = (start or Path.cwd()).resolve()
        for candidate in (folder, *folder.parents):
            if (candidate / MARKER).is_file():
                return cls(candidate)
        raise ParamsError(
            str(folder),
            f"no {MARKER} here or in a folder above",
            "the folder of a report project",
            "change to the project's folder and run the command again",
        )

    def relative(self, path: Path) -> str:
        """The path as messages show it: from the project's root, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    # What people write
    @property
    def municipality(self) -> Path:
        return self.root / MARKER

    @property
    def contents(self) -> Path:
        """The list of the book's chapters and pages."""
        return self.params / "book.yaml"

    @cached_property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def locale(self) -> Path:
        """The project's own words: a gettext catalogue a language, such as `nb.po`."""
        return self.params / "locale"

    @cached_property
    def data(self) -> Path:
        return self.root / "data"

    @cached_property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def notebook(self, name: str) -> Path:
        return self.notebooks / f"{name}.ipynb"

    def dataset(self, name: str) -> Path:
        return self.data / name

    @property
    def datasets(self) -> list[str]:
        """The datasets' names, in a fixed order."""
        return sorted(path.name for path in self.data.glob("*/") if path.is_dir())

    def data_files(self, *datasets: str) -> list[Path]:
        """The files of some datasets or of all, in a fixed order: tables, and commentary."""
        folders = map(self.dataset, datasets or self.datasets)
        return [
            path
            for folder in folders
            for path in sorted((*folder.glob("*.csv"), *folder.glob("*.md")))
        ]

    @property
    def every_dataset(self) -> list[Path]:
        """The schema and the files of every dataset, in a fixed order."""
        return [
            path
            for name in self.datasets
            for path in (self.dataset(name) / "table.yaml", *self.data_files(name))
        ]

    @property
    def seals(self) -> Path:
        """Written by `alereport seal`, and part of the project all the same."""
        return self.data / "seals.yaml"

    # What the commands make
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
        """What is kept because it need not be made again, a folder a kind; see `cache.Cache`."""
        return self.build / "cache"

    def cache(self, kind: str, language: str = "", *, draft: bool = False) -> Path:
        """Where things of one kind are kept, such as pages in Swedish; those of a draft apart."""
        return self.caches / "-".join(filter(None, (kind, language, "draft" if draft else "")))

    def book_stamp(self, language: str) -> Path:
        """What the staged book was made from, as a fingerprint."""
        return self.build / "book" / f"{language}.stamp"

    @property
    def sites(self) -> Path:
        """The published sites, a folder a language."""
        return self.build / "site"

    def site(self, language: str) -> Path:
        return self.sites / language

    @property
    def preview(self) -> Path:
        """The sites `alereport preview` shows, a folder a language; never what is published."""
        return self.build / "preview"

    def pdf(self, language: str) -> Path:
        return self.build / f"report-{language}.pdf"

    def missing_words(self, language: str) -> Path:
        """What a language lacks, as a catalogue to fill in."""
        return self.build / "words" / f"{language}.po"

    @property
    def open_data(self) -> Path:
        """Every dataset as CSV, with its metadata; a copy stands in each site."""
        return self.build / "open-data"

    @property
    def published(self) -> Path:
        """What was last published from, as a fingerprint."""
        return self.build / "published.stamp"

    @property
    def sums(self) -> Path:
        """The checksums of everything that is published."""
        return self.build / "SHA256SUMS"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that its name never shows half of it."""
    temporary = written_beside(path, content)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def written_beside(path: Path, content: str | bytes) -> Path:
    """The content whole on disk beside its final name, so that only a rename is left to do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def put_copy(source: Path, target: Path, *, before: Path) -> None:
    """Copy a file into a new folder; one that the old folder has as it is gets a second name.

    A name is made in a tenth of a file's time, and the old folder's goes when the new one stands
    in its place; what somebody changed there by hand is not taken over.

    Args:
        source: The file.
        target: Where the copy will stand, in a folder that is filled; see `new_folder`.
        before: Where it stands in the folder that is replaced, if it does.
    """
    data = source.read_bytes()
    with suppress(OSError):  # Nothing stands there, or the file system has no second names.
        if before.read_bytes() == data:
            os.link(before, target)
            return
    target.write_bytes(data)


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A folder to fill, which takes the place of `final` when the block ends well.

    When the block raises, `final` is left as it was and the new folder is gone.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}."))
    retired = fresh.with_name(fresh.name + ".old")
    try:
        fresh.chmod(0o755)
        yield fresh
        if final.exists() and exchanged(fresh, final):
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
    shutil.rmtree(retired, ignore_errors=True)


def exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have changed places, in one rename.

    Where the system cannot, which is not known of any Linux of today, nothing has happened.
    """
    if not sys.platform.startswith("linux"):
        return False
    at_current_folder, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <linux/fs.h>
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    done: int = rename(at_current_folder, names[0], at_current_folder, names[1], exchange)
    return done == 0
