"""A journalist finds a spoken word, and the player stands at its second; a link leads others to the same passage."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from archive.specimens.speech import Spoken, speak
from tests.patience import patiently
from tests.running_site import Site

LATIN = ("ba", "de", "fi", "go", "hu", "ka", "lo", "mi", "na", "ru")
CYRILLIC = ("ба", "де", "фи", "го", "ҳу", "ка", "ло", "ми", "на", "ру")
DIGITS = [int(digit) for digit in str(os.getpid())]
# Several processes may share a site: what is said here is said in no other recording.
WORD = "".join(LATIN[digit] for digit in DIGITS)
WORD_IN_CYRILLIC = "".join(CYRILLIC[digit] for digit in DIGITS)
SAID = (
    "Assalomu alaykum, hurmatli tinglovchilar, suhbatimizni boshlaymiz",
    "Har kuni ertalab tarozini tekshirib, daftarga yozib qoʻyardik",
    f"Keyin {WORD} degan eski omborga borardik",
    "Bitta tamgʻa yoʻqolsa, darhol bayonnoma yozilardi",
    "Hozir u muzeyda, yettinchi vitrinada turibdi",
)
PLACE = 2


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Spoken]]:
    """Have the interview spoken, and its transcript written beside it."""
    folder = tmp_path_factory.mktemp("interview")
    spoken = speak(folder / f"suhbat-{WORD}.wav", SAID, voice="uz")
    cues = (f"{_clock(one.start_ms)} --> {_clock(one.end_ms)}\n{one.text}\n" for one in spoken)
    (folder / f"suhbat-{WORD}.uz.vtt").write_text("WEBVTT\n\n" + "\n".join(cues), "utf-8")
    return folder, spoken


def _clock(ms: int) -> str:
    return f"00:{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


@pytest.fixture(scope="module")
def record(site: Site, said: tuple[Path, list[Spoken]]) -> str:
    """Publish it, with its copies; return its permanent id."""
    told = site.manage("ingest", str(said[0]), "--access", "public", "--wait", "--json").splitlines()
    return str(next(json.loads(line)["record"] for line in told if '"ingested"' in line))


def until(page: Page, condition: str) -> None:
    """Wait until something holds of the player; the page's own rules forbid waiting inside it."""
    player = page.locator("#player")
    for _ in patiently():
        if player.evaluate(f"player => {condition}"):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"It did not come to: {condition}")


def second(page: Page) -> float:
    """Return where the player stands."""
    return float(page.locator("#player").evaluate("player => player.currentTime"))


def open_at(page: Page, address: str) -> None:
    """Open a page of the recording and wait until it can be played; its copy may still be in the making."""
    page.goto(address)
    for _ in patiently():
        if page.locator("audio#player").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    until(page, "player.readyState > 0")


def test_a_spoken_word_is_found_in_cyrillic_and_the_player_starts_at_its_second(
    page: Page, site: Site, said: tuple[Path, list[Spoken]], record: str
) -> None:
    start = said[1][PLACE].start_ms / 1000
    page.goto(f"{site.address}/uz/")
    page.locator("input[name=q]").first.fill(WORD_IN_CYRILLIC)
    page.keyboard.press("Enter")
    passage = page.locator("a.passage").first
    expect(passage.locator(".passage-tag")).to_have_text(f"{int(start) // 60}:{int(start) % 60:02}")
    open_at(page, site.address + str(passage.get_attribute("href")))
    until(page, f"Math.abs(player.currentTime - {int(start)}) < 0.4")
    now = page.locator("a.cue.is-now")
    expect(now.locator("mark").first).to_contain_text(WORD)

    # The transcript follows the player.
    following = page.locator("a.cue", has_text="bayonnoma yozilardi")
    page.keyboard.press("k")
    until(page, f"player.currentTime > {said[1][PLACE + 1].start_ms / 1000 + 0.3}")
    expect(following).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")

    # And leads it.
    page.locator("a.cue", has_text="yettinchi vitrinada").click()
    until(page, f"player.currentTime >= {int(said[1][-1].start_ms / 1000)}")


def test_a_link_to_a_passage_opens_there_and_stops_at_its_end(page: Page, site: Site, record: str) -> None:
    open_at(page, f"{site.address}/r/{record}/#t=3,5")
    until(page, "Math.abs(player.currentTime - 3) < 0.4")
    expect(page.locator("#address")).to_have_text(f"{site.address}/r/{record}/#t=3,5")
    page.keyboard.press("k")
    until(page, "player.currentTime > 3.5")
    until(page, "player.paused")
    assert second(page) == pytest.approx(5, abs=0.8)


def test_what_is_said_can_be_read_and_followed_on_a_phone(page: Page, site: Site, record: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, f"{site.address}/uz/record/{record}/?q={WORD}")
    expect(page.locator(".scrub-mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
