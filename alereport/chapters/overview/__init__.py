"""All committees and years at a glance."""
