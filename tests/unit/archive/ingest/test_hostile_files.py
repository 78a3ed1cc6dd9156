"""Whatever arrives is either taken in or refused for its own reason, and never brings anything down."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ingest.errors import IngestRefused
from archive.ingest.inspect import inspect
from archive.ingest.packing import Member, Pack, PackLimits, open_pack, packing_of
from archive.ingest.types import Refused
from archive.ingest.walk import walk
from archive.specimens.hostile import GROUPS, TAKEN, UNPACKED, cases, group, lay_out
from archive.specimens.hostile.whole import MOVING, SOUNDS

LIMITS = PackLimits()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "box"
    folder.mkdir()
    yield folder
    shutil.rmtree(tmp_path)  # some of these files are best not kept


def told(path: Path) -> str:
    """Return what becomes of a file: TAKEN, or the code of its reason, which must be a finished sentence."""
    try:
        inspect(path)
    except IngestRefused as refusal:
        is_finished = refusal.sentence.endswith(".") and "%(" not in refusal.sentence
        return refusal.reason_code.value if is_finished else refusal.sentence
    return TAKEN


def told_members(pack: Pack, target: Path) -> tuple[str, list[tuple[str, str]]]:
    """Return how listing an archive ends, and what becomes of each member that was listed."""
    listed: list[Member] = []
    ended = UNPACKED
    try:
        listed.extend(pack.members())
    except IngestRefused as refusal:
        ended = refusal.reason_code.value
    found = []
    for member in listed:
        try:
            pack.extract(member.position, target)
            found.append((member.name, told(target)))
        except IngestRefused as refusal:
            found.append((member.name, refusal.reason_code.value))
    return ended, found


@pytest.mark.parametrize("name", GROUPS)
def test_each_hostile_file_has_the_outcome_it_should_have(name: str, box: Path) -> None:
    wrong = []
    for case in group(name):
        path = case.write(box.parent)
        told_now = outcome(path, box)
        if told_now != (case.outcome, dict(case.members) if case.outcome == UNPACKED else {}):
            wrong.append((case.name, case.fault, case.outcome, told_now))
        assert {each.name for each in box.iterdir()} <= {"target"}, "nothing is written beside the one target"
        assert {each.name for each in box.parent.iterdir()} == {"box", path.name}
        path.unlink()
    assert not wrong


def outcome(path: Path, box: Path) -> tuple[str, dict[str, str]]:
    """Return what becomes of a file, and of its members where all of them could be listed."""
    found: list[tuple[str, str]] = []
    if packing_of(path) is None:
        ended = told(path)
    else:
        try:
            with open_pack(path, LIMITS) as pack:
                ended, found = told_members(pack, box / "target")
        except IngestRefused as refusal:
            ended = refusal.reason_code.value
    return ended, dict(found) if ended == UNPACKED else {}


def test_there_are_hundreds_of_cases_and_each_is_small_and_named_once() -> None:
    made = cases()
    assert len(made) >= 400
    assert len({case.name for case in made}) == len(made)
    assert sum(len(case.content) for case in made) < 20 << 20
    refused = {case.outcome for case in made} - {TAKEN, UNPACKED}
    refused |= {outcome for case in made for outcome in case.members.values()} - {TAKEN}
    assert refused >= {
        "empty", "unsupported_type", "truncated", "damaged", "encrypted", "too_large", "too_many_pixels",
        "too_many_pages", "unsafe_path", "symlink", "system_file", "packed_too_tightly", "too_many_files",
        "nested_archive",
    }  # fmt: skip
    assert len([case for case in made if case.outcome == "truncated"]) >= 150
    suffixes = {Path(case.name).suffix for case in made if case.outcome == "truncated"}
    assert suffixes >= {*SOUNDS, *MOVING, ".jpg", ".pdf", ".zip", ".tar", ".heic"}


def test_the_corpus_is_the_same_every_time() -> None:
    first = {case.name: case.content for case in cases()}
    group.cache_clear()
    again = {case.name: case.content for case in cases()}
    moving = {name for name in first if first[name] != again[name]}
    assert not moving


def test_a_folder_of_links_and_devices_is_told_without_being_followed(tmp_path: Path) -> None:
    outside = tmp_path / "tashqarida.jpg"
    outside.write_bytes(b"outside")
    folder = tmp_path / "papka"
    expected = lay_out(folder, outside)
    found = list(walk([folder]))
    assert {each.name for each in found} == set(expected)
    for each in found:
        outcome = each.refusal.reason_code.value if isinstance(each, Refused) else expected[each.name]
        assert outcome == expected[each.name], each.name
