"""What a notebook shows, and how it is written in each format."""
