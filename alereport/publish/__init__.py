"""The combined book for the council: staged once, rendered by either of two engines."""
