"""Read the mappings, which are data files with the date from which they hold."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from search.analysis import Form
from search.engines.documents import field_name
from search.engines.errors import EngineError
from search.engines.schema import IndexSchema

VERSION = "doc_version"
TIE = "tie"
_OWN = frozenset((VERSION, TIE))


def words_field(name: str) -> str:
    """Return the field that holds the distinct words of a text field, to count them for suggestions."""
    return f"{name}_words"


def fields_of(schema: IndexSchema) -> set[str]:
    """Return the names of all fields that the index of a schema has."""
    texts = {field_name(text.name, form) for text in schema.texts for form in Form}
    words = {words_field(text.name) for text in schema.texts}
    sorts = {sort.name for sort in schema.sorts}
    return texts | words | sorts | schema.keyword_names() | schema.number_names() | _OWN


def mapping_of(schema: IndexSchema) -> dict[str, Any]:
    """Return settings and mappings of the newest file for a schema. Raises EngineError where they do not agree."""
    read = _newest(schema.name)
    differing = fields_of(schema) ^ set(read["mappings"]["properties"])
    if differing:
        raise EngineError(
            f"The mapping of the index {schema.name} and its schema differ in {', '.join(sorted(differing))}; "
            "add a mapping with a new date."
        )
    return read


@cache
def _newest(name: str) -> dict[str, Any]:
    files = sorted(Path(__file__).parent.glob(f"{name}-????-??-??.json"))
    if not files:
        raise EngineError(f"There is no mapping for the index {name}.")
    read: dict[str, Any] = json.loads(files[-1].read_text(encoding="utf-8"))
    return read
