"""Receive manifests, read them, agree on their columns, try and apply their rows."""
