"""What only the kind "recording" knows."""
