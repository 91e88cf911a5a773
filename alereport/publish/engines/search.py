"""The site's search: an index made by Pagefind, with only the files that our pages use."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any, cast

import pagefind_bin

from alereport.base.errors import PublishError

FOLDER = "pagefind"
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Pagefind's own user interface, which our pages do not use."""
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
            ask("AddFile", index_id=number, file_path=name, file_contents=text)
        ask("WriteFiles", index_id=number, output_path=str(site / FOLDER))
    has_stemming = (site / FOLDER / f"wasm.{language}.pagefind").is_file()
    for pattern in (*UNUSED, *([OF_ANY_LANGUAGE] if has_stemming else [])):
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
    shutil.rmtree(site / FOLDER / "playground", ignore_errors=True)


@contextmanager
def _service() -> Iterator[Callable[..., dict[str, Any]]]:
    """Pagefind as a process that answers; what is given asks it one thing and returns the answer.

    A question and an answer are each JSON in Base64, with a comma after it.

    Raises:
        PublishError: It answered with an error, or stopped.
    """
    command = [str(pagefind_bin.get_executable()), "--service"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as process:
        questions, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)

        def ask(kind: str, **details: object) -> dict[str, Any]:
            question = {"message_id": 1, "payload": {"type": kind, **details}}
            try:
                questions.write(b64encode(json.dumps(question).encode()) + b",")
                questions.flush()
            except BrokenPipeError:
                raise _stopped("it ended") from None
            answer = b"".join(iter(lambda: answers.read(1).rstrip(b","), b""))
            payload = json.loads(b64decode(answer))["payload"] if answer else {}
            if not answer or payload["type"] == "Error":
                raise _stopped(payload.get("message", "it ended"))
            return cast("dict[str, Any]", payload)

        yield ask


def _stopped(why: str) -> PublishError:
    return PublishError(
        "the search",
        f"Pagefind stopped: {why}",
        "pages that Pagefind can read",
        "look at the pages in build/book",
    )
