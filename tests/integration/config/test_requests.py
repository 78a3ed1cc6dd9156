"""What every request meets: headers, limits, error pages, the lock after failed log-ins."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from catalog.web.throttle import throttled
from config.middleware import ClientAddressMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def policy(response: HttpResponseBase) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts}


def test_the_public_side_allows_no_inline_script_and_no_inline_style(client: Client) -> None:
    found = policy(client.get("/uz/no-such-page/"))
    assert found["default-src"] == "'self'"
    assert "unsafe" not in " ".join(found.values())
    assert found["object-src"] == "'none'"


def test_the_staff_side_runs_inline_script_but_nothing_from_elsewhere(client: Client) -> None:
    found = policy(client.get("/admin/login/"))
    assert found["script-src"] == "'self' 'unsafe-inline'"
    assert "http" not in " ".join(found.values())
    assert found["object-src"] == "'none'"


def test_every_answer_forbids_guessing_types_and_leaks_no_address(client: Client) -> None:
    response = client.get("/health/live/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_a_missing_page_is_answered_in_the_language_of_its_address(client: Client, language: str) -> None:
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_an_error_in_a_page_shows_the_error_page_and_no_traceback(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False

    def fail(*given: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("config.health.check_database", fail)
    monkeypatch.setattr("config.health.health", fail)
    monkeypatch.setattr("django.http.JsonResponse.__init__", fail)
    response = client.get("/health/")
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert "<h1" in response.content.decode()


def test_a_body_above_the_upload_limit_is_refused_before_it_is_read(client: Client, settings: Settings) -> None:
    settings.FONDS_MAX_UPLOAD_BYTES = 5 * 1024 * 1024
    response = client.post("/admin/login/", b"x", content_type="text/plain", CONTENT_LENGTH=str(7 * 1024 * 1024))
    assert response.status_code == 413
    assert "5 MB" in response.content.decode()


def test_five_failed_log_ins_lock_that_name_from_that_address_only(client: Client, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    get_user_model().objects.create_superuser("malika", password="a-long-password")
    wrong = {"username": "malika", "password": "wrong"}
    right = {"username": "malika", "password": "a-long-password"}
    statuses = [client.post("/admin/login/", wrong).status_code for _ in range(5)]

    assert statuses[-1] == 429
    assert client.post("/admin/login/", right).status_code == 429
    assert client.post("/admin/login/", right, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_too_many_requests_from_one_address_are_turned_away_for_a_while(rf: RequestFactory) -> None:
    @throttled("test", limit=3)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    statuses = [view(rf.get("/")).status_code for _ in range(5)]
    other = view(rf.get("/", REMOTE_ADDR="10.0.0.9"))

    # A window may end between two requests: then one more passes.
    assert statuses.count(200) in (3, 4)
    assert other.status_code == 200


def test_the_clients_address_is_the_one_our_own_proxy_saw(rf: RequestFactory, settings: Settings) -> None:
    settings.FONDS_PROXIES = 1
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.5", REMOTE_ADDR="127.0.0.1")
    ClientAddressMiddleware(lambda request: HttpResponse()).process_request(request)
    assert request.META["REMOTE_ADDR"] == "203.0.113.5"


def test_without_a_proxy_nobody_can_choose_an_address(rf: RequestFactory) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6", REMOTE_ADDR="198.51.100.7")
    ClientAddressMiddleware(lambda request: HttpResponse()).process_request(request)
    assert request.META["REMOTE_ADDR"] == "198.51.100.7"
