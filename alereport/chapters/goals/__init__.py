"""The goals: the red thread, what is lacking, measures, dates and what is reported."""
