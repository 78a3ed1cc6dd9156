"""The names by which a person limits a word to a field, in the languages of the site."""

from __future__ import annotations

FIELDS = {
    "title": "title", "creator": "names", "name": "names", "author": "names", "person": "names",
    "subject": "subjects", "place": "places", "id": "identifiers", "identifier": "identifiers", "text": "text",
    "description": "description",
    "sarlavha": "title", "muallif": "names", "mavzu": "subjects", "joy": "places", "raqam": "identifiers",
    "matn": "text", "tavsif": "description",
    "сарлавҳа": "title", "муаллиф": "names", "мавзу": "subjects", "жой": "places", "рақам": "identifiers",
    "матн": "text", "тавсиф": "description",
    "название": "title", "заглавие": "title", "автор": "names", "имя": "names", "тема": "subjects",
    "место": "places", "номер": "identifiers", "текст": "text", "описание": "description",
}  # fmt: skip
"""The fields a person may name, and the text field each stands for."""

DATE_FIELDS = frozenset(("year", "date", "yil", "sana", "йил", "сана", "год", "дата"))

NAMES = {
    "title": "title", "names": "creator", "subjects": "subject", "places": "place", "identifiers": "id",
    "text": "text", "description": "description",
}  # fmt: skip
"""The name of each text field in a query that we write."""

DATE_NAME = "date"
