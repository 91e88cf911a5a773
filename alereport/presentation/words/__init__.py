"""What things are called and how they are written, alike in figures, tables and text."""
