"""Every address of the site gives everybody what they may see, and hides the rest as if it were not there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, URLPattern, URLResolver

from catalog.models import Record
from tests.contract.access import addresses
from tests.contract.access.addresses import ADDRESSES, OPEN_AT_THE_ADMIN, OfFile, OfMany, OfRecord, Plain
from tests.contract.access.site import COMMON, OPEN, REFUSED, AccessSite, Asker, Thing, body_of

# The site itself is built outside of any test: this has the database made.
pytestmark = pytest.mark.django_db

ADMIN = "admin/"
ABSENT_PID = "0000000000"
NO_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


def patterns_of(resolver: Any, before: str = "") -> Iterator[str]:
    """Yield every address pattern of the site as it is written, without a language prefix."""
    for entry in resolver.url_patterns:
        own = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns_of(entry, before + own)
        elif isinstance(entry, URLPattern):
            yield before + own


def test_every_address_has_a_row() -> None:
    known = set(patterns_of(get_resolver()))
    stated = {*ADDRESSES, *OPEN_AT_THE_ADMIN}
    missing = sorted(pattern for pattern in known - stated if not pattern.startswith(ADMIN))
    told = "\n".join(f"    {pattern!r}: OfFile|OfRecord|OfMany|Plain(…)," for pattern in missing)
    assert not missing, (
        f"These addresses have no row in tests/contract/access/addresses.py, so nobody knows who may have what they "
        f"give. Add one for each to ADDRESSES:\n{told}\n\n{addresses.__doc__}"
    )
    gone = sorted(stated - known)
    assert not gone, f"Rows of addresses that are no more; remove them from tests/contract/access/addresses.py: {gone}"


def rows(kind: type) -> list[Any]:
    """Return the rows of a class as parameters, named by their patterns."""
    return [pytest.param(row, id=pattern) for pattern, row in ADDRESSES.items() if isinstance(row, kind)]


def told(response: Any, path: str) -> list[str]:
    """Return what an answer tells, line by line, but for the address that was asked for."""
    text = NO_TOKEN.sub("", body_of(response).decode("utf-8", "replace"))
    headers = [f"{name}: {value}" for name, value in response.headers.items() if name != "Content-Length"]
    own = path.partition("?")[0].removeprefix("/uz/").strip("/")
    return [line.replace(own, "…") for line in (str(response.status_code), *headers, *text.splitlines())]


def is_asked_again(response: Any) -> bool:
    """Say whether no cache but the reader's own may keep an answer, and even that asks again."""
    said = response.headers.get("Cache-Control", "")
    return "no-store" in said or ("private" in said and "no-cache" in said)


@pytest.mark.parametrize("row", rows(OfFile))
def test_a_file_leaves_only_to_who_may_see_all_its_records(site: AccessSite, row: OfFile) -> None:
    faults = []
    for thing in site.things:
        if thing.kind in row.kinds:
            allowed = row.for_whom & {name for name, labels in OPEN.items() if thing.file_label in labels}
            if row.hands_out_deposited and thing.kind == "photo":
                allowed &= {"staff"}
            faults += faults_of(site, thing, row.paths(thing.asset), allowed)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("row", rows(OfRecord))
def test_a_record_shows_only_to_who_may_see_it(site: AccessSite, row: OfRecord) -> None:
    faults = []
    for thing in site.things:
        if thing.record is None or thing.kind not in row.kinds:
            continue
        label = thing.file_label if row.is_of_file else thing.record_label
        allowed = row.for_whom & {name for name, labels in OPEN.items() if label in labels}
        paths = row.paths(thing.record)
        faults += faults_of(site, thing, paths, allowed)
        if thing.record_label == "public":
            faults += [fault for path in paths for asker in site.main_askers for fault in leaks_of(site, asker, path)]
    assert not faults, "\n".join(faults)


def faults_of(site: AccessSite, thing: Thing, paths: list[str], allowed: frozenset[str]) -> list[str]:
    """Return what is wrong with the answers about one thing: all askers at its first path, each standing at all."""
    faults = []
    for path in paths:
        is_first = path == paths[0] and thing.file_label in {"public", "accredited", "staff"}
        for asker in site.all_askers if is_first else site.main_askers:
            standing = asker.standing_at(path)
            if standing == REFUSED:
                code = asker.get(path).status_code
                faults += [] if code == 401 else [f"{asker.name} at {path}: {code} instead of 401"]
            elif standing in allowed:
                faults += faults_of_given(asker, path)
            else:
                faults += faults_of_hidden(asker, path, thing)
    return faults


def faults_of_given(asker: Asker, path: str) -> list[str]:
    """Return what is wrong with an answer to somebody who may have it."""
    response, who = asker.get(path), f"{asker.name} at {path}"
    whole = body_of(response)
    found = [] if response.status_code in {200, 202} and whole else [f"{who}: {response.status_code} instead of 200"]
    if not is_asked_again(response):
        found.append(f"{who}: a cache may keep it ({response.headers.get('Cache-Control')})")
    if "Cookie" not in response.headers.get("Vary", ""):
        found.append(f"{who}: it does not vary by who asks")
    return found


