"""Tell administrators by mail of originals that were found damaged, missing or unreadable."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.fixity_queries import unreported_checks
from archive.models import FixityCheck, FixityPace
from catalog.fixity_rows import rows_of
from catalog.models import User

LISTED = 50
APART = timedelta(hours=1)
"""Failures that come one after another are told of together."""


def recipients() -> dict[str, list[str]]:
    """Return the addresses to write to, by language: those of the setting, else administrators with an address."""
    if settings.FONDS_FIXITY_MAIL:
        return {settings.LANGUAGE_CODE: list(settings.FONDS_FIXITY_MAIL)}
    found: dict[str, list[str]] = {}
    people = User.objects.filter(is_active=True, is_superuser=True).exclude(email="")
    for person in people.select_related("wagtail_userprofile"):
        profile = getattr(person, "wagtail_userprofile", None)
        language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
        found.setdefault(language, []).append(person.email)
    return found


def is_report_due() -> bool:
    """Say whether there is something to tell and the last message is some time ago; true to one asker only.

    A message that could not be sent is tried again after the same time.
    """
    if not unreported_checks().exists():
        return False
    now = timezone.now()
    FixityPace.objects.get_or_create(pk=1)
    late = Q(mailed_at=None) | Q(mailed_at__lt=now - APART)
    return bool(FixityPace.objects.filter(late, pk=1).update(mailed_at=now))


def report_fixity() -> int:
    """Send one message on all failures not told of yet; return how many there were.

    Where nobody has an address they stay on the screen, and count as told. What a mail server raises is raised, and
    nothing counts as told then. The message is sent outside of any transaction, for a mail server may let one wait
    while the whole site waits for the database; a process killed between sending and noting has it sent once more.
    Only who asks ``is_report_due`` first sends one.
    """
    ids = list(unreported_checks().values_list("pk", flat=True))
    if not ids:
        return 0
    for language, addresses in recipients().items():
        with translation.override(language):
            _send(ids, addresses)
    for start in range(0, len(ids), 500):
        FixityCheck.objects.filter(pk__in=ids[start : start + 500]).update(reported_at=timezone.now())
    return len(ids)


def _send(ids: list[int], addresses: list[str]) -> None:
    rows = rows_of(list(FixityCheck.objects.filter(pk__in=ids[:LISTED]).order_by("failed_at", "pk")))
    count = len(ids)
    subject = ngettext(
        "%(count)s file in the archive is damaged or missing", "%(count)s files in the archive are damaged or missing",
        count,
    ) % {"count": count}  # fmt: skip
    site = settings.WAGTAILADMIN_BASE_URL
    context = {
        "rows": rows, "count": count, "more": count - len(rows), "site": site,
        "address": site + reverse("catalog_fixity"), "greeting": _("This message was sent by the archive itself."),
    }  # fmt: skip
    body = render_to_string("catalog/mail/fixity.txt", context)
    EmailMessage(settings.EMAIL_SUBJECT_PREFIX + subject, body, to=addresses).send()
