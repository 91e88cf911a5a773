"""How the whole municipality is led, as an evaluation judges it."""
