"""Read what the API answers: every page of it, each thing once, and as many as it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as Key

from alereport.base.errors import SourceError
from alereport.kolada.client import Client, refuse

MOST_NAMES = 25
"""The most names of one part of a path; the API refuses more (HTTP 422)."""
PER_PAGE = 5000
"""The most that a page has; the API refuses more."""
MOST_PAGES = 500
TWICE_ENCODED = "\u00c3"
"""What begins a Swedish letter whose UTF-8 was taken for Latin-1: it is in no title."""

Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Answered(BaseModel):
    """A part of an answer; what else Kolada says of it is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Page(_Answered):
    """One page of an answer.

    Attributes:
        values: What there is on it.
        next_url: The address of the next page; required, as the version before had another name.
        count: How many there are, on this page or in all.
    """

    values: tuple[Any, ...]
    next_url: str | None
    count: Annotated[int, Key(ge=0)]


class Described(_Answered):
    """What Kolada says of an indicator.

    Attributes:
        id: Its name.
        title: Its title.
        description: Its definition, at whose end the source of its figures stands.
        prel_publication_date: When its latest values are published as preliminary.
        publication_date: When they are published as final.
        publ_period: The year that those are of.
    """

    id: str
    title: Text
    description: Text | None = None
    prel_publication_date: date | None = None
    publication_date: date | None = None
    publ_period: str | int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return self.title, self.description or ""


class Municipality(_Answered):
    """A municipality, or another thing that values are of.

    Attributes:
        id: Its code.
        title: Its name.
        type: `K` of a municipality; a region and the country have others.
    """

    id: str
    title: Text
    type: str

    @property
    def words(self) -> tuple[str, ...]:
        return (self.title,)


