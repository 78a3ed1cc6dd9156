"""Hold photographs that a site is to have already: rows as the ingest leaves them, without files, past the signals."""

from __future__ import annotations

import random
import sys
from hashlib import sha256

BATCH = 1000
WORDS = ("Termiz", "port", "bojxona", "karvon", "tamgʻa", "koʻprik", "stansiya", "ombor", "daryo", "nazorat")


def hold_photos(count: int) -> None:
    """Add so many photographs with their records, checksums, formats, hashes and checks; call after django.setup."""
    rng = random.Random(2)
    for start in range(0, count, BATCH):
        _hold(range(start, min(start + BATCH, count)), rng)
        sys.stderr.write(".")
    sys.stderr.write("\n")


def _hold(numbers: range, rng: random.Random) -> None:
    from django.db import transaction  # noqa: PLC0415 - needs django.setup

    from archive.models import Checksum, Photo  # noqa: PLC0415
    from catalog.models import PhotoFacts, Record, RecordAsset  # noqa: PLC0415

    titles = [f"{' '.join(rng.sample(WORDS, 3))} {number}" for number in numbers]
    with transaction.atomic():
        records = Record.objects.bulk_create(
            Record(kind="photo", live=True, access="public", original_title=title, date_edtf="1999-05-17")
            for title in titles
        )
        photos = Photo.objects.bulk_create(_photo(number, title) for number, title in zip(numbers, titles, strict=True))
        RecordAsset.objects.bulk_create(
            RecordAsset(record=record, photo=photo, sort_order=0) for record, photo in zip(records, photos, strict=True)
        )
        PhotoFacts.objects.bulk_create(PhotoFacts(record=record) for record in records)
        Checksum.objects.bulk_create(Checksum(sha256=one.sha256, kind="photo", asset_id=one.pk) for one in photos)
        _note_upkeep(photos, rng)


def _photo(number: int, title: str) -> object:
    from archive.models import Photo  # noqa: PLC0415 - needs django.setup

    return Photo(
        title=title, file=f"originals/held/{number}.jpg", width=640, height=480, file_size=60_000, size_bytes=60_000,
        media_type="image/jpeg", original_name=f"{number}.jpg", sha256=sha256(f"held {number}".encode()).hexdigest(),
        state="ready", technical={"upright": [640, 480], "metadata": {"title": {"default": title}}},
    )  # fmt: skip


def _note_upkeep(photos: list[object], rng: random.Random) -> None:
    """Note what is kept of each beside its record: its format, its hash, and a check that is due in a year."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415 - needs django.setup

    from archive.extract.formats import edition  # noqa: PLC0415
    from archive.extract.pictures.hashing import bands_of  # noqa: PLC0415
    from archive.models import FileFormat, FixityCheck, Photo, PhotoHash  # noqa: PLC0415
    from archive.operations.note_hash import signed  # noqa: PLC0415

    now = timezone.now()
    hashes, checks, formats = [], [], []
    for photo in photos:
        assert isinstance(photo, Photo)  # noqa: S101 - for the type checker
        value = rng.getrandbits(64)
        bands = {f"band_{place}": part for place, part in enumerate(bands_of(value))}
        hashes.append(PhotoHash(photo=photo, bits=signed(value), compared_at=now, **bands))
        formats.append(FileFormat(kind="photo", asset_id=photo.pk, puid="fmt/43", edition=edition()))
        checks.append(
            FixityCheck(
                name=photo.file.name,
                kind="photo",
                asset_id=photo.pk,
                sha256=photo.sha256,
                size_bytes=60_000,
                due_at=now + timedelta(days=365),
            )
        )
    PhotoHash.objects.bulk_create(hashes)
    FileFormat.objects.bulk_create(formats)
    FixityCheck.objects.bulk_create(checks)
