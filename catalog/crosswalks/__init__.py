"""Carry the metadata of others into our fields."""
