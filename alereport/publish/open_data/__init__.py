"""The open data and what describes them."""
