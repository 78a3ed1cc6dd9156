"""Make the people who show what each role sees: an accredited journalist and a cataloguer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from catalog.models import User

ACCREDITED_DAYS = 365
CATALOGUERS = "Cataloguers"
_EDITED_MODELS = ("record", "collection", "agent", "subject", "place", "photo", "document")


@dataclass(frozen=True, slots=True)
class Login:
    """A new log-in; the password is known here and nowhere else."""

    username: str
    password: str
    role: str


@transaction.atomic
def make_people() -> list[Login]:
    """Make the log-ins that are missing and return the new ones."""
    made = []
    if not User.objects.filter(username="journalist").exists():
        until = timezone.localdate() + timedelta(days=ACCREDITED_DAYS)
        made.append(_login("journalist", "accredited journalist", accredited_until=until, first_name="Jasur"))
    if not User.objects.filter(username="cataloguer").exists():
        made.append(_login("cataloguer", "cataloguer, may use the staff admin", is_staff=True, first_name="Dilnoza"))
        User.objects.get(username="cataloguer").groups.add(_cataloguers())
    return made


def _login(username: str, role: str, **facts: Any) -> Login:
    password = secrets.token_urlsafe(12)
    User.objects.create_user(username=username, password=password, **facts)
    return Login(username, password, role)


def _cataloguers() -> Group:
    """Return the group that may see the staff admin and add, change and publish records and what they point to."""
    group, _ = Group.objects.get_or_create(name=CATALOGUERS)
    codenames = [f"{verb}_{model}" for model in _EDITED_MODELS for verb in ("add", "change", "view")]
    codenames.append("publish_record")
    group.permissions.add(
        *Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin"),
        *Permission.objects.filter(codename__in=codenames, content_type__app_label__in=["catalog", "archive"]),
    )
    return group
