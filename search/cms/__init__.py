"""Show staff how the search index is."""
