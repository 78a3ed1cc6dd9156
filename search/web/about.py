"""Make what the page of a record says about it, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, npgettext

from catalog.choices import AgentRole
from catalog.kinds.registry import room_of
from catalog.models import Record
from catalog.queries import Hidden, is_whole
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.identifiers import display_pid
from search.finding.naming import label_and_language
from search.web import labels
from search.web.labels import Link
from search.web.state import with_query


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One line of the register of facts; either ``value`` or ``links``."""

    label: str
    value: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    label: str
    sentence: str
    uri: str
    tone: str


@dataclass(frozen=True, slots=True)
class About:
    """What ``catalog/record.html`` shows under the name ``record``."""

    pid: str
    title: str
    title_lang: str
    kind: str
    kind_label: str
    description: str
    description_lang: str
    facts: list[ShownFact]
    date_label: str
    extent_label: str
    identifiers: list[str]
    rights: Rights | None
    credit: str
    collection: Link | None
    access_label: str
    permalink: str
    citation: str
    back_url: str


def about(record: Record, request: HttpRequest, hidden: Hidden) -> About:
    """Return what is said of a record; what was read of files in ``hidden`` is left out."""
    title, title_lang = record.title_and_language()
    description, description_lang = labels.text_of(record, "description")
    room = room_of(record.kind)
    permalink = request.build_absolute_uri(record.permalink_path)
    return About(
        pid=record.pid,
        title=title,
        title_lang=title_lang,
        kind=record.kind,
        kind_label=str(room.label),
        description=description,
        description_lang=description_lang,
        facts=_facts(record, is_whole(record, hidden)),
        date_label=labels.date_of(record),
        extent_label=room.extent(record) if is_whole(record, hidden) else "",
        identifiers=[row.value for row in record.identifiers.all()],
        rights=_rights(record),
        credit=labels.credit_of(record),
        collection=_collection(record),
        access_label=labels.restriction_of(record),
        permalink=permalink,
        citation=citation(record, permalink),
        back_url=_back(request),
    )


def citation(record: Record, address: str, page: int | None = None, *, moment: str = "") -> str:
    """Return how to cite a record, one page of it, or one moment."""
    thing = [str(spelled(*record.title_and_language())), str(spelled(labels.date_of(record)))]
    if page is not None:
        thing.append(labels.page_tag(page))
    if moment:
        thing.append(moment)
    collection = _collection(record)
    place = [str(spelled(collection.label, collection.lang))] if collection else []
    place += [row.value for row in list(record.identifiers.all())[:1]]
    sentences = [", ".join(part for part in thing if part), ", ".join(place), str(settings.WAGTAIL_SITE_NAME)]
    return f"{'. '.join(part.rstrip('.') for part in sentences if part)}. {address}"


def _facts(record: Record, has_own: bool) -> list[ShownFact]:
    facts = [ShownFact(gettext("Date"), str(spelled(labels.date_of(record))))]
    by_role: dict[str, list[Link]] = {}
    for row in record.record_agents.all():
        by_role.setdefault(row.role, []).append(_link(row.agent, "creator"))
    facts += [ShownFact(str(AgentRole(role).label), links=tuple(links)) for role, links in by_role.items()]
    subjects, places = list(record.subjects.all()), list(record.places.all())
    facts.append(_linked(npgettext("heading", "Subject", "Subjects", len(subjects)), subjects, "subject"))
    facts.append(_linked(npgettext("heading", "Place", "Places", len(places)), places, "place"))
    facts.append(ShownFact(gettext("Language"), labels.languages_of(record)))
    collection = _collection(record)
    facts.append(ShownFact(gettext("Collection"), links=(collection,) if collection else ()))
    facts += [ShownFact(row.get_scheme_display(), row.value) for row in record.identifiers.all()]
    facts += [ShownFact(fact.label, fact.value) for fact in (room_of(record.kind).facts(record) if has_own else ())]
    facts.append(ShownFact(gettext("Permanent number"), display_pid(record.pid)))
    return [fact for fact in facts if fact.value or fact.links]


def _linked(label: str, rows: Iterable[Any], facet: str) -> ShownFact:
    return ShownFact(label, links=tuple(_link(row, facet) for row in rows))


def _link(row: Any, facet: str) -> Link:
    label, language = label_and_language(row)
    return Link(label, with_query(reverse("search"), [(facet, row.slug)]), language)


def _collection(record: Record) -> Link | None:
    if record.collection is None:
        return None
    label, language = label_and_language(record.collection, "title")
    return Link(label, with_query(reverse("search"), [("collection", record.collection.slug)]), language)


def _rights(record: Record) -> Rights | None:
    statement = record.rights_statement
    if statement is None:
        return None
    language = labels.page_language()
    return Rights(
        label=str(spelled(statement.label(language))),
        sentence=str(spelled(statement.summary(language))),
        uri=statement.uri,
        tone=statement.tone.value,
    )


def _back(request: HttpRequest) -> str:
    """Return the result list a reader came from: the page before where it was one, else the same query."""
    own, listed = request.build_absolute_uri("/"), reverse("search")
    before = request.headers.get("Referer", "")
    if before.startswith(own) and before[len(own) - 1 :].partition("?")[0] == listed:
        return before[len(own) - 1 :]
    query = request.GET.get("q", "").strip()
    return with_query(listed, [("q", query)]) if query else ""
