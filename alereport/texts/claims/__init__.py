"""Numbers in text, matched to the rows of the data: equal, rounded or derived.

`facts` reads the numbers of rows, `derived` computes what a text may say of them, and `matching`
looks for the numbers of a text among both. Nothing here imports pandas.
"""
