"""Look at the watched folder, open deposits of what came, and put away what was taken in."""
