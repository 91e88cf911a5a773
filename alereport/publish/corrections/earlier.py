"""Publications made before figures had keys: each figure takes the key it has now."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from alereport.exhibits.traced import APART
from alereport.publish.corrections.snapshot import Exhibit, Figure

NUMBER = re.compile(r"[+\-\u2212]?\d+(?:\u00a0\d{3})*(?:[.,]\d+)*")


def with_keys(before: Sequence[Exhibit], after: Sequence[Exhibit]) -> list[Exhibit]:
    """An earlier publication's exhibits, whose figures are known as those of now are.

    A figure without a key is the one that shows the same words in the exhibit of the same label
    (of text, in any part of it), or else the one of the same name: the first cell of a row, or a
    sentence apart from its numbers. What is none of them is known by its words.
    """
    if any(figure.key for exhibit in before for figure in exhibit.figures):
        return list(before)
    keyed: list[Exhibit] = []
    for exhibit in before:
        there = [each for each in after if each.label == exhibit.label]
        keyed += _keyed(exhibit, there)
    return keyed


def numbers(words: str) -> Counter[str]:
    """The numbers in words, for figures whose values were not kept."""
    return Counter(NUMBER.findall(words))


def _keyed(exhibit: Exhibit, after: Iterable[Exhibit]) -> Iterable[Exhibit]:
    left = [(of, figure) for of in after for figure in of.figures]
    figures = [
        part for each in exhibit.figures for part in _parts(each, [line for _of, line in left])
    ]
    found: dict[int, tuple[Exhibit, str]] = {}
    for same in (lambda figure: figure.words, _name):
        _take(figures, left, found, same)
    by_exhibit: dict[str, list[Figure]] = defaultdict(list)
    for at, figure in enumerate(figures):
        of, key = found.get(at, (exhibit, f"{figure.words} ({at})"))
        by_exhibit[of.id].append(figure.model_copy(update={"key": key}))
    return [
        exhibit.model_copy(update={"id": name, "figures": tuple(figures)})
        for name, figures in by_exhibit.items()
    ]


def _parts(figure: Figure, after: Sequence[Figure]) -> list[Figure]:
    """What was one figure and is several now, one after the other; else the figure itself."""
    for start in range(len(after)):
        for end in range(start + 2, len(after) + 1):
            words = [each.words for each in after[start:end]]
            if not figure.words.startswith(words[0]) or len(" ".join(words)) > len(figure.words):
                break
            if " ".join(words) == figure.words:
                return [figure.model_copy(update={"words": each}) for each in words]
    return [figure]


def _take(
    figures: Sequence[Figure],
    left: list[tuple[Exhibit, Figure]],
    found: dict[int, tuple[Exhibit, str]],
    same: Callable[[Figure], str],
) -> None:
    """Give figures the keys of those that are the same in some way; each is given once."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_of, figure) in enumerate(left):
        places[same(figure)].append(place)
    taken = []
    for at, figure in enumerate(figures):
        if at not in found and places[same(figure)]:
            place = places[same(figure)].pop(0)
            found[at] = (left[place][0], left[place][1].key)
            taken.append(place)
    for place in sorted(taken, reverse=True):
        del left[place]


def _name(figure: Figure) -> str:
    first, apart, _rest = figure.words.partition(APART)
    return first if apart else NUMBER.sub("#", figure.words)
