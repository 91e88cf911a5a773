"""One committee's year, easy to read."""
