"""Receive files in pieces: begin, append, finish, end and expire."""
