"""Check index documents against the schema, and name what every engine adds to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from search.analysis import Form
from search.engines.errors import DocumentRefused
from search.engines.schema import IndexDocument, IndexSchema

ABSENT = "∅"
"""The one token of a text field that is absent: without it the engines' average lengths would differ."""

LONGEST_ID = 512
LONGEST_KEYWORD = 1024
SMALLEST, LARGEST = -(2**63), 2**63 - 1


def field_name(name: str, form: Form) -> str:
    """Return the engine's field for one form of a text field."""
    return f"{name}_{form}"


def tie_of(document_id: str) -> int:
    """Return the number by which documents of equal score are ordered: stable, and the same in every engine."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=8).digest()) >> 2


def check_id(document_id: str) -> None:
    """Raise ``DocumentRefused`` for an id that an engine cannot take."""
    if not document_id or len(document_id.encode()) > LONGEST_ID:
        raise DocumentRefused(document_id[:80], f"An id has 1 to {LONGEST_ID} bytes.")


def check_document(document: IndexDocument, schema: IndexSchema) -> None:
    """Raise ``DocumentRefused`` naming the field that the schema does not have or the value it cannot take."""
    check_id(document.id)
    known: tuple[tuple[Mapping[str, Any], Iterable[str]], ...] = (
        (document.texts, schema.text_names()),
        (document.keywords, schema.keyword_names()),
        (document.numbers, schema.number_names()),
        (document.sorts, {sort.name for sort in schema.sorts}),
    )
    for given, names in known:
        for name in given:
            if name not in names:
                raise DocumentRefused(document.id, f"The index {schema.name} has no such field: {name}.")
    if not document.keywords.get(schema.group):
        raise DocumentRefused(document.id, f"The field {schema.group} is missing.")
    for name, values in document.keywords.items():
        if isinstance(values, str) or any(len(value.encode()) > LONGEST_KEYWORD for value in values):
            raise DocumentRefused(document.id, f"{name} takes a list of values of at most {LONGEST_KEYWORD} bytes.")
    for name, number in document.numbers.items():
        if not isinstance(number, int) or not SMALLEST <= number <= LARGEST:
            raise DocumentRefused(document.id, f"{name} takes a whole number, not {number!r}.")
