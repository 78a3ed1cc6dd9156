"""What only the kind "document" knows."""
