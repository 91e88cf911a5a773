"""The site's search: an index made by Pagefind, with only the files that our pages use."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import partial
from io import BufferedReader
from pathlib import Path
from subprocess import PIPE
from typing import Any, BinaryIO, cast

import pagefind_bin

from alereport.base.errors import PublishError
from alereport.base.workspace import new_folder

FOLDER = "pagefind"
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "playground/*")
"""Pagefind's own user interface, which our pages do not use."""
MARK = "data-pagefind-body"
"""What marks the text to index; a page without it is not found."""
CHUNK = 2**20
"""How many bytes of an answer are read at a time."""
OF_ANY_LANGUAGE = "wasm.unknown.pagefind"
"""The search in a language for which Pagefind has no stemming; unused in other languages."""


def index(site: Path, language: str) -> None:
    """Write the index of a site's pages into the site; the same pages give the same files.

    The pages are given to Pagefind in the order of their names. By itself it takes them as the disk
    lists them, so that the same pages have another index on another machine.

    Args:
        site: The site, whose pages mark the text to index with `data-pagefind-body`.
        language: The language of the pages, for stemming.

    Raises:
        PublishError: Pagefind refused the pages.
    """
    with _service() as ask:
        settings = {"force_language": language, "keep_index_url": True}
        number = ask("NewIndex", config=settings)["index_id"]
        for path in sorted(site.rglob("*.html")):
            text, name = path.read_text(encoding="utf-8"), path.relative_to(site).as_posix()
            if MARK not in text:
                continue
            ask("AddFile", index_id=number, file_path=name, file_contents=text)
        made = {each["path"]: each["content"] for each in ask("GetFiles", index_id=number)["files"]}
    has_stemming = f"wasm.{language}.pagefind" in made
    unused = (*UNUSED, *([OF_ANY_LANGUAGE] if has_stemming else []))
    used = {
        name: content
        for name, content in made.items()
        if not any(fnmatch(name, pattern) for pattern in unused)
    }
    with new_folder(site / FOLDER) as folder:  # A preview shows the site already.
        for name, content in used.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b64decode(content))


@contextmanager
def _service() -> Iterator[Callable[..., dict[str, Any]]]:
    """Pagefind as a process that answers; what is given asks it one thing and returns the answer.

    A question and an answer are each JSON in Base64, with a comma after it.

    Raises:
        PublishError: It answered with an error, or stopped.
    """
    command = [str(pagefind_bin.get_executable()), "--service"]
    try:
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as process:
            yield partial(_answer, process)
    except BrokenPipeError:
        raise _stopped("it ended") from None


def _answer(process: subprocess.Popen[bytes], kind: str, /, **details: object) -> dict[str, Any]:
    questions, answers = cast("BinaryIO", process.stdin), cast("BufferedReader", process.stdout)
    question = {"message_id": 1, "payload": {"type": kind, **details}}
    questions.write(b64encode(json.dumps(question).encode()) + b",")
    questions.flush()
    parts = [b""]
    while not parts[-1].endswith(b","):  # It answers one question at a time.
        parts.append(answers.read1(CHUNK))
        if not parts[-1]:
            raise _stopped("it ended")
    payload: dict[str, Any] = json.loads(b64decode(b"".join(parts)[:-1]))["payload"]
    if payload["type"] == "Error":
        raise _stopped(payload["message"])
    return payload


def _stopped(why: str) -> PublishError:
    return PublishError(
        "the search",
        f"Pagefind stopped: {why}",
        "pages that Pagefind can read",
        "look at the pages in build/book",
    )
