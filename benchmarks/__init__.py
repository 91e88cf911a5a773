"""Measurements, repeated by hand; no test depends on a time."""
