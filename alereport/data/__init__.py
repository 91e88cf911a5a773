"""The datasets: their schemas, their rows, and what a report may see of them."""
