"""Pure functions from frame to frame: what the figures mean."""
