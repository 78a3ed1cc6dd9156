"""Follow an archivist who deposits a folder, and uploads that are cut off and go on."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import os
import random
import re
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Request, expect

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_MS
from tests.running_site import Site, free_port, wait_for

FILES = 200
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of 200 small files: photographs, PDF files, sound, and two that are broken."""
    root = tmp_path_factory.mktemp("sandiq") / "Термиз 1924"
    (root / "ovoz").mkdir(parents=True)
    for number in range(FILES - 32):
        (root / f"surat {number}.jpg").write_bytes(picture(number, "JPEG"))
    for number in range(20):
        (root / f"varaq {number}.pdf").write_bytes(picture(1000 + number, "PDF"))
    for number in range(10):
        sound(root / "ovoz" / f"{number}.wav", number)
    (root / "buzuq.jpg").write_bytes(picture(2000, "JPEG")[:300])
    (root / "uzilgan.pdf").write_bytes(picture(2001, "PDF")[:200])
    return root


def picture(seed: int, form: str) -> bytes:
    """Return a small picture of other colors for each seed."""
    rng = random.Random(f"journey {seed}")
    image = Image.frombytes("RGB", (24, 18), rng.randbytes(24 * 18 * 3)).resize((96, 72), Image.Resampling.BICUBIC)
    packed = io.BytesIO()
    image.save(packed, form)
    return packed.getvalue()


def sound(path: Path, seed: int) -> None:
    """Write half a second of noise, other noise for each seed."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(random.Random(seed).randbytes(8000))


def manifest(folder: Path, *, date_of_tenth: str) -> bytes:
    """Return a table with a row for each file of the folder: where it lies, title, date, and what no header tells."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["Fayl", "Sarlavha (uz)", "Sana", "Qutidagi belgi"])
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for number, path in enumerate(files):
        date = date_of_tenth if number == 9 else str(1900 + number % 90)
        write([str(path.relative_to(folder.parent)), f"Termiz sandigʻi, {number}-buyum", date, f"{number}-belgi"])
    return out.getvalue().encode()


def test_a_folder_of_two_hundred_files_is_deposited_described_mended_and_undone(
    staff_page: Page, site: Site, folder: Path
) -> None:
    page = staff_page
    page.goto(f"{site.address}/admin/deposit/")
    page.set_input_files("[data-fonds-folder]", str(folder))
    table = {"name": "ro'yxat.csv", "mimeType": "text/csv", "buffer": manifest(folder, date_of_tenth="kechagi kun")}
    page.set_input_files("form.fonds-deposit input[name=manifest]", table)  # type: ignore[arg-type]  # as below
    page.locator("form.fonds-deposit button[type=submit]").click()
    expect(page.locator("[data-fonds-part=spoken]")).to_contain_text(f"{FILES} of {FILES}", timeout=PATIENCE_MS)
    assert page.locator("[data-fonds-part=rows] > li").count() <= 100, "thousands of files are not thousands of rows"

    page.locator("[data-fonds-part=deposit] a").click()
    until_ended(page)
    address = page.url
    expect(count_of(page, "ingested")).to_have_text(str(FILES - 2))
    expect(count_of(page, "refused")).to_have_text("2")

    describe_by_the_table(page, folder, table)
    page.goto(address)

    # Trying again mends nothing; a good file does.
    page.locator("form[action$='/retry/'] button").first.click()
    until_ended(page)
    for name, number, form in (("buzuq.jpg", 2000, "JPEG"), ("uzilgan.pdf", 2001, "PDF")):
        page.goto(f"{address}?outcome=refused")
        row = page.locator("li.fonds-outcome", has_text=name)
        expect(row).to_contain_text("Термиз 1924/")
        row.locator("summary").click()
        good = {"name": name, "mimeType": "application/octet-stream", "buffer": picture(number, form)}
        row.locator("input[type=file]").set_input_files(good)  # type: ignore[arg-type]  # a payload of Playwright
        row.locator("form[action$='/replace/'] button").click()
        until_ended(page)
    expect(count_of(page, "ingested")).to_have_text(str(FILES))
    expect(count_of(page, "refused")).to_have_count(0)
    page.goto(f"{address.rstrip('/')}/manifest/")
    until_said(page, "Applied")
    expect(rows_of(page, "applied")).to_have_text(str(FILES))
    expect(page.locator("li.fonds-outcome summary").first).to_contain_text("Termiz sandigʻi, 0-buyum")

    undo_but_for_what_was_edited(page, address)


