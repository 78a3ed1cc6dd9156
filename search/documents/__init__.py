"""Project what the database holds to the documents of the two indices."""
