"""Every report of the project: which must run and why, and running them in parallel."""
