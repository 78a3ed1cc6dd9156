"""A journalist narrows many records to one page by phrase, a drag over the years and a place on the map."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.test_look import AXE
from tests.patience import STEP_MS
from tests.running_site import Site

MAKE = """
from archive.choices import AssetState, PageState
from archive.extract.types import Word
from archive.extract.words import pack, text_of
from archive.models import Document, Page
from catalog.models import Place, Record, RecordAsset, Subject
from django.core.files.base import ContentFile

spots = {"termiz": ("Termiz", "Термез", 37.22, 67.28), "toshkent": ("Toshkent", "Ташкент", 41.31, 69.28),
         "buxoro": ("Buxoro", "Бухара", 39.77, 64.43)}
places = [Place.objects.get_or_create(slug=slug, defaults={"label_uz": uz, "label_ru": ru, "label_en": uz,
          "latitude": north, "longitude": east})[0] for slug, (uz, ru, north, east) in spots.items()]
tea = Subject.objects.get_or_create(slug="tea", defaults={"label_uz": "choy", "label_ru": "чай", "label_en": "tea"})[0]
for number in range(60):
    year = 1900 + number
    phrase = "qoʻrgʻoshin tamgʻa" if number % 3 == 0 else "tamgʻa qoʻrgʻoshin"
    texts = ["narxnoma muqovasi", f"narxnoma {phrase} bilan"]
    document = Document(title="scan", page_count=2, state=AssetState.READY, media_type="application/pdf")
    document.file = ContentFile(f"scan {number}".encode(), name="scan.pdf")
    document.save()
    for at, text in enumerate(texts, start=1):
        words = [Word(word, 0.1 + 0.1 * n, 0.1, 0.08, 0.02, 0, 95) for n, word in enumerate(text.split())]
        Page.objects.create(document=document, number=at, state=PageState.READY, text=text_of(words),
                            words=pack(words), languages=["uz-Latn"], quality_pct=95, width_px=1000, height_px=1400)
    record = Record(live=True, access="public", kind="document", languages=["uz-Latn"], date_edtf=str(year),
                    original_title=f"Narxnoma {year}", original_language="uz-Latn")
    record.save()
    record.places = [places[number % 2]] + ([places[2]] if number == 27 else [])
    record.subjects = [tea] if number % 2 else []
    record.save()
    RecordAsset.objects.create(record=record, document=document, sort_order=0)
    record.save()
"""


@pytest.fixture(scope="session")
def shelf(site: Site) -> str:
    """Publish sixty price lists, one a year, and return the address of the search for them."""
    site.manage("shell", "--no-imports", "-c", MAKE)
    site.manage("index", "rebuild")
    return f"{site.address}/uz/search/?q=narxnoma"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Open a phone's window."""
    context: BrowserContext = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(STEP_MS)
    yield context.new_page()
    context.close()


def count(page: Page) -> Locator:
    return page.locator("#count")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def drag(page: Page, start: float, end: float) -> None:
    """Drag over the histogram from one fraction of its width to another."""
    expect(page.locator("#results")).not_to_have_class(re.compile("is-stale"))
    box: Any = page.locator(".histogram-track").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * end, y, steps=4)
    page.mouse.up()


def test_many_records_become_one_page_by_phrase_years_and_place(page: Page, shelf: str) -> None:
    page.goto(shelf)
    expect(count(page)).to_contain_text("60")

    page.fill("#q", 'narxnoma "qoʻrgʻoshin tamgʻa"')
    page.keyboard.press("Enter")
    expect(count(page)).to_contain_text("20")

    drag(page, 0.31, 0.56)
    expect(page.locator(".histogram-range")).not_to_have_class(re.compile("is-off"))
    page.wait_for_url(re.compile(r"from=19\d\d"))
    years = asked(page)
    assert 1917 <= int(years["from"][0]) <= 1919
    assert 1931 <= int(years["to"][0]) <= 1934
    expect(page.locator("#year-from")).to_have_value(years["from"][0])

    page.locator(".views a", has_text="Xarita").click()
    expect(page.locator("a.dot")).to_have_count(3)
    dot = page.locator("a.dot[aria-label^='Buxoro']")
    dot.focus()
    page.keyboard.press("Enter")
    expect(count(page)).to_contain_text("1 yozuv")
    assert asked(page)["place"] == ["buxoro"]

    page.locator("a.passage").first.click()
    expect(page).to_have_url(re.compile(r"page=2&hit=1"))


