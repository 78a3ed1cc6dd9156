"""Give Tantivy its schema and its documents, every field checked, as Tantivy ignores unknown ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from search.analysis import Form
from search.engines.errors import DocumentRefused
from search.engines.schema import IndexDocument, IndexSchema

ID = "_id"
VERSION = "_version"
TIE = "_tie"

ABSENT = "∅"
"""The one token of a text field that is absent: without it the engines' average lengths would differ."""

LONGEST_ID = 512
LONGEST_KEYWORD = 1024
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def field_name(name: str, form: Form) -> str:
    """Return the engine's field for one form of a text field."""
    return f"{name}_{form}"


def tie_of(document_id: str) -> int:
    """Return the number by which documents of equal score are ordered: stable, and the same in every engine."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=8).digest()) >> 2


def engine_schema(schema: IndexSchema) -> tantivy.Schema:
    """Build the schema; only ids are stored, texts and words stay in the database."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(VERSION, fast=True)
    builder.add_integer_field(TIE, fast=True)
    for text in schema.texts:
        for form in Form:
            option = "freq" if form is Form.STEM else "position"
            builder.add_text_field(field_name(text.name, form), tokenizer_name="whitespace", index_option=option)
    for keyword in schema.keywords:
        builder.add_text_field(keyword.name, fast=True, tokenizer_name="raw", index_option="basic")
    for number in schema.numbers:
        builder.add_integer_field(number.name, fast=True)
    for sort in schema.sorts:
        builder.add_text_field(sort.name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def engine_document(document: IndexDocument, schema: IndexSchema) -> tantivy.Document:
    """Return the document as Tantivy takes it; raise ``DocumentRefused`` for one that does not fit the schema."""
    check_document(document, schema)
    made = tantivy.Document()
    made.add_text(ID, document.id)
    made.add_integer(VERSION, document.version)
    made.add_integer(TIE, tie_of(document.id))
    for text in schema.texts:
        forms = document.texts.get(text.name)
        for form in Form:
            value = getattr(forms, form) if forms is not None else ""
            made.add_text(field_name(text.name, form), value or ABSENT)
    for name, values in document.keywords.items():
        for keyword in values:
            made.add_text(name, keyword)
    for name, number in document.numbers.items():
        made.add_integer(name, number)
    for name, key in document.sorts.items():
        made.add_text(name, key)
    return made


def check_document(document: IndexDocument, schema: IndexSchema) -> None:
    """Raise ``DocumentRefused`` naming the field that the schema does not have or the value it cannot take."""
    if not document.id or len(document.id.encode()) > LONGEST_ID:
        raise DocumentRefused(document.id[:80], f"An id has 1 to {LONGEST_ID} bytes.")
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
        if not isinstance(number, int) or not _SMALLEST <= number <= _LARGEST:
            raise DocumentRefused(document.id, f"{name} takes a whole number, not {number!r}.")
