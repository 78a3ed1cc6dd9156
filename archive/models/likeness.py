"""Keep the hashes of photographs, and the pairs that look alike with what a person decided of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import Likeness
from archive.models.photo import Photo


class PhotoHash(models.Model):
    """The perceptual hash of a photo (as a signed number) and its four parts, by which others like it are found.

    Without ``bits`` the picture shows too little to compare. ``compared_at`` is empty while it waits to be compared.
    """

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, primary_key=True, related_name="hash")
    bits = models.BigIntegerField(null=True)
    band_0 = models.PositiveIntegerField(null=True, db_index=True)
    band_1 = models.PositiveIntegerField(null=True, db_index=True)
    band_2 = models.PositiveIntegerField(null=True, db_index=True)
    band_3 = models.PositiveIntegerField(null=True, db_index=True)
    compared_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("hash of a photo")
        verbose_name_plural = _("hashes of photos")
        indexes = [models.Index(fields=["photo"], condition=models.Q(compared_at=None), name="archive_hash_waiting")]

    def __str__(self) -> str:
        """Return the photo's key."""
        return str(self.pk)


class SimilarPair(models.Model):
    """Two photos that look alike, the earlier first; ``better`` is the one a person prefers of the same picture."""

    first = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField(_("bits that differ"))
    decision = models.CharField(_("decision"), max_length=10, choices=Likeness.choices, default=Likeness.OPEN)
    better = models.ForeignKey(
        Photo, verbose_name=_("the better one"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("pair of similar photos")
        verbose_name_plural = _("pairs of similar photos")
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="archive_pair_once")]
        indexes = [models.Index(fields=["decision", "distance", "id"], name="archive_pair_open")]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.first_id} ~ {self.second_id}"
