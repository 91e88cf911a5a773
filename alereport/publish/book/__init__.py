"""The staged book: what both engines read."""
