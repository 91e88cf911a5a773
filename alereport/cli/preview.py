"""The command that shows the report as it is being written."""

from __future__ import annotations

import signal
import time
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.workspace import Workspace
from alereport.cli.options import Languages, err, languages_of, out

if TYPE_CHECKING:
    from alereport.preview.server import Server


def preview(
    language: Languages = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; by default one that is free.")
    ] = 0,
    opens: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Serve the site to this machine, and make it anew as notebooks, params, data or code change.

    Only what changed runs again, and the browser loads the page anew; what goes wrong stands in
    the page, which stays as it last was. It is a draft, and touches nothing that is published.
    By default in the first language of params/municipality.yaml. Ctrl-C ends it.
    """
    from alereport.preview.server import Server

    workspace = Workspace.discover()
    made = languages_of(workspace, language)
    wanted = made if language else made[:1]
    try:
        server = Server(workspace.preview, f"/{wanted[0]}/index.html", port)
    except OSError as problem:
        raise typer.BadParameter(f"{port}: {problem.strerror}", param_hint="--port") from None
    for each in (signal.SIGINT, signal.SIGTERM):  # Both, though a shell may have one ignored.
        signal.signal(each, signal.default_int_handler)
    try:
        with server:
            out.print(f"Preview: {server.address} (Ctrl-C ends it)")
            if opens:
                webbrowser.open(server.address)
            _follow(workspace, wanted, server)
    except KeyboardInterrupt:  # How a preview ends.
        out.print("Ended.")


def _follow(workspace: Workspace, languages: list[str], server: Server) -> None:
    from alereport.preview import rebuild

    for changed in rebuild.changes(workspace):
        clock = time.perf_counter()
        why = f"{changed} file{'s' * (changed != 1)} changed: " if changed else ""
        out.print(f"{why}making the pages …")
        built = rebuild.build(workspace, languages)
        if built.succeeded:
            server.news.renew()
            out.print(f"Shown after {time.perf_counter() - clock:.1f} s.")
        else:
            server.news.fail(built.message)
            err.print(built.message)
