"""A journalist finds a spoken word, and the player stands at its second; a cataloguer mends what was heard wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.specimens.recordings import make_film
from config.environment import PROJECT_DIR
from tests.running_site import Site

AXE = PROJECT_DIR / "node_modules" / "axe-core" / "axe.min.js"
SAID = (
    "Assalomu alaykum, hurmatli tinglovchilar",
    "Har kuni ertalab tarozini tekshirardik",
    "Qoʻrgʻoshin tamgʻani ipga oʻtkazib bosardik",
    "Bitta tamgʻa yoʻqolsa, bayonnoma yozilardi",
    "Hozir muzeyda, yettinchi vitrinada turibdi",
)
SECONDS_EACH = 6


@pytest.fixture(scope="module")
def film(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Publish an interview with its transcript beside it; return its permanent id."""
    folder = tmp_path_factory.mktemp("interview")
    make_film(folder / "suhbat.mkv", len(SAID) * SECONDS_EACH, tags={"title": "Faxriy bilan suhbat"})
    cues = (
        f"00:{place * SECONDS_EACH:02}.000 --> 00:{place * SECONDS_EACH + 5:02}.500\n{text}\n"
        for place, text in enumerate(SAID)
    )
    (folder / "suhbat.uz.vtt").write_text("WEBVTT\n\n" + "\n".join(cues))
    told = site.manage("ingest", str(folder), "--access", "public", "--wait", "--json").splitlines()
    return str(next(json.loads(line)["record"] for line in told if '"ingested"' in line))


def second(page: Page) -> float:
    """Return where the player stands."""
    return float(page.evaluate("document.getElementById('player').currentTime"))


def test_a_spoken_word_is_found_in_cyrillic_and_the_player_starts_at_its_second(
    page: Page, site: Site, film: str
) -> None:
    page.goto(f"{site.address}/uz/")
    page.locator("input[name=q]").first.fill("тамға босардик")
    page.keyboard.press("Enter")
    passage = page.locator("a.passage").first
    expect(passage.locator(".passage-tag")).to_have_text("0:12")
    passage.click()

    page.wait_for_function("document.getElementById('player').readyState > 1")
    assert second(page) == pytest.approx(12, abs=0.3)
    now = page.locator("a.cue.is-now")
    expect(now).to_contain_text("ipga oʻtkazib")
    expect(now.locator("mark").first).to_have_text("tamgʻani")
    expect(page.locator(".scrub-mark").first).to_be_visible()
    assert page.locator("#room").bounding_box()["y"] >= 0  # type: ignore[index]

    page.keyboard.press("k")
    page.wait_for_function("document.getElementById('player').currentTime > 12.5")
    page.keyboard.press("k")
    address = page.locator("#address").inner_text()
    assert address == f"{site.address}/r/{film}/#t=12"
    assert "0:12" in page.locator("#citation").inner_text()

    page.locator("a.cue", has_text="yettinchi vitrinada").click()
    page.wait_for_function("document.getElementById('player').currentTime >= 24")


def test_a_link_to_a_passage_starts_and_stops_there(page: Page, site: Site, film: str) -> None:
    page.goto(f"{site.address}/r/{film}/#t=6,8")
    page.wait_for_function("document.getElementById('player').readyState > 1")
    assert second(page) == pytest.approx(6, abs=0.3)
    expect(page.locator("#address")).to_have_text(f"{site.address}/r/{film}/#t=6,8")
    page.keyboard.press("k")
    page.wait_for_function("document.getElementById('player').currentTime > 6.5")
    page.wait_for_function("document.getElementById('player').paused")
    assert second(page) == pytest.approx(8, abs=0.6)


def test_the_transcript_waits_for_a_reader_who_scrolls(page: Page, site: Site, film: str) -> None:
    page.set_viewport_size({"width": 390, "height": 420})
    page.goto(f"{site.address}/uz/record/{film}/?q=tamg'a#t=0")
    page.wait_for_function("document.getElementById('player').readyState > 1")
    page.wait_for_timeout(1_000)
    page.locator("#cues").evaluate("list => list.scrollTo({ top: 9999, behavior: 'instant' })")
    expect(page.locator("#back-to-now")).to_be_visible()
    page.locator("#back-to-now").click()
    expect(page.locator("#back-to-now")).to_be_hidden()


def test_a_transcript_longer_than_its_recording_keeps_its_marks_within_the_picture_of_the_sound(
    page: Page, site: Site, tmp_path: Path
) -> None:
    make_film(tmp_path / "qisqa.mkv", 4, tags={"title": "Qisqa lavha"})
    late = "".join(f"00:{at:02}.000 --> 00:{at + 1:02}.000\ntamgʻa {at}\n\n" for at in (1, 3, 20, 50))
    (tmp_path / "qisqa.uz.vtt").write_text(f"WEBVTT\n\n{late}")
    told = site.manage("ingest", str(tmp_path), "--access", "public", "--wait", "--json").splitlines()
    short = next(json.loads(line)["record"] for line in told if '"ingested"' in line)
    page.goto(f"{site.address}/uz/record/{short}/?q=tamg'a")
    page.wait_for_function("document.getElementById('player').readyState > 0")
    expect(page.locator(".scrub-mark")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_script_the_passage_of_the_second_is_shown_and_the_film_plays(
    browser: Browser, site: Site, film: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 500})
    page = context.new_page()
    page.goto(f"{site.address}/uz/search/?q=vitrinada")
    page.locator("a.passage").first.click()
    expect(page.locator("[id='t=24'] a.cue")).to_be_in_viewport()
    expect(page.locator("video#player source").first).to_have_attribute("type", "video/mp4")
    context.close()


@pytest.mark.parametrize(("width", "height", "theme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_the_page_of_a_recording_is_readable_by_all_and_quiet(
    browser: Browser, site: Site, film: str, width: int, height: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site.address}/ru/record/{film}/?q=tamg'a")
    page.wait_for_function("document.getElementById('player').readyState > 0")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document)")
    wrong = [(each["id"], [node["html"][:150] for node in each["nodes"]]) for each in found["violations"]]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    context.close()


def test_a_cataloguer_mends_a_passage_beside_the_player_and_it_is_found(
    staff_page: Page, site: Site, film: str
) -> None:
    page = staff_page
    page.goto(f"{site.address}/admin/files/?kind=recording")
    page.locator("td.title a", has_text="suhbat.mkv").click()
    page.locator("table.listing a", has_text="uz-Latn").click()
    passage = page.locator("[data-fonds-cues] > li").nth(3)
    passage.locator("textarea").fill("Bitta plomba yoʻqolsa, bayonnoma yozilardi")
    passage.locator("textarea").press("Control+Enter")
    page.wait_for_url("**#cue-*")
    expect(page.locator("[data-fonds-cues] > li").nth(4).locator("textarea")).to_be_focused()

    page.context.clear_cookies()
    for _ in range(30):
        page.goto(f"{site.address}/uz/search/?q=plomba+bayonnoma")
        if page.locator("a.passage").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator("a.passage .passage-tag").first).to_have_text("0:18")
