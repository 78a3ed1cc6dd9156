"""Hold the keys with which programs ask in a person's name."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiKey(models.Model):
    """A key of a person's programs: only the hash of its secret is kept, and ``prefix`` to tell keys apart.

    Whoever shows the secret sees what the owner sees today; an accreditation that ends, ends for the key too.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="api_keys",
        help_text=_("The key sees what this person sees."),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What the key is for, such as “Newsroom script”."))
    prefix = models.CharField(_("beginning of the key"), max_length=20, unique=True, editable=False)
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    expires_on = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day on which the key works; empty: no end.")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        default_permissions = ()
        permissions = [("manage_apikey", _("Can make and revoke API keys"))]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def has_expired(self, at: datetime | None = None) -> bool:
        """Say whether the last day of the key has passed."""
        day = timezone.localdate(at)
        return self.expires_on is not None and self.expires_on < day
