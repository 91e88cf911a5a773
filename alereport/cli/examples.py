"""Examples of each command, for its help and docs/commands.md; the tests of the docs run them."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "validate": (
        "alereport validate",
        "alereport validate data/budget/ks-namndplan-2024.csv",
        "alereport validate --json",
    ),
    "lint": ("alereport lint --exit-zero",),
    "new": (
        "alereport new plan -c ks -y 2025",
        "alereport new interim -c ks -y 2025 --as-of 2025-08-31",
        'alereport new chapter visits --title "Besök" --title "en:Visits" --after budget',
        "alereport new chapter budget_ks --instead-of budget --committee ks",
        'alereport new dataset visits --title "Besök" --title "en:Visits"',
    ),
    "template": ("alereport template interim -c ks -y 2025 --as-of 2025-08-31 -o ks-2025-08.xlsx",),
    "fill": ("alereport fill ks-2025-08.xlsx --dry-run", "alereport fill ks-2025-08.xlsx"),
    "ingest": (
        "alereport ingest FILE",
        "alereport ingest FILE --json",
        "alereport ingest --review FILE --by ekonom",
        "alereport ingest --accept FILE --proved --dry-run",
    ),
    "register": ("alereport register FILE --document ks-namndplan-2024",),
    "count": ("alereport count ks-namndplan-2024",),
    "accept": (
        "alereport accept",
        'alereport accept PLACE --reason "Står så" --reason "en:It says so" --by dataförvaltaren',
    ),
    "review": ("alereport review data/commentary/ks-namndplan-2024.md --reviewed-by controllern",),
    "seal": (
        "alereport seal --list",
        'alereport seal data/budget/ks-namndplan-2024.csv --reason "Läst mot dokumentet"',
    ),
    "rules": ("alereport rules",),
    "run": (
        "alereport run -c ks -y 2024",
        "alereport run --notebook budget --dry-run",
        "alereport run --json",
    ),
    "publish": (
        "alereport publish --engine pandoc",
        "alereport publish --draft --language sv",
        "alereport publish --check DIR",
        "alereport publish --to docx --language sv",
    ),
    "build": (
        "alereport build",
        "alereport build --dry-run",
        "alereport build --language sv --draft",
    ),
    "preview": ("alereport preview --language en --no-open",),
    "trace": (
        'alereport trace "154 390"',
        "alereport trace 154390 -c ks -y 2024 -l sv",
    ),
    "status": ("alereport status --why", "alereport status -c ks --notebook budget --json"),
    "init": ('alereport init DIR --name "Lilla Edets kommun" --code 1462',),
    "kolada": (
        "alereport kolada fetch --dry-run",
        "alereport kolada fetch",
        "alereport kolada fetch --json",
    ),
    "upgrade": ("alereport upgrade --dry-run",),
    "demo": ("alereport demo DIR --committees 50 --years 10",),
    "migrate": ("alereport migrate --dry-run",),
}
"""Commands as they are typed, by the name of the command."""


def epilog(name: str) -> str:
    """The examples of a command as the end of its help; empty where it has none.

    Args:
        name: The command, and after a blank one of its kinds, as `new plan`.
    """
    command, _blank, kind = name.partition(" ")
    start = f"alereport {command} {kind}".rstrip()
    lines = [line for line in EXAMPLES.get(command, ()) if line.startswith(start)]
    return "\n\n".join(["Examples:", *(f"  {line}" for line in lines)]) if lines else ""
