"""What several chapters show: notices, where the figures come from."""
