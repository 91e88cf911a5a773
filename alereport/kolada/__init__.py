"""Fetch what Kolada says of the municipality and others, into dated snapshots in `data/comparison`.

This is the only room that uses the network, and only `alereport kolada fetch` calls it: a report is
made from the snapshots.
"""
