"""Read assets, pages and their files."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.files import FieldFile

from archive.choices import AssetKind, AssetState, PageState, VersionOrigin
from archive.extract.office.types import OFFICE_TYPES
from archive.extract.words import unpack
from archive.models import (
    Asset,
    AssetEvent,
    Checksum,
    Cue,
    Document,
    Page,
    PageVersion,
    Photo,
    Preparation,
    Recording,
    Transcript,
)
from archive.storage import private_storage
from archive.text_files import Sheet

MODELS: Final[dict[str, type[Photo | Document | Recording]]] = {
    AssetKind.PHOTO: Photo,
    AssetKind.DOCUMENT: Document,
    AssetKind.RECORDING: Recording,
}
PAGES_AT_ONCE = 20
HEAVY_PAGE_FIELDS = ("words", "text", "raw_text")

READY_PAGES = ~Q(state__in=[state for state in PageState.values if state != PageState.READY])
"""Pages that have been read, beside a condition on their documents.

Said by the states they are not in: for "state is ready" SQLite takes the index of states, and with it looks at nearly
every page there is instead of those of the documents.
"""


def asset_of(kind: str, asset_id: int) -> Photo | Document | Recording:
    """Return an asset by kind and key; raises the model's DoesNotExist."""
    found: Photo | Document | Recording = MODELS[kind].objects.get(pk=asset_id)
    return found


def asset_with_checksum(sha256: str) -> Asset | None:
    """Return the asset that holds a content, if any."""
    entry = Checksum.objects.filter(sha256=sha256).first()
    if entry is None:
        return None
    found: Asset | None = MODELS[entry.kind].objects.filter(pk=entry.asset_id).first()
    return found


def is_settled(document_id: int) -> bool:
    """Say whether no page of a document waits or is being read."""
    open_states = (PageState.WAITING, PageState.READING)
    return not Page.objects.filter(document_id=document_id, state__in=open_states).exists()


@contextmanager
def local_file(asset: Asset) -> Iterator[Path]:
    """Give the original as a local path: its own where files are local, else a temporary copy."""
    with local_copy(asset.file) as path:
        yield path


@contextmanager
def local_copy(stored: Any) -> Iterator[Path]:
    """Give a stored file as a local path: its own where files are local, else a temporary copy."""
    try:
        path = Path(stored.path)
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=Path(stored.name).suffix) as copy:
        storage = private_storage()
        for chunk in storage.stretch(stored.name, 0, storage.size(stored.name) - 1):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


@contextmanager
def readable_file(document: Document) -> Iterator[Path]:
    """Give what is read of a document as a local path: the copy made for that, else the original."""
    stored = FieldFile(document, document._meta.get_field("file"), document.copy_name)
    with local_copy(stored if document.copy_name else document.file) as path:
        yield path


def awaits_copy(document_id: int) -> bool:
    """Say whether a document is an office file whose copy is still to be made."""
    open_states = (AssetState.WAITING, AssetState.WORKING)
    waiting = Document.objects.filter(pk=document_id, copy_name="", state__in=open_states)
    return waiting.filter(media_type__in=OFFICE_TYPES).exists()


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """Count pages of the documents being read now, and pages that wait for a person."""

    pages: int
    settled: int
    parked: int
    failed: int

    @property
    def is_open(self) -> bool:
        """Say whether pages still wait."""
        return self.settled < self.pages

    @property
    def share_pct(self) -> int:
        """Return how much is done."""
        return 100 * self.settled // self.pages if self.pages else 100


def reading_progress() -> ReadingProgress:
    """Return how far reading has come: over the documents with open pages, and what was parked or failed anywhere."""
    open_states = (PageState.WAITING, PageState.READING)
    busy = Page.objects.filter(state__in=open_states).values("document_id")
    counts = Page.objects.filter(document_id__in=busy).aggregate(
        pages=Count("pk"), settled=Count("pk", filter=~Q(state__in=open_states))
    )
    parked = Page.objects.filter(state=PageState.PARKED).count()
    failed = sum(model.objects.filter(state=AssetState.FAILED).count() for model in MODELS.values())
    return ReadingProgress(parked=parked, failed=failed, **counts)


