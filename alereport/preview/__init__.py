"""The report as it would look, on this machine alone, made anew as its ingredients change."""
