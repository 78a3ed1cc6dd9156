"""Read the embedded metadata of one image or of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from archive.extract.metadata.errors import (
    MetadataError,
    MetadataTimeout,
    MetadataUnreadable,
)
from archive.extract.metadata.exiftool import read_tags
from archive.extract.metadata.fields import Tags, text
from archive.extract.metadata.limits import ExiftoolLimits
from archive.extract.metadata.mapping import photo_metadata
from archive.extract.metadata.types import PhotoMetadata

_DEFAULT_LIMITS = ExiftoolLimits()


def read_metadata(path: Path, limits: ExiftoolLimits = _DEFAULT_LIMITS) -> PhotoMetadata:
    """Read what one image says of itself.

    Raises ``ExiftoolMissing``, ``MetadataTimeout`` or ``MetadataUnreadable``. Broken metadata in a
    file that is otherwise an image is no error: what can be read is returned with ``warnings``.
    """
    return _metadata(read_tags([path], limits).get(0))


def read_many(
    paths: Iterable[Path], limits: ExiftoolLimits = _DEFAULT_LIMITS
) -> Iterator[tuple[Path, PhotoMetadata | MetadataError]]:
    """Read many images, ``limits.batch_size`` at a run of the program; yield in the given order.

    A file that cannot be read yields its error and the others go on: when a whole run fails its
    files are read again one by one. Raises only ``ExiftoolMissing``.
    """
    remaining = iter(paths)
    while batch := list(islice(remaining, limits.batch_size)):
        yield from zip(batch, _read_batch(batch, limits), strict=True)


def _read_batch(batch: Sequence[Path], limits: ExiftoolLimits) -> list[PhotoMetadata | MetadataError]:
    try:
        tags = read_tags(batch, limits)
    except (MetadataTimeout, MetadataUnreadable) as error:
        if len(batch) == 1:
            return [error]
        return [_read_batch([path], limits)[0] for path in batch]
    return [_metadata_or_error(tags.get(number)) for number in range(len(batch))]


def _metadata_or_error(tags: Tags | None) -> PhotoMetadata | MetadataError:
    try:
        return _metadata(tags)
    except MetadataError as error:
        return error


def _metadata(tags: Tags | None) -> PhotoMetadata:
    if tags is None:
        raise MetadataUnreadable("there is no such file, or it may not be read")
    problem = text(tags, "ExifTool:Error")
    if problem:
        raise MetadataUnreadable(problem)
    return photo_metadata(tags, today=datetime.now(UTC).date())
