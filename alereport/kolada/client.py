"""Ask Kolada's API over HTTPS: politely, within limits, and never somewhere else.

The only importer of httpx. The proxy and the certificates that the surroundings name
(`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`) are used: a municipality's network often has its own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Any, NoReturn, Self

import httpx

from alereport.base.errors import SourceError

KOLADA = "https://api.kolada.se/v3"
"""Where the API is; it needs no key."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Where a server of a test may be, without TLS."""
USER_AGENT = f"alereport/{metadata.version('alereport')}"
"""What the program says it is."""
AGAIN = "run the command again later; nothing was written"
RETRIED = (429, 500, 502, 503, 504)
"""The states that pass: too many requests, and a server that is ill."""


@dataclass(frozen=True)
class Limits:
    """What the client allows itself and the server.

    Attributes:
        seconds_between: The least time between two requests, so that there are five a second.
        tries: How many times a request is sent before it has failed.
        backoff: Seconds before the second try; twice as many before each one after it.
        silence: The longest time in seconds that the server may say nothing.
        answer_seconds: The longest time in seconds that one answer may take.
        total_seconds: The same for everything that a command asks.
        answer_bytes: The most bytes of one answer, unpacked.
    """

    seconds_between: float = 0.2
    tries: int = 4
    backoff: float = 2
    silence: float = 20
    answer_seconds: float = 60
    total_seconds: float = 600
    answer_bytes: int = 32 * 1024 * 1024


class _PassingError(Exception):
    """A failure that may be gone at the next try; it says what happened.

    Args:
        wait: How many seconds the server asks to wait, if it does.
    """

    def __init__(self, found: str, wait: float | None = None) -> None:
        super().__init__(found)
        self.found, self.wait = found, wait


class Client:
    """A connection to Kolada.

    Args:
        base: The address of the API: HTTPS, or a server on this machine.
        limits: See `Limits`.
    """

    def __init__(self, base: str = KOLADA, *, limits: Limits = Limits()) -> None:
        self.base, self.limits = _base(base), limits
        self._end = time.monotonic() + limits.total_seconds
        self._last = 0.0
        self._http = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            timeout=limits.silence,
            trust_env=self.base.host not in LOOPBACK,  # No proxy leads back to this machine.
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def address(self, path: str) -> str:
        """The address of a path of the API, such as `/kpi/N03011`."""
        return f"{self.base}{path}"

    def following(self, address: str, *, place: str) -> str:
        """The address of the next page as the API gives it, always on the API's own server.

        Raises:
            SourceError: It is on another server.
        """
        with suppress(httpx.InvalidURL):
            url = self.base.join(address)
            if url.host == self.base.host and url.path.startswith(self.base.path):
                return str(self.base.copy_with(raw_path=url.raw_path))
        found, expected = f"the next page is at {address}", f"a page at {self.base.host}"
        raise SourceError(place, found, expected, AGAIN)

    def ask(self, address: str) -> Any:
        """What the API answers, parsed; a number with decimals is a `Decimal`.

        Raises:
            SourceError: It cannot be reached, refuses, or answers something else than JSON.
        """
        tries = 1
        while True:
            try:
                return self._asked(address)
            except _PassingError as problem:
                backoff = self.limits.backoff * 2 ** (tries - 1)
                wait = max(backoff, problem.wait or 0.0)
                if tries == self.limits.tries or time.monotonic() + wait > self._end:
                    times = f", {tries} times" if tries > 1 else ""
                    refuse(address, f"{problem.found}{times}", "an answer from Kolada")
                time.sleep(wait)
                tries += 1

    def _asked(self, address: str) -> Any:
        self._pace(address)
        with self._failures(), self._http.stream("GET", address) as response:
            _require_success(response, address)
            return _parsed(self._body(response, address), address)

    def _pace(self, address: str) -> None:
        """Wait until a request may be sent."""
        time.sleep(max(0.0, self._last + self.limits.seconds_between - time.monotonic()))
        self._last = time.monotonic()
        if self._last > self._end:
            self._took_too_long(address, self.limits.total_seconds)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Tell a failure of the connection in words."""
        try:
            yield
        except httpx.TimeoutException:
            raise _PassingError(f"no answer within {self.limits.silence:g} seconds") from None
        except httpx.HTTPError as problem:
            raise _PassingError(f"the connection failed ({problem})") from None

    def _body(self, response: httpx.Response, address: str) -> bytes:
        """The body of an answer, as long as it arrives in time and is not too large."""
        end = min(self._end, time.monotonic() + self.limits.answer_seconds)
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > self.limits.answer_bytes:
                refuse(
                    address,
                    f"the answer has more than {self.limits.answer_bytes:,} bytes",
                    "an answer of at most 5,000 values",
                )
            if time.monotonic() > end:
                self._took_too_long(address, self.limits.answer_seconds)
        return bytes(body)

    def _took_too_long(self, address: str, seconds: float) -> NoReturn:
        refuse(address, "the answer was not whole in time", f"it within {seconds:g} seconds")


def _base(address: str) -> httpx.URL:
    """The address of the API, checked: nothing is asked without TLS but on this machine.

    Raises:
        SourceError: It is neither HTTPS nor on this machine.
    """
    with suppress(httpx.InvalidURL):
        url = httpx.URL(address.rstrip("/"))
        is_local = url.scheme == "http" and url.host in LOOPBACK
        if url.host and not url.userinfo and (url.scheme == "https" or is_local):
            return url
    raise SourceError(
        "--base-url", f"it is {address}", f"an address such as {KOLADA}", "correct or leave it out"
    )


def refuse(place: str, found: str, expected: str, step: str = AGAIN) -> NoReturn:
    """Refuse an answer.

    Raises:
        SourceError: Always.
    """
    raise SourceError(place, found, expected, step)


def _require_success(response: httpx.Response, address: str) -> None:
    """Refuse what is no answer.

    Raises:
        SourceError: The API refuses, has moved, or is another version.
        _PassingError: It may answer at the next try.
    """
    status = response.status_code
    if status == httpx.codes.OK:
        return
    if status in RETRIED:
        raise _PassingError(f"HTTP {status} {response.reason_phrase}", _wait(response))
    step = "see whether there is a later version of alereport; nothing was written"
    if response.has_redirect_location:
        elsewhere = response.headers["Location"]
        refuse(address, f"it leads elsewhere, to {elsewhere}", "an answer where it was asked", step)
    if status == httpx.codes.GONE:
        refuse(address, "this version of the API is shut (HTTP 410)", "an API in service", step)
    if status == httpx.codes.NOT_FOUND:
        refuse(
            address,
            "Kolada has no such thing (HTTP 404)",
            "names that Kolada has",
            "correct params/comparison.yaml",
        )
    refuse(address, f"it is refused (HTTP {status})", "an answer", step)


def _wait(response: httpx.Response) -> float | None:
    """How many seconds the server asks to wait: a number of them, or a date."""
    asked = response.headers.get("Retry-After", "")
    if asked.isdecimal():
        return float(asked[:9])
    with suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    return None


def _parsed(body: bytes, address: str) -> Any:
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        refuse(address, "the answer is no JSON", "the values as JSON")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
