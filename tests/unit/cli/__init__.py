"""The command line's own functions."""
