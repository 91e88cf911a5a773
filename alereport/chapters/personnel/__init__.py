"""The staff and sick leave of one committee."""
