"""The command that shows the report while it is being written."""

from __future__ import annotations

import time
import webbrowser
from typing import TYPE_CHECKING

from alereport.base.workspace import Workspace
from alereport.cli import serving
from alereport.cli.options import Languages, err, out, selected_languages

if TYPE_CHECKING:
    from alereport.preview.server import Server


def preview(
    language: Languages = None,
    port: serving.Port = 0,
    open_browser: serving.Open = True,
) -> None:
    """Serve the site on this machine, and rebuild it when notebooks, params, data or code change.

    Only what changed runs again, and the browser reloads the page. If something fails, the page
    stays and shows the error; where it was a notebook, the other chapters are new, and the page of
    its own says why it is missing. The preview is a draft, and does not affect published files.
    By default it is in the first language of params/municipality.yaml. Press Ctrl-C to stop.
    """
    from alereport.preview.server import Server

    workspace = Workspace.discover()
    selected = selected_languages(workspace, language)
    languages = selected if language else selected[:1]
    first = f"/{languages[0]}/index.html"
    server = serving.opened(lambda: Server(workspace.preview, first, port), port)
    with serving.until_interrupted(), server:
        out.print(f"Preview: {server.address} (press Ctrl-C to stop)")
        if open_browser:
            webbrowser.open(server.address)
        _rebuild_on_changes(workspace, languages, server)
    out.print("Stopped.")


def _rebuild_on_changes(workspace: Workspace, languages: list[str], server: Server) -> None:
    from alereport.cli import builds
    from alereport.preview import rebuild

    with rebuild.Builder(workspace, languages, preload=builds.PRELOAD, run=builds.RUN) as builder:
        for changed in rebuild.changes(workspace):
            clock = time.perf_counter()
            reason = f"{changed} file{'s' * (changed != 1)} changed: " if changed else ""
            out.print(f"{reason}building the pages …")

            def show(began: float = clock) -> None:
                server.status.mark_rebuilt()
                out.print(f"Updated after {time.perf_counter() - began:.1f} s.")

            result = builder.build(show)
            if not result.succeeded:
                server.status.mark_failed(result.message)
                err.print(result.message)
