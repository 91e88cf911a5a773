"""Source documents, and where the data stand in them."""
