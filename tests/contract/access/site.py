"""Build the site that the access matrix asks: every kind of thing under every access, each with words of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from archive.choices import AssetState
from archive.extract.transcripts import Cue
from archive.models import Asset, Photo, Recording
from archive.operations.store_transcript import TranscriptOrder, store_transcript
from archive.renditions import PHOTO_SIZES, POSTER_SIZES, photo_filter
from archive.renditions.page_images import store_page_images
from catalog.models import Agent, Place, Record, RecordAgent, RecordAsset, RecordIdentifier, Subject, User
from catalog.operations.issue_api_key import issue_api_key
from pages.operations.found_site import found_site
from search.indices import indices
from search.operations.drain_outbox import Drain
from tests.clusters import remove, settings_of
from tests.integration.catalog.conftest import jpeg
from tests.integration.search.conftest import make_document

KINDS = ("photo", "document", "recording")
COMMON = "bojxona"
"""A word that every record and every text has."""

LABELS: dict[str, dict[str, Any]] = {
    "public": {"access": "public"},
    "lifted": {"access": "embargo", "days": -1},
    "accredited": {"access": "accredited"},
    "staff": {"access": "staff"},
    "embargo": {"access": "embargo", "days": 1},
    "draft": {"access": "public", "live": False},
}
OPEN = {
    "public": {"public", "lifted"},
    "accredited": {"public", "lifted", "accredited"},
    "staff": {*LABELS, "shared", "loose"},
}
"""Which labels each standing may see; a file shared with a stricter record, or of no record, is the staff's."""

REFUSED = "refused"


@dataclass(frozen=True)
class Asker:
    """One who asks: what session or key they show, and what they count as there."""

    name: str
    standing: str
    client: Client
    headers: dict[str, str] = field(default_factory=dict)
    key_standing: str = ""

    def standing_at(self, address: str) -> str:
        """Return what they count as at an address: a key speaks only where programs and files are asked for."""
        is_for_keys = address.startswith(("/api/", "/assets/"))
        return self.key_standing if self.key_standing and is_for_keys else self.standing

    def get(self, address: str, **headers: str) -> Any:
        """Ask once, unhindered by the limits on frequent askers."""
        cache.clear()
        return self.client.get(address, headers={**self.headers, **headers})


@dataclass(frozen=True)
class Thing:
    """A record, a file, or a record with its file, with the words that stand nowhere else."""

    name: str
    kind: str
    record_label: str
    file_label: str
    record: Record | None
    asset: Asset
    record_words: tuple[str, ...]
    file_words: tuple[str, ...]

    def hidden_from(self, standing: str) -> set[str]:
        """Return what must not reach those of a standing in any answer."""
        hidden: set[str] = set()
        if self.record is not None and self.record_label not in OPEN[standing]:
            hidden |= {*self.record_words, self.record.pid}
        if self.file_label not in OPEN[standing]:
            hidden |= {*self.file_words, str(self.asset.uid), self.asset.uid.hex, self.asset.sha256}
        return hidden


@dataclass(frozen=True)
class AccessSite:
    """The site: its things and those who ask."""

    things: list[Thing]
    askers: list[Asker]
    drain: Callable[[], int]

    @property
    def all_askers(self) -> list[Asker]:
        """Return all who ask; where another database has heard them all, one of each standing.

        Those of one standing differ by their session, key or headers, and the database is asked the same for each.
        """
        return self.askers if connection.vendor == "sqlite" else self.main_askers

    @property
    def main_askers(self) -> list[Asker]:
        """Return one who asks of each standing."""
        return [self.asker(name) for name in ("anyone", "accredited", "staff")]

    def asker(self, name: str) -> Asker:
        """Return one who asks, by name."""
        return next(asker for asker in self.askers if asker.name == name)

    def hidden_from(self, standing: str) -> set[str]:
        """Return all that must not reach those of a standing."""
        return set().union(*(thing.hidden_from(standing) for thing in self.things))


