"""A cataloguer who is no administrator can do all of it, in four languages; names and people have their screens."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from catalog.models import Agent, Collection, Subject, User
from catalog.operations.found_cataloguers import found_cataloguers
from tests.integration.catalog.conftest import MakeRecord

SCREENS = [
    "/admin/",
    "/admin/deposit/",
    "/admin/records/",
    "/admin/records/add/",
    "/admin/record-collections/",
    "/admin/record-collections/add/",
    "/admin/names/agents/",
    "/admin/names/subjects/add/",
    "/admin/names/places/add/",
    "/admin/files/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/media/",
]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_cataloguer_opens_every_screen(staff: Client, screen: str) -> None:
    assert staff.get(screen).status_code == 200


def test_depositing_stands_first_in_the_menu(staff: Client) -> None:
    page = staff.get("/admin/").content.decode()
    places = [page.find(reverse(name)) for name in ("catalog_deposit", "wagtailsnippets_catalog_record:list")]
    assert 0 < places[0] < places[1]


def test_a_cataloguer_cannot_make_administrators(staff: Client) -> None:
    assert staff.get("/admin/users/").status_code == 302


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_screens_speak_the_language_of_the_person(
    staff: Client, cataloguer: User, language: str, make_record: MakeRecord
) -> None:
    record = make_record(date_edtf="1926~")
    UserProfile.objects.update_or_create(user=cataloguer, defaults={"preferred_language": language})
    for address in ("/admin/records/", f"/admin/records/edit/{record.pk}/", "/admin/deposit/", "/admin/files/"):
        page = staff.get(address)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode().lower()


def test_the_group_is_made_once_and_then_left_to_its_managers(db: None) -> None:
    group = Group.objects.get(name="Cataloguers")
    group.permissions.clear()
    assert found_cataloguers() is None
    assert group.permissions.count() == 0
    group.delete()
    made = found_cataloguers()
    assert made is not None
    assert made.permissions.filter(codename="publish_record").exists()


@pytest.mark.parametrize("is_known", [True, False])
def test_cataloguers_of_before_there_were_exports_may_make_them(db: None, *, is_known: bool) -> None:
    grant = import_module("catalog.migrations.0012_cataloguers_may_export").grant
    group = Group.objects.get(name="Cataloguers")
    group.permissions.remove(*group.permissions.filter(codename="add_bagexport"))
    others = group.permissions.count()
    if not is_known:
        Permission.objects.filter(codename="add_bagexport").delete()
    for _ in range(2):
        grant(apps, None)
    assert group.permissions.filter(content_type__app_label="catalog", codename="add_bagexport").count() == 1
    assert group.permissions.count() == others + 1
    user = User.objects.create_user("eski")
    user.groups.add(group)
    assert user.has_perm("catalog.add_bagexport")
    group.delete()
    grant(apps, None)
    assert not Group.objects.filter(name="Cataloguers").exists()


def test_a_name_makes_its_own_short_name_and_keeps_other_names_by_line(staff: Client) -> None:
    data = {"label_ru": "Караван-сарай", "variants": "Karvonsaroy\n\n  Rabot  "}
    assert staff.post("/admin/names/subjects/add/", data).status_code == 302
    subject = Subject.objects.get()
    assert (subject.slug, subject.variants) == ("караван-сарай", ["Karvonsaroy", "Rabot"])
    response = staff.post("/admin/names/agents/add/", {"type": "person"})
    assert "label_uz" in response.context["form"].errors
    assert not Agent.objects.exists()


def test_a_collection_in_cyrillic_asks_for_a_short_name_in_latin(staff: Client) -> None:
    response = staff.post("/admin/record-collections/add/", {"title_ru": "Термез"})
    assert list(response.context["form"].errors) == ["slug"]
    assert staff.post("/admin/record-collections/add/", {"title_ru": "Термез", "slug": "termez"}).status_code == 302
    assert Collection.objects.get().slug == "termez"


def test_an_administrator_accredits_a_journalist(admin_client: Client) -> None:
    user = User.objects.create_user("press", "press@example.org", first_name="P", last_name="R")
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assert 'name="accredited_until"' in admin_client.get(address).content.decode()
    data = {"username": "press", "email": "press@example.org", "first_name": "P", "last_name": "R",
            "is_active": "on", "accredited_until": "2099-12-31"}  # fmt: skip
    assert admin_client.post(address, data).status_code == 302
    user.refresh_from_db()
    assert str(user.accredited_until) == "2099-12-31"
