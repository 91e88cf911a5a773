"""The budget: one committee's plan beside the year before, and over the years."""
