"""Follow the main job: log in, deposit a scan in Cyrillic, search it in Latin letters, land on the boxed word."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, Route, expect

from archive.specimens.pages import draw_text
from archive.specimens.types import DrawnPage
from tests.patience import PATIENCE_MS, PATIENCE_SECONDS
from tests.running_site import Site

TEXT = """# Термиз божхонасининг 1924 йилги ҳисоботи

Йил давомида темир йўл орқали икки минг қирқ вагон ўтди. Амударё кўприги ёнидаги омборда чой ва ипак сақланди.

Қўрғошин тамғалар сандиқларга босилди, ҳар бир юк дафтарга ёзилди. Назоратчилар тунги навбатда турдилар. \
Кемалар эса қирғоққа яқин жойда кутиб турди."""
IN_LATIN = "qo'rg'oshin omborda navbatda"
IN_CYRILLIC = ("омборда", "Қўрғошин", "навбатда")
"""The same words as printed, from top to bottom of the page."""
TOLERANCE = 0.01
"""How far the middle of a box may lie from the middle of the drawn word, as a share of the page's width or height."""


@pytest.fixture(scope="module")
def drawn() -> DrawnPage:
    """Draw the scan."""
    return draw_text(TEXT)


@pytest.fixture(scope="module")
def scan(drawn: DrawnPage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the scan as a file a person would upload."""
    path = tmp_path_factory.mktemp("scan") / "Термиз-1924.jpg"
    path.write_bytes(drawn.jpeg())
    return path


def test_a_scan_in_cyrillic_is_found_in_latin_letters_and_the_box_lies_on_the_word(
    staff_page: Page, site: Site, drawn: DrawnPage, scan: Path
) -> None:
    page = staff_page
    deposit(page, site, scan)
    page.context.clear_cookies()  # from here on as the public

    page.goto(f"{site.address}/uz/")
    page.locator("input[name=q]").first.fill(IN_LATIN)
    page.keyboard.press("Enter")
    passage = page.locator("a.passage").first
    until_indexed(page, passage)
    expect(passage.locator("mark").first).to_contain_text("омборда")
    passage.click()

    expect(page.locator("#deep .hit-box.is-current")).to_be_visible()
    page.wait_for_timeout(800)  # the pan to the hit
    assert_boxes_lie_on_words(boxes_on_screen(page), drawn)


def test_without_a_script_the_box_lies_on_the_same_word(
    site: Site, browser: Browser, drawn: DrawnPage, scan: Path
) -> None:
    site.manage("ingest", str(scan), "--access", "public", "--wait")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/ru/search/?q={IN_LATIN}")
    page.locator("a.passage").first.click()
    image = page.locator(".plain-frame img").bounding_box()
    assert image is not None
    boxes = [box.bounding_box() for box in page.locator(".plain-boxes svg.box").all()]
    found = sorted((box for box in boxes if box), key=lambda box: box["y"])
    for box, word in zip(found, IN_CYRILLIC, strict=True):
        x, y = middle_of(drawn, word)
        assert abs((box["x"] + box["width"] / 2 - image["x"]) / image["width"] - x) < TOLERANCE
        assert abs((box["y"] + box["height"] / 2 - image["y"]) / image["height"] - y) < TOLERANCE
    context.close()


def deposit(page: Page, site: Site, scan: Path) -> None:
    """Upload a file for everyone to see and wait until it is read."""
    page.goto(f"{site.address}/admin/deposit/")
    page.set_input_files("form.fonds-deposit input[name=files]", str(scan))
    page.check("input[name=access][value=public]")
    page.locator("form.fonds-deposit button[type=submit]").click()
    row = page.locator("[data-fonds-outcome=ingested]")
    expect(row).to_be_visible()
    expect(page.locator("[data-fonds-outcome=ingested]:not([data-fonds-open])")).to_be_visible(timeout=PATIENCE_MS)


def until_indexed(page: Page, passage: Locator) -> None:
    """Load the results again until what was just read is among them, as the worker brings it in soon after."""
    page.wait_for_url("**/search/?*")
    until = time.monotonic() + PATIENCE_SECONDS
    while not passage.count():
        assert time.monotonic() < until, "what was read is not found"
        page.wait_for_timeout(500)
        page.reload()


def boxes_on_screen(page: Page) -> list[FloatRect]:
    """Return the frames on the page image from top to bottom, in pixels of the screen."""
    found = [box.bounding_box() for box in page.locator("#deep .hit-box").all()]
    return sorted((box for box in found if box), key=lambda box: box["y"])


def middle_of(drawn: DrawnPage, text: str) -> tuple[float, float]:
    """Return the middle of a drawn word as fractions of the page."""
    word = next(word for word in drawn.words if word.text.strip(".,") == text)
    return word.x + word.w / 2, word.y + word.h / 2


def assert_boxes_lie_on_words(boxes: list[FloatRect], drawn: DrawnPage) -> None:
    """Find the page's place on the screen by its first and last word, and hold every word against it.

    A zoomed page is wider than the screen shows, so its edges cannot be asked for; scale and place follow from two
    words, the same scale must hold across and down, and the third word must fall into its frame.
    """
    assert len(boxes) == len(IN_CYRILLIC)
    aspect = drawn.upright().height / drawn.upright().width
    there = [(x, y * aspect) for x, y in (middle_of(drawn, word) for word in IN_CYRILLIC)]
    here = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    scale = (here[-1][1] - here[0][1]) / (there[-1][1] - there[0][1])
    assert scale > 0
    for (x, y), (screen_x, screen_y) in zip(there, here, strict=True):
        assert abs((screen_x - here[0][0]) / scale - (x - there[0][0])) < TOLERANCE
        assert abs((screen_y - here[0][1]) / scale - (y - there[0][1])) < TOLERANCE
    for box, text in zip(boxes, IN_CYRILLIC, strict=True):
        word = next(word for word in drawn.words if word.text.strip(".,") == text)
        assert abs(box["width"] / scale - word.w) < 2 * TOLERANCE


def test_a_row_that_says_the_same_twice_still_shows_what_follows(staff_page: Page, site: Site, tmp_path: Path) -> None:
    waits = '<li class="fonds-outcome" data-fonds-outcome="ingested" data-fonds-file="{0}" data-fonds-open>0/1</li>'
    answers = 0

    def answer(route: Route) -> None:
        nonlocal answers
        answers += 1
        told = waits.format(route.request.url.rpartition("file=")[2])
        real = route.fetch()
        route.fulfill(response=real, body=told if answers <= 3 else real.body())

    empty = tmp_path / "bo'sh.jpg"
    empty.write_bytes(b"")
    staff_page.route("**/deposit/states/*", answer)
    staff_page.goto(f"{site.address}/admin/deposit/")
    staff_page.set_input_files("form.fonds-deposit input[name=files]", str(empty))
    staff_page.locator("form.fonds-deposit button[type=submit]").click()
    expect(staff_page.locator("[data-fonds-part=rows] li[data-fonds-open]")).to_contain_text("0/1")
    expect(staff_page.locator("[data-fonds-outcome=refused]:not([data-fonds-open])")).to_be_visible()
    assert answers > 3
