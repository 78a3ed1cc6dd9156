"""The home page in four languages, and the ground a new site stands on."""

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from catalog.choices import Access
from catalog.models import Record
from pages.models import HomePage
from pages.operations.found_site import found_site

pytestmark = pytest.mark.django_db

VARIANTS = ("uz", "uz-cyrl", "ru", "en")


def publish(title: str, *, access: Access = Access.PUBLIC, kind: str = "photo") -> Record:
    record = Record(kind=kind, title_uz=title, access=access, live=True)
    record.save()
    return record


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_site_has_a_home_page_in_each_content_language() -> None:
    assert set(HomePage.objects.values_list("locale__language_code", flat=True)) == {"uz", "ru", "en"}
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="uz")


def test_founding_the_site_again_changes_nothing() -> None:
    home = HomePage.objects.get(locale__language_code="ru")
    home.headline = "Свои слова"
    home.save()
    found_site()
    assert Page.objects.count() == 4
    assert HomePage.objects.get(locale__language_code="ru").headline == "Свои слова"


def test_the_three_home_pages_are_translations_of_each_other() -> None:
    home = HomePage.objects.get(locale__language_code="uz")
    assert home.get_translations().count() == 2


@pytest.mark.parametrize(
    ("variant", "tag", "words"),
    [
        ("uz", "uz-Latn", "Chegaradan oʻtgan har bir yuk iz qoldirgan"),
        ("uz-cyrl", "uz-Cyrl", "Чегарадан ўтган ҳар бир юк из қолдирган"),
        ("ru", "ru", "Каждый груз на границе оставил след"),
        ("en", "en", "Every cargo that crossed the border left a trace"),
    ],
)
def test_each_variant_speaks_its_own_language(client: Client, variant: str, tag: str, words: str) -> None:
    page = body(client, f"/{variant}/")
    assert f'<html lang="{tag}"' in page
    assert words in page


def test_one_setting_shows_content_and_switcher_in_the_2026_latin(client: Client) -> None:
    with override_settings(FONDS_UZ_LATIN="2026"):
        page = body(client, "/uz/")
    assert "Çegaradan ötgan har bir yuk iz qoldirgan" in page
    assert "Özbekça" in page


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_switcher_leads_to_the_same_page_with_its_query(client: Client, variant: str) -> None:
    page = body(client, f"/{variant}/?utm=1")
    for other in VARIANTS:
        assert f'href="/{other}/?utm=1"' in page


def test_latest_records_are_those_the_visitor_may_see(client: Client) -> None:
    publish("Amudaryo koʻprigi")
    publish("Yopiq ombor", access=Access.STAFF)
    page = body(client, "/uz/")
    assert "Amudaryo koʻprigi" in page
    assert "Yopiq ombor" not in page


def test_uzbek_titles_are_shown_in_cyrillic_and_say_so_to_screen_readers(client: Client) -> None:
    publish("Amudaryo koʻprigi")
    page = body(client, "/uz-cyrl/")
    assert '<a href="/uz-cyrl/' in page
    assert 'lang="uz-Cyrl">Амударё кўприги</a>' in page


def test_counts_are_of_records_the_visitor_may_see(client: Client) -> None:
    for number in range(3):
        publish(f"Surat {number}")
    publish("Yopiq", access=Access.STAFF)
    kinds = client.get("/en/").context["kinds"]
    assert [(kind.slug, kind.count) for kind in kinds] == [("photo", 3)]


def test_an_empty_site_says_so(client: Client) -> None:
    assert "No records are published yet" in body(client, "/en/")


def test_titles_are_escaped(client: Client) -> None:
    publish("<script>alert(1)</script>")
    for variant in VARIANTS:
        assert "<script>alert" not in body(client, f"/{variant}/")


def test_the_home_page_takes_the_same_number_of_queries_for_any_number_of_records(client: Client) -> None:
    publish("Bir")
    body(client, "/uz/")
    with CaptureQueriesContext(connection) as one:
        body(client, "/uz/")
    for number in range(5):
        publish(f"Surat {number}")
    with CaptureQueriesContext(connection) as six:
        body(client, "/uz/")
    assert len(six) == len(one)


@pytest.mark.parametrize("variant", VARIANTS)
def test_pages_carry_no_inline_script_and_no_inline_style(client: Client, variant: str) -> None:
    page = body(client, f"/{variant}/")
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page


def test_a_missing_page_is_explained_in_the_language_of_its_address(client: Client) -> None:
    response = client.get("/ru/nothing-here/")
    assert response.status_code == 404
    assert "Такой страницы нет" in response.content.decode()
