"""What every room stands on: errors, files that arrive whole, settings, languages."""
