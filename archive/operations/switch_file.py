"""Make another of its files the present one of an asset, and have everything that was made of the former made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils import timezone

from archive.choices import AssetState, Likeness, PageState
from archive.extract.words import text_of, unpack
from archive.models import Asset, AssetVersion, Checksum, Document, Page, Photo, Preparation, Recording, SimilarPair
from archive.operations.enter_originals import enter_original
from archive.operations.identify_formats import wait_for_format
from archive.queries import asset_of
from archive.reasons import Reason
from archive.signals import asset_changed
from archive.tasks import enqueue_examination

if TYPE_CHECKING:
    from catalog.models import User

OWN = {"photo": ("width", "height"), "recording": ("width", "height", "duration", "type"), "document": ()}
"""Fields of each kind of asset that follow from its file."""
UNREAD: dict[str, Any] = {
    "state": PageState.GONE, "reason": Reason(), "attempts": 0, "claimed_by": "", "claimed_at": None, "read_at": None,
    "width_px": 0, "height_px": 0, "rotation_deg": 0, "skew_deg": 0, "source": "", "script": "", "spelling": "",
    "languages": [], "quality_pct": 0, "models_used": "", "text": "", "raw_text": "", "words": b"",
    "corrected_at": None,
}  # fmt: skip
"""A page of whose present file nothing is known yet."""


def locked(kind: str, asset_id: int) -> Photo | Document | Recording:
    """Return an asset that nobody else changes until the transaction ends; raises the model's DoesNotExist."""
    model = type(asset_of(kind, asset_id))
    found: Photo | Document | Recording = model.objects.select_for_update(of=("self",)).get(pk=asset_id)
    return found


def keep_present(asset: Photo | Document | Recording) -> AssetVersion:
    """Note the present file as a version, with what people have made of its pages; run inside a transaction."""
    facts = {name: getattr(asset, name) for name in OWN[asset.kind]}
    if isinstance(asset, Document):
        shown = Page.every.filter(document=asset, version__gt=0).exclude(read_at=None).exclude(state=PageState.GONE)
        facts["pages"] = {str(number): version for number, version in shown.values_list("number", "version")}
        facts["text_file"] = asset.text_file.name or ""
    held = AssetVersion.objects.filter(kind=asset.kind, asset_id=asset.pk, sha256=asset.sha256).first()
    if held is not None:
        AssetVersion.objects.filter(pk=held.pk).update(facts=facts)
        return held
    return AssetVersion.objects.create(
        kind=asset.kind, asset_id=asset.pk, number=next_number(asset), name=str(asset.file.name), sha256=asset.sha256,
        size_bytes=asset.size_bytes, media_type=asset.media_type, original_name=asset.original_name, facts=facts,
        made_at=asset.created_at, made_by=asset.uploaded_by_user,
    )  # fmt: skip


def next_number(asset: Asset) -> int:
    """Return the number of an asset's next version."""
    versions = AssetVersion.objects.filter(kind=asset.kind, asset_id=asset.pk)
    return int(versions.aggregate(last=Max("number"))["last"] or 0) + 1


def switch_file(asset: Photo | Document | Recording, version: AssetVersion, user: User | None) -> int:
    """Make a version's file the present one; return how many corrected pages went into the history.

    Run inside the transaction that locked the asset, after ``keep_present``. What people corrected in the pages of
    this very file comes back with it.
    """
    own = {name: version.facts.get(name, getattr(asset, name)) for name in OWN[asset.kind]}
    changes: dict[str, Any] = {
        "file": version.name, "sha256": version.sha256, "size_bytes": version.size_bytes, "technical": {},
        "media_type": version.media_type, "original_name": version.original_name, "state": AssetState.WAITING,
        "state_reason": Reason(), **own,
    }  # fmt: skip
    if not isinstance(asset, Recording):
        # Wagtail keys what it remembers of an image by this; the checksum names the content as well as its own hash.
        changes |= {"file_size": version.size_bytes, "file_hash": version.sha256[:40]}
    aside = 0
    if isinstance(asset, Document):
        changes |= {"page_count": 0, "text_file": version.facts.get("text_file", "")}
        aside = _turn_pages(asset, version.facts.get("pages", {}))
    type(asset).objects.filter(pk=asset.pk).update(**changes)
    _forget_made(asset)
    fresh = asset_of(asset.kind, asset.pk)
    Checksum.objects.get_or_create(sha256=fresh.sha256, defaults={"kind": fresh.kind, "asset_id": fresh.pk})
    enter_original(fresh)
    wait_for_format(fresh)
    asset_changed.send(sender=type(fresh), kind=fresh.kind, asset_id=fresh.pk, facts=False)
    enqueue_examination(fresh)
    return aside


def _turn_pages(document: Document, shown: dict[str, int]) -> int:
    """Empty all pages until the file is read; put back what people had made of the pages of this file."""
    pages = Page.every.filter(document=document)
    aside = pages.filter(corrected_at__isnull=False).count()
    pages.update(**UNREAD)
    for page in pages.filter(number__in=[int(number) for number in shown]):
        version = page.versions.filter(number=shown[str(page.number)]).first()
        if version is not None:
            words = tuple(unpack(bytes(version.words)).words()) if version.words else ()
            Page.every.filter(pk=page.pk).update(
                **version.facts, words=bytes(version.words), text=text_of(words), version=version.number,
                read_at=timezone.now(), corrected_at=version.made_at if version.is_by_hand else None,
            )  # fmt: skip
    return aside


def _forget_made(asset: Asset) -> None:
    """Drop the copies of the former file, and stop whoever is making some."""
    if isinstance(asset, Photo):
        asset.renditions.all().delete()
        open_pairs = SimilarPair.objects.filter(decision=Likeness.OPEN)
        open_pairs.filter(Q(first=asset) | Q(second=asset)).delete()
    if isinstance(asset, Recording):
        Preparation.objects.filter(recording=asset).update(
            state=AssetState.WAITING, steps_done=[], step="", progress_pct=0, attempts=0, reason=Reason(),
            claimed_by="", claimed_at=None, ended_at=None,
        )  # fmt: skip
        Recording.objects.filter(pk=asset.pk).update(
            proxy_name="", proxy_type="", proxy_bytes=0, poster_name="", waveform_name=""
        )
