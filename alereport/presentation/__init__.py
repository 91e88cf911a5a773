"""Pure functions from frame to displayable: how the figures are shown."""
