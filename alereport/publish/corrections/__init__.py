"""Records of publications, comparison with the previous one, and the page of corrections."""