def describe_by_the_table(page: Page, folder: Path, table: dict[str, Any]) -> None:
    """Say what the columns of the manifest mean, try it, give it corrected, and apply it."""
    # A row with a wrong date is told of before anything is changed, and the table corrected.
    page.locator("a", has_text="Choose what its columns mean").click()
    expect(page.locator("select[name=column-3]")).to_have_value("")
    page.locator("select[name=column-3]").select_option("description_uz")
    page.locator("button[name=trial]").click()
    until_said(page, "Tried")
    expect(rows_of(page, "ready")).to_have_text(str(FILES - 3))
    expect(rows_of(page, "refused")).to_have_text("3")
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}?outcome=refused")
    expect(page.locator("li.fonds-outcome", has_text="kechagi kun")).to_be_visible()
    good_table = {**table, "buffer": manifest(folder, date_of_tenth="1924")}
    page.set_input_files("input[name=manifest]", good_table)  # type: ignore[arg-type]
    page.locator("form[enctype] button").click()
    until_said(page, "Read")
    # The next table with these headers is read as the one before was told to be.
    expect(page.locator("body")).to_contain_text("A table with these headers came before")
    expect(page.locator("select[name=column-3]")).to_have_value("description_uz")
    page.locator("button:not([name])", has_text="Apply to the records").click()
    until_said(page, "Applied")
    expect(rows_of(page, "applied")).to_have_text(str(FILES - 2))
    expect(rows_of(page, "refused")).to_have_text("2")


def undo_but_for_what_was_edited(page: Page, address: str) -> None:
    """Edit a record, see the undoing refused for it alone, and undo the rest."""
    page.goto(f"{address}?q=surat+7.jpg")
    page.locator("li.fonds-outcome a", has_text="Termiz sandigʻi").first.click()
    page.fill("input[name=title_ru]", "Правленая")
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text("updated")
    undo(page, address)
    expect(page.locator("#fonds-course")).to_contain_text("Nothing was undone", timeout=PATIENCE_MS)
    expect(count_of(page, "ingested")).to_have_text(str(FILES))
    page.locator("#fonds-course a[href$='?outcome=kept']").click()
    expect(page.locator("li.fonds-outcome")).to_have_count(1)
    expect(page.locator("li.fonds-outcome")).to_contain_text("surat 7.jpg")
    expect(page.locator("li.fonds-outcome")).to_contain_text("Its record was edited by a person.")
    undo(page, address)
    expect(count_of(page, "undone")).to_have_text(str(FILES - 1), timeout=PATIENCE_MS)
    expect(count_of(page, "ingested")).to_have_text("1")


def undo(page: Page, address: str) -> None:
    """Ask that a deposit be undone, whole or but for what is kept, as its page offers."""
    page.goto(address)
    page.locator("a", has_text="Undo this deposit").click()
    page.locator("form button.no").click()


def until_ended(page: Page) -> None:
    """Wait until the page of a deposit says that it has ended."""
    expect(page.locator("#fonds-course [role=status]")).to_contain_text("Ended", timeout=PATIENCE_MS)


def until_said(page: Page, state: str) -> None:
    """Wait until the page of a manifest says that it has come so far, and show what it shows then."""
    expect(page.locator("#fonds-manifest-course [role=status]")).to_contain_text(state, timeout=PATIENCE_MS)
    page.reload()


def rows_of(page: Page, outcome: str) -> Locator:
    """Return the place where the page of a manifest counts an outcome."""
    return page.locator(f".fonds-counts a[href*='?outcome={outcome}'] b")


