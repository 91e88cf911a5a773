"""What must hold for the rows of a dataset, as pure functions of its frame.

Nothing here imports Great Expectations; `gate.gx` makes an expectation of each. A condition is
added with its class: the decorator `expectation` gives it the name that `rules.yaml` says.
"""

from alereport.gate.conditions import groups, rows, sequences, texts, trees
from alereport.gate.conditions.base import RULES, Condition

__all__ = ["RULES", "Condition", "groups", "rows", "sequences", "texts", "trees"]
