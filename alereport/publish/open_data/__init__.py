"""The open data and their descriptions."""