def test_the_years_are_chosen_by_keys_and_the_focus_stays(page: Page, shelf: str) -> None:
    page.goto(shelf)
    low = page.get_by_role("slider").first
    low.focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("from=1911"))
    expect(low).to_be_focused()
    expect(low).to_have_attribute("aria-valuenow", "1911")
    page.keyboard.press("End")
    page.wait_for_url(re.compile("from=1959"))
    expect(count(page)).to_contain_text("1 yozuv")
    page.locator(".years-all").click()
    expect(count(page)).to_contain_text("60")


def test_a_value_is_left_out_with_one_click_and_taken_back_at_its_chip(page: Page, shelf: str) -> None:
    page.goto(shelf)
    page.locator("#facet-subject .facet-out").first.click()
    expect(count(page)).to_contain_text("30")
    assert asked(page)["not_subject"] == ["tea"]
    expect(page.locator("#facet-subject .facet-row.is-left-out")).to_contain_text("choy")
    page.locator(".chosen .token-off").click()
    expect(count(page)).to_contain_text("60")
    assert "not_subject" not in asked(page)


def test_everything_works_without_script(browser: Browser, shelf: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shelf)
    page.locator("#facet-subject button.facet-out").first.click()
    expect(count(page)).to_contain_text("30")
    page.fill("#year-from", "1930")
    page.locator(".years button").click()
    expect(count(page)).to_contain_text("15")
    assert asked(page)["not_subject"] == ["tea"]
    page.goto(f"{shelf}&view=map")
    page.locator(".map-list summary").click()
    page.locator(".map-list a", has_text="Buxoro").click()
    expect(count(page)).to_contain_text("1 yozuv")
    page.goto(shelf.replace("search/?", "search/facet/place/?letters=бухо&"))
    page.locator(".facet-row input").check()
    page.locator(".listing-go button").click()
    expect(count(page)).to_contain_text("1 yozuv")
    context.close()


def test_on_a_phone_a_finger_chooses_years_and_the_fields_stand_in_the_sheet(phone: Page, shelf: str) -> None:
    phone.goto(shelf)
    box: Any = phone.locator(".histogram-track").bounding_box()
    assert box["height"] == 38
    touch = phone.context.new_cdp_session(phone)
    y = box["y"] + 20

    def send(kind: str, *xs: float) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x in xs]})

    send("touchStart", box["x"] + 100)
    for step in range(0, 101, 20):
        send("touchMove", box["x"] + 100 + step)
    send("touchEnd")
    phone.wait_for_url(re.compile(r"from=19\d\d&to=19\d\d"))
    phone.locator("[data-sheet-open]").click()
    expect(phone.locator("#filters #year-from")).to_have_value(asked(phone)["from"][0])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_all_of_the_result_is_downloaded(page: Page, shelf: str) -> None:
    page.goto(f"{shelf}&not_subject=tea&sort=date")
    with page.expect_download() as started:
        page.locator(".export a", has_text="CSV").click()
    assert re.fullmatch(r"narxnoma-\d{4}-\d\d-\d\d\.csv", started.value.suggested_filename)
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    assert [row["date"] for row in csv.DictReader(StringIO(text))] == [str(year) for year in range(1900, 1960, 2)]


@pytest.mark.parametrize("path", ["&view=map&place=buxoro&not_subject=tea&undated=1&from=1900", "facet"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_map_and_lists_are_readable_by_all(browser: Browser, shelf: str, path: str, theme: Any) -> None:
    context = browser.new_context(color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(shelf.replace("search/?", "search/facet/place/?not_place=termiz&") if path == "facet" else shelf + path)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})")
    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found["violations"]] == []
    assert complaints == []
    context.close()
