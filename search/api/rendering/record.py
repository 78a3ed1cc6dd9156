"""Make what is answered about one record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from archive.choices import AssetKind
from archive.models import Asset as StoredAsset
from catalog.access import Audience, access_label, audience_of
from catalog.choices import CONTENT_LANGUAGES, AgentRole
from catalog.delivery import asks_purpose, sizes_for
from catalog.delivery_queries import records_by_asset, with_original
from catalog.kinds.registry import room_of
from catalog.models import Record
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.languages import label as language_label
from search.api.rendering.addresses import Addresses
from search.api.rendering.shared import date, translations
from search.api.shapes.record import (
    AgentName,
    Asset,
    CollectionName,
    Fact,
    Identifier,
    LanguageName,
    Named,
    PlaceName,
    RecordAnswer,
    Rights,
    TakenSize,
)
from search.api.shapes.shared import Translations
from search.finding.units import Hidden, open_documents
from search.web.about import citation
from search.web.labels import page_language


def record_answer(record: Record, request: HttpRequest, hidden: Hidden) -> RecordAnswer:
    """Return all that is said of a record; files in ``hidden`` are left out as if they were not there."""
    addresses = Addresses(request)
    room = room_of(record.kind)
    rows = [row.asset for row in record.record_assets.all()]
    shown = [asset for asset in rows if (AssetKind(asset.kind), asset.pk) not in hidden]
    # What is said of the kind is read from all files; where one is closed it might tell of it.
    facts = room.facts(record) if len(shown) == len(rows) else []
    permalink = addresses.people(record)
    audience = audience_of(request.user)
    whole, records = with_original(shown, audience), records_by_asset(shown)
    return RecordAnswer(
        pid=record.pid,
        kind=record.kind,
        kind_label=str(room.label),
        titles=translations(record, "title"),
        original_title=record.original_title,
        original_language=record.original_language,
        descriptions=translations(record, "description"),
        date=date(record),
        languages=[LanguageName(tag=tag, label=_language(tag)) for tag in record.languages],
        **_names(record),
        identifiers=[Identifier(scheme=row.scheme, value=row.value) for row in record.identifiers.all()],
        rights=_rights(record),
        credit_lines=translations(record, "credit_line"),
        access=access_label(record),
        embargo_until=record.embargo_until.isoformat() if record.embargo_until else None,
        facts=[Fact(label=fact.label, value=str(fact.value)) for fact in facts],
        page_count=sum(document.page_count for document in open_documents(record, hidden)),
        assets=[
            _asset(
                asset,
                addresses,
                has_original=asset in whole,
                sizes=_sizes(asset, records.get((str(asset.kind), asset.pk), []), audience, addresses),
            )
            for asset in shown
        ],
        citation=citation(record, permalink),
        version=record.version,
        created_at=record.created_at,
        updated_at=record.updated_at,
        address=permalink,
        units=addresses.units(record.pid),
        inside=addresses.inside(record.pid),
    )


def _names(record: Record) -> dict[str, Any]:
    agents = [
        AgentName(
            **_named(row.agent),
            role=row.role,
            role_label=str(AgentRole(row.role).label),
            type=row.agent.type,
            dates=row.agent.dates,
        )
        for row in record.record_agents.all()
    ]
    places = [
        PlaceName(**_named(place), latitude=place.latitude, longitude=place.longitude) for place in record.places.all()
    ]
    kept = record.collection
    collection = (
        CollectionName(slug=kept.slug, reference=kept.reference, titles=translations(kept, "title")) if kept else None
    )
    subjects = [Named(**_named(subject)) for subject in record.subjects.all()]
    return {"agents": agents, "subjects": subjects, "places": places, "collection": collection}


def _named(row: Any) -> dict[str, Any]:
    return {"slug": row.slug, "labels": translations(row, "label"), "same_as": row.same_as}


def _language(tag: str) -> str:
    return str(spelled(language_label(tag, page_language())))


def _rights(record: Record) -> Rights | None:
    statement = record.rights_statement
    if statement is None:
        return None
    return Rights(
        code=statement.code,
        uri=statement.uri,
        labels=Translations(**{code: statement.labels.get(code, "") for code in CONTENT_LANGUAGES}),
        summaries=Translations(**{code: statement.summaries.get(code, "") for code in CONTENT_LANGUAGES}),
    )


def _sizes(asset: StoredAsset, records: list[Record], audience: Audience, addresses: Addresses) -> list[TakenSize]:
    """Return the sizes a reader may take of a file, all of whose records are given; of one without a record, none."""
    asks = any(asks_purpose(audience, record) for record in records)
    return [
        TakenSize(size=size, address=addresses.size(asset, size), asks_purpose=asks)
        for size in (sizes_for(audience, records, asset.kind) if records else ())
    ]


def _asset(asset: StoredAsset, addresses: Addresses, *, has_original: bool, sizes: list[TakenSize]) -> Asset:
    width, height = getattr(asset, "upright_size", (None, None))
    return Asset(
        kind=asset.kind,
        name=asset.original_name,
        media_type=asset.media_type,
        size_bytes=asset.size_bytes,
        sha256=asset.sha256,
        state=asset.state,
        page_count=getattr(asset, "page_count", None),
        width_px=width,
        height_px=height,
        duration_seconds=getattr(asset, "duration", None),
        original=addresses.original(asset) if has_original else None,
        sizes=sizes,
        images=addresses.asset_images(asset),
    )
