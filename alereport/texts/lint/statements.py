"""Compare what a text says about the budget's areas with the tables.

Only plain statements are compared: that an area's budget rises, falls or is unchanged, by how much,
and what it amounts to. Statements about costs within an area, or about an outturn or forecast, are
ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import SENTENCE_END, Passage
from alereport.texts.numbers import CARDINALS, number

HEADS = "avdelning|enhet|förbund|förvaltning|kontor|tjänst|verksamhet"
"""Last parts of a department's name that texts use interchangeably."""
ENDING = r"(?:ens|ets|en|et|erna|na|n|s)?"
NUMERALS = {word: number for word, number in CARDINALS.items() if 2 <= number <= 10}
IN_TKR = {"mkr": 1000.0, "mnkr": 1000.0, "miljoner": 1000.0, "tkr": 1.0, "kkr": 1.0, "tusen": 1.0}

NUMBER = rf"\d{{1,3}}(?:[ \u00a0]\d{{3}})+|\d+(?:,\d+)?|{'|'.join(NUMERALS)}"
MONEY = (
    r"(?:(?P<about>drygt|knappt|nästan|ca\.?|cirka|omkring|ungefär|runt|över|närmare) )?"
    rf"(?P<number>{NUMBER})[ \u00a0](?P<unit>{'|'.join(IN_TKR)})\b"
)
RISES = "ökar|ökas|ökat|ökad|ökade|utökas|utökat|utökad|utökade|höjs|höjts|höjd|höjda|stiger|stigit"
FALLS = "minskar|minskas|minskat|minskad|minskade|sänks|sänkts|sänkt|sänkta|sjunker|sjunkit"
SAME = "oförändrad|oförändrat|oförändrade"
BUDGET = r"(?:budget(?:en|ram|ramen)?|ram(?:en)?|anslag(?:et)?|kommunbidrag(?:et)?)"
FILL = (
    r"(?: för \d{4}| \d{4}| under \d{4}| för året)?"
    r"(?: (?:nu|är|har|får|blir|ska|föreslås|beräknas|kommer att|bli|vara|en|ett))*"
)
MOVES = rf"(?P<verb>(?P<rise>{RISES})|(?P<fall>{FALLS})|(?P<same>{SAME}))\b"
AMOUNTS_TO = rf"(?:uppgår till|är på|är|blir|om|på) {MONEY}(?! (?:lägre|högre|mer|mindre|större)\b)"
ABOUT_AREA = re.compile(rf" {BUDGET}\b| med {MONEY}| jämfört|[,. ]*$")
"""What follows the verb where the sentence is about the area and not a cost within it."""
NOT_BUDGET = re.compile(r"\b(?:inte|ej|varken|prognos\w*|utfall\w*)\b")
FROM_TO = re.compile(
    rf"\b(?:(?P<rise>{RISES})|(?P<fall>{FALLS}))\b[^.;:\d]{{0,40}}\bfrån (?P<before>{NUMBER})\b"
    rf"(?P<between>[^.;:\d]{{0,20}}(?:\b\d{{4}})?) till (?P<after>{NUMBER})\b(?! \d{{3}})"
)


@dataclass(frozen=True)
class Change:
    """An area's budget of a plan's year and of the year before, from a table.

    Attributes:
        names: The names of the area; for the total, the names of the committee.
        year: The plan's year.
        before: The budget of the year before, in tkr.
        after: The budget of the year, in tkr.
    """

    names: tuple[str, ...]
    year: int
    before: float
    after: float

    def __str__(self) -> str:
        return f"the table has {_tkr(self.before)} → {_tkr(self.after)} tkr"


@dataclass(frozen=True)
class Money:
    """An amount as a text states it.

    Attributes:
        tkr: The amount.
        slack: How far the true amount may be from it, given its last digit and any `drygt` or
            `cirka`.
    """

    tkr: float
    slack: float

    def is_near(self, tkr: float) -> bool:
        return abs(abs(tkr) - self.tkr) <= self.slack + 1e-6


