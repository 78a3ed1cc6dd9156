"""Make what the page of a record offers to take away: each size of each file, and who may have closed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext

from archive.extract.office import OFFICE_TYPES
from archive.models import Asset, Document, Photo
from catalog.access import Audience, Standing
from catalog.choices import CopySize, content_language
from catalog.delivery import EDGES, sizes_for, sizes_of
from catalog.delivery_queries import known_bytes, records_by_asset
from catalog.models import Record
from catalog.queries import Hidden, is_closed
from catalog.web.asked_language import with_language

TYPES = {
    **{name: ending.removeprefix(".").upper() for name, ending in OFFICE_TYPES.items()},
    "text/plain": "TXT", "text/html": "HTML", "message/rfc822": "EML",
    "image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF", "application/pdf": "PDF", "audio/mpeg": "MP3",
    "audio/x-ms-wma": "WMA", "video/x-ms-wmv": "WMV", "video/vnd.avi": "AVI", "video/quicktime": "QuickTime",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One line: without ``url`` it is not open to the reader, and ``note`` says to whom it is."""

    label: str
    url: str
    size_label: str
    type: str
    pixels: str = ""
    note: str = ""
    is_copy: bool = False
    """A copy that says what it is, taken through the page that may ask what for."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is known once for all files of a record."""

    record: Record
    audience: Audience
    records: dict[tuple[str, int], list[Record]]
    known: dict[tuple[str, int, str], int]


def offers(record: Record, audience: Audience, hidden: Hidden) -> list[Offer]:
    """Return what a visitor may keep, or could; ``hidden`` files are closed by another record and not told of."""
    assets = [row.asset for row in record.record_assets.all() if not is_closed(row.asset, hidden)]
    shelf = _Shelf(record, audience, records_by_asset(assets), known_bytes(record, content_language()))
    return [offer for asset in assets for offer in _offers(asset, shelf)]


def _offers(asset: Asset, shelf: _Shelf) -> Iterator[Offer]:
    yield from _sizes(asset, shelf)
    yield from _copies(asset, shelf)
    yield from _texts(asset, shelf)
    yield from _deposited(asset, shelf)


def _sizes(asset: Asset, shelf: _Shelf) -> Iterator[Offer]:
    records = shelf.records.get((str(asset.kind), asset.pk), [])
    open_sizes = sizes_for(shelf.audience, records, asset.kind)
    for size in sizes_of(asset.kind):
        edge = EDGES.get(size)
        if edge and isinstance(asset, Photo) and max(asset.upright_size) <= edge and size == CopySize.PRINT:
            # It would be no larger than the original, and a web size of a small picture is one already.
            continue
        is_open = size in open_sizes
        yield Offer(
            label=_label(asset, size),
            url=reverse("download", args=[shelf.record.pid, asset.kind, asset.uid, size]) if is_open else "",
            size_label=_bytes(asset, size, shelf),
            type="JPEG" if edge else _type(asset),
            pixels=_pixels(asset, edge),
            is_copy=is_open,
            note="" if is_open else _whose(size, records, asset, shelf.audience),
        )


def _label(asset: Asset, size: str) -> str:
    if isinstance(asset, Photo):
        return str(CopySize(size).label)
    return asset.original_name or gettext("Original file")


def _type(asset: Asset) -> str:
    return TYPES.get(asset.media_type, asset.media_type.rpartition("/")[2].upper())


def _bytes(asset: Asset, size: str, shelf: _Shelf) -> str:
    """Return the bytes where they are known: of a copy that is ready, of an original always."""
    known = shelf.known.get((str(asset.kind), asset.pk, size))
    if known is None and size == CopySize.ORIGINAL:
        known = asset.size_bytes
    return str(filesizeformat(known)) if known else ""


def _pixels(asset: Asset, edge: int | None) -> str:
    if not isinstance(asset, Photo):
        return ""
    across, down = asset.upright_size
    scale = min(1.0, edge / max(across, down, 1)) if edge else 1.0
    return f"{max(1, round(across * scale))} × {max(1, round(down * scale))}"


def _whose(size: str, records: list[Record], asset: Asset, audience: Audience) -> str:
    """Say who may have a size that the reader may not."""
    journalist = Audience(Standing.ACCREDITED, audience.on)
    if size in sizes_for(journalist, records, asset.kind):
        return gettext("For accredited journalists")
    return gettext("Ask the archive for it")


def _is_open(asset: Asset, shelf: _Shelf) -> bool:
    """Say whether the reader may take the pages of a document away."""
    return bool(sizes_for(shelf.audience, shelf.records.get((str(asset.kind), asset.pk), []), asset.kind))


def _copies(asset: Asset, shelf: _Shelf) -> list[Offer]:
    """Return the PDF made of an office file, a text or a mail."""
    if not isinstance(asset, Document) or not asset.has_open_copy or not _is_open(asset, shelf):
        return []
    address = f"{with_language(reverse('document-copy', args=[asset.uid]))}&download"
    return [Offer(gettext("PDF copy made for reading"), address, "", "PDF")]


def _texts(asset: Asset, shelf: _Shelf) -> list[Offer]:
    """Return the text of a document as files, each made when it is asked for; the images only where they are open."""
    if not isinstance(asset, Document) or not asset.page_count:
        return []
    forms = {
        "pdf": (gettext("Pages with text that can be searched"), "PDF"),
        "txt": (gettext("Text"), "TXT"),
        "hocr": (gettext("Text with the places of words"), "hOCR"),
        "xml": (gettext("Text with the places of words"), "ALTO 4"),
    }
    return [
        Offer(label, _text_address(asset, form), "", kind)
        for form, (label, kind) in forms.items()
        if form != "pdf" or _is_open(asset, shelf)
    ]


def _text_address(asset: Document, form: str) -> str:
    """Return where a form of the text is taken; the one that may ask what for asks in the language of this page."""
    address = reverse("document-text", args=[asset.uid, form])
    return with_language(address) if form == "pdf" else address


def _deposited(asset: Asset, shelf: _Shelf) -> list[Offer]:
    """Return the untouched file, for the staff: others take copies that say what they are."""
    if not shelf.audience.sees_everything:
        return []
    url = f"{reverse('asset-original', args=[asset.kind, asset.uid])}?download"
    note = gettext("Untouched, with all that stands in the file")
    return [Offer(gettext("As deposited"), url, str(filesizeformat(asset.size_bytes)), _type(asset), note=note)]
