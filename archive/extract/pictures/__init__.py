"""Measure pictures of every format and draw them upright in sRGB, without holding more pixels than needed."""

from archive.extract.pictures.drawing import draw
from archive.extract.pictures.errors import PictureBroken, PictureTooLarge
from archive.extract.pictures.measuring import Measures, measure

__all__ = ["Measures", "PictureBroken", "PictureTooLarge", "draw", "measure"]