def contradictions(passages: Iterable[Passage], changes: Sequence[Change]) -> Iterator[Finding]:
    """Find sentences that contradict the tables, or their own figures."""
    patterns = [(change, *_patterns(change)) for change in changes]
    for passage in passages:
        if passage.kind not in {"prose", "item"}:
            continue
        for start, sentence in _sentences(passage.text):
            yield from _inconsistent_figures(passage, start, sentence)
            for change, moves, amounts in patterns:
                yield from _wrong_moves(passage, start, sentence, change, moves)
                yield from _wrong_amounts(passage, start, sentence, change, amounts)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences in lower case, with spaces for hyphens, each with its offset."""
    lowered = text.lower().replace("-", " ")
    start = 0
    for stop in SENTENCE_END.finditer(text):
        yield start, lowered[start : stop.start() + 1]
        start = stop.end()
    yield start, lowered[start:]


def _patterns(change: Change) -> tuple[re.Pattern[str], re.Pattern[str]]:
    area = rf"(?:{'|'.join(dict.fromkeys(map(_area, change.names)))})"
    budget = (
        rf"(?:{BUDGET} för (?:den |det )?{area}{ENDING}"
        rf"|{area}s?budget(?:en)?|{area}{ENDING} (?:totala |samlade )?{BUDGET})\b"
    )
    moves = rf"\b(?:(?P<budget>{budget})|{area}{ENDING}\b){FILL} {MOVES}(?P<rest>.*)"
    amounts = rf"\b{budget}(?: för)?(?: (?P<year>\d{{4}}))? {AMOUNTS_TO}"
    return re.compile(moves), re.compile(amounts)


def _area(name: str) -> str:
    """Return a pattern of a name, with its words in the forms that a text may use."""
    bare = re.sub(r"\(.*?\)", "", name.lower())
    words = re.findall(r"[^\W_]+", re.sub(r"^avdelning(en)?\b", "", bare.strip()))
    return r" +".join(_word(word) for word in words) or r"(?!)"


def _word(word: str) -> str:
    stem = word[:-2] if len(word) > 5 and word.endswith(("en", "et")) else word
    head = re.search(rf"({HEADS})$", stem)
    return rf"{re.escape(stem[: head.start()])}(?:{HEADS})" if head else re.escape(stem)


def _wrong_moves(
    passage: Passage, start: int, sentence: str, change: Change, pattern: re.Pattern[str]
) -> Iterator[Finding]:
    for match in pattern.finditer(sentence):
        rest = match["rest"]
        if not (match["budget"] or ABOUT_AREA.match(rest)):
            continue
        amount = re.match(rf"(?: {BUDGET})? med {MONEY}", rest)
        end = match.start("rest") + (amount.end() if amount else 0)
        if NOT_BUDGET.search(sentence) or _other_year(sentence[match.start() : end + 12], change):
            continue
        difference = change.after - change.before
        is_true = difference > 0 if match["rise"] else difference < 0
        if match["same"]:
            is_true = difference == 0
        if not is_true or (amount and not match["same"] and not _money(amount).is_near(difference)):
            words = sentence[match.start() : end]
            yield _finding(passage, start + match.start(), words, f"{change}")


def _wrong_amounts(
    passage: Passage, start: int, sentence: str, change: Change, pattern: re.Pattern[str]
) -> Iterator[Finding]:
    for match in pattern.finditer(sentence):
        year = int(match["year"] or change.year)
        budget = {change.year: change.after, change.year - 1: change.before}.get(year)
        if budget is None or NOT_BUDGET.search(sentence) or _money(match).is_near(budget):
            continue
        message = f"the table has {_tkr(budget)} tkr for {year}"
        yield _finding(passage, start + match.start(), match[0], message)


def _inconsistent_figures(passage: Passage, start: int, sentence: str) -> Iterator[Finding]:
    """Find a rise from a larger figure to a smaller, or a fall from a smaller to a larger."""
    for match in FROM_TO.finditer(sentence):
        before, after = _number(match["before"]), _number(match["after"])
        are_years = all(re.fullmatch(r"(19|20)\d\d", match[name]) for name in ("before", "after"))
        if not are_years and (after <= before if match["rise"] else after >= before):
            verdict = "no rise" if match["rise"] else "no fall"
            message = f"from {match['before']} to {match['after']} is {verdict}"
            yield _finding(passage, start + match.start(), match[0], message)


def _other_year(words: str, change: Change) -> bool:
    """True if the words name a year other than the plan's, alone or with the year before."""
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", words)}
    return bool(years - {change.year, change.year - 1}) or years == {change.year - 1}


def _money(match: re.Match[str]) -> Money:
    figure, unit = match["number"], IN_TKR[match["unit"]]
    decimals = len(figure.partition(",")[2])
    amount = _number(figure) * unit
    last_digit = unit / 10**decimals
    return Money(amount, max(last_digit, amount / 10) if match["about"] else last_digit / 2)


def _number(words: str) -> float:
    return float(NUMERALS.get(words) or number(words))


def _finding(passage: Passage, offset: int, words: str, contradiction: str) -> Finding:
    sentence = quoted(passage.text[offset : offset + len(words)].strip())
    message = f"{sentence}, but {contradiction}"
    return passage.finding(offset, "contradicts-table", message, "correct the text or the table")


def _tkr(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", " ")
