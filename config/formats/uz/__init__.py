"""Uzbek in Latin letters, in both spellings."""
