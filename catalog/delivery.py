"""Hold the one rule of what leaves the house: who may take which size of a file, with its location or without.

Whoever may not see a file has no say here; ``catalog.access`` comes first. The site gives each standing a largest size
(``FONDS_DOWNLOAD_PUBLIC``, ``FONDS_DOWNLOAD_ACCREDITED``); a closed rights statement, such as “In copyright”, takes
one size from it; a record may open every size to whoever sees it, or keep all to the staff. Documents and recordings
have no smaller sizes: who may take anything takes them. A file of several records follows the strictest.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from archive.choices import AssetKind
from archive.models import Asset
from catalog.access import Audience, Standing
from catalog.choices import CopySize, DownloadRule, PurposeRule
from catalog.models import Record
from catalog.queries import may_see_asset, records_of_asset
from catalog.vocabulary.rights import Tone

LADDER = ("none", CopySize.WEB.value, CopySize.PRINT.value, CopySize.ORIGINAL.value)
EDGES = {CopySize.WEB.value: 1600, CopySize.PRINT.value: 4000}
"""Longest edge in pixels; 4,000 fill an A4 page at 300 dpi with its margins."""
TAKEN_SOMEWHERE = (AssetKind.PHOTO, AssetKind.RECORDING)
"""Kinds of files in which a camera writes where it was."""


def sizes_of(kind: str) -> tuple[str, ...]:
    """Return the sizes there are of a kind of file, smallest first."""
    return LADDER[1:] if kind == AssetKind.PHOTO else (CopySize.ORIGINAL.value,)


def sizes_for(audience: Audience, records: Iterable[Record], kind: str) -> tuple[str, ...]:
    """Return the sizes an audience may take of a file of these records, all of which it may see."""
    if audience.sees_everything:
        return sizes_of(kind)
    step = min((_step(audience.standing, record) for record in records), default=0)
    if kind != AssetKind.PHOTO:
        return sizes_of(kind) if step else ()
    return LADDER[1 : step + 1]


def _step(standing: Standing, record: Record) -> int:
    if record.downloads == DownloadRule.OPEN:
        return len(LADDER) - 1
    if record.downloads == DownloadRule.STAFF:
        return 0
    step = LADDER.index(settings.FONDS_DOWNLOADS[standing.value])
    statement = record.rights_statement
    return max(0, step - 1) if statement is not None and statement.tone is Tone.CLOSED else step


def may_take_any(audience: Audience, asset: Asset) -> bool:
    """Say whether an audience that sees a file may take any size of it away."""
    return audience.sees_everything or bool(sizes_for(audience, records_of_asset(asset.kind, asset.pk), asset.kind))


def keeps_location(audience: Audience, records: Iterable[Record]) -> bool:
    """Say whether a copy keeps the position where it was taken: for staff, and where site or every record says so."""
    if audience.sees_everything or settings.FONDS_DOWNLOAD_LOCATION:
        return True
    found = list(records)
    return bool(found) and all(record.keeps_location for record in found)


def has_location(asset: Asset) -> bool:
    """Say whether a file says where it was taken; one whose metadata is not read yet, or could not be, may do so."""
    said = asset.technical.get("metadata")
    if said is None:
        return asset.kind in TAKEN_SOMEWHERE
    return bool(said.get("gps"))


def may_have_deposited(audience: Audience, asset: Asset) -> bool:
    """Say whether an audience may have the very bytes that were deposited, with all that stands in them."""
    if not may_see_asset(audience, asset):
        return False
    return audience.sees_everything or gives_deposited(audience, asset, list(records_of_asset(asset.kind, asset.pk)))


def gives_deposited(audience: Audience, asset: Asset, records: list[Record]) -> bool:
    """Say the same of a file that the audience sees, all of whose records are in hand."""
    if audience.sees_everything:
        return True
    if CopySize.ORIGINAL not in sizes_for(audience, records, asset.kind):
        return False
    return not has_location(asset) or keeps_location(audience, records)


def asks_purpose(audience: Audience, record: Record) -> bool:
    """Say whether a reader states a purpose before taking a file of a record; staff never do."""
    if audience.sees_everything or record.asks_purpose == PurposeRule.NEVER:
        return False
    if record.asks_purpose == PurposeRule.ALWAYS or settings.FONDS_ASK_PURPOSE == "always":
        return True
    statement = record.rights_statement
    is_free = statement is None or statement.tone is Tone.FREE
    return settings.FONDS_ASK_PURPOSE == "rights" and not is_free
