"""What every other subpackage uses: errors, atomic file writes, settings, languages."""
