"""What a figure finds, in one line over it, by subject."""
