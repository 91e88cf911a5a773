"""What became of a budget: a committee's year as its interim and annual reports tell it."""
