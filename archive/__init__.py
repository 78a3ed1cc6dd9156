"""Bytes: what arrived, whether it is intact and what it contains."""
