"""Files and pages are entered in Wagtail's search and choosers by several workers at a time."""

from __future__ import annotations

import pytest

from archive.models import Photo
from archive.tasks import enter
from tests.integration.archive.work.conftest import Instance

MAKE = """
from archive.models import Photo
Photo.objects.bulk_create(
    Photo(title=f"Surat {n}", file=f"{n}.jpg", width=1, height=1, sha256=f"{n:064x}") for n in range(40)
)
"""
RACE = """
import sys, time
from pathlib import Path
from django.conf import settings
from wagtail.search.models import IndexEntry
from archive.models import Photo
from archive.operations.enter_in_choosers import enter_in_choosers
from modelsearch.index import insert_or_update_object
from wagtail.models import Page
keys = list(Photo.objects.values_list("pk", flat=True))
page = Page.objects.last().specific
here = Path(settings.FONDS_DATA)
(here / "ready-NAME").touch()
while not (here / "ready-OTHER").exists():
    time.sleep(0.01)
for _ in range(60):
    IndexEntry.objects.all().delete()
    ENTER
"""
FILES = 'assert enter_in_choosers(kind="photo", asset_ids=keys) == 40'
PAGE = "insert_or_update_object(page)"


@pytest.mark.slow
@pytest.mark.parametrize("entering", [FILES, PAGE], ids=["files", "a page"])
def test_two_workers_enter_the_same_at_once(instance: Instance, entering: str) -> None:
    made = instance.manage("shell", "--no-imports", "-c", MAKE)
    assert made.returncode == 0, made.stderr
    code = RACE.replace("ENTER", entering)
    codes = [code.replace("NAME", one).replace("OTHER", other) for one, other in (("a", "b"), ("b", "a"))]
    both = [instance.begin("shell", "--no-imports", "-c", code) for code in codes]
    assert [(each.communicate()[1], each.returncode) for each in both] == [("", 0)] * 2


@pytest.mark.django_db
def test_a_file_that_was_deleted_before_its_turn_is_no_fault() -> None:
    photo = Photo.objects.create(title="Surat", file="x.jpg", width=1, height=1)
    key = photo.pk
    assert enter.func("photo", key) == 1
    photo.delete()
    assert enter.func("photo", key) == 0
