"""Sum a picture up in 64 bits that stay nearly the same when it is scaled, saved again, brightened or slightly cropped.

The hash is the perceptual hash of the ImageHash library: signs of the lowest frequencies of the picture's cosine
transform, each against their median. Two hashes within LIMIT bits of each other are of one picture, or of two that a
person should look at (``bench/similar_photos.py`` has the figures).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import imagehash
from PIL import Image, ImageStat

BITS, BANDS, BAND_BITS = 64, 4, 16
LIMIT = 10
EDGE = 256
LEAST_DEVIATION = 3.0


def picture_hash(picture: Image.Image) -> int | None:
    """Return the hash as an unsigned number of 64 bits; None for a picture that shows next to nothing."""
    small = picture.convert("L")
    small.thumbnail((EDGE, EDGE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    if ImageStat.Stat(small).stddev[0] < LEAST_DEVIATION:
        return None
    return int(str(imagehash.phash(small)), 16)


def distance(one: int, other: int) -> int:
    """Return in how many bits two hashes differ."""
    return (one ^ other).bit_count()


def bands_of(value: int) -> tuple[int, ...]:
    """Return the hash in four parts of 16 bits, lowest first."""
    return tuple(value >> (BAND_BITS * place) & 0xFFFF for place in range(BANDS))


def near_bands(band: int) -> Iterator[int]:
    """Yield the parts that differ from one in at most two bits.

    Hashes that differ in at most 10 of 64 bits have a part in which they differ in at most two: were it three in each
    of the four, that would make twelve.
    """
    yield band
    for flipped in (1, 2):
        for places in combinations(range(BAND_BITS), flipped):
            yield band ^ sum(1 << place for place in places)