class Group(_Answered):
    """A group of municipalities, as Kolada or somebody else made it.

    Attributes:
        id: Its name, such as `G35859`.
        title: Its title, which says the year that it is of.
        members: Its municipalities.
    """

    id: str
    title: Text
    members: tuple[Any, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (self.title,)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its members, under either of the names that the API has had for them."""
        return tuple(
            str(member.get("member_id") or member.get("id"))
            for member in self.members
            if isinstance(member, dict)
        )


class Value(_Answered):
    """A value of one sex, or of both.

    Attributes:
        gender: `T` of all, `M` of men, `K` of women.
        count: Of how many municipalities it is the mean: one, but in a group.
        value: The value; None if there is none.
        isdeleted: True if there was one, and it was deleted.
    """

    gender: Literal["T", "M", "K"]
    count: int = 1
    value: Decimal | None
    isdeleted: bool = False


Period = Annotated[int, BeforeValidator(lambda year: int(year) if str(year).isdecimal() else year)]


class Values(_Answered):
    """The values of an indicator, a municipality and a year.

    Attributes:
        kpi: The indicator's name.
        municipality: The municipality's code.
        period: The year, which the API writes as a number or as text.
        values: One of each sex that there is.
    """

    kpi: str
    municipality: str
    period: Period
    values: tuple[Value, ...]

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kpi, self.municipality, self.period


Model = TypeVar("Model", bound=BaseModel)
Named = TypeVar("Named", Described, Municipality, Group)


def described(client: Client, indicators: Sequence[str]) -> dict[str, Described]:
    """What Kolada says of each of some indicators, by name.

    Raises:
        SourceError: Kolada has not all of them, or its answer cannot be used.
    """
    paths = [f"/kpi/{','.join(names)}" for names in _parts(indicators)]
    found = _named(client, paths, Described)
    if missing := [name for name in indicators if name not in found]:
        raise SourceError(
            client.address(paths[0]),
            f"Kolada has no indicator {', '.join(missing)}",
            "each indicator of params/comparison.yaml",
            "look it up at kolada.se, and correct the file",
        )
    return found


def municipalities(client: Client) -> dict[str, Municipality]:
    """Every municipality, by its code; regions and the country are left out.

    Raises:
        SourceError: The answer cannot be used.
    """
    found = _named(client, ["/municipality"], Municipality)
    return {code: each for code, each in found.items() if each.type == "K"}


def group(client: Client, name: str) -> Group:
    """A group by its name.

    Raises:
        SourceError: Kolada has no such group, or its answer cannot be used.
    """
    path = f"/municipality_groups/{name}"
    found = _named(client, [path], Group)
    if name not in found or not found[name].codes:
        raise SourceError(
            client.address(path),
            f"Kolada has no group {name} with members",
            "a group of municipalities",
            "look it up at kolada.se, and correct params/comparison.yaml",
        )
    return found[name]


def values(
    client: Client, indicators: Sequence[str], codes: Sequence[str], years: Sequence[int]
) -> list[Values]:
    """The values of some indicators, municipalities and years, in the order of their keys.

    Raises:
        SourceError: The answer is not whole, or is about something that was not asked for.
    """
    found: dict[tuple[str, str, int], Values] = {}
    for some in _parts(indicators):
        for places in _parts(codes):
            for periods in _parts([*map(str, years)]):
                kpis, where, when = map(",".join, (some, places, periods))
                path = f"/data/kpi/{kpis}/municipality/{where}/year/{when}"
                address = client.address(path)
                for each in _all(client, path, Values):
                    _require_asked(each, (some, places, periods), address)
                    if each.key in found:
                        _twice(address, ", ".join(map(str, each.key)))
                    found[each.key] = each
    return [found[key] for key in sorted(found)]


def _parts(names: Sequence[str]) -> list[Sequence[str]]:
    """The names in as many parts as requests are made of them."""
    return [names[start : start + MOST_NAMES] for start in range(0, len(names), MOST_NAMES)]


def _require_asked(
    found: Values, asked: tuple[Iterable[str], Iterable[str], Iterable[str]], place: str
) -> None:
    """Refuse values of something else, and means of several."""
    name, code, year = found.key
    if not (name in asked[0] and code in asked[1] and str(year) in asked[2]):
        refuse(place, f"a value of {name}, {code}, {year}", "values of what was asked for")
    if any(each.count != 1 for each in found.values):
        refuse(place, f"{code} is the mean of several", "values of one municipality")
    if len({each.gender for each in found.values}) < len(found.values):
        _twice(place, f"a sex of {name}, {code}, {year}")


def _named(client: Client, paths: Sequence[str], model: type[Named]) -> dict[str, Named]:
    """What some paths answer, by name.

    Raises:
        SourceError: A name is there twice, or a text is encoded twice.
    """
    found: dict[str, Named] = {}
    for path in paths:
        for each in _all(client, path, model):
            if each.id in found:
                _twice(client.address(path), each.id)
            if any(TWICE_ENCODED in words for words in each.words):
                refuse(
                    client.address(path),
                    f"the letters of {each.id} are encoded twice: {each.words[0]}",
                    "Swedish letters",
                )
            found[each.id] = each
    return found


def _all(client: Client, path: str, model: type[Model]) -> list[Model]:
    """Everything that a path answers, from its first page to its last.

    Raises:
        SourceError: A page is repeated or leads elsewhere, or they have not as many as they say.
    """
    place = client.address(path)
    address: str | None = f"{place}?per_page={PER_PAGE}"
    seen: set[str] = set()
    pages: list[Page] = []
    while address:
        if address in seen or len(seen) == MOST_PAGES:
            refuse(place, f"the pages go in a ring at {address}", "each page once")
        seen.add(address)
        pages.append(_page(client.ask(address), address))
        following = pages[-1].next_url
        address = client.following(following, place=address) if following else None
    _require_whole(pages, place)
    return [_valid(model, each, place) for page in pages for each in page.values]


def _page(answer: Any, address: str) -> Page:
    """A page of an answer; one thing that is asked for by its name may come alone."""
    if isinstance(answer, dict) and "id" in answer and "values" not in answer:
        return Page(values=(answer,), next_url=None, count=1)
    return _valid(Page, answer, address)


def _require_whole(pages: Sequence[Page], place: str) -> None:
    """Require as many as the pages say, whether each counts its own or all of them."""
    sizes, counts = [len(page.values) for page in pages], [page.count for page in pages]
    if counts not in (sizes, [sum(sizes)] * len(pages)):
        refuse(
            place,
            f"the answer has {sum(sizes)}, and says that there are {max(counts)}",
            "a whole answer",
        )


def _valid(model: type[Model], value: Any, place: str) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        first = problem.errors()[0]
        key = ".".join(map(str, first["loc"])) or "it"
        said = f"the answer has another form: {key}: {first['msg']}"
        step = "see whether there is a later version of alereport; nothing was written"
        refuse(place, said, "that of version 3 of the API", step)


def _twice(place: str, what: str) -> NoReturn:
    refuse(place, f"the answer has {what} twice", "each once, on one page")
