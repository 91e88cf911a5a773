"""Putting a publication in place, its checksums, and whether it is up to date."""
