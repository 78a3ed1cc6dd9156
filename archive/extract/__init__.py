"""Read what a file contains: metadata, text and where its words stand."""
