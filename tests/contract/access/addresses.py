"""State for every address of the site what it may give to whom. A new address needs a row here.

How to add one: take the pattern as the failing test names it, and give it the first of these that fits.

``OfFile(kinds, paths)``
    gives bytes or text of one file: 200 to who may see every record of the file, else the 404 of a file that never was.
``OfRecord(paths)``
    tells of one record: 200 to who may see the record, else the 404 of a record that never was.
``OfMany(paths)``
    tells of many records (results, counts, suggestions, a feed): nothing in it may come from a hidden one. ``%s`` in a
    path stands for a word that is looked for. What is posted stands in ``posts``.
``Plain(why, paths)``
    tells nothing of records to anybody.
``STAFF``
    needs no row: all below ``admin/`` must lead everybody else to the log-in, save what ``OPEN_AT_THE_ADMIN`` names.

An address that some may not use for a reason of its own (a size of a photo, say) names who may with ``for_whom``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from archive.models import Asset, Document, Photo, Recording
from archive.renditions import PAGE_SIZES, PHOTO_SIZES, POSTER_SIZES
from catalog.models import Record
from catalog.queries import records_of_asset
from tests.contract.access.site import KINDS

EVERYBODY = frozenset({"public", "accredited", "staff"})


@dataclass(frozen=True)
class OfFile:
    """Gives bytes or text of a file; ``for_whom`` are the standings that may have it of a file they may see."""

    kinds: tuple[str, ...]
    paths: Callable[[Any], list[str]]
    for_whom: frozenset[str] = EVERYBODY
    hands_out_deposited: bool = False
    """A photo as deposited is the staff's, unless its record says otherwise."""


@dataclass(frozen=True)
class OfRecord:
    """Tells of one record, or (``is_of_file``) of a file by the record's number; ``kinds`` have such an address."""

    paths: Callable[[Record], list[str]]
    kinds: tuple[str, ...] = KINDS
    is_of_file: bool = False
    for_whom: frozenset[str] = EVERYBODY


@dataclass(frozen=True)
class OfMany:
    """Tells of many records."""

    paths: tuple[str, ...]
    posts: tuple[tuple[str, dict[str, str]], ...] = ()


@dataclass(frozen=True)
class Plain:
    """Tells nothing of records; ``why`` says what it is for."""

    why: str
    paths: tuple[str, ...] = field(default=())


Row = OfFile | OfRecord | OfMany | Plain


def _file(name: str, *extra: Any) -> Callable[[Asset], list[str]]:
    """Return the paths of a named address that takes the uid and one more of ``extra``, each in turn."""
    return lambda asset: (
        [reverse(name, args=[asset.uid, *_all(each)]) for each in extra] or [reverse(name, args=[asset.uid])]
    )


def _all(each: Any) -> list[Any]:
    return list(each) if isinstance(each, tuple) else [each]


def _stored(asset: Asset) -> list[str]:
    """Return the names in the store: of every rendition Wagtail knows, else of the original."""
    return [rendition.url for rendition in asset.renditions.all()] if isinstance(asset, Photo) else [asset.file.url]


def _originals(asset: Asset) -> list[str]:
    plain = reverse("asset-original", args=[asset.kind, asset.uid])
    return [plain, f"{plain}?download", asset.file.url]


def _downloads(record: Record) -> list[str]:
    asset = record.record_assets.get().asset
    size = "web" if asset.kind == "photo" else "original"
    return [reverse("download", args=[record.pid, asset.kind, asset.uid, size])]


def _sizes(asset: Asset) -> list[str]:
    """Return the size that everybody may take; copies say what their record says, so a file without one has none."""
    if not records_of_asset(asset.kind, asset.pk).exists():
        return []
    return [reverse("asset-size", args=[asset.kind, asset.uid, "web" if asset.kind == "photo" else "original"])]


def _transcripts(recording: Recording) -> list[str]:
    return [
        reverse("recording-transcript", args=[recording.uid, transcript.pk, shape])
        for transcript in recording.transcripts.all()
        for shape in ("vtt", "srt", "txt")
    ]


def _page(name: str, *extra: Any) -> Callable[[Document], list[str]]:
    pairs: list[Any] = [(1, each) for each in extra]
    return _file(name, *(pairs or [1]))


def _record(*ends: str) -> Callable[[Record], list[str]]:
    return lambda record: [reverse("record", args=[record.pid]) + end for end in ends]


def _api(*ends: str) -> Callable[[Record], list[str]]:
    return lambda record: [f"/api/v1/records/{record.pid}{end}" for end in ends]


_FORMS = ("txt", "hocr", "xml", "pdf")
_SEARCHES = ("", "?q=%s", "?q=%s*", "?q=%s&view=map", "?q=%s&view=grid", "?sort=title", "?q=%s&exact=1")
_FACETS = ("subject", "place", "creator", "kind", "collection")

