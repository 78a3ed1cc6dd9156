"""Staff who may, make keys, see who holds which, and revoke them; nobody reads a secret twice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from catalog.models import ApiKey, User
from catalog.operations.issue_api_key import issue_api_key
from catalog.operations.use_api_key import use_api_key

LIST = "/admin/api-keys/"


@pytest.fixture
def journalist(db: None) -> User:
    made: User = User.objects.create_user("malika", password="x")
    return made


def test_a_key_is_made_and_its_secret_shown_once(admin_client: Client, journalist: User) -> None:
    assert admin_client.get(f"{LIST}add/").status_code == 200
    made = admin_client.post(f"{LIST}add/", {"owner": journalist.pk, "name": "Newsroom", "expires_on": ""})
    (secret,) = re.findall(r'value="(fonds_[\w-]+)"', made.content.decode())
    assert "no-store" in made["Cache-Control"]
    key = use_api_key(secret=secret)
    assert (key.owner, key.name, key.created_by) == (journalist, "Newsroom", User.objects.get(username="admin"))
    listed = admin_client.get(LIST).content.decode()
    assert key.prefix in listed
    assert secret not in listed
    assert "malika" in listed


def test_a_day_that_has_passed_is_refused(admin_client: Client, journalist: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = admin_client.post(
        f"{LIST}add/", {"owner": journalist.pk, "name": "x", "expires_on": yesterday.isoformat()}
    )
    assert answer.status_code == 422
    assert not ApiKey.objects.exists()


def test_no_key_is_made_for_a_closed_log_in(admin_client: Client, journalist: User) -> None:
    User.objects.filter(pk=journalist.pk).update(is_active=False)
    assert admin_client.post(f"{LIST}add/", {"owner": journalist.pk, "name": "x"}).status_code == 422


def test_a_key_is_revoked_from_the_list(admin_client: Client, journalist: User) -> None:
    key = issue_api_key(owner=journalist, name="old").key
    assert admin_client.get(f"{LIST}{key.pk}/revoke/").status_code == 405
    assert admin_client.post(f"{LIST}{key.pk}/revoke/").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert "/revoke/" not in admin_client.get(LIST).content.decode()
    assert admin_client.post(f"{LIST}999/revoke/").status_code == 404


def test_only_who_holds_the_permission_sees_keys(staff: Client, cataloguer: User, journalist: User) -> None:
    key = issue_api_key(owner=journalist, name="script").key
    assert LIST not in staff.get("/admin/").content.decode()
    for path in (LIST, f"{LIST}add/"):
        assert staff.get(path).status_code == 302
    staff.post(f"{LIST}{key.pk}/revoke/")
    key.refresh_from_db()
    assert key.revoked_at is None
    cataloguer.user_permissions.add(Permission.objects.get(codename="manage_apikey"))
    assert staff.get(LIST).status_code == 200
    assert LIST in staff.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("language", "word"),
    [("uz", "API kalitlari"), ("uz-cyrl", "API калитлари"), ("ru", "Ключи API"), ("en", "API keys")],
)
def test_the_screens_speak_the_language_of_the_person(
    admin_client: Client, admin_user: User, journalist: User, language: str, word: str
) -> None:
    issue_api_key(owner=journalist, name="script", expires_on=timezone.localdate())
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    assert word in admin_client.get(LIST).content.decode()
    assert admin_client.get(f"{LIST}add/").status_code == 200


def test_a_long_list_takes_no_more_queries(admin_client: Client, journalist: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(LIST)
        return len(queries)

    issue_api_key(owner=journalist, name="first")
    cost()
    few = cost()
    for number in range(20):
        issue_api_key(owner=journalist, name=f"key {number}")
    assert cost() == few
