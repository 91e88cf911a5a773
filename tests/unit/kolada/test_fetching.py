"""What Kolada answers becomes a snapshot, or an error: never a part of one."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from alereport.base.comparison import Comparison
from alereport.base.errors import SourceError
from alereport.kolada import answers, fetching
from alereport.kolada.client import Client
from alereport.kolada.snapshots import Snapshot, gaps
from tests.unit.kolada.conftest import ASKED, IMPATIENT, QUICK
from tests.unit.kolada.server import NAMES, Fault, Handler, Kolada

TODAY = date(2026, 11, 30)


def fetched(client: Client, asked: Comparison, today: date = TODAY) -> Snapshot:
    return fetching.fetch(client, asked, own="1440", today=today)


def with_municipalities(**given: object) -> Comparison:
    chosen = {"reason": "Grannar"} | given
    return Comparison.model_validate(ASKED | {"municipalities": chosen})


def test_every_value_that_was_asked_for_becomes_a_row(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    snapshot = fetched(client, asked)
    assert len(snapshot.rows) == 3 * 3 * 5
    first = snapshot.rows[0]
    assert first.key == ("N00901", "0331", 2020, "total")
    assert (first.municipality_name, first.status) == ("Älvkarleby", "final")
    assert [row.key for row in snapshot.rows] == sorted(row.key for row in snapshot.rows)
    assert not gaps(snapshot)
    (agent,) = kolada.agents
    assert agent.startswith("alereport/")


def test_a_value_keeps_each_of_its_decimals(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.values["N03011", "1440", 2024, "T"] = -68922.396857
    rows = {row.key: row.value for row in fetched(client, asked).rows}
    assert rows["N03011", "1440", 2024, "total"] == Decimal("-68922.396857")


def test_men_and_women_have_rows_of_their_own(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.values["N00901", "1440", 2024, "K"] = 1.0
    kolada.values["N00901", "1440", 2024, "M"] = 2.0
    rows = [row for row in fetched(client, asked).rows if row.key[:3] == ("N00901", "1440", 2024)]
    assert {row.sex: row.value for row in rows if row.sex != "total"} == {"women": 1, "men": 2}


def test_what_has_no_value_has_no_row_and_is_counted(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.values["N03046", "1480", 2020, "T"] = None
    for code in NAMES:
        del kolada.values["N03046", code, 2021, "T"]
    snapshot = fetched(client, asked)
    told = [(gap.indicator, gap.year, gap.values, gap.municipalities) for gap in gaps(snapshot)]
    assert told == [("N03046", 2020, 2, 3), ("N03046", 2021, 0, 3)]
    assert snapshot.silent == {("N03046", "1480", 2020, "total")}


def test_a_period_may_be_text(client: Client, kolada: Kolada, asked: Comparison) -> None:
    kolada.is_text_period = True
    assert fetched(client, asked).rows[0].year == 2020


def test_pages_are_read_to_the_last(client: Client, kolada: Kolada, asked: Comparison) -> None:
    kolada.per_page = 4
    assert len(fetched(client, asked).rows) == 3 * 3 * 5
    assert sum("/data/" in path for path in kolada.paths) == 12


def test_more_names_than_a_request_may_have_are_asked_in_parts(
    client: Client, kolada: Kolada
) -> None:
    kolada.names |= {f"{code}": f"Ort {code}" for code in range(1501, 1531)}
    for code in kolada.names:
        for year in range(1981, 2025):
            kolada.values["N00901", code, year, "T"] = 20.5
    found = answers.values(client, ["N00901"], sorted(kolada.names), range(1981, 2025))
    assert len(found) == 34 * 44
    assert len(kolada.paths) == 4


def test_ten_thousand_values_are_read(client: Client, kolada: Kolada) -> None:
    codes = [str(code) for code in range(1101, 1126)]
    years = range(2000, 2025)
    kpis = [f"N{number:05}" for number in range(17)]
    kolada.values = {
        (kpi, code, year, "T"): 1.5 for kpi in kpis for code in codes for year in years
    }
    assert len(answers.values(client, kpis, codes, years)) == 10_625
    assert len(kolada.paths) == 3


def test_a_county_has_its_municipalities_and_no_region(client: Client, kolada: Kolada) -> None:
    snapshot = fetched(client, with_municipalities(county="14"))
    assert {row.municipality for row in snapshot.rows} == {"1440", "1462", "1480"}


def test_a_group_has_its_members_and_the_municipality_itself(
    client: Client, kolada: Kolada
) -> None:
    snapshot = fetched(client, with_municipalities(group="G35859"))
    assert {row.municipality for row in snapshot.rows} == {"1440", "1462"}


@pytest.mark.parametrize(
    ("described", "preliminary"),
    [
        ({"prel_publication_date": "2026-03-15", "publication_date": "2026-12-15"}, {2024}),
        ({"prel_publication_date": "2026-03-15", "publication_date": "2026-09-30"}, set()),
        ({"prel_publication_date": "2026-12-01", "publication_date": "2026-12-15"}, set()),
        ({"prel_publication_date": None, "publication_date": "2026-12-15"}, set()),
        (
            {
                "prel_publication_date": "2024-03-15",
                "publication_date": "2026-12-15",
                "publ_period": None,
            },
            {2023, 2024},
        ),
    ],
)
def test_a_year_is_preliminary_between_its_two_dates(
    client: Client,
    kolada: Kolada,
    asked: Comparison,
    described: dict[str, str | None],
    preliminary: set[int],
) -> None:
    kolada.described["N03011"] = described
    rows = fetched(client, asked).rows
    found = {row.year for row in rows if row.status == "preliminary"}
    assert found == preliminary
    assert {row.indicator for row in rows if row.status == "preliminary"} <= {"N03011"}


def test_an_indicator_that_kolada_says_little_of_is_fetched(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.described["N00901"] = {"description": None, "publ_period": 2024}
    assert fetched(client, asked).indicators == asked.indicators


def test_a_proxy_of_the_surroundings_is_not_asked_for_this_machine(
    kolada: Kolada, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Client(kolada.base, limits=QUICK) as client:
        assert client.ask(client.address("/municipality"))["count"] == 6


def test_a_renamed_indicator_is_refused_with_both_titles(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.titles["N03046"] = "Långfristiga skulder koncern, kr/inv"
    with pytest.raises(SourceError, match=r"koncern, kr/inv.*expected “Långfristiga .*kommunen"):
        fetched(client, asked)


def test_letters_that_are_encoded_twice_are_refused(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.names["1480"] = "Göteborg".encode().decode("latin-1")
    with pytest.raises(SourceError, match="encoded twice"):
        fetched(client, asked)


def test_an_unknown_indicator_is_refused(client: Client, kolada: Kolada, asked: Comparison) -> None:
    del kolada.titles["N03046"]
    with pytest.raises(SourceError, match="Kolada has no indicator N03046"):
        fetched(client, asked)


def test_an_indicator_without_any_value_is_refused(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.values = {key: value for key, value in kolada.values.items() if key[0] != "N03046"}
    with pytest.raises(SourceError, match="no value of N03046"):
        fetched(client, asked)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"codes": ["1440", "1999"]}, "1999"), ({"county": "25"}, "in county 25")],
)
def test_an_unknown_municipality_is_refused(
    client: Client, given: dict[str, object], said: str
) -> None:
    with pytest.raises(SourceError, match=f"no municipality {said}"):
        fetched(client, with_municipalities(**given))


def on_data(change: Callable[[dict[str, object]], None]) -> Fault:
    """A fault that changes what is answered of values."""

    def fault(handler: Handler) -> bool:
        if "/data/" not in handler.path:
            return False
        send = handler.send

        def changed(content: object, *others: object) -> None:
            assert isinstance(content, dict)
            change(content)
            send(content, *others)  # type: ignore[arg-type]

        handler.send = changed  # type: ignore[method-assign, assignment]
        return False

    return fault


def _values(content: dict[str, object]) -> list[dict[str, object]]:
    found = content["values"]
    assert isinstance(found, list)
    return found


def _other_name(content: dict[str, object]) -> None:
    content["next_page"] = content.pop("next_url")


def _to(address: str) -> Callable[[dict[str, object]], None]:
    def change(content: dict[str, object]) -> None:
        content["next_url"] = address

    return change


def _of_another(content: dict[str, object]) -> None:
    _values(content)[0]["municipality"] = "0014"


def _mean(content: dict[str, object]) -> None:
    first = _values(content)[0]["values"]
    assert isinstance(first, list)
    first[0]["count"] = 7


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: _values(content).pop(), "has 44, and says that there are 45"),
        (lambda content: _values(content).append(_values(content)[0]), "has 46"),
        (_other_name, "next_url: Field required"),
        (_to("https://elsewhere.example/v3/data"), "the next page is at https://elsewhere"),
        (_to("//elsewhere.example/v3/data"), "the next page is at //elsewhere"),
        (_to("/v2/data"), "the next page is at /v2/data"),
        (_of_another, "a value of N00901, 0014, 2020"),
        (_mean, "is the mean of several"),
        (lambda content: _values(content)[0].update(period="i fjol"), "period: Input should be"),
        (lambda content: _values(content)[0].update(values=[{"gender": "F"}]), "gender"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(
    client: Client,
    kolada: Kolada,
    asked: Comparison,
    change: Callable[[dict[str, object]], None],
    said: str,
) -> None:
    kolada.fault = on_data(change)
    with pytest.raises(SourceError, match=said):
        fetched(client, asked)


def test_pages_in_a_ring_are_refused(client: Client, kolada: Kolada, asked: Comparison) -> None:
    def fault(handler: Handler) -> bool:
        if "/data/" in handler.path:
            handler.send({"values": [], "next_url": kolada.base + handler.path[3:], "count": 0})
        return "/data/" in handler.path

    kolada.fault = fault
    with pytest.raises(SourceError, match="go in a ring"):
        fetched(client, asked)


def test_a_page_that_comes_twice_is_refused(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    kolada.per_page = 15

    def fault(handler: Handler) -> bool:
        handler.path = handler.path.replace("page=2&", "page=1&again&")
        return False

    kolada.fault = fault
    with pytest.raises(SourceError, match=r"twice|ring"):
        fetched(client, asked)


def test_values_in_another_order_are_the_same(
    client: Client, kolada: Kolada, asked: Comparison
) -> None:
    before = fetched(client, asked)
    kolada.values = dict(reversed(kolada.values.items()))
    assert fetched(client, asked) == before


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_fault_that_passes_is_tried_again(
    client: Client, kolada: Kolada, asked: Comparison, status: int
) -> None:
    left = [status, status]

    def fault(handler: Handler) -> bool:
        if left:
            handler.send({}, left.pop(), {"Retry-After": "0"})
            return True
        return False

    kolada.fault = fault
    assert len(fetched(client, asked).rows) == 45
    assert not left


@pytest.mark.parametrize(
    ("status", "said", "requests"),
    [
        (503, "HTTP 503 Service Unavailable, 3 times", 3),
        (410, "shut", 1),
        (404, "no such thing", 1),
        (422, "refused .HTTP 422", 1),
        (403, "refused .HTTP 403", 1),
        (204, "refused .HTTP 204", 1),
    ],
)
def test_a_fault_that_stays_is_an_error(
    client: Client, kolada: Kolada, status: int, said: str, requests: int
) -> None:
    def fault(handler: Handler) -> bool:
        handler.send(b"" if status == 204 else {}, status)
        return True

    kolada.fault = fault
    with pytest.raises(SourceError, match=said) as caught:
        client.ask(client.address("/kpi/N00901"))
    assert caught.value.exit_code == 11
    assert len(kolada.paths) == requests


def test_the_time_the_server_asks_for_is_waited(client: Client, kolada: Kolada) -> None:
    left = [True]

    def fault(handler: Handler) -> bool:
        if left:
            left.pop()
            handler.send({}, 429, {"Retry-After": "1"})
            return True
        return False

    kolada.fault = fault
    start = time.monotonic()
    client.ask(client.address("/municipality"))
    assert time.monotonic() - start >= 1


def test_a_longer_wait_than_there_is_time_is_not_waited(client: Client, kolada: Kolada) -> None:
    def fault(handler: Handler) -> bool:
        handler.send({}, 429, {"Retry-After": "86400"})
        return True

    kolada.fault = fault
    with pytest.raises(SourceError, match="HTTP 429"):
        client.ask(client.address("/municipality"))
    assert len(kolada.paths) == 1


def _redirect(handler: Handler) -> bool:
    handler.send({}, 302, {"Location": "http://127.0.0.1:9/v3/kpi"})
    return True


def _no_json(handler: Handler) -> bool:
    handler.send(b"<html>Underh\xe5ll</html>")
    return True


def _not_a_number(handler: Handler) -> bool:
    handler.send(b'{"values": [NaN], "next_url": null, "count": 1}')
    return True


def _half(handler: Handler) -> bool:
    handler.send(b'{"values": [', headers={"Content-Length": "4000"})
    handler.close_connection = True
    return True


def _silent(handler: Handler) -> bool:
    handler.server.closing.wait(30)
    return True


def _drip(handler: Handler) -> bool:
    handler.send(b"{", headers={"Content-Length": "4000"})
    while not handler.server.closing.wait(0.1):
        handler.wfile.write(b" ")
    return True


def _huge(handler: Handler) -> bool:
    body = b" " * (QUICK.answer_bytes + 1)
    handler.send(gzip.compress(body), headers={"Content-Encoding": "gzip"})
    return True


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (_redirect, "it leads elsewhere, to http://127.0.0.1:9"),
        (_no_json, "is no JSON"),
        (_not_a_number, "is no JSON"),
        (_half, "the connection failed .*3 times"),
        (_silent, "no answer within 0.5 seconds, 3 times"),
        (_drip, "not whole in time"),
        (_huge, "more than 33,554,432 bytes"),
    ],
)
def test_a_broken_answer_is_an_error(
    kolada: Kolada, asked: Comparison, fault: Fault, said: str
) -> None:
    kolada.fault = fault
    limits = IMPATIENT if fault in {_silent, _drip} else QUICK
    with Client(kolada.base, limits=limits) as client, pytest.raises(SourceError, match=said):
        fetched(client, asked)


def test_a_server_that_is_not_there_is_an_error() -> None:
    with (
        Client("http://127.0.0.1:9/v3", limits=QUICK) as client,
        pytest.raises(SourceError, match="the connection failed"),
    ):
        client.ask(client.address("/municipality"))


@pytest.mark.parametrize(
    "address",
    ["http://api.kolada.se/v3", "ftp://127.0.0.1", "https://", "kolada", "https://a:b@kolada.se"],
)
def test_an_address_without_encryption_is_refused(address: str) -> None:
    with pytest.raises(SourceError, match="--base-url"):
        Client(address)


def test_requests_are_no_more_than_five_a_second(kolada: Kolada) -> None:
    with Client(kolada.base) as client:
        start = time.monotonic()
        for _number in range(3):
            client.ask(client.address("/municipality"))
    assert time.monotonic() - start >= 0.4


def test_one_thing_may_come_without_pages(client: Client, kolada: Kolada) -> None:
    def fault(handler: Handler) -> bool:
        handler.send(json.loads('{"id": "G1", "title": "Grannar", "members": [{"id": "1462"}]}'))
        return True

    kolada.fault = fault
    assert answers.group(client, "G1").codes == ("1462",)
