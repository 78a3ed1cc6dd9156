"""Wagtail's own part of the staff side speaks as the member of the staff has chosen."""

import json
import re

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from catalog.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "search", "account"),
    [("uz", "Qidiruv", "Hisob"), ("uz-cyrl", "Қидирув", "Ҳисоб"), ("ru", "Поиск", "Аккаунт")],
)
def test_pages_and_scripts_of_wagtail_speak_the_language_of_the_user(language: str, search: str, account: str) -> None:
    user = User.objects.create_superuser("dilnoza", password="a-password-of-hers")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client = Client()
    client.force_login(user)
    script = client.get("/admin/jsi18n/").content.decode()
    catalog = re.search(r"newcatalog = (\{.*?\});", script, re.DOTALL)
    assert catalog is not None
    assert json.loads(catalog[1])["Search"] == search
    assert f"<title>{account}" in re.sub(r"\s+", " ", client.get("/admin/account/").content.decode()).replace("> ", ">")
