"""What a publication showed, what changed since the one before, its page and its feed."""
