"""Give Elasticsearch its documents."""

from __future__ import annotations

from typing import Any

from search.analysis import Form
from search.analysis.analyzer import GAP
from search.engines.documents import ABSENT, field_name, tie_of
from search.engines.elasticsearch.mappings import TIE, VERSION, words_field
from search.engines.schema import IndexDocument, IndexSchema


def source_of(document: IndexDocument, schema: IndexSchema) -> dict[str, Any]:
    """Return the fields of a document that was checked before; nothing of them is kept but the index itself."""
    source: dict[str, Any] = {VERSION: document.version, TIE: tie_of(document.id)}
    for text in schema.texts:
        forms = document.texts.get(text.name)
        for form in Form:
            source[field_name(text.name, form)] = (getattr(forms, form) if forms is not None else "") or ABSENT
        if forms:
            source[words_field(text.name)] = sorted(set(forms.exact.split(" ")) - {GAP})
    source |= {name: list(values) for name, values in document.keywords.items()}
    # A truth value is a whole number to Python, not to JSON.
    source |= {name: int(number) for name, number in document.numbers.items()}
    source |= document.sorts
    return source
