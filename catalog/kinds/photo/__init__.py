"""What only the kind "photo" knows."""
