"""Show and fill what only a photograph knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from catalog.kinds.photo.models import PhotoFacts
from catalog.kinds.room import Fact
from catalog.models.facts import keep_facts

if TYPE_CHECKING:
    from archive.models import Asset
    from catalog.models import Record


class PhotoRoom:
    """Photographs, negatives, drawings kept as pictures."""

    slug = "photo"
    icon = "image"
    template = "catalog/photo.html"
    facts_model = PhotoFacts
    label = _("Photo")
    plural = _("Photos")

    def facts(self, record: Record) -> list[Fact]:
        """Return technique, camera, size and position."""
        own = getattr(record, "photo_facts", None)
        photo = next((row.photo for row in record.record_assets.all() if row.photo), None)
        found = []
        if own and own.technique:
            found.append(Fact(gettext("Technique"), own.technique))
        if own and own.camera:
            found.append(Fact(gettext("Camera"), own.camera))
        if photo:
            found.append(Fact(gettext("Size"), "{} × {}".format(*photo.upright_size)))
        if own and own.latitude is not None and own.longitude is not None:
            found.append(Fact(gettext("Position"), f"{own.latitude:.5f}, {own.longitude:.5f}"))
        return found

    def extent(self, record: Record) -> str:
        """Return the technique."""
        own = getattr(record, "photo_facts", None)
        return own.technique if own else ""

    def fill(self, record: Record, asset: Asset, said: Mapping[str, Any]) -> None:
        """Take camera and position from the file; technique is a person's."""
        position = said.get("gps") or {}
        taken = {
            "camera": (said.get("camera") or "")[:150],
            "latitude": position.get("latitude"),
            "longitude": position.get("longitude"),
        }
        kept = {name: value for name, value in taken.items() if name not in record.edited_fields}
        keep_facts(PhotoFacts, record, kept)

    def panels(self) -> list[Any]:
        """Return technique, camera and position."""
        return [FieldPanel("technique"), FieldPanel("camera"), FieldPanel("latitude"), FieldPanel("longitude")]
