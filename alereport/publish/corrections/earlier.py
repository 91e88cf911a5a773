"""Publications made before figures had keys: each figure is given the key it has now."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from alereport.exhibits.traced import CELL_SEPARATOR
from alereport.publish.corrections.snapshot import Exhibit, Figure

NUMBER = re.compile(r"[+\-\u2212]?\d+(?:\u00a0\d{3})*(?:[.,]\d+)*")


def with_keys(previous: Sequence[Exhibit], current: Sequence[Exhibit]) -> list[Exhibit]:
    """An earlier publication's exhibits, whose figures have the keys of the current ones.

    A figure without a key gets that of the current one with the same words in the exhibit with the
    same label (of text, in any part of it), or else of the one with the same name: the first cell
    of a row, or a sentence without its numbers. If there is neither, its words are its key.
    """
    if any(figure.key for exhibit in previous for figure in exhibit.figures):
        return list(previous)
    keyed: list[Exhibit] = []
    for exhibit in previous:
        same_label = [candidate for candidate in current if candidate.label == exhibit.label]
        keyed += _keyed(exhibit, same_label)
    return keyed


def numbers(words: str) -> Counter[str]:
    """The numbers in a text, for figures whose values were not recorded."""
    return Counter(NUMBER.findall(words))


def _keyed(exhibit: Exhibit, current: Iterable[Exhibit]) -> Iterable[Exhibit]:
    candidates = [(other, figure) for other in current for figure in other.figures]
    current_figures = [figure for _other, figure in candidates]
    figures = [part for figure in exhibit.figures for part in _parts(figure, current_figures)]
    keys: dict[int, tuple[Exhibit, str]] = {}
    for identity in (lambda figure: figure.words, _name):
        _assign_keys(figures, candidates, keys, identity)
    by_exhibit: dict[str, list[Figure]] = defaultdict(list)
    for index, figure in enumerate(figures):
        other, key = keys.get(index, (exhibit, f"{figure.words} ({index})"))
        by_exhibit[other.id].append(figure.model_copy(update={"key": key}))
    return [
        exhibit.model_copy(update={"id": name, "figures": tuple(figures)})
        for name, figures in by_exhibit.items()
    ]


def _parts(figure: Figure, current: Sequence[Figure]) -> list[Figure]:
    """Split a figure that is now several consecutive ones; else return it alone."""
    for start in range(len(current)):
        for end in range(start + 2, len(current) + 1):
            words = [part.words for part in current[start:end]]
            if not figure.words.startswith(words[0]) or len(" ".join(words)) > len(figure.words):
                break
            if " ".join(words) == figure.words:
                return [figure.model_copy(update={"words": text}) for text in words]
    return [figure]


def _assign_keys(
    figures: Sequence[Figure],
    candidates: list[tuple[Exhibit, Figure]],
    keys: dict[int, tuple[Exhibit, str]],
    identity: Callable[[Figure], str],
) -> None:
    """Give figures the keys of candidates with the same identity; remove those from the list."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_exhibit, figure) in enumerate(candidates):
        places[identity(figure)].append(place)
    used = []
    for index, figure in enumerate(figures):
        if index not in keys and places[identity(figure)]:
            place = places[identity(figure)].pop(0)
            keys[index] = (candidates[place][0], candidates[place][1].key)
            used.append(place)
    for place in sorted(used, reverse=True):
        del candidates[place]


def _name(figure: Figure) -> str:
    first, separator, _rest = figure.words.partition(CELL_SEPARATOR)
    return first if separator else NUMBER.sub("#", figure.words)
