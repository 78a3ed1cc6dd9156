"""A deposit is undone whole, or but for what people have come to rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from archive.choices import EventName
from archive.models import Checksum, Document, Page, Photo, Transcript
from archive.operations.edit_cues import CueText, change_cue
from archive.operations.log_event import log_event
from archive.operations.manage_transcript import approve_transcript
from archive.operations.store_transcript import TranscriptOrder, store_transcript_file
from archive.specimens.recordings import make_sound
from catalog.choices import DepositState
from catalog.models import Deposit, DepositFile, Record, RecordAsset, User
from catalog.operations.change_access import change_access
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from catalog.operations.publish_record import publish_record
from catalog.operations.unpublish_record import unpublish_record
from catalog.signals import records_deleted
from pages.models import HomePage
from tests.integration.catalog.conftest import jpeg, page_png

RunTasks = Callable[[], None]


def stored(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def deposited(folder: Path, *numbers: int) -> Deposit:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number}.jpg").write_bytes(jpeg(number))
    made = open_deposit(paths=[folder], order=IngestOrder(access="public"))
    work_on_deposit(deposit_id=made.pk)
    return made


def record_of(deposit: Deposit, number: int) -> Record:
    record = deposit.files.get(path__endswith=f"{number}.jpg").record
    assert record is not None
    return record


def undo(staff: Client, deposit: Deposit, run_tasks: RunTasks, scope: str = "whole") -> Deposit:
    staff.post(reverse("catalog_deposit_undo", args=[deposit.pk]), {"scope": scope})
    run_tasks()
    deposit.refresh_from_db()
    return deposit


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def deposit(tmp_path: Path, db: None) -> Deposit:
    return deposited(tmp_path / "deposit", 1, 2, 3)


def test_an_untouched_deposit_leaves_nothing_behind(
    deposit: Deposit, staff: Client, run_tasks: RunTasks, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    run_tasks()
    assert len(stored(settings)) == 3 * 4, "originals and renditions"
    gone: list[int] = []

    def note(record_ids: list[int], **_: Any) -> None:
        gone.extend(record_ids)

    records_deleted.connect(note)
    ids = sorted(Record.objects.values_list("pk", flat=True))
    question = staff.get(reverse("catalog_deposit_undo", args=[deposit.pk])).content.decode()
    assert "3 files" in question
    undo(staff, deposit, run_tasks)
    records_deleted.disconnect(note)
    assert deposit.state == DepositState.UNDONE
    assert deposit.undone_by == User.objects.get(username="nodira")
    assert deposit.tally == {"undone": 3}
    assert not Record.objects.exists()
    assert not Photo.objects.exists()
    assert not Checksum.objects.exists()
    assert stored(settings) == []
    assert sorted(gone) == ids, "the index follows"
    again = deposited(Path(deposit.locations[0]))
    assert again.files.filter(outcome="ingested").count() == 3, "the same files can be deposited again"


def touch_by_edit(record: Record, _folder: Path) -> None:
    change_access(records=[record], access="staff", user=User.objects.get(username="nodira"))


def touch_by_draft(record: Record, _folder: Path) -> None:
    record.save_revision(user=User.objects.get(username="nodira"))


def touch_by_replacement(record: Record, _folder: Path) -> None:
    log_event(record.record_assets.get().asset, EventName.FILE_REPLACED, version=2)


def touch_by_publication(record: Record, _folder: Path) -> None:
    unpublish_record(record=record, user=User.objects.get(username="nodira"))
    publish_record(record=record, user=User.objects.get(username="nodira"))


def touch_by_field(record: Record, _folder: Path) -> None:
    Record.objects.filter(pk=record.pk).update(edited_fields=["original_title"])


def touch_by_file(record: Record, folder: Path) -> None:
    other = deposited(folder / "boshqa", 50)
    asset = Photo.objects.get(pk=other.files.get().asset_id)
    RecordAsset.objects.create(record=record, photo=asset, sort_order=1)


def touch_by_record(record: Record, _folder: Path) -> None:
    other = Record.objects.create(kind="photo", original_title="Boshqa yozuv")
    RecordAsset.objects.create(record=other, photo=record.record_assets.get().photo)


def touch_by_page(record: Record, _folder: Path) -> None:
    page = HomePage.objects.earliest("pk")
    page.hero_image = record.record_assets.get().photo
    page.save()
    # As the worker does after the page was saved.
    ReferenceIndex.create_or_update_for_object(page)


def touch_by_deposit(_record: Record, folder: Path) -> None:
    (folder / "takror").mkdir()
    (folder / "takror" / "yana.jpg").write_bytes(jpeg(2))
    deposited(folder / "takror")


TOUCHES = [
    (touch_by_edit, "edited"),
    (touch_by_draft, "edited"),
    (touch_by_field, "edited"),
    (touch_by_publication, "published"),
    (touch_by_replacement, "file_replaced"),
    (touch_by_file, "other_files"),
    (touch_by_record, "used"),
    (touch_by_page, "used"),
    (touch_by_deposit, "relied_on"),
]


@pytest.mark.parametrize(("touch", "code"), TOUCHES)
def test_what_people_rely_on_is_kept_with_its_reason_and_the_rest_can_be_undone(
    touch: Callable[[Record, Path], None], code: str, deposit: Deposit, staff: Client, run_tasks: RunTasks,
    tmp_path: Path,
) -> None:  # fmt: skip
    touch(record_of(deposit, 2), tmp_path)
    undo(staff, deposit, run_tasks)
    assert deposit.state == DepositState.ENDED
    assert deposit.problem.code == "touched"
    assert Counter(deposit.files.values_list("outcome", flat=True)) == {"ingested": 3}, "nothing was undone"
    kept = deposit.files.exclude(reason="").get()
    assert (kept.reason.code, kept.path[-5:]) == (code, "2.jpg")
    page = reverse("catalog_deposit_page", args=[deposit.pk])
    assert f'href="{page}?outcome=kept"' in staff.get(page).content.decode()
    told = staff.get(page, {"outcome": "kept"}).content.decode()
    assert kept.reason.sentence in told
    assert [number in told for number in ("2.jpg", "1.jpg")] == [True, False]
    question = staff.get(reverse("catalog_deposit_undo", args=[deposit.pk])).content.decode()
    assert kept.reason.sentence in question
    assert 'value="untouched"' in question
    undo(staff, deposit, run_tasks, "untouched")
    assert Counter(deposit.files.values_list("outcome", flat=True)) == {"ingested": 1, "undone": 2}
    assert (deposit.state, deposit.problem.code) == (DepositState.ENDED, "kept")
    assert Record.objects.filter(pk=kept.record_id).exists()
    assert Photo.objects.filter(pk=kept.asset_id).exists()


def test_a_document_whose_text_was_corrected_is_kept(staff: Client, run_tasks: RunTasks, tmp_path: Path) -> None:
    (tmp_path / "sahifa.png").write_bytes(page_png())
    made = open_deposit(paths=[tmp_path], order=IngestOrder())
    work_on_deposit(deposit_id=made.pk)
    Page.objects.create(document=Document.objects.get(), number=1, state="ready", version=2)
    undo(staff, made, run_tasks)
    assert made.files.get().reason.code == "corrected"


@pytest.fixture
def spoken(tmp_path: Path, cataloguer: User) -> Deposit:
    """Return a deposit, by a person, of a sound with its transcript beside it."""
    make_sound(tmp_path / "nutq.wav", 1)
    (tmp_path / "nutq.uz.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nBojxona\n", encoding="utf-8")
    made = open_deposit(paths=[tmp_path], order=IngestOrder(user=cataloguer))
    work_on_deposit(deposit_id=made.pk)
    made.refresh_from_db()
    return made


def test_what_came_beside_a_file_goes_with_it(spoken: Deposit, staff: Client, run_tasks: RunTasks) -> None:
    assert spoken.tally == {"ingested": 1, "attached": 1}
    undo(staff, spoken, run_tasks)
    assert (spoken.state, spoken.tally) == (DepositState.UNDONE, {"undone": 2})
    assert not Transcript.objects.exists()


def approve(transcript: Transcript, user: User) -> None:
    approve_transcript(transcript_id=transcript.pk, user=user)


def change_a_passage(transcript: Transcript, user: User) -> None:
    cue = transcript.cues.get()
    change_cue(cue_id=cue.pk, seen=cue.text, said=CueText(0, 900, "Bojxona posti"), user=user)


def add_a_transcript(transcript: Transcript, user: User) -> None:
    order = TranscriptOrder(language="ru")
    store_transcript_file(
        recording_id=transcript.recording_id, content="Таможня".encode(), name="по-русски.txt", order=order, user=user
    )


@pytest.mark.parametrize("work", [approve, change_a_passage, add_a_transcript])
def test_a_recording_whose_transcript_a_person_worked_on_is_kept(
    work: Callable[[Transcript, User], None], spoken: Deposit, cataloguer: User, staff: Client, run_tasks: RunTasks
) -> None:
    work(Transcript.objects.get(), cataloguer)
    for scope in ("whole", "untouched"):
        undo(staff, spoken, run_tasks, scope)
        assert spoken.files.get(outcome="ingested").reason.code == "worked_on"
        assert spoken.tally == {"ingested": 1, "attached": 1}


def test_a_document_to_which_a_person_gave_a_text_is_kept(
    cataloguer: User, staff: Client, run_tasks: RunTasks, tmp_path: Path
) -> None:
    (tmp_path / "sahifa.png").write_bytes(page_png())
    made = open_deposit(paths=[tmp_path], order=IngestOrder(user=cataloguer))
    work_on_deposit(deposit_id=made.pk)
    log_event(Document.objects.get(), EventName.TEXT_ATTACHED, user=cataloguer, original_name="sahifa.xml", pages=1)
    undo(staff, made, run_tasks)
    assert made.files.get().reason.code == "worked_on"


def test_a_record_edited_while_the_deposit_is_being_undone_is_kept(
    deposit: Deposit, staff: Client, run_tasks: RunTasks
) -> None:
    staff.post(reverse("catalog_deposit_undo", args=[deposit.pk]), {"scope": "whole"})
    Deposit.objects.update(undo_scope="untouched")  # as after the check
    touch_by_edit(record_of(deposit, 1), Path())
    run_tasks()
    assert Counter(deposit.files.values_list("outcome", flat=True)) == {"ingested": 1, "undone": 2}


def test_only_who_may_delete_records_undoes_and_only_what_is_over(
    deposit: Deposit, staff: Client, cataloguer: User, journalist: Client, run_tasks: RunTasks
) -> None:
    journalist.post(reverse("catalog_deposit_undo", args=[deposit.pk]), {"scope": "whole"})
    group = cataloguer.groups.get()
    permission = group.permissions.get(codename="delete_record")
    group.permissions.remove(permission)
    undo(staff, deposit, run_tasks)
    assert deposit.state == DepositState.ENDED
    group.permissions.add(permission)
    Deposit.objects.update(state=DepositState.WORKING)
    undo(staff, deposit, run_tasks)
    assert deposit.files.filter(outcome="ingested").count() == 3


def test_a_record_that_a_person_deleted_does_not_stop_the_rest(
    deposit: Deposit, staff: Client, run_tasks: RunTasks, settings: Any
) -> None:
    record_of(deposit, 1).delete()
    undo(staff, deposit, run_tasks)
    assert deposit.state == DepositState.UNDONE
    assert stored(settings) == []


def test_the_leavings_of_a_killed_undoing_are_swept_up(
    deposit: Deposit, staff: Client, run_tasks: RunTasks, settings: Any
) -> None:
    row = deposit.files.get(path__endswith="1.jpg")
    record_of(deposit, 1).delete()
    photo = Photo.objects.get(pk=row.asset_id)
    Photo.objects.filter(pk=photo.pk)._raw_delete("default")  # the row is gone, its file is not
    DepositFile.objects.filter(pk=row.pk).update(outcome="undone", asset_id=None, record=None)
    undo(staff, deposit, run_tasks)
    assert stored(settings) == []
    assert deposit.state == DepositState.UNDONE
