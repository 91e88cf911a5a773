"""Statistical disclosure control: figures on people are withheld where a group is small."""
