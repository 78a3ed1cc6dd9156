"""Narrow the list of records: filters, and search over titles, numbers and permanent ids."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from archive.choices import AssetState, PageState
from archive.models import Page
from archive.queries import MODELS
from catalog.choices import CONTENT_LANGUAGES, Access, language_choices
from catalog.kinds.registry import kind_choices
from catalog.models import Collection, Record, RecordAsset, RecordIdentifier, Subject
from catalog.queries import authorities_named, case_variants
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid

TITLES = ("original_title", *(f"title_{code}" for code in CONTENT_LANGUAGES))
STATES = [("live", _("Published")), ("draft", _("Draft")), ("changed", _("Published, with changes waiting"))]
READINGS = [
    ("open", _("Being read")),
    ("parked", _("Some pages could not be read")),
    ("failed", _("A file could not be opened")),
    ("none", _("No files")),
]


class RecordFilterSet(WagtailFilterSet):
    """The filters beside the list of records."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices, empty_label=_("All"),
                                       widget=forms.RadioSelect)  # fmt: skip
    collection = django_filters.ModelChoiceFilter(
        label=_("Collection"), queryset=Collection.objects.all(), null_label=_("In no collection")
    )
    access = django_filters.ChoiceFilter(label=_("Access"), choices=Access.choices, empty_label=_("All"),
                                         widget=forms.RadioSelect)  # fmt: skip
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="filter_state", empty_label=_("All"),
                                        widget=forms.RadioSelect)  # fmt: skip
    language = django_filters.ChoiceFilter(label=_("Language"), choices=language_choices, method="filter_language")
    subject = django_filters.CharFilter(label=_("Subject"), method="filter_subject")
    reading = django_filters.ChoiceFilter(label=_("Reading"), choices=READINGS, method="filter_reading",
                                          empty_label=_("All"), widget=forms.RadioSelect)  # fmt: skip

    class Meta:
        model = Record
        fields: list[str] = []

    def filter_state(self, records: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        """Keep published, unpublished or changed records."""
        wanted = {
            "live": Q(live=True),
            "draft": Q(live=False),
            "changed": Q(live=True, has_unpublished_changes=True),
        }
        found: QuerySet[Record] = records.filter(wanted[value])
        return found

    def filter_language(self, records: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        """Keep records in a language; as text, for SQLite cannot look into JSON lists."""
        spoken = Cast("languages", TextField())
        found: QuerySet[Record] = records.alias(spoken=spoken).filter(spoken__contains=f'"{value}"')
        return found

    def filter_subject(self, records: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        """Keep records under a subject whose name contains the text."""
        named = authorities_named(Subject, value).order_by().values("pk")
        links = Record.subjects.through.objects.filter(record=OuterRef("pk"), subject__in=named)
        return records.filter(Exists(links))

    def filter_reading(self, records: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        """Keep records whose files are in a state."""
        rows = RecordAsset.objects.filter(record=OuterRef("pk"))
        if value == "none":
            return records.filter(~Exists(rows))
        if value == "parked":
            pages = Page.objects.filter(document__record_assets__record=OuterRef("pk"), state=PageState.PARKED)
            return records.filter(Exists(pages))
        states = [AssetState.FAILED] if value == "failed" else [AssetState.WAITING, AssetState.WORKING]
        any_kind = Q()
        for kind in MODELS:
            any_kind |= Q(**{f"{kind}__state__in": states})
        return records.filter(Exists(rows.filter(any_kind)))


def search_records(records: QuerySet[Record], text: str) -> QuerySet[Record]:
    """Keep records that hold every word in a title (any language), a number or the permanent id."""
    try:
        return records.filter(pid=normalize_pid(text))
    except PidNotValid:
        pass
    for word in text.split():
        found = Q(pid__istartswith=word)
        for written in case_variants(word):
            for name in TITLES:
                found |= Q(**{f"{name}__icontains": written})
        numbers = RecordIdentifier.objects.filter(record=OuterRef("pk"), value__icontains=word)
        records = records.filter(found | Exists(numbers))
    return records


def shown_state(record: Record) -> tuple[Any, str, str]:
    """Return whether a record is published, in words, with icon and tone."""
    if not record.live:
        return _("Draft"), "draft", "quiet"
    if record.has_unpublished_changes:
        return _("Published, changes wait"), "edit", "ochre"
    return _("Published"), "check", "green"
