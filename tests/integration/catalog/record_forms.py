"""Fill in the edit form of a record as a browser would: with everything the page shows."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from catalog.models import Record


class _Fields(HTMLParser):
    """Collect what a browser would send of the editor's form."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self._inside = False
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "data-edit-form" in given or given.get("id") == "w-editor-form"
        name = given.get("name", "")
        if not self._inside or "__prefix__" in name or "disabled" in given:
            return
        if tag == "input" and name and given.get("type") not in {"submit", "button", "file"}:
            if given.get("type") not in {"checkbox", "radio"}:
                self.data[name] = given.get("value", "")
            elif "checked" in given:
                self.data.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "select":
            self._select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.data[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.data[self._area] = self.data.get(self._area, "").removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area] += data


def edit_address(record: Record) -> str:
    """Return the address of a record's edit form."""
    return reverse("wagtailsnippets_catalog_record:edit", args=[record.pk])


def open_form(client: Client, address: str) -> dict[str, Any]:
    """Return what the form at an address would send untouched."""
    response = client.get(address)
    assert response.status_code == 200
    parser = _Fields()
    parser.feed(response.content.decode())
    assert "seen" in parser.data, "the form was not found on the page"
    return parser.data


def save(client: Client, address: str, data: dict[str, Any], *, publish: bool = False) -> Any:
    """Send the form; save a draft, or publish."""
    return client.post(address, {**data, "action-publish": "1"} if publish else data)
