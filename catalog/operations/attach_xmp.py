"""Give a file the metadata that lie beside it as XMP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from archive.choices import EventName
from archive.extract.errors import ExtractError
from archive.ingest.checksum import checksum
from archive.ingest.companions import xmp_beside
from archive.models import Asset
from archive.operations.attach_metadata import attach_metadata
from archive.operations.log_event import log_event
from archive.queries import asset_with_checksum
from archive.reasons import Reason, reason_of

if TYPE_CHECKING:
    from catalog.models import User

WITH_IT = gettext_noop("Metadata; they are kept with %(file)s and fill its record.")


def attach_xmp_beside(*, asset: Asset, path: Path, user: User | None = None) -> bool:
    """Attach the XMP beside a file that was just taken in; return whether there was one that can be read.

    A broken one does not keep the file out: it is noted in the file's log.
    """
    beside = xmp_beside(path)
    if beside is None:
        return False
    try:
        attach_metadata(asset=asset, path=beside, name=beside.name, user=user)
    except ExtractError as error:
        reason = reason_of(error).as_dict()
        log_event(asset, EventName.METADATA_REFUSED, user=user, original_name=beside.name, reason=reason)
        return False
    return True


def attach_xmp_file(*, path: Path, beside: Path, user: User | None = None) -> tuple[Asset | None, Reason]:
    """Attach one XMP to the file it lies beside, where that is held; return it and what to tell. Raises ExtractError.

    A file that is not held yet takes its XMP along when its turn comes.
    """
    held = asset_with_checksum(checksum(beside)[0])
    if held is not None:
        attach_metadata(asset=held, path=path, name=path.name, user=user)
    return held, Reason("", WITH_IT, {"file": beside.name})
