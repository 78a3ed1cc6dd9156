"""The page types of the public site."""

from pages.models.home import HomePage

__all__ = ["HomePage"]
