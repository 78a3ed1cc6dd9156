"""Give Tantivy its schema and its documents, every field checked, as Tantivy ignores unknown ones."""

from __future__ import annotations

import tantivy

from search.analysis import Form
from search.engines.documents import ABSENT, check_document, field_name, tie_of
from search.engines.schema import IndexDocument, IndexSchema

ID = "_id"
VERSION = "_version"
TIE = "_tie"


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
