"""Staging the book: the files that both engines read."""
