"""The chapters, one folder a subject."""
