"""Drawing: the only importer of Matplotlib."""