def body_of(response: Any) -> bytes:
    """Return the whole body, streamed or not."""
    return b"".join(response) if response.streaming else bytes(response.content)


@contextmanager
def access_site(folder: Path, blocker: Any, cluster: str = "") -> Iterator[AccessSite]:
    """Build the site in a transaction that is rolled back; ``cluster`` is the address of an Elasticsearch to use."""
    kept = {
        "MEDIA_ROOT": folder / "files",
        "STORAGES": {
            **django_settings.STORAGES,
            "default": {
                "BACKEND": "archive.storage.PrivateFileStorage",
                "OPTIONS": {"location": str(folder / "files")},
            },
        },
        "FONDS_INDEX": folder / "index",
        "FONDS_SEARCH": "elasticsearch" if cluster else "tantivy",
    }
    given = settings_of(cluster) if cluster else None
    if given is not None:
        kept["FONDS_SEARCH_CLUSTER"] = {k: v for k, v in asdict(given).items() if k != "is_refreshed_at_once"}
    cache.clear()
    with override_settings(**kept), blocker.unblock(), transaction.atomic():
        drain = Drain()
        site = AccessSite(list(_things()), list(_askers()), drain.run_until_empty)
        site.drain()
        opened = indices()
        yield site
        opened.close()
        drain.close()
        transaction.set_rollback(True)
    if given is not None:
        remove(given)


def _things() -> Iterator[Thing]:
    found_site()
    rng = random.Random(20261127)

    def word() -> str:
        return "".join(rng.choice("bdgkmpvz") + rng.choice("aou") for _ in range(6))

    for kind in KINDS:
        for label in LABELS:
            yield _thing(kind, label, label, word)
        yield _thing(kind, "public", "shared", word)
        yield _thing(kind, "", "loose", word)


def _thing(kind: str, record_label: str, file_label: str, word: Callable[[], str]) -> Thing:
    file_words = (word(), word())
    asset = MAKERS[kind](*file_words)
    record, record_words = None, tuple[str, ...]()
    if record_label:
        record_words = tuple(word() for _ in range(6))
        record = _record(kind, record_label, record_words)
        RecordAsset.objects.create(record=record, sort_order=0, **{kind: asset})
        record.save()
    if file_label == "shared":
        stricter = Record(kind=kind, original_title=COMMON, access="staff", live=True)
        stricter.save()
        RecordAsset.objects.create(record=stricter, sort_order=0, **{kind: asset})
        stricter.save()
    name = f"{kind} {file_label}"
    return Thing(name, kind, record_label, file_label, record, asset, record_words, file_words)


def _record(kind: str, label: str, words: tuple[str, ...]) -> Record:
    given = dict(LABELS[label])
    if "days" in given:
        given["embargo_until"] = timezone.localdate() + timedelta(days=given.pop("days"))
    title, description, agent, subject, place, identifier = words
    year = 1600 + Record.objects.count()
    record = Record(
        kind=kind, **{"live": True, **given}, title_uz=f"{title} {COMMON}", original_title=f"{title} {COMMON}",
        description_uz=f"{description} {COMMON}", date_edtf=str(year), credit_line=f"Credit {title}",
    )  # fmt: skip
    record.save()
    record.subjects.add(Subject.objects.create(slug=subject, label_uz=subject))
    record.places.add(Place.objects.create(slug=place, label_uz=place, latitude=40.0, longitude=65.0))
    RecordAgent.objects.create(record=record, agent=Agent.objects.create(slug=agent, label_uz=agent), role="creator")
    RecordIdentifier.objects.create(record=record, scheme="reference", value=identifier)
    record.save()
    return record


