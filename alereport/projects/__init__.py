"""A municipality's project: begun from what the package has, and brought to a later version of it.

What a project begins with is in three parts. What the package keeps and a later version may change
(schemas, rules, notebooks, the book's list and its words) is `template`; what is the municipality's
from the first day (README, CI and the like) is in `files/`; its settings are written from their
models by `settings`.
"""
