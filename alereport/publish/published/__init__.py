"""What is published: put in place whole, summed, and known to be current."""
