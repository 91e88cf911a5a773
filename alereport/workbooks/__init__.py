"""Templates that are filled in with Excel, and what was filled in as rows of datasets."""
