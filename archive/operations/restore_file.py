"""Go back to an earlier file of an asset; the present one stays as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction

from archive.choices import EventName
from archive.errors import ArchiveError, VersionMissing
from archive.models import AssetVersion
from archive.operations.log_event import log_event
from archive.operations.switch_file import keep_present, locked, switch_file

if TYPE_CHECKING:
    from catalog.models import User


class VersionLost(ArchiveError):
    """Raised when the stored file of a version is gone."""


def restore_file(*, kind: str, asset_id: int, number: int, why: str = "", user: User | None) -> bool:
    """Make a version the present file of its asset again; return False where it is that already.

    Raises VersionMissing, VersionLost, the model's DoesNotExist.
    """
    with transaction.atomic():
        asset = locked(kind, asset_id)
        version = AssetVersion.objects.filter(kind=kind, asset_id=asset_id, number=number).first()
        if version is None:
            raise VersionMissing(f"{kind} {asset_id} has no version {number}.")
        if version.sha256 == asset.sha256:
            return False
        if not default_storage.exists(version.name):
            raise VersionLost(version.name)
        former = keep_present(asset)
        aside = switch_file(asset, version, user)
        log_event(
            asset, EventName.VERSION_RESTORED, user=user, version=number, former=former.number, why=why,
            sha256=version.sha256, corrected_aside=aside,
        )  # fmt: skip
    return True
