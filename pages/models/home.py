"""Holds the home page: a picture, one sentence, the search box, what there is and what is new."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from catalog.access import audience_of, may_see
from catalog.queries import may_see_asset
from pages.queries import counts_by_kind, latest_records, public_record_of_photo

LATEST = 6


class HomePage(Page):
    """The first page of the site, one in each content language."""

    tagline = models.CharField(
        _("under the name"), max_length=90, blank=True, help_text=_("What this site is, beside its name on every page.")
    )
    headline = models.CharField(_("sentence"), max_length=120, help_text=_("The one sentence over the picture."))
    hero_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A wide photo of a published record; without one the site's own drawing is shown."),
    )
    examples = models.TextField(
        _("example searches"), blank=True, help_text=_("One a line; shown under the search box.")
    )

    max_count_per_parent = 10
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("hero_image"), FieldPanel("examples"), FieldPanel("tagline")],
            heading=_("First screen"),
        ),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def example_queries(self) -> list[str]:
        """Return the example searches, blank lines left out."""
        return [line.strip() for line in self.examples.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the visitor may see: counts by kind, the latest records, the picture and its credit."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        audience = audience_of(request.user)
        context["kinds"] = counts_by_kind(audience)
        context["latest"] = latest_records(audience, LATEST)
        if self.hero_image and may_see_asset(audience, self.hero_image):
            record = public_record_of_photo(self.hero_image.pk)
            context["hero"] = self.hero_image
            context["hero_record"] = record if record and may_see(audience, record) else None
        return context
