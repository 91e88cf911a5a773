"""What may be told of people: cells withheld where a group is small."""
