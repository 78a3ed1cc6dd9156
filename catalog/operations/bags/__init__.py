"""Pack records and their files into bags to take away."""
