"""Sound uploaded through Wagtail's own form is checked and examined as a deposit is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.choices import AssetState
from archive.models import Recording
from archive.specimens.recordings import make_sound
from catalog.models import User


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("bosh", "bosh@example.org", "parol-parol-1"))
    return client


def upload(admin: Client, content: bytes) -> Any:
    sent = {"title": "Nutq", "file": SimpleUploadedFile("nutq.wav", content), "duration": "0", "tags": ""}
    return admin.post(reverse("wagtailmedia:add", args=["audio"]), sent)


def test_a_good_one_is_examined_and_prepared(
    admin: Client, tmp_path: Path, run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    content = make_sound(tmp_path / "nutq.wav", 2).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        assert upload(admin, content).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        run_tasks()
    made = Recording.objects.get()
    assert (made.state, made.media_type, made.proxy_type) == (AssetState.READY, "audio/wav", "audio/mpeg")
    assert made.duration == pytest.approx(2, abs=0.1)
    again = upload(admin, content)
    assert again.status_code == 200
    assert Recording.objects.count() == 1


def test_a_cut_one_is_refused_with_the_reason(admin: Client, tmp_path: Path) -> None:
    content = make_sound(tmp_path / "nutq.wav", 2).read_bytes()
    page = upload(admin, content[: len(content) // 2])
    assert page.status_code == 200
    assert not Recording.objects.exists()
    assert page.context["form"].errors["file"]