def count_of(page: Page, outcome: str) -> Locator:
    """Return the place where the page of a deposit counts an outcome."""
    return page.locator(f".fonds-counts a[href$='?outcome={outcome}'] b")


class Web:
    """A second web server over the data of the site, to be killed and started again."""

    def __init__(self, site: Site, log: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.environment = site.environment | {"FONDS_PORT": str(self.port), "FONDS_UPLOAD_CHUNK_MB": "1"}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=PROJECT_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(f"{self.address}/health/live/", self.log)

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def web(site: Site, tmp_path: Path) -> Iterator[Web]:
    """Start the second web server."""
    server = Web(site, tmp_path / "web.log")
    server.start()
    yield server
    server.kill()


class Wire:
    """What a page sends of its uploads."""

    def __init__(self, page: Page) -> None:
        self.begun: list[str] = []
        self.offsets: list[int] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if "/deposit/uploads/" not in request.url:
            return
        if request.method == "POST":
            self.begun.append(request.headers["upload-metadata"])
        elif request.method == "PATCH":
            self.offsets.append(int(request.headers["upload-offset"]))


def slow(page: Page) -> None:
    """Let a page send 3 MB a second at most."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 3 * MEBIBYTE},
    )


def noise(path: Path, size: int, seed: int) -> Path:
    """Write a file of so many bytes that nothing takes for a picture."""
    path.write_bytes(random.Random(seed).randbytes(size))
    return path


def begin(page: Page, web: Web, files: list[Path]) -> None:
    """Choose files and send them."""
    page.goto(f"{web.address}/admin/deposit/")
    slow(page)
    page.set_input_files("form.fonds-deposit input[name=files]", [str(file) for file in files])
    page.locator("form.fonds-deposit button[type=submit]").click()


def until_sent(page: Page, wire: Wire, pieces: int) -> None:
    """Wait until so many pieces are under way."""
    for _ in range(300):
        if len(wire.offsets) >= pieces:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"only {len(wire.offsets)} pieces were sent")


def test_uploads_go_on_when_the_server_was_killed_and_nothing_is_sent_twice(
    staff_page: Page, web: Web, tmp_path: Path
) -> None:
    page = staff_page
    small = [noise(tmp_path / f"{number}.bin", 2000, number) for number in range(5)]
    large = noise(tmp_path / "katta.bin", 12 * MEBIBYTE, 77)
    wire = Wire(page)
    begin(page, web, [*small, large])
    until_sent(page, wire, 4)
    expect(page.locator("[data-fonds-part=rows] li[data-fonds-file]")).to_have_count(5)
    web.kill()
    expect(page.locator("[data-fonds-part=trouble]")).to_be_visible()
    arrived = wire.offsets[-1]
    web.start()
    expect(page.locator("[data-fonds-part=spoken]")).to_contain_text("6 of 6", timeout=PATIENCE_MS)
    expect(page.locator("[data-fonds-part=trouble]")).to_be_hidden()

    assert len(wire.begun) == len(set(wire.begun)) == 6, "no file was begun twice"
    assert wire.offsets == sorted(wire.offsets), "no piece before the cut was sent again"
    resent = [offset for offset in set(wire.offsets) if wire.offsets.count(offset) > 1]
    assert all(offset >= arrived for offset in resent), "at most the piece at hand was lost"


def test_after_a_crash_of_the_browser_the_same_files_go_on_in_the_same_deposit(
    staff_page: Page, web: Web, tmp_path: Path
) -> None:
    page = staff_page
    small = noise(tmp_path / "kichik.bin", 3000, 5)
    large = noise(tmp_path / "katta.bin", 12 * MEBIBYTE, 78)
    wire = Wire(page)
    begin(page, web, [small, large])
    page.locator("[data-fonds-part=deposit] a").wait_for()
    deposit = page.locator("[data-fonds-part=deposit] a").get_attribute("href")
    until_sent(page, wire, 4)
    context = page.context
    page.close()

    page = context.new_page()
    page.goto(f"{web.address}{deposit}")
    arriving = page.locator("li.fonds-outcome", has_text="katta.bin")
    expect(arriving).to_contain_text(re.compile(r"of 12[.,]0\sMB have arrived"))
    again = Wire(page)
    begin(page, web, [])
    expect(page.locator("[data-fonds-part=unfinished]")).to_contain_text("1")
    page.set_input_files("form.fonds-deposit input[name=files]", [str(small), str(large)])
    page.locator("form.fonds-deposit button[type=submit]").click()
    expect(page.locator("[data-fonds-part=spoken]")).to_contain_text("2 of 2", timeout=PATIENCE_MS)
    assert page.locator("[data-fonds-part=deposit] a").get_attribute("href") == deposit
    assert again.begun == [], "both were known"
    assert min(again.offsets) >= wire.offsets[-1] - MEBIBYTE


def test_somebody_signed_out_signs_in_again_and_the_files_go_on(staff_page: Page, web: Web, tmp_path: Path) -> None:
    page = staff_page
    wire = Wire(page)
    begin(page, web, [noise(tmp_path / "katta.bin", 10 * MEBIBYTE, 79)])
    until_sent(page, wire, 2)
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    expect(page.locator("[data-fonds-part=trouble]")).to_contain_text("signed out")
    expect(page.locator("[data-fonds-part=signIn]")).to_be_visible()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were given
    expect(page.locator("[data-fonds-part=spoken]")).to_contain_text("1 of 1", timeout=PATIENCE_MS)
    assert wire.offsets.count(0) == 0
    assert len(wire.begun) == 1


def test_a_file_is_paused_and_canceled_by_its_buttons_and_a_changed_one_is_named(
    staff_page: Page, web: Web, tmp_path: Path
) -> None:
    page = staff_page
    paused = noise(tmp_path / "pauza.bin", 6 * MEBIBYTE, 80)
    changed = noise(tmp_path / "almashgan.bin", 6 * MEBIBYTE, 81)
    wire = Wire(page)
    begin(page, web, [paused, changed])
    until_sent(page, wire, 2)
    row = page.locator("li", has_text="pauza.bin")
    row.get_by_role("button", name="Pause").click()
    expect(row).to_have_attribute("data-fonds-state", "paused")
    noise(changed, 5 * MEBIBYTE, 82)
    other = page.locator("li", has_text="almashgan.bin")
    expect(other).to_contain_text("changed", timeout=PATIENCE_MS)
    row.get_by_role("button", name="Go on").click()
    expect(row).to_have_attribute("data-fonds-state", "sending")
    row.get_by_role("button", name="Cancel").click()
    expect(row).to_have_attribute("data-fonds-state", "canceled")


def test_a_bag_chosen_as_a_folder_is_checked_once_all_of_it_has_come(
    staff_page: Page, site: Site, tmp_path: Path
) -> None:
    bag = tmp_path / "qop"
    (bag / "data").mkdir(parents=True)
    whole, changed = picture(3001, "JPEG"), picture(3002, "JPEG")
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "data" / "butun.jpg").write_bytes(whole)
    (bag / "data" / "oʻzgargan.jpg").write_bytes(picture(3003, "JPEG"))
    named = {"data/butun.jpg": whole, "data/oʻzgargan.jpg": changed}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in named.items()]
    (bag / "manifest-sha256.txt").write_text("".join(lines))
    page = staff_page
    page.goto(f"{site.address}/admin/deposit/")
    page.set_input_files("[data-fonds-folder]", str(bag))
    page.get_by_role("button", name="Deposit", exact=True).click()
    rows = page.locator("[data-fonds-part=rows]")
    expect(rows.locator("[data-fonds-outcome=ingested]")).to_have_count(1, timeout=PATIENCE_MS)
    expect(rows.locator("[data-fonds-outcome=refused]")).to_have_count(1, timeout=PATIENCE_MS)
    expect(rows.locator("[data-fonds-outcome=attached]")).to_have_count(2, timeout=PATIENCE_MS)
    expect(rows).to_contain_text("differs from what its bag says")
