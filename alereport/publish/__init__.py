"""The combined book for the council: one staged book, two engines."""
