"""The annual report as a balanced scorecard."""
