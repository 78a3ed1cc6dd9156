"""Find what a mistyped word was meant to be: keyboard layouts, edits and their costs. Knows no index."""
