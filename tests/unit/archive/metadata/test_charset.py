"""Undeclared text is read as what it is, and no control character gets through."""

import pytest

from archive.extract.metadata.charset import clean, mend


def as_windows_1252(raw: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in raw)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Божхона ҳақида", "utf-8"), ("Таможня, 1926 г.", "cp1251"),
     ("Ѓ Ќ Џ ђ ќ таможня", "cp1251"), ("Oʻzbekiston", "utf-8"),
     ("François Müller", "cp1252"), ("plain", "ascii"), ("Ελλάδα", "utf-8")],
)  # fmt: skip
def test_bytes_of_an_undeclared_character_set_are_mended(text: str, encoding: str) -> None:
    assert mend(as_windows_1252(text.encode(encoding))) == text


def test_text_that_was_declared_is_left_alone() -> None:
    assert mend("Божхона") == "Божхона"


def test_controls_go_and_lines_and_letters_are_composed() -> None:
    assert clean(" a\x00b\r\nc\rd\u0085\ufeff й ") == "ab\nc\nd й"
