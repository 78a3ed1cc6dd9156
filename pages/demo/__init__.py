"""Build the demonstration: an invented customs service's collections, drawn and written for this project."""
