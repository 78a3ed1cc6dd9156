"""Sounds and films that tests and the demonstration are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.specimens.errors import ProgramMissing
from archive.specimens.recordings import make_sound


def test_without_ffmpeg_the_package_to_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing, match="install the Debian package ffmpeg"):
        make_sound(tmp_path / "a.m4a", 1)
