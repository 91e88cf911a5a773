"""The review on loopback: what the browser asks for, and what a person posts."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qs

from alereport.base import locales, params
from alereport.base.errors import AlereportError
from alereport.base.locales import gettext as _
from alereport.base.loopback import LocalHandler, LocalServer
from alereport.ingest.decisions import Action
from alereport.ingest.review.forms import CELL
from alereport.ingest.review.pages import Pages
from alereport.ingest.review.session import Session
from alereport.publish import fonts
from alereport.publish.engines import site

LARGEST = 64 * 1024
"""Bytes of a form that is read."""
MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
THEME = "alereport.publish.book"


@dataclass(frozen=True)
class _Made:
    """What all pages are shown with: the style, and the files of fonts by name."""

    style: bytes
    fonts: Mapping[str, Path]


class Server(LocalServer):
    """Serves a review from a thread while used as a context manager.

    Args:
        session: The review.
        language: The language of its pages.
        port: The port; 0 for any free port.

    Raises:
        OSError: The port is in use.
    """

    def __init__(self, session: Session, language: str, port: int) -> None:
        root = f"/{secrets.token_urlsafe(24)}/"
        folder = fonts.folder(session.workspace)
        made = _Made(_style(session), {path.name: path for path in folder.glob("*.woff2")})
        super().__init__(
            partial(_Handler, pages=Pages(session, root), language=language, made=made),
            port,
        )
        self.address = f"{self.origin}{root}"


class _Handler(LocalHandler):
    def __init__(self, *given: Any, pages: Pages, language: str, made: _Made) -> None:
        self._pages, self._language, self._made = pages, language, made
        super().__init__(*given)

    def do_GET(self) -> None:  # noqa: N802 - as http.server calls it
        if asked := self._asked():
            self._answer(self._get, asked)

    do_HEAD = do_GET  # noqa: N815 - as http.server calls it

    def do_POST(self) -> None:  # noqa: N802 - as http.server calls it
        asked = self._asked()
        if asked is None:
            return
        fields = self._fields()
        if fields is not None:
            self._answer(partial(self._post, fields), asked)

    def _asked(self) -> list[str] | None:
        """The parts of the path after the token; None, and an error is sent, without the token."""
        root = self._pages.root
        given = self.name[: len(root)]
        if not hmac.compare_digest(given.encode(), root.encode()):
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        return self.name[len(root) :].split("/")

    def _fields(self) -> dict[str, str] | None:
        """What a form of ours gave; None, and an error is sent, for anything else."""
        origin = self.headers.get_all("Origin", [])
        length = self.headers.get("Content-Length", "")
        if origin != [f"http://{self.headers['Host']}"]:
            self.send_error(HTTPStatus.FORBIDDEN)
        elif not length.isascii() or not length.isdigit():
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif len(length) > len(str(LARGEST)) or int(length) > LARGEST:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif self.headers.get_content_type() != FORM:
            self.send_error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        else:
            try:
                text = self.rfile.read(int(length)).decode()
                given = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
            except ValueError:
                self.send_error(HTTPStatus.BAD_REQUEST)
                return None
            return {name: values[-1].replace("\r\n", "\n") for name, values in given.items()}
        return None

    def _answer(self, does: Callable[[list[str]], None], asked: list[str]) -> None:
        words = params.words(self._pages.session.workspace)
        with locales.using(self._language, words):
            try:
                does(asked)
            except AlereportError as problem:
                self._page(self._pages.failed(problem))

    def _get(self, asked: list[str]) -> None:
        session, pages = self._pages.session, self._pages
        match asked:
            case [""]:
                self._page(pages.overview())
            case ["next"]:
                self._next()
            case ["document"]:
                self._page(pages.document())
            case ["findings"]:
                self._page(pages.found())
            case ["row", number] if (at := _counted(number, len(session.rows))) is not None:
                self._row(at)
            case ["table", number] if (at := _counted(number, len(session.tables))) is not None:
                self._page(pages.table(at))
            case ["page", name] if name.removesuffix(".png").isdecimal():
                self.send(session.picture(int(name.removesuffix(".png")[:5])).png, "image/png")
            case _:
                self._file(asked)

    def _file(self, asked: list[str]) -> None:
        """One of the files that the pages are made with."""
        own = files("alereport.ingest.review")
        match asked:
            case ["review.css"]:
                self.send(self._made.style, "text/css; charset=utf-8")
            case ["review.js"]:
                self.send(own.joinpath("review.js").read_bytes(), "text/javascript; charset=utf-8")
            case ["icon.svg"]:
                icon = files(THEME).joinpath("theme", "icon.svg").read_bytes()
                self.send(icon, "image/svg+xml")
            case ["fonts", name] if name in self._made.fonts:
                self.send(self._made.fonts[name].read_bytes(), "font/woff2")
            case _:
                self.send_error(HTTPStatus.NOT_FOUND)

    def _next(self) -> None:
        session = self._pages.session
        number = _counted(self.query.removeprefix("after="), len(session.rows))
        after = session.rows[number]["id"] if number is not None else ""
        self._go(self._after(after))

    def _after(self, identity: str) -> str:
        """Where the next question is, after a row."""
        session = self._pages.session
        if session.problem_of_document():
            return "document"
        row = session.next_open(identity)
        return f"row/{session.numbers[row['id']] + 1}" if row else ""

    def _row(self, number: int) -> None:
        if self._pages.session.problem_of_document():
            self._go("document")
        else:
            self._page(self._pages.row(number))

    def _post(self, fields: dict[str, str], asked: list[str]) -> None:
        session = self._pages.session
        with session.deciding:
            match asked:
                case ["row", number] if (at := _counted(number, len(session.rows))) is not None:
                    self._decide(at, fields)
                case ["table", number] if (at := _counted(number, len(session.tables))) is not None:
                    self._accept_all(at, fields.get("state", ""))
                case ["document"]:
                    self._answer_on_document(fields)
                case _:
                    self.send_error(HTTPStatus.NOT_FOUND)

    def _decide(self, number: int, fields: dict[str, str]) -> None:
        session = self._pages.session
        row = session.rows[number]
        action = next((each for each in get_args(Action) if each == fields.get("action")), None)
        if action is None or fields.get("id") != row["id"]:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        given = {
            name.removeprefix(CELL): cell for name, cell in fields.items() if name.startswith(CELL)
        }
        if wrong := session.decide(row, action, given):
            self._page(self._pages.row(number, given, wrong), HTTPStatus.UNPROCESSABLE_ENTITY)
            return
        session.said = self._pages.saved(row)
        self._go(self._after(row["id"]))

    def _accept_all(self, number: int, state: str) -> None:
        if state not in {"proved", "read"}:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        session = self._pages.session
        accepted, lacking = session.accept_all(number, state)
        said = _("{count} rows are accepted.").format(count=accepted)
        if lacking:
            more = _("{count} lack something that only you know, and are open.")
            said += " " + more.format(count=lacking)
        session.said = said
        self._go(f"table/{number + 1}")

    def _answer_on_document(self, fields: dict[str, str]) -> None:
        session = self._pages.session
        if wrong := session.answer(fields):
            known = {name: cell for name, cell in fields.items() if name in session.about}
            self._page(self._pages.document(known, wrong), HTTPStatus.UNPROCESSABLE_ENTITY)
            return
        session.said = _("What you said of the document is saved.")
        self._go("")

    def _go(self, where: str) -> None:
        self.redirect(HTTPStatus.SEE_OTHER, f"{self._pages.root}{where}")

    def _page(self, page: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send(page.encode(), "text/html; charset=utf-8", status)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        # Not `no-referrer`: a form would be posted without its origin.
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        super().end_headers()


def _counted(number: str, count: int) -> int | None:
    """A number from 1 as one from 0; None if there are not so many."""
    is_number = number.isascii() and number.isdigit() and len(number) <= len(str(count))
    return int(number) - 1 if is_number and 1 <= int(number) <= count else None


def _style(session: Session) -> bytes:
    """The site's own style, and the review's after it."""
    theme = files(THEME) / "theme"
    colours = params.municipality(session.workspace).colours
    parts = [theme.joinpath(name).read_text(encoding="utf-8") for name in site.STYLES]
    dark = theme.joinpath(site.DARK).read_text(encoding="utf-8")
    own = files("alereport.ingest.review").joinpath("review.css").read_text(encoding="utf-8")
    accents = f"--accent: {colours.accent}; --accent-on-dark: {colours.accent_on_dark};"
    in_the_dark = f"@media (prefers-color-scheme: dark) {{ {dark} }}"
    return "\n".join([f":root {{ {accents} }}", *parts, in_the_dark, own]).encode()
