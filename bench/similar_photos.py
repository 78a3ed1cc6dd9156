"""Measure how well changed copies of pictures are found by their hash, and how many different ones are taken for one.

Copies: smaller, saved again at low quality, 3 % cut off at each side, turned with EXIF, brighter, darker; of every
scene of the specimens with several seeds, and of the photographs in the folders given.
Run: ``python -m bench.similar_photos [--seeds N] [FOLDER...]``.
"""

from __future__ import annotations

import argparse
import io
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

from archive.extract.pictures.hashing import distance, picture_hash
from archive.specimens.scenes.gallery import SCENES, draw_scene

LIMITS = (4, 6, 7, 8, 10, 12)


def copies(picture: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """Yield changed copies of a picture by the name of the change."""
    width, height = picture.size
    yield "a third of the size", picture.resize((max(1, width // 3), max(1, height // 3)), Image.Resampling.LANCZOS)
    for quality in (60, 30):
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=quality)
        yield f"quality {quality}", Image.open(packed).convert("RGB")
    for share in (0.01, 0.03):
        x, y = round(width * share), round(height * share)
        yield f"{share:.0%} cut off each side", picture.crop((x, y, width - x, height - y))
    cut = picture.crop((0, 0, width - round(width * 0.03), height))
    yield "3% cut off one side", cut
    yield "20 % brighter", ImageEnhance.Brightness(picture).enhance(1.2)
    yield "20 % darker", ImageEnhance.Brightness(picture).enhance(0.8)
    yield "turned by EXIF", _turned(picture)


def _turned(picture: Image.Image) -> Image.Image:
    """Return the picture as it is seen after it was stored lying with EXIF orientation 6."""
    packed = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(packed, "JPEG", quality=85, exif=exif)
    return ImageOps.exif_transpose(Image.open(packed)).convert("RGB")


def pictures(seeds: int, folders: list[Path]) -> Iterator[tuple[str, Image.Image]]:
    """Yield pictures that are all different from one another."""
    for name, seed in itertools.product(SCENES, range(1, seeds + 1)):
        yield f"{name} {seed}", draw_scene(name, seed).convert("RGB")
    for folder in folders:
        for path in sorted(folder.rglob("*.jp*g")):
            try:
                yield path.name, ImageOps.exif_transpose(Image.open(path)).convert("RGB")
            except OSError:
                continue


def main() -> None:
    """Print recall of each change and the share of different pairs taken for one, by limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("folders", nargs="*", type=Path)
    options = parser.parse_args()
    hashes: dict[str, int] = {}
    found: dict[str, list[int]] = defaultdict(list)
    seconds = 0.0
    for name, whole in pictures(options.seeds, options.folders):
        picture = whole.copy()
        picture.thumbnail((1024, 1024))
        started = time.perf_counter()
        told = picture_hash(picture)
        seconds += time.perf_counter() - started
        if told is None:
            continue
        hashes[name] = told
        for change, copy in copies(picture):
            found[change].append(distance(told, picture_hash(copy) or 0))
    pairs = [distance(a, b) for a, b in itertools.combinations(hashes.values(), 2)]
    print(f"{len(hashes)} pictures, {1000 * seconds / len(hashes):.1f} ms each, {len(pairs)} different pairs")
    print(f"{'found within':28}" + "".join(f"{limit:>8}" for limit in LIMITS))
    for change, distances in found.items():
        shares = [sum(one <= limit for one in distances) / len(distances) for limit in LIMITS]
        print(f"{change:28}" + "".join(f"{share:>8.1%}" for share in shares))
    print(f"{'different, taken for one':28}" + "".join(f"{sum(p <= n for p in pairs):>8}" for n in LIMITS))


if __name__ == "__main__":
    main()
