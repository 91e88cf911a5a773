"""What was published before, what changed in it, and the page that says so."""
