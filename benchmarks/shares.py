"""What became of spoilt data, and the shares of it that were caught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One spoilt file."""

    kind: str
    file: str
    content: bytes
    is_money: bool

    @property
    def place(self) -> str:
        return f"{self.kind} in {self.file}"

    @property
    def dataset(self) -> str:
        return self.file.split("/")[1]


@dataclass(frozen=True)
class Outcome:
    """What became of a change.

    Attributes:
        change: The change.
        rules: What the rules say: nothing, `warning`, `error`, or the class of a refusal.
        sources: Whether the comparison with the documents refuses it; none where not asked.
        seal: Whether the file differs from its seal.
        fault: What was raised that nobody should see.
        agrees: Whether the engine found the same rows; none where it was not asked.
    """

    change: Change
    rules: str
    sources: bool | None
    seal: bool
    fault: str = ""
    agrees: bool | None = None


def share(found: Iterable[bool]) -> float:
    each = list(found)
    return 100 * sum(each) / len(each) if each else 100.0


def _line(name: str, some: list[Outcome]) -> str:
    caught = share(bool(each.rules) for each in some)
    stopped = share(each.rules not in {"", "warning"} for each in some)
    asked = [each.sources for each in some if each.sources is not None]
    with_sources = f"{share(asked):.1f} %" if len(asked) == len(some) else "–"
    seals = share(each.seal for each in some)
    cells = (name, len(some), f"{stopped:.1f} %", f"{caught:.1f} %", with_sources, f"{seals:.0f} %")
    return f"| {' | '.join(map(str, cells))} |"


def report(done: list[Outcome]) -> str:
    """The shares as Markdown."""
    heading = (
        "| {} | changes | refused by rules | refused or warned | also with `--sources` | "
        "with seals, `--strict` |"
    )
    rule = "|---|---:|---:|---:|---:|---:|"
    by_kind: dict[str, list[Outcome]] = {}
    by_dataset: dict[str, list[Outcome]] = {}
    for each in done:
        by_kind.setdefault(each.change.kind, []).append(each)
        by_dataset.setdefault(each.change.dataset, []).append(each)
    money = [each for each in done if each.change.is_money]
    lines = [heading.format("all"), rule, _line("all changes", done), _line("of money", money), ""]
    lines += [heading.format("kind"), rule]
    lines += [_line(name, some) for name, some in sorted(by_kind.items())]
    lines += ["", heading.format("dataset"), rule]
    lines += [_line(name, some) for name, some in sorted(by_dataset.items())]
    missed = [each for each in done if not each.rules]
    counted = Counter((each.change.kind, each.change.dataset) for each in missed)
    lines += ["", "What the rules alone do not see, by kind and dataset:", ""]
    lines += [
        f"- {kind}: {_by_dataset(counted, kind)}" for kind in sorted({key[0] for key in counted})
    ]
    return "\n".join(lines)


def _by_dataset(counted: Counter[tuple[str, str]], kind: str) -> str:
    found = sorted((name, number) for (of, name), number in counted.items() if of == kind)
    return ", ".join(f"{name} {number}" for name, number in found)
