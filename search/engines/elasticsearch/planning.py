"""Reduce a batch to one last word on each document, so that the order in which they are sent does not matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from search.engines.base import Delete, DeleteRecord, Operation, Put
from search.engines.documents import check_document, check_id
from search.engines.schema import IndexDocument, IndexSchema


@dataclass(frozen=True, slots=True)
class Last:
    """What a batch leaves of a document: the document, or None where it is removed.

    ``is_reset`` when the batch removed the document first, so that this one prevails whatever its version.
    """

    document: IndexDocument | None
    is_reset: bool = False


@dataclass(slots=True)
class Plan:
    """A batch reduced: the last word on each id, and the records all of whose other documents go."""

    last: dict[str, Last] = field(default_factory=dict)
    emptied: dict[str, None] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    """Records of which the batch writes documents."""


def plan_of(operations: Iterable[Operation], schema: IndexSchema) -> Plan:
    """Reduce operations in their order; raise ``DocumentRefused`` for the first that does not fit the schema."""
    plan = Plan()
    for operation in operations:
        match operation:
            case Put(document=document):
                check_document(document, schema)
                _put(plan, document, schema)
            case Delete(id=document_id):
                check_id(document_id)
                plan.last[document_id] = Last(None)
            case DeleteRecord(record_id=record_id):
                plan.emptied[record_id] = None
                for document_id, known in plan.last.items():
                    if known.document is not None and record_id in known.document.keywords[schema.group]:
                        plan.last[document_id] = Last(None)
    return plan


def _put(plan: Plan, document: IndexDocument, schema: IndexSchema) -> None:
    groups = document.keywords[schema.group]
    known = plan.last.get(document.id)
    if known is not None and known.document is not None:
        if known.document.version <= document.version:
            plan.last[document.id] = Last(document, known.is_reset)
    else:
        is_reset = known is not None or any(group in plan.emptied for group in groups)
        plan.last[document.id] = Last(document, is_reset)
    plan.written.update(groups)
