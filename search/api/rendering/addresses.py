"""Write the absolute addresses that answers hold: of this interface, of pages for people, and of the door to files."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from archive.choices import AssetKind, AssetState, PageState
from archive.models import Asset, Document, Page
from catalog.models import Record
from search.api.shapes.units import Images

ROOT = "/api/v1"

Pairs = Iterable[tuple[str, object]]


class Addresses:
    """Addresses as seen from one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._site = request.build_absolute_uri("/").rstrip("/")
        self._language = [("lang", lang)] if (lang := request.GET.get("lang")) else []

    def record(self, pid: str) -> str:
        """Return the record in this interface."""
        return self._own(f"/records/{pid}")

    def units(self, pid: str) -> str:
        """Return the list of its pages."""
        return self._own(f"/records/{pid}/units")

    def unit(self, pid: str, number: int) -> str:
        """Return one page with its text."""
        return self._own(f"/records/{pid}/units/{number}")

    def words(self, pid: str, number: int) -> str:
        """Return the words of one page."""
        return self._own(f"/records/{pid}/units/{number}/words")

    def inside(self, pid: str, pairs: Pairs = ()) -> str:
        """Return the search inside one record."""
        return self._own(f"/records/{pid}/search", pairs)

    def people(self, record: Record, pairs: Pairs = ()) -> str:
        """Return the page for people, by the address that never changes."""
        return self._site + _with(record.permalink_path, [*pairs])

    def turned(self, request: HttpRequest, page: int) -> str:
        """Return this request's address with another page of the list."""
        query = request.GET.copy()
        query["page"] = str(page)
        return f"{self._site}{request.path}?{query.urlencode()}"

    def door(self, path: str) -> str:
        """Return a file's address: whoever opens it is asked for their right."""
        return self._site + path

    def original(self, asset: Asset) -> str:
        """Return the original of a file."""
        return self.door(reverse("asset-original", args=[asset.kind, asset.uid]))

    def size(self, asset: Asset, size: str) -> str:
        """Return a size of a file, with texts in the language asked for inside."""
        return self.door(_with(reverse("asset-size", args=[asset.kind, asset.uid, size]), [*self._language]))

    def page_image(self, document: Document, number: int, size: str = "medium") -> str:
        """Return the image of a page of a document."""
        return self.door(reverse("page-image", args=[document.uid, number, size]))

    def page_images(self, document: Document, number: int, page: Page | None) -> Images | None:
        """Return the images of a page, None while there is none."""
        if page is None or page.state != PageState.READY:
            return None
        return Images(**{size: self.page_image(document, number, size) for size in Images.model_fields})

    def asset_images(self, asset: Asset) -> Images | None:
        """Return the pictures of a file, None while there is none."""
        if asset.state != AssetState.READY or asset.kind == AssetKind.RECORDING:
            return None
        if asset.kind == AssetKind.DOCUMENT:
            return Images(**{size: self._page_one(asset, size) for size in Images.model_fields})
        return Images(**{size: self._photo(asset, size) for size in Images.model_fields})

    def _page_one(self, asset: Asset, size: str) -> str:
        return self.door(reverse("page-image", args=[asset.uid, 1, size]))

    def _photo(self, asset: Asset, size: str) -> str:
        return self.door(reverse("photo-image", args=[asset.uid, size]))

    def _own(self, path: str, pairs: Pairs = ()) -> str:
        return f"{self._site}{ROOT}{_with(path, [*pairs, *self._language])}"


def _with(path: str, pairs: list[tuple[str, object]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
