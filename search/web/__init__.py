"""Show what is found: the search page, and the page of a record with the places found in it."""
