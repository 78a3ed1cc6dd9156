"""Paths are written down so that they can be kept in any database and found again."""

import os
from pathlib import Path

import pytest

from archive.ingest.locations import ORDER_KEY_LENGTH, order_key, read_back, shown, written

NAMES = [
    "surat.jpg", "таможня.jpg", "漢字 ʻ.png", "back\\slash", "\\x41 is no escape", "line\nbreak", "a" * 200,
    os.fsdecode("таможня.jpg".encode("cp1251")), os.fsdecode(b"\\\xff\\xff"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_path_comes_back_byte_for_byte(name: str) -> None:
    path = Path("/deposit") / name
    text = written(path)
    assert text.encode("utf-8"), "any database takes it"
    assert os.fsencode(read_back(text)) == os.fsencode(path)
    assert shown(path).encode("utf-8")


def test_names_stand_in_the_order_people_count_in() -> None:
    names = ["bet 10.jpg", "bet 2.jpg", "bet 1.jpg", "bet 1b.jpg"]
    assert sorted(names, key=order_key) == ["bet 1.jpg", "bet 1b.jpg", "bet 2.jpg", "bet 10.jpg"]


def test_a_key_of_order_keeps_to_its_length() -> None:
    assert len(order_key("7" * 4000)) <= ORDER_KEY_LENGTH
