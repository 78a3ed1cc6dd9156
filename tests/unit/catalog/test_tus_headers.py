"""The headers of tus are read strictly, and what is wrong is named."""

from __future__ import annotations

import base64

import pytest

from archive.ingest.sent_names import LONGEST, UnsafePath, sent_path
from catalog.web.tus_headers import BadHeader, checksum, metadata, whole_number


def test_metadata_is_pairs_of_words_in_base64_and_a_word_may_be_empty() -> None:
    coded = base64.b64encode("Термиз/1.jpg".encode()).decode()
    assert metadata(f"path {coded}, empty") == {"path": "Термиз/1.jpg", "empty": ""}
    assert metadata("") == {}


@pytest.mark.parametrize("value", ["path ***", "path YQ==,path YQ==", "path " + "A" * 20_000])
def test_metadata_that_is_not_understood_is_refused(value: str) -> None:
    with pytest.raises(BadHeader, match="Upload-Metadata"):
        metadata(value)


@pytest.mark.parametrize("value", ["", "-1", "1.5", "١", "9" * 19])
def test_a_length_is_a_whole_number(value: str) -> None:
    with pytest.raises(BadHeader, match="Upload-Length"):
        whole_number({"Upload-Length": value}, "Upload-Length")


def test_only_known_checksums_are_taken() -> None:
    assert checksum("sha1 AAAA").digest == b"\x00\x00\x00"
    assert not checksum("").algorithm
    for value in ("md5 AAAA", "sha256 *"):
        with pytest.raises(BadHeader):
            checksum(value)


def test_a_sent_path_never_leads_out_and_is_one_spelling_of_its_name() -> None:
    assert sent_path("И\u0306/a.jpg") == "Й/a.jpg"
    assert sent_path("C:\\arxiv\\a.jpg") == "C:/arxiv/a.jpg"
    assert sent_path("//a//./b") == "a/b"
    assert sent_path("") == ""
    for path in ("..", "a/ .. /b", "x" * (LONGEST + 1)):
        with pytest.raises(UnsafePath):
            sent_path(path)
