"""What leaves in a bag comes back from it: files, and what was known of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from archive.models import Photo
from catalog.manifest_queries import current_manifest
from catalog.models import Agent, Place, Record, RecordAgent, RecordAsset, RecordIdentifier, Subject, User
from catalog.operations.bags.ask_for_bag import ask_for_bag
from catalog.operations.bags.pack_bag import pack_bag
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from catalog.operations.manifests.agree_on_columns import agree_on_columns
from tests.integration.catalog.conftest import MakeRecord, jpeg

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def _own_data(settings: Any, tmp_path: Path) -> None:
    settings.FONDS_DATA = tmp_path / "data"


def described(make_record: MakeRecord) -> Record:
    record = make_record(
        kind="photo", original_title="Surat", title_uz="Karvon", title_ru="Караван", title_en="A caravan, at dawn",
        description_en='=With "quotes"\nand lines', date_edtf="1924?", rights="InC", languages=["uz-Latn", "ru"],
    )  # fmt: skip
    photo = Photo(title="Surat", media_type="image/jpeg", original_name="Термиз 1.jpg")
    photo.file = ContentFile(jpeg(3, (320, 240)), name="x.jpg")
    photo.save()
    RecordAsset.objects.create(record=record, photo=photo, sort_order=0)
    record.subjects.add(Subject.objects.create(slug="bojxona-9", label_uz="Bojxona ishi 9"))
    record.places.add(Place.objects.create(slug="termez-9", label_uz="Termiz 9"))
    RecordAgent.objects.create(
        record=record, agent=Agent.objects.create(slug="p9", label_uz="Pulat"), role="photographer"
    )
    RecordIdentifier.objects.create(record=record, value="INV/12")
    record.save()
    return record


def told(record: Record) -> dict[str, Any]:
    """Return what is known of a record, as plain values."""
    names = ("title_uz", "title_ru", "title_en", "description_en", "date_edtf", "rights", "languages", "access")
    return {
        **{name: getattr(record, name) for name in names},
        "subjects": [one.slug for one in record.subjects.all()],
        "places": [one.slug for one in record.places.all()],
        "people": [(row.role, row.agent.slug) for row in record.record_agents.all()],
        "numbers": [row.value for row in record.identifiers.all()],
    }


def test_a_record_taken_out_in_a_bag_comes_back_as_it_was(
    make_record: MakeRecord, cataloguer: User, tmp_path: Path, settle: Callable[..., Any]
) -> None:
    record = described(make_record)
    known = told(record)
    export = ask_for_bag(title="Sinov", user=cataloguer, record_ids=[record.pk])
    assert not pack_bag(export_id=export.pk)
    export.refresh_from_db()
    bag = tmp_path / "sinov.tar"
    with default_storage.open(export.name) as stored:
        bag.write_bytes(stored.read())
    record.delete()
    for photo in Photo.objects.all():
        photo.delete()

    deposit = open_deposit(paths=[bag], order=IngestOrder(user=cataloguer))
    settle(lambda: work_on_deposit(deposit_id=deposit.pk))
    manifest = current_manifest(deposit.pk)
    assert manifest is not None
    settle(lambda: agree_on_columns(manifest=manifest, mapping=manifest.mapping, is_trial=False))

    back = Record.objects.get()
    rows = [(row.number, row.outcome, row.problems) for row in manifest.rows.all()]
    assert told(back) == known, rows
    refused = deposit.files.filter(outcome="refused")
    assert [(row.path, row.reason.code) for row in refused] == []
