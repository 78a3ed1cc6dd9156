"""A key opens what its owner may see, until it is revoked, expires, or its owner may not; a wrong one is refused."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import ApiKey, Record, User
from catalog.operations.issue_api_key import issue_api_key
from catalog.operations.revoke_api_key import revoke_api_key
from tests.integration.search.api.conftest import Keys

SEARCH = "/api/v1/search?q=bojxona"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_only_a_fingerprint_of_the_secret_is_kept(journalist: User) -> None:
    made = issue_api_key(owner=journalist, name="script")
    stored = ApiKey.objects.filter(pk=made.key.pk).values().get()
    assert made.secret.startswith(f"{stored['prefix']}_")
    assert made.secret not in str(stored)
    assert len(made.secret) > 50


@pytest.mark.parametrize(
    "secret", ["", "nonsense", "fonds_", "fonds_00000000_AAAA", "ÿ\x7f", "x" * 5000, "a b c", "fonds_%00"]
)
def test_a_wrong_key_is_refused_rather_than_passed_over(client: Client, holdings: Any, secret: str) -> None:
    response = client.get(SEARCH, headers=bearer(secret))
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["type"] == "/api/v1/docs#problem-key-refused"
    assert "not known" in response.json()["detail"]


def test_a_revoked_key_opens_nothing_any_more(client: Client, holdings: Any, keys: Keys) -> None:
    key = ApiKey.objects.get(owner__username="malika")
    assert client.get(SEARCH, headers=keys.accredited).status_code == 200
    assert revoke_api_key(key=key)
    assert not revoke_api_key(key=key)
    refused = client.get(SEARCH, headers=keys.accredited)
    assert (refused.status_code, "revoked" in refused.json()["detail"]) == (401, True)


def test_a_key_works_through_its_last_day(client: Client, holdings: Any, journalist: User) -> None:
    today = timezone.localdate()
    last = issue_api_key(owner=journalist, name="today", expires_on=today).secret
    over = issue_api_key(owner=journalist, name="yesterday", expires_on=today - timedelta(days=1)).secret
    assert client.get(SEARCH, headers=bearer(last)).status_code == 200
    assert "expired" in client.get(SEARCH, headers=bearer(over)).json()["detail"]


def test_a_key_ends_with_the_log_in_of_its_owner(client: Client, holdings: Any, keys: Keys) -> None:
    User.objects.filter(username="malika").update(is_active=False)
    assert client.get(SEARCH, headers=keys.accredited).status_code == 401


def test_a_key_sees_less_as_soon_as_its_owner_does(client: Client, holdings: dict[str, Record], keys: Keys) -> None:
    address = f"/api/v1/records/{holdings['accredited'].pid}"
    assert client.get(address, headers=keys.accredited).status_code == 200
    User.objects.filter(username="malika").update(accredited_until=timezone.localdate() - timedelta(days=1))
    assert client.get(address, headers=keys.accredited).status_code == 404


def test_the_last_use_is_noted_but_not_at_every_request(
    client: Client, holdings: Any, keys: Keys, django_assert_num_queries: Any
) -> None:
    client.get(SEARCH, headers=keys.accredited)
    noted = ApiKey.objects.get(owner__username="malika").last_used_at
    assert noted is not None
    client.get(SEARCH, headers=keys.accredited)
    assert ApiKey.objects.get(owner__username="malika").last_used_at == noted


def test_a_key_changes_nothing_and_opens_no_staff_screen(client: Client, holdings: Any, keys: Keys) -> None:
    assert client.post(SEARCH, headers=keys.staff).status_code == 405
    assert client.get("/admin/", headers=keys.staff).status_code == 302


def test_requests_are_counted_by_key_and_by_address(
    client: Client, holdings: Any, keys: Keys, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FONDS_API_MINUTE, settings.FONDS_API_KEY_MINUTE = 2, 4
    # All in one window, wherever the clock stands.
    monkeypatch.setattr("catalog.web.throttle.time", SimpleNamespace(time=lambda: 1_800_000_010))
    without = [client.get(SEARCH).status_code for _ in range(3)]
    shown = [client.get(SEARCH, headers=keys.accredited).status_code for _ in range(5)]
    assert without == [200, 200, 429]
    assert shown == [200, 200, 200, 200, 429]
    assert client.get(SEARCH, headers=keys.staff).status_code == 200
    late = client.get(SEARCH)
    assert (late["Retry-After"], late["Content-Type"]) == ("50", "application/problem+json")


def test_who_tries_keys_out_is_turned_away(
    client: Client, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FONDS_API_MINUTE = 3
    monkeypatch.setattr("catalog.web.throttle.time", SimpleNamespace(time=lambda: 1_800_000_010))
    tried = [client.get(SEARCH, headers=bearer(f"fonds_{number}")).status_code for number in range(4)]
    assert tried == [401, 401, 401, 429]
