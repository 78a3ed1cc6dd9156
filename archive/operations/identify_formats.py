"""Have the formats of files told by PRONOM's signatures, a few at a time and of no file more than its two ends."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from archive.extract.formats import Identified, edition, identify
from archive.models import Asset, FileFormat, FixityPace
from archive.queries import MODELS
from archive.spool_parts import is_local
from archive.storage import STORAGE_ERRORS, private_storage

AT_ONCE = 200
AT_ONCE_FETCHED = 50
"""Of files that are not on this machine, for each is fetched into a temporary file."""
SECONDS_AT_ONCE = 60
TURN = timedelta(seconds=30)
WHOLE_BYTES = 16 << 20
HEAD_BYTES, TAIL_BYTES = 8 << 20, 2 << 20
TOO_SLOW = "took too long to identify"
GONE = "could not be read"


def wait_for_format(asset: Asset) -> None:
    """Have the present file of an asset identified, as a new one or once more."""
    row = FileFormat(kind=asset.kind, asset_id=asset.pk, edition="")
    FileFormat.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["kind", "asset_id"], update_fields=["edition"]
    )


def waiting_formats() -> QuerySet[FileFormat]:
    """Return what was never identified, or by other signatures than those there are now."""
    now = edition()
    # Said as two ranges: an index answers these, not "another than".
    return FileFormat.objects.filter(Q(edition__lt=now) | Q(edition__gt=now)).order_by("edition", "id")


def take_turn_to_identify() -> bool:
    """Say whether formats are to be identified now, by whoever asks first."""
    if not waiting_formats().exists() and not any(_older(kind).exists() for kind in MODELS):
        return False
    FixityPace.objects.get_or_create(pk=1)
    now = timezone.now()
    return bool(FixityPace.objects.filter(pk=1, identify_at__lte=now).update(identify_at=now + TURN))


def _older(kind: str) -> QuerySet[Any]:
    """Return the assets of a kind from before formats were identified: each is below all that have a row."""
    lowest = FileFormat.objects.filter(kind=kind).aggregate(lowest=Min("asset_id"))["lowest"]
    assets: QuerySet[Any] = MODELS[kind].objects.order_by("-pk")
    return assets.filter(pk__lt=lowest) if lowest is not None else assets


def identify_formats(*, seconds: float) -> int:
    """Identify what waits, new files first; return how many files were. May be repeated, and broken off anywhere."""
    started = time.monotonic()
    done = 0
    while time.monotonic() - started < seconds:
        rows = list(waiting_formats()[: AT_ONCE if is_local() else AT_ONCE_FETCHED])
        if not rows:
            entered = _enter_older()
            if not entered:
                break
            continue
        done += _identify(rows)
    return done


def _enter_older() -> int:
    entered = 0
    for kind in MODELS:
        keys = list(_older(kind).values_list("pk", flat=True)[:AT_ONCE])
        rows = [FileFormat(kind=kind, asset_id=key) for key in keys]
        FileFormat.objects.bulk_create(rows, ignore_conflicts=True)
        entered += len(keys)
    return entered


def _identify(rows: list[FileFormat]) -> int:
    assets: dict[tuple[str, int], Asset] = {}
    for kind, model in MODELS.items():
        keys = [row.asset_id for row in rows if row.kind == kind]
        assets |= {(kind, asset.pk): asset for asset in model.objects.filter(pk__in=keys)}
    with ExitStack() as stack:
        readable: list[tuple[FileFormat, Path]] = []
        for row in rows:
            asset = assets.get((row.kind, row.asset_id))
            try:
                if asset is None:
                    raise FileNotFoundError(row.pk)
                readable.append((row, stack.enter_context(_ends_of(asset))))
            except STORAGE_ERRORS:
                _note(row, Identified(warning=GONE))
        found = identify([path for _row, path in readable], seconds=SECONDS_AT_ONCE) if readable else []
    for (row, _path), said in zip(readable, found, strict=False):
        _note(row, said)
    if len(found) < len(readable):
        # The next one is what time or memory ran out with; the rest waits for another turn.
        _note(readable[len(found)][0], Identified(warning=TOO_SLOW))
    return len(found)


def _note(row: FileFormat, said: Identified) -> None:
    same = FileFormat.objects.filter(pk=row.pk, edition=row.edition)
    same.update(**asdict(said), edition=edition(), identified_at=timezone.now())


@contextmanager
def _ends_of(asset: Asset) -> Iterator[Path]:
    """Give a local file by which the format can be told: the original, or of a large or distant one its two ends."""
    name, size = asset.file.name, asset.size_bytes
    storage = private_storage()
    if size <= WHOLE_BYTES:
        try:
            path = Path(default_storage.path(name))
        except NotImplementedError:
            path = None
        if path is not None:
            if not path.is_file():
                raise FileNotFoundError(name)
            yield path
            return
    suffix = PurePosixPath(name).suffix
    with tempfile.NamedTemporaryFile(suffix=suffix) as ends:
        spans = [(0, size - 1)] if size <= WHOLE_BYTES else [(0, HEAD_BYTES - 1), (size - TAIL_BYTES, size - 1)]
        for start, end in spans:
            for chunk in storage.stretch(name, start, end):
                ends.write(chunk)
        ends.flush()
        yield Path(ends.name)