def make_photo(name: str, text: str) -> Photo:
    """Return a photo with its renditions."""
    made = Photo(title=name, description=text, media_type="image/jpeg", state=AssetState.READY)
    made.technical = {"metadata": {}}
    made.original_name = f"{name}.jpg"
    made.file = ContentFile(jpeg(Photo.objects.count(), (64, 48)), name="x.jpg")
    made.save()
    made.get_renditions(*(photo_filter(size) for size in PHOTO_SIZES))
    return made


def make_scan(name: str, text: str) -> Asset:
    """Return an office file of two pages that have been read, with the copy they were read from."""
    made = make_document([f"{text} {COMMON}", f"ikkinchi {text}"])
    made.original_name = f"{name}.odt"
    made.media_type = "application/vnd.oasis.opendocument.text"
    made.copy_name = default_storage.save(f"{made.page_folder}/ab.pdf", ContentFile(f"%PDF {name}".encode()))
    made.title = name
    made.save()
    for page in made.pages.all():
        store_page_images(page, Image.new("L", (60, 80), 250))
    return made


def make_film(name: str, text: str) -> Recording:
    """Return a film with all that is made of one."""
    made = Recording(title=name, type="video", media_type="video/mp4", state=AssetState.READY, duration=60)
    made.technical = {"metadata": {}}
    made.original_name = f"{name}.mp4"
    made.file = ContentFile(f"film {name}".encode(), name="x.mp4")
    made.save()
    folder = made.folder
    default_storage.save(f"{folder}/ab-copy.mp4", ContentFile(b"copy"))
    default_storage.save(f"{folder}/ab-waveform.json", ContentFile(b'{"duration": 60, "peaks": [1, 2]}'))
    for size in POSTER_SIZES:
        default_storage.save(f"{folder}/ab-poster-{size}.jpg", ContentFile(b"\xff\xd8 picture"))
    Recording.objects.filter(pk=made.pk).update(
        state=AssetState.READY, proxy_name=f"{folder}/ab-copy.mp4", proxy_type="video/mp4", proxy_bytes=4,
        waveform_name=f"{folder}/ab-waveform.json", poster_name=f"{folder}/ab-poster",
    )  # fmt: skip
    cues = [Cue(0, 2_000, f"{text} {COMMON}"), Cue(2_000, 4_500, "ikkinchi satr")]
    store_transcript(recording_id=made.pk, cues=cues, order=TranscriptOrder(language="uz-Latn"))
    made.refresh_from_db()
    return made


MAKERS: dict[str, Callable[[str, str], Any]] = {"photo": make_photo, "document": make_scan, "recording": make_film}


def _askers() -> Iterator[Asker]:
    today = timezone.localdate()
    people = {
        "accredited": ("accredited", _person("malika", accredited_until=date(2099, 1, 1))),
        "accreditation over": ("public", _person("ali", accredited_until=today - timedelta(days=1))),
        "staff": ("staff", _person("nodira", is_staff_member=True)),
        "staff who left": ("public", _person("vali", is_staff_member=True)),
        "accredited who left": ("public", _person("zuhra", accredited_until=date(2099, 1, 1))),
    }
    keys = {name: issue_api_key(owner=person, name="script").secret for name, (_, person) in people.items()}
    yield Asker("anyone", "public", Client())
    for name, (standing, person) in people.items():
        client = Client()
        client.force_login(person)
        has_left = name.endswith("who left")
        if has_left:
            User.objects.filter(pk=person.pk).update(is_active=False)
        yield Asker(name, standing, client)
        headers = {"Authorization": f"Bearer {keys[name]}"}
        yield Asker(f"key of {name}", "public", Client(), headers, REFUSED if has_left else standing)
    yield Asker("key nobody issued", "public", Client(), {"Authorization": "Bearer fonds_x_y"}, REFUSED)


def _person(name: str, *, is_staff_member: bool = False, **fields: Any) -> User:
    made: User = User.objects.create_user(name, password="x", **fields)
    if is_staff_member:
        made.groups.add(Group.objects.get(name="Cataloguers"))
    return made
