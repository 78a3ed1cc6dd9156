"""Engines that keep the indices and find ids in them, behind one Protocol."""
