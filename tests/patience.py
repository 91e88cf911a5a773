"""How long the tests wait for what ends by itself, on however loaded a machine."""

PATIENCE = 300
"""Seconds until a process or a server that should have ended or answered is given up."""
SOON = 60
"""Seconds of a processor for what would take years, or ten times as long, if it went wrong."""
BROWSER = 60_000
"""Milliseconds until a page that should have shown something is given up."""
