"""Texts that people wrote: source documents, and the lint of what the data quote."""
