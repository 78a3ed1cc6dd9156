"""The page about the interface, in every language, and the document it is made from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from search.api.interface import openapi

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "heading"), [
    ("uz", "Dasturlar uchun"), ("uz-cyrl", "Дастурлар учун"), ("ru", "Для программ"), ("en", "For programs"),
])  # fmt: skip
def test_the_page_lists_every_address_and_error(client: Client, language: str, heading: str) -> None:
    response = client.get(f"/{language}/api/")
    text = response.content.decode()
    assert f"<h1>{heading}</h1>" in text
    for path in openapi()["paths"]:
        assert f"GET {path}</code>" in text
    for slug in ("not-found", "key-refused", "parameters-not-valid", "too-many-requests", "search-away"):
        assert f'id="problem-{slug}"' in text
    assert response["Content-Security-Policy"].count("unsafe") == 0


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing_inline(client: Client) -> None:
    text = client.get("/en/api/").content.decode()
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?:https?:)?//", text)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/", "/api/v1/docs", "/api/v1/docs/"])
def test_the_address_of_the_interface_leads_people_to_the_page(client: Client, path: str) -> None:
    response = client.get(path, headers={"Accept-Language": "ru", "Accept": "text/html"})
    assert (response.status_code, response["Location"]) == (302, "/ru/api/")


def test_every_parameter_and_field_is_described_with_an_example_where_one_helps() -> None:
    document = openapi()
    parameters = [(path, each) for path, said in document["paths"].items() for each in said["get"]["parameters"]]
    bare = [f"{path} {each['name']}" for path, each in parameters if not each.get("description")]
    bare += [
        f"{path} {each['name']}"
        for path, each in parameters
        if not each["schema"].get("examples") and "enum" not in each["schema"]
    ]
    fields = [
        (f"{name}.{field}", said)
        for name, schema in document["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
    ]
    bare += [name for name, said in fields if not said.get("description")]
    assert len(parameters) > 30
    assert len(fields) > 100
    assert bare == []


def test_the_document_is_sent_to_programs(client: Client) -> None:
    response: Any = client.get("/api/v1/openapi.json")
    document = response.json()
    assert (document["openapi"], document["security"]) == ("3.1.0", [{}, {"key": []}])
    for methods in document["paths"].values():
        assert {"200", "401", "422", "429"} <= set(methods["get"]["responses"])
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]}).status_code == 304
