"""Exhibits: the tables, charts and texts that a notebook shows, and their file formats."""
