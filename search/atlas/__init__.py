"""Draw the outlines of land and borders around places, from Natural Earth, without asking any other site."""

from search.atlas.drawing import Outline, outline
from search.atlas.extent import Extent, extent_of

__all__ = ["Extent", "Outline", "extent_of", "outline"]
