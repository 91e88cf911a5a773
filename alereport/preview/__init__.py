"""A preview of the report on this machine only, rebuilt when its ingredients change."""