def pages_by_state(document_id: int) -> dict[str, int]:
    """Return the number of pages of a document in each state."""
    rows = Page.objects.filter(document_id=document_id).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def parked_pages(document_id: int) -> QuerySet[Page]:
    """Return the pages of a document that could not be read, without their text."""
    return Page.objects.filter(document_id=document_id, state=PageState.PARKED).defer(*HEAVY_PAGE_FIELDS)


def is_correctable(page: Page) -> bool:
    """Say whether a page has been read, so that there is an image and a text to correct."""
    return page.state == PageState.READY or (page.read_at is not None and page.width_px > 0)


def versions_of(page: Page) -> QuerySet[PageVersion]:
    """Return the versions of a page, latest first, without their words."""
    return page.versions.select_related("made_by").defer("words", "raw_text").order_by("-number")


def new_reading_of(page: Page) -> PageVersion | None:
    """Return the latest reading kept aside since the shown version was made, without its words."""
    return versions_of(page).filter(origin=VersionOrigin.READ, number__gt=max(page.version, 1)).first()


def sheets_of(pages: QuerySet[Page]) -> Iterator[Sheet]:
    """Yield pages as the writers of text files take them, in order; few are held at a time, images when asked for."""
    wanted = pages.select_related("document").defer("text", "raw_text").order_by("number")
    for page in wanted.iterator(chunk_size=PAGES_AT_ONCE):
        yield sheet_of(page)


def sheet_of(page: Page) -> Sheet:
    """Return a page as the writers of text files take it."""
    return Sheet(
        number=page.number,
        width_px=page.width_px,
        height_px=page.height_px,
        words=tuple(unpack(bytes(page.words)).words()) if page.words else (),
        languages=page.languages,
        is_corrected=page.corrected_at is not None,
        image=partial(_image_of, page) if page.width_px else None,
    )


def _image_of(page: Page) -> bytes:
    """Return the page's image as it is kept in its largest size; nothing where it is gone."""
    storage, name = private_storage(), page.image_name("large")
    try:
        return b"".join(storage.stretch(name, 0, storage.size(name) - 1))
    except FileNotFoundError:
        return b""


def pages_with_history(document_id: int) -> QuerySet[Page]:
    """Return the pages of a document that people have changed, each with ``is_reread``: a newer reading is kept."""
    newer = PageVersion.objects.filter(page=OuterRef("pk"), origin=VersionOrigin.READ, number__gt=OuterRef("version"))
    pages = Page.objects.filter(document_id=document_id, version__gt=0).defer(*HEAVY_PAGE_FIELDS)
    return pages.annotate(is_reread=Exists(newer)).order_by("number")


def events_of(asset: Asset) -> QuerySet[AssetEvent]:
    """Return an asset's log, latest first."""
    return AssetEvent.objects.filter(kind=asset.kind, asset_id=asset.pk).select_related("user").order_by("-id")


def transcripts_of(recording_ids: Collection[int]) -> dict[int, list[Transcript]]:
    """Return the transcripts of recordings, by recording, oldest first; in one query."""
    found: dict[int, list[Transcript]] = {}
    for each in Transcript.objects.filter(recording__in=recording_ids).order_by("pk"):
        found.setdefault(each.recording_id, []).append(each)
    return found


def cues_of(transcript_id: int) -> QuerySet[Cue]:
    """Return the passages of a transcript in order, without the times of single words."""
    return Cue.objects.filter(transcript=transcript_id).order_by("position").defer("words")


def preparation_of(recording_id: int) -> Preparation | None:
    """Return how far the copies of a recording are."""
    return Preparation.objects.filter(recording=recording_id).first()
