"""What must hold for the rows of a dataset, as pure functions of its frame.

Nothing here imports Great Expectations; `quality.expectations` makes an expectation of each.
"""
