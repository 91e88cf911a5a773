"""A server on this machine that answers as Kolada's API does, and fails when it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

NAMES = {"1440": "Ale", "1480": "Göteborg", "0331": "Älvkarleby", "1462": "Lilla Edet"}
"""Municipalities; what else values are of is in `OTHERS`."""
OTHERS = {"0000": ("Riket", "R"), "0014": ("Region Västra Götaland", "L")}
TITLES = {
    "N00901": "Skattesats till kommun (%)",
    "N03011": "Verksamhetens nettokostnader kommun, kr/inv",
    "N03046": "Långfristiga skulder kommunen, kr/inv",
}
MOST_NAMES, MOST_PER_PAGE = 25, 5000
Fault = Callable[["Handler"], bool]
"""Answers a request itself, and returns whether it did."""
Value = float | None


class Kolada(ThreadingHTTPServer):
    """The server, and what it knows.

    Attributes:
        values: The value of each indicator, municipality, year and gender.
        deleted: Those of which it says that they are deleted.
        fault: Answers instead of the API; see `Fault`.
        per_page: How many values a page has.
        paths: What was asked, in order.
        closing: Set when the test ends, for a fault that waits.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.values: dict[tuple[str, str, int, str], Value] = {}
        self.deleted: set[tuple[str, str, int, str]] = set()
        self.described: dict[str, dict[str, Any]] = {name: {} for name in TITLES}
        self.titles, self.names = dict(TITLES), dict(NAMES)
        self.fault: Fault = lambda handler: False
        self.per_page = MOST_PER_PAGE
        self.paths: list[str] = []
        self.agents: set[str] = set()
        self.is_text_period = False
        self.closing = Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v3"


class Handler(BaseHTTPRequestHandler):
    """Answers a request."""

    server: Kolada

    def log_message(self, *arguments: Any) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        try:
            if not self.server.fault(self):
                self.answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # The client has had enough.

    def send(
        self, content: object, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self) -> None:
        url = urlsplit(self.path)
        query = {name: given[0] for name, given in parse_qs(url.query).items()}
        version, *parts = url.path.strip("/").split("/")
        per_page = int(query.get("per_page", MOST_PER_PAGE))
        too_many = any(len(part.split(",")) > MOST_NAMES for part in parts)
        if version == "v2":
            self.send({"error": "This endpoint is deprecated. Please use /v3 instead."}, 410)
        elif too_many or per_page > MOST_PER_PAGE:
            self.send({"detail": "too many"}, 422)
        else:
            self.send_page(self.found(parts), int(query.get("page", 1)))

    def found(self, parts: list[str]) -> list[dict[str, Any]]:
        """Everything that a path answers."""
        match parts:
            case ["kpi", names]:
                return [self.kpi(name) for name in names.split(",") if name in self.server.titles]
            case ["municipality"]:
                own = [
                    {"id": code, "title": name, "type": "K"}
                    for code, name in self.server.names.items()
                ]
                return own + [
                    {"id": code, "title": name, "type": kind}
                    for code, (name, kind) in OTHERS.items()
                ]
            case ["municipality_groups", name]:
                members = [
                    {"member_id": code, "member_title": NAMES[code]} for code in ("1440", "1462")
                ]
                return [{"id": name, "title": "Liknande kommuner, Ale, 2024", "members": members}]
            case ["data", "kpi", kpis, "municipality", codes, "year", years]:
                return self.data(kpis.split(","), codes.split(","), [*map(int, years.split(","))])
        return []

    def kpi(self, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "title": self.server.titles[name],
            "description": f"Vad {name} räknar. Källa: SCB.",
            "is_divided_by_gender": False,
            "municipality_type": "K",
            "prel_publication_date": None,
            "publication_date": "2020-01-01",
            "publ_period": "2024",
        } | self.server.described[name]

    def data(self, kpis: list[str], codes: list[str], years: list[int]) -> list[dict[str, Any]]:
        rows: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
        for key, value in self.server.values.items():
            kpi, code, year, gender = key
            if kpi in kpis and code in codes and year in years:
                is_deleted = key in self.server.deleted
                rows.setdefault((kpi, code, year), []).append(
                    {
                        "gender": gender,
                        "count": 1,
                        "status": "",
                        "value": None if is_deleted else value,
                        "isdeleted": is_deleted,
                    }
                )
        return [
            {
                "kpi": kpi,
                "municipality": code,
                "period": str(year) if self.server.is_text_period else year,
                "values": values,
            }
            for (kpi, code, year), values in rows.items()
        ]

    def send_page(self, found: list[dict[str, Any]], page: int) -> None:
        size = self.server.per_page
        path = self.path.partition("?")[0]
        is_last = page * size >= len(found)
        host = f"http://127.0.0.1:{self.server.server_port}"
        self.send(
            {
                "values": found[(page - 1) * size : page * size],
                "next_url": None if is_last else f"{host}{path}?page={page + 1}&per_page={size}",
                "previous_url": None,
                "count": len(found),
            }
        )


@contextmanager
def serving() -> Iterator[Kolada]:
    """A server that answers until the block ends."""
    server = Kolada()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def filled(server: Kolada, years: range = range(2020, 2025)) -> None:
    """Give a server values of every indicator and municipality, and of what is no municipality."""
    for kpi, first in (("N00901", 21.87), ("N03011", -56000.25), ("N03046", 30120.5)):
        for number, code in enumerate((*NAMES, *OTHERS)):
            for year in years:
                value = first * (1 + number / 100) + (year - 2020)
                server.values[kpi, code, year, "T"] = round(value, 6)
