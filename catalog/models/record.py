"""Hold the record: what every described thing shares, whatever its kind."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from catalog.choices import (
    CONTENT_LANGUAGES,
    Access,
    DownloadRule,
    PurposeRule,
    content_language,
    language_choices,
    rights_choices,
)
from catalog.models.facts import facts_of, publish_facts
from catalog.signals import records_changed
from catalog.vocabulary import rights as rights_vocabulary
from catalog.vocabulary.dates import ArchiveDate, DateNotUnderstood, parse_date
from catalog.vocabulary.identifiers import new_pid

if TYPE_CHECKING:
    from catalog.vocabulary.rights import RightsStatement


_BOOKKEEPING = frozenset({"latest_revision", "has_unpublished_changes"})
"""What Wagtail stores when only a draft was saved: nothing that a reader or an index could notice."""


def make_pid() -> str:
    """Return a fresh permanent id."""
    return new_pid(secrets.SystemRandom())


class Record(DraftStateMixin, RevisionMixin, ClusterableModel):
    """A described thing: its names, dates, agents, rights and access; its kind's own facts stand in the kind's room.

    ``title`` exists in each content language; ``original_title`` is the title in the thing's own language, shown
    wherever no translation is given. ``version`` grows with every change that a reader or an index could notice.
    ``edited_fields`` names what a person has set: reading the file again never overwrites these.
    """

    draft_facts: dict[str, Any] | None = None
    """Facts of the kind that a draft brings along; written to the kind's own row when the record is saved."""

    pid = models.CharField(_("permanent id"), max_length=16, unique=True, default=make_pid, editable=False)
    kind = models.CharField(_("kind"), max_length=30, db_index=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    original_title = models.CharField(
        _("original title"), max_length=500, blank=True, help_text=_("The title in its own language, as on the thing.")
    )
    original_language = models.CharField(
        _("language of the original title"), max_length=12, blank=True, choices=language_choices
    )
    description = models.TextField(_("description"), blank=True)
    date_edtf = models.CharField(
        _("date"),
        max_length=100,
        blank=True,
        help_text=_("A year, a day, a range, “circa 1924”, “1920s”; empty when unknown. Kept as EDTF."),
    )
    date_earliest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    date_latest = models.DateField(null=True, blank=True, editable=False)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    rights = models.CharField(_("rights"), max_length=20, blank=True, choices=rights_choices)
    credit_line = models.CharField(_("credit line"), max_length=300, blank=True)
    access = models.CharField(_("access"), max_length=12, choices=Access.choices, default=Access.STAFF, db_index=True)
    embargo_until = models.DateField(_("embargo until"), null=True, blank=True, help_text=_("Public from this day on."))
    downloads = models.CharField(_("downloads"), max_length=10, blank=True, choices=DownloadRule.choices)
    asks_purpose = models.CharField(
        _("purpose of a download"), max_length=10, blank=True, choices=PurposeRule.choices,
        help_text=_("Whether readers state what they take a file for, before they take it."),
    )  # fmt: skip
    keeps_location = models.BooleanField(
        _("leave the location in downloads"), default=False,
        help_text=_("Otherwise the position in the file is removed from copies that leave the house."),
    )  # fmt: skip
    collection = models.ForeignKey(
        "catalog.Collection",
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="records",
    )
    subjects = ParentalManyToManyField(
        "catalog.Subject", verbose_name=_("subjects"), blank=True, related_name="records"
    )
    places = ParentalManyToManyField("catalog.Place", verbose_name=_("places"), blank=True, related_name="records")
    edited_fields = models.JSONField(default=list, blank=True, editable=False)
    version = models.PositiveBigIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False, db_index=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(access=Access.EMBARGO) | models.Q(embargo_until__isnull=False),
                name="catalog_embargo_has_date",
                violation_error_message=_("Give the day the embargo ends."),
            )
        ]

    def __str__(self) -> str:
        """Return the title, else the permanent id."""
        return self.title_and_language()[0]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with dates resolved and a version above every earlier one, whatever revision this came from."""
        if set(kwargs.get("update_fields") or ()) & _BOOKKEEPING and set(kwargs["update_fields"]) <= _BOOKKEEPING:
            super().save(*args, **kwargs)
            return
        value, is_new = self.date, self._state.adding
        self.date_earliest, self.date_latest = value.earliest, value.latest
        with transaction.atomic():
            restricted = self._count_up()
            super().save(*args, **kwargs)
            publish_facts(self)
            records_changed.send(sender=Record, record_ids=[self.pk], restricted=restricted, created=is_new)

    def _count_up(self) -> bool:
        """Lock the stored row and take the next version; say whether access differs from what is stored."""
        if self.pk is None:
            return False
        # The row is counted up in the database first: a revision brings an old version number with it.
        Record.objects.filter(pk=self.pk).update(version=F("version") + 1)
        stored = Record.objects.filter(pk=self.pk).values_list("version", "live", "access", "embargo_until").first()
        if stored is None:
            return False
        self.version = stored[0]
        return bool(stored[1:] != (self.live, self.access, self.embargo_until))

    def clean(self) -> None:
        """Resolve the typed date to EDTF and require a title."""
        super().clean()
        try:
            self.date_edtf = parse_date(self.date_edtf).edtf
        except DateNotUnderstood as error:
            raise ValidationError({"date_edtf": gettext(error.message) % error.params}) from error
        if not any((self.original_title, *(getattr(self, f"title_{code}") for code in CONTENT_LANGUAGES))):
            raise ValidationError({"original_title": _("Give a title in at least one language.")})

    def serializable_data(self) -> dict[str, Any]:
        """Return what a revision keeps: the record, its child rows, and its kind's own facts."""
        return {**super().serializable_data(), "facts": facts_of(self)}

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """Return the record a revision kept; its facts wait beside it until it is saved."""
        found = super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)
        if found is not None:
            found.draft_facts = data.get("facts") or {}
        return found

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the record as a revision has it, save for what people have edited: that is known of the record."""
        found = super().with_content_json(content)
        found.edited_fields = self.edited_fields
        return found

    def get_absolute_url(self) -> str:
        """Return the record's page in the language of the moment."""
        return reverse("record", kwargs={"pid": self.pid})

    @property
    def permalink_path(self) -> str:
        """Return the address that never changes and names no language."""
        return reverse("permalink", kwargs={"pid": self.pid})

    @property
    def date(self) -> ArchiveDate:
        """Return the date as a value; what cannot be read counts as unknown."""
        try:
            return parse_date(self.date_edtf)
        except DateNotUnderstood:
            return parse_date("")

    @property
    def rights_statement(self) -> RightsStatement | None:
        """Return the rights statement, if one is given."""
        return rights_vocabulary.rights(self.rights) if self.rights else None

    def title_and_language(self, language: str | None = None) -> tuple[str, str]:
        """Return the title to show a reader of ``language`` (content code) and the language it is in."""
        code = content_language(language)
        if wanted := getattr(self, f"title_{code}"):
            return wanted, code
        if self.original_title:
            return self.original_title, self.original_language
        for other in CONTENT_LANGUAGES:
            if text := getattr(self, f"title_{other}"):
                return text, other
        return self.pid, ""
