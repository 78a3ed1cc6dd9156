"""Uzbek in Cyrillic letters."""
