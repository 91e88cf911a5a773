"""Budget, staffing and goals of a Swedish municipality as one reproducible report."""
