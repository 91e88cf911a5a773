"""The outcomes of spoilt data files, and the shares that were caught."""

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
    """The outcome of a change.

    Attributes:
        change: The change.
        rules: The worst result of the rules: "", `warning`, `error`, or the class of an exception.
        sources: Whether the rules or the comparison with the documents catch it; None where the
            rules do not and the documents were not compared.
        seal: Whether the file differs from its seal.
        fault: An unexpected exception; "" where none was raised.
        agrees: Whether the engine found the same rows; None where it was not run.
    """

    change: Change
    rules: str
    sources: bool | None
    seal: bool
    fault: str = ""
    agrees: bool | None = None


def share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return 100 * sum(values) / len(values) if values else 100.0


def _line(name: str, outcomes: list[Outcome]) -> str:
    caught = share(bool(outcome.rules) for outcome in outcomes)
    stopped = share(outcome.rules not in {"", "warning"} for outcome in outcomes)
    compared = [outcome.sources for outcome in outcomes if outcome.sources is not None]
    with_sources = f"{share(compared):.1f} %" if len(compared) == len(outcomes) else "–"
    seals = share(outcome.seal for outcome in outcomes)
    cells = (
        name,
        len(outcomes),
        f"{stopped:.1f} %",
        f"{caught:.1f} %",
        with_sources,
        f"{seals:.0f} %",
    )
    return f"| {' | '.join(map(str, cells))} |"


def report(outcomes: list[Outcome]) -> str:
    """Return the shares as Markdown."""
    heading = (
        "| {} | changes | refused by rules | refused or warned | also with `--sources` | "
        "with seals, `--strict` |"
    )
    rule = "|---|---:|---:|---:|---:|---:|"
    by_kind: dict[str, list[Outcome]] = {}
    by_dataset: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_kind.setdefault(outcome.change.kind, []).append(outcome)
        by_dataset.setdefault(outcome.change.dataset, []).append(outcome)
    money = [outcome for outcome in outcomes if outcome.change.is_money]
    lines = [
        heading.format("all"),
        rule,
        _line("all changes", outcomes),
        _line("of money", money),
        "",
    ]
    lines += [heading.format("kind"), rule]
    lines += [_line(name, group) for name, group in sorted(by_kind.items())]
    lines += ["", heading.format("dataset"), rule]
    lines += [_line(name, group) for name, group in sorted(by_dataset.items())]
    missed = [outcome for outcome in outcomes if not outcome.rules]
    counted = Counter((outcome.change.kind, outcome.change.dataset) for outcome in missed)
    lines += ["", "What the rules alone do not see, by kind and dataset:", ""]
    lines += [
        f"- {kind}: {_by_dataset(counted, kind)}" for kind in sorted({key[0] for key in counted})
    ]
    return "\n".join(lines)


def _by_dataset(counted: Counter[tuple[str, str]], kind: str) -> str:
    counts = sorted(
        (name, number) for (change_kind, name), number in counted.items() if change_kind == kind
    )
    return ", ".join(f"{name} {number}" for name, number in counts)