def faults_of_hidden(asker: Asker, path: str, thing: Thing) -> list[str]:
    """Return what is wrong with an answer to somebody for whom the thing must not be there."""
    response, who = asker.get(path), f"{asker.name} at {path}"
    if response.status_code != 404:
        body_of(response)
        return [f"{who}: {response.status_code} instead of 404"]
    found = [f"{who}: {name} tells of it" for name in ("ETag", "Last-Modified", "Content-Range") if name in response]
    if asker.name == "anyone":
        absent = path.replace(thing.asset.uid.hex, "1" * 32).replace(str(thing.asset.uid), str(uuid.UUID("1" * 32)))
        absent = absent.replace(thing.record.pid, ABSENT_PID) if thing.record else absent
        found += differences(who, told(response, path), told(asker.get(absent), absent))
        named = asker.get(path, **{"If-None-Match": "*", "Range": "bytes=0-1"}).status_code
        found += [] if named == 404 else [f"{who}: {named} to who names its state"]
    return found


def differences(who: str, said: list[str], other: list[str]) -> list[str]:
    """Return what a hidden thing's answer says that an absent one's does not, and the other way round."""
    odd = sorted({*said} ^ {*other})
    return [f"{who}: unlike what never was: {odd[:4]}"] if said != other else []


def leaks_of(site: AccessSite, asker: Asker, path: str, posted: dict[str, str] | None = None) -> list[str]:
    """Return which hidden words stand in an answer; those that were asked for stand there anyway."""
    standing = asker.standing_at(path)
    if standing == REFUSED:
        return []
    response = asker.client.post(path, posted) if posted else asker.get(path)
    text = body_of(response).decode("utf-8", "replace") + str(response.headers)
    asked = path + str(posted or "")
    found = [word for word in site.hidden_from(standing) if word in text and word not in asked]
    faults = [f"{asker.name} at {path}: shows {names_of(site, found)}"] if found else []
    if response.status_code == 200 and posted is None and not is_private(response):
        faults.append(f"{asker.name} at {path}: a shared cache may keep it ({response.headers.get('Cache-Control')})")
    return faults


def is_private(response: Any) -> bool:
    """Say whether no shared cache may keep an answer, or gives it to the same session only."""
    said = response.headers.get("Cache-Control", "")
    return "private" in said or "no-store" in said


def names_of(site: AccessSite, words: list[str]) -> str:
    """Return which things the words are of."""
    return ", ".join(sorted({f"{thing.name} ({word})" for thing in site.things for word in words if has(thing, word)}))


def has(thing: Thing, word: str) -> bool:
    """Say whether a word is one of a thing's own."""
    return word in thing.hidden_from("public")


@pytest.mark.parametrize("row", rows(OfMany))
def test_a_list_tells_nothing_of_what_is_hidden(site: AccessSite, row: OfMany) -> None:
    faults = []
    for asker in site.main_askers:
        for path in row.paths:
            faults += leaks_of(site, asker, path.replace("%s", COMMON))
        for path, given in row.posts:
            faults += leaks_of(site, asker, path, {name: text.replace("%s", COMMON) for name, text in given.items()})
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("row", rows(Plain))
def test_what_is_for_all_tells_nothing_of_records(site: AccessSite, row: Plain) -> None:
    assert row.why
    secrets = site.hidden_from("public") | {record.pid for record in Record.objects.all()}
    for path in row.paths:
        text = body_of(site.asker("staff").get(path)).decode()
        assert not [word for word in secrets if word in text], path


def admin_paths(site: AccessSite) -> Iterator[tuple[str, str]]:
    """Yield pattern and address of every staff screen, for the first thing of each sort."""
    hidden = next(thing for thing in site.things if thing.record_label == "staff")
    assert hidden.record is not None
    fills = {"kind": hidden.kind, "pid": hidden.record.pid, "uid": str(hidden.asset.uid)}
    for pattern in patterns_of(get_resolver()):
        if pattern.startswith(ADMIN):
            yield pattern, filled(pattern, fills, str(hidden.record.pk))


def filled(pattern: str, fills: dict[str, str], key: str) -> str:
    """Return an address of a pattern: numbers and names of a hidden record where it asks for any."""
    path = re.sub(r"\(\?P<\w+>([^)|]*)[^)]*\)", lambda m: key if set(m[1]) & set("\\.") else m[1], pattern)
    path = re.sub(r"<(?:(\w+):)?(\w+)>", lambda m: fills.get(m[2], key if m[1] != "slug" else "record"), path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "").replace(".*", "nothing")


def test_all_staff_screens_are_closed_to_everybody_else(site: AccessSite) -> None:
    faults = []
    outsiders = [site.asker("anyone"), site.asker("accredited")]
    for pattern, path in admin_paths(site):
        for asker in outsiders:
            posted = [asker.client.post(path)] if asker.name == "anyone" else []
            for response in (asker.get(path), *posted):
                text = body_of(response).decode("utf-8", "replace") + str(response.headers)
                if pattern not in OPEN_AT_THE_ADMIN and response.status_code not in {302, 403, 404}:
                    faults.append(f"{asker.name} at {path}: {response.status_code}")
                if shown := [word for word in site.hidden_from("public") if word in text and word not in path]:
                    faults.append(f"{asker.name} at {path}: shows {names_of(site, shown)}")
    assert not faults, "\n".join(faults)


def test_a_staff_screen_leads_to_the_log_in_and_nowhere_else(site: AccessSite) -> None:
    response = Client().get("/admin/records/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
