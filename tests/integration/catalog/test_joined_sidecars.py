"""A sidecar finds its file by whatever door and in whatever order the two come."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.companions import companion_names, sidecar_form
from archive.ingest.sidecars import transcripts_beside
from archive.models import Document, Recording, SidecarMetadata, Transcript
from archive.specimens.recordings import make_sound
from catalog.choices import DepositState, FileOutcome, UndoScope
from catalog.models import Deposit, Record
from catalog.operations.deposits.ask_to_undo import ask_to_undo
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from tests.integration.catalog.conftest import jpeg, page_png

VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nAssalomu alaykum\n"
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Карвонсарой</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Nodira Karimova</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()
ALTO = b"""<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit>
</Description><Layout><Page ID="p1" PHYSICAL_IMG_NR="1" WIDTH="620" HEIGHT="877"><PrintSpace><TextBlock ID="b1">
<TextLine ID="l1"><String ID="s1" CONTENT="Termiz" HPOS="60" VPOS="60" WIDTH="80" HEIGHT="12" WC="0.9"/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>"""

HOCR = b"""<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page" title="bbox 0 0 620 877">
<span class="ocr_line" title="bbox 60 60 140 72"><span class="ocrx_word" title="bbox 60 60 140 72; x_wconf 90">Termiz
</span></span></div></body></html>"""
SRT = b"1\n00:00:00,000 --> 00:00:01,000\nAssalomu alaykum\n"
SIDECARS = {
    "vtt": VTT, "srt": SRT, "txt": b"Assalomu alaykum, aziz tinglovchilar\n", "xmp": XMP, "xml": ALTO,
    "hocr": HOCR, "html": HOCR, "htm": HOCR, "xhtml": HOCR,
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "nutq.mp3"
    make_sound(path)
    return path.read_bytes()


def outcomes() -> dict[str, str]:
    deposit = Deposit.objects.get()
    return {file.name: file.outcome for file in deposit.files.exclude(outcome=FileOutcome.UNPACKED)}


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("order", list(itertools.permutations(["nutq.mp3", "nutq.uz.vtt"])), ids="-".join)
@pytest.mark.parametrize("is_zip", [False, True], ids=["uploads", "zip"])
def test_a_transcript_is_joined_to_its_recording(
    deposit: Any, sound: bytes, order: tuple[str, ...], is_zip: bool
) -> None:
    files = {"nutq.mp3": sound, "nutq.uz.vtt": VTT}
    ordered = {name: files[name] for name in order}
    if is_zip:
        deposit({"hammasi.zip": zipped({f"ichki/{name}": content for name, content in ordered.items()})})
    else:
        for name, content in ordered.items():
            deposit({name: content}, visit="5f1f3a52-1c5e-4b7e-9f7a-222222222222")
    assert outcomes() == {"nutq.mp3": FileOutcome.INGESTED, "nutq.uz.vtt": FileOutcome.ATTACHED}
    transcript = Transcript.objects.get()
    assert transcript.recording == Recording.objects.get()
    assert transcript.language == "uz-Latn"


def test_xmp_fills_the_record_of_its_photo_before_and_after_it(deposit: Any) -> None:
    visit = "5f1f3a52-1c5e-4b7e-9f7a-333333333333"
    deposit({"karvon.xmp": XMP}, visit=visit)
    assert outcomes() == {"karvon.xmp": FileOutcome.REFUSED}
    assert Deposit.objects.get().files.get().reason.code == "alone"
    deposit({"karvon.jpg": jpeg(1)}, visit=visit)
    assert outcomes() == {"karvon.xmp": FileOutcome.ATTACHED, "karvon.jpg": FileOutcome.INGESTED}
    record = Record.objects.get()
    assert record.original_title == "Карвонсарой"
    assert [str(row.agent) for row in record.record_agents.all()] == ["Nodira Karimova"]
    assert SidecarMetadata.objects.get().content == XMP.decode()


def test_alto_in_an_archive_gives_a_scan_its_words(deposit: Any) -> None:
    deposit({"sahifalar.zip": zipped({"1.alto.xml": ALTO, "1.png": page_png(1), "boshqa/1.jpg": jpeg(2)})})
    assert outcomes() == {
        "1.alto.xml": FileOutcome.ATTACHED, "1.png": FileOutcome.INGESTED, "1.jpg": FileOutcome.INGESTED,
    }  # fmt: skip
    assert Document.objects.get().text_file


def test_files_of_one_name_in_other_folders_are_not_confused(deposit: Any, sound: bytes) -> None:
    deposit({"x.zip": zipped({"a/nutq.vtt": VTT, "b/nutq.mp3": sound})})
    assert outcomes() == {"nutq.vtt": FileOutcome.REFUSED, "nutq.mp3": FileOutcome.INGESTED}


def test_what_was_joined_goes_when_its_file_is_undone(deposit: Any, settle: Callable[..., Any]) -> None:
    deposit({"karvon.zip": zipped({"karvon.jpg": jpeg(1), "karvon.xmp": XMP})})
    made = Deposit.objects.get()
    settle(lambda: ask_to_undo(deposit=made, scope=UndoScope.WHOLE, user=None))
    made.refresh_from_db()
    assert made.state == DepositState.UNDONE
    assert not SidecarMetadata.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["karvon.xmp", "karvon.jpg.xmp"])
def test_xmp_in_a_folder_is_joined_as_well(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "rasmlar"
    folder.mkdir()
    (folder / "karvon.jpg").write_bytes(jpeg(1))
    (folder / name).write_bytes(XMP)
    made = open_deposit(paths=[folder], order=IngestOrder())
    work_on_deposit(deposit_id=made.pk)
    assert outcomes() == {"karvon.jpg": FileOutcome.INGESTED, name: FileOutcome.ATTACHED}
    assert Record.objects.get().original_title == "Карвонсарой"


def test_a_linked_transcript_is_passed_over(tmp_path: Path) -> None:
    recording = tmp_path / "nutq.mp3"
    recording.write_bytes(b"sound")
    secret = tmp_path / "secret"
    secret.write_bytes(VTT)
    (tmp_path / "nutq.vtt").symlink_to(secret)
    assert list(transcripts_beside(recording)) == []
    (tmp_path / "nutq.ru.vtt").write_bytes(VTT)
    assert [sidecar.path.name for sidecar in transcripts_beside(recording)] == ["nutq.ru.vtt"]


def test_names_tell_what_may_belong_together() -> None:
    assert "nutq.mp3" in companion_names("NUTQ.uz.vtt")
    assert companion_names("nutq.mp3.txt")[0] == "nutq.mp3"
    assert "karvon.jpg" in companion_names("karvon.jpg.xmp")
    assert "hisobot.docx" in companion_names("hisobot.xmp")
    assert {"varaq.pdf", "varaq.tif"} < set(companion_names("varaq.html"))
    assert not {"varaq.txt", "varaq.docx"} & set(companion_names("varaq.html"))
    assert sidecar_form("karvon.jpg") is None
    assert companion_names("karvon.jpg") == []


@pytest.mark.parametrize(
    ("main", "sidecar"),
    [
        *(("varaq.png", f"varaq{ending}") for ending in (".alto.xml", ".xml", ".hocr", ".html", ".htm", ".xhtml")),
        *(("nutq.mp3", f"nutq{ending}") for ending in (".vtt", ".uz.srt", ".txt", ".mp3.txt")),
        ("karvon.jpg", "karvon.jpg.xmp"),
    ],
)
def test_a_sidecar_that_is_taken_in_long_before_its_file_is_joined_to_it(
    deposit: Any, sound: bytes, main: str, sidecar: str
) -> None:
    visit = "5f1f3a52-1c5e-4b7e-9f7a-444444444444"
    files = {"varaq.png": page_png(1), "nutq.mp3": sound, "karvon.jpg": jpeg(1)}
    deposit({sidecar: SIDECARS[sidecar.rpartition(".")[2]]}, visit=visit)
    assert Deposit.objects.get().state == DepositState.ENDED
    deposit({main: files[main]}, visit=visit)
    assert outcomes() == {main: FileOutcome.INGESTED, sidecar: FileOutcome.ATTACHED}
    assert Record.objects.count() == 1
    if main == "nutq.mp3":
        assert Transcript.objects.get().recording == Recording.objects.get()


@pytest.mark.parametrize("ending", [".html", ".htm", ".xhtml"])
@pytest.mark.django_db
def test_hocr_of_any_ending_beside_its_scan_in_a_folder_is_no_document_of_its_own(tmp_path: Path, ending: str) -> None:
    (tmp_path / "qop").mkdir()
    (tmp_path / "qop" / "varaq.png").write_bytes(page_png(1))
    (tmp_path / "qop" / f"varaq{ending}").write_bytes(HOCR)
    (tmp_path / "qop" / f"boshqa{ending}").write_bytes(b"<html><body><p>Termiz bojxonasi</p></body></html>")
    made = open_deposit(paths=[tmp_path / "qop"], order=IngestOrder())
    work_on_deposit(deposit_id=made.pk)
    assert outcomes() == {
        "varaq.png": FileOutcome.INGESTED, f"varaq{ending}": FileOutcome.ATTACHED,
        f"boshqa{ending}": FileOutcome.INGESTED,
    }  # fmt: skip