ADDRESSES: dict[str, Row] = {
    "health/": Plain("says whether the site runs", ("/health/",)),
    "health/live/": Plain("says whether the process runs", ("/health/live/",)),
    # The interface for programs
    "api/v1/openapi.json": Plain("describes the interface", ("/api/v1/openapi.json",)),
    "api/^(v1/?|v1/docs/?)?$": Plain("leads to the description", ("/api/", "/api/v1/docs")),
    "api/v1/search": OfMany(("/api/v1/search?q=%s", "/api/v1/search", "/api/v1/search?q=%s&more=subject")),
    "api/v1/facets/<name>": OfMany(tuple(f"/api/v1/facets/{name}?q=%s" for name in (*_FACETS, "year"))),
    "api/v1/records/<pid>": OfRecord(_api("")),
    "api/v1/records/<pid>/units": OfRecord(_api("/units")),
    "api/v1/records/<pid>/units/<number>": OfRecord(_api("/units/1"), kinds=("document",), is_of_file=True),
    "api/v1/records/<pid>/units/<number>/words": OfRecord(_api("/units/1/words"), kinds=("document",), is_of_file=True),
    "api/v1/records/<pid>/search": OfRecord(_api("/search?q=bojxona")),
    "api/v1/": Plain("is the root of the interface", ("/api/v1/",)),
    "api/^.*$": Plain("says that there is nothing", ("/api/nothing",)),
    # Bytes
    "files/<path:name>": OfFile(KINDS, _stored),
    "assets/<str:kind>/<uuid:uid>/original": OfFile(KINDS, _originals, hands_out_deposited=True),
    "assets/<str:kind>/<uuid:uid>/sizes/<str:size>": OfFile(KINDS, _sizes),
    "assets/photo/<uuid:uid>/<str:size>.jpg": OfFile(("photo",), _file("photo-image", *PHOTO_SIZES)),
    "assets/document/<uuid:uid>/<int:number>/<str:size>.jpg": OfFile(("document",), _page("page-image", *PAGE_SIZES)),
    "assets/document/<uuid:uid>/<int:number>/words.json": OfFile(("document",), _page("page-words")),
    "assets/document/<uuid:uid>/<int:number>/text.txt": OfFile(("document",), _page("page-text")),
    "assets/document/<uuid:uid>/<int:number>/text.<str:form>": OfFile(("document",), _page("page-file", *_FORMS[1:])),
    "assets/document/<uuid:uid>/text.<str:form>": OfFile(("document",), _file("document-text", *_FORMS)),
    "assets/document/<uuid:uid>/copy.pdf": OfFile(("document",), _file("document-copy")),
    "assets/recording/<uuid:uid>/copy": OfFile(("recording",), _file("recording-copy")),
    "assets/recording/<uuid:uid>/<str:size>.jpg": OfFile(("recording",), _file("recording-poster", *POSTER_SIZES)),
    "assets/recording/<uuid:uid>/waveform.json": OfFile(("recording",), _file("recording-waveform")),
    "assets/recording/<uuid:uid>/transcript-<int:pk>.<str:shape>": OfFile(("recording",), _transcripts),
    # Pages
    "r/<str:pid>/": Plain("leads to the page of any well-formed number, whether there is one or not"),
    "robots.txt": Plain("tells crawlers the rules", ("/robots.txt",)),
    "search/": OfMany(tuple(f"/uz/search/{end}" for end in _SEARCHES)),
    "search/advanced/": OfMany(("/uz/search/advanced/", "/uz/search/advanced/?all=%s")),
    "search/list/": OfMany(
        ("/uz/search/list/",),
        (("/uz/search/list/", {"lines": "%s"}), ("/uz/search/list/", {"lines": "%s", "csv": "1"})),
    ),
    "search/suggest/": OfMany(("/uz/search/suggest/?q=%s",)),
    "search/facet/<slug:name>/": OfMany(
        tuple(f"/uz/search/facet/{name}/{end}" for name in _FACETS for end in ("?q=%s", "?letters=%s"))
    ),
    "search/export/": OfMany(("/uz/search/export/?q=%s", "/uz/search/export/?q=%s&format=json")),
    "api/": Plain("describes the interface to people", ("/uz/api/",)),
    "record/<str:pid>/": OfRecord(_record("", "?q=bojxona")),
    "record/<str:pid>/download/<str:kind>/<uuid:uid>/<str:size>/": OfRecord(_downloads, is_of_file=True),
    "record/<str:pid>/like/": OfRecord(_record("like/")),
    # Wagtail's own
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": Plain("asks for a password"),
    "_util/login/": Plain("logs in", ("/uz/_util/login/",)),
    "^((?:[\\w\\-]+/)*)$": OfMany(("/uz/", "/ru/", "/en/")),
}

OPEN_AT_THE_ADMIN = {
    "admin/login/": "logs in",
    "admin/logout/": "logs out",
    "admin/password_reset/": "sends a link for a new password",
    "admin/password_reset/done/": "says that the link was sent",
    "admin/password_reset/confirm/<uidb64>/<token>/": "takes the new password of who has the link",
    "admin/password_reset/complete/": "says that the password is new",
    "admin/jsi18n/": "gives the words of the screens in a language",
    "admin/sprite/": "gives the icons",
}
"""What below ``admin/`` answers everybody, and why; it tells nothing of records."""
