"""The datasets: their schemas, their rows, and which rows a report may use."""
