"""Take files and folders as they come: walk over them, inspect each, refuse with a reason."""
