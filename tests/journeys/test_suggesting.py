"""Follow a person who types: suggestions by keyboard and touch, a mistyped query mended, on to related records."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS, STEP_MS
from tests.running_site import Site

AXE = PROJECT_DIR / "node_modules" / "axe-core" / "axe.min.js"
MAKE = """
from catalog.models import Place, Record, Subject
# Tests may be shared out so that this runs a second time on one site.
if not Place.objects.filter(slug="qorovulbozor").exists():
    place = Place.objects.create(slug="qorovulbozor", label_uz="Qorovulbozor", label_ru="Караулбазар")
    subject = Subject.objects.create(slug="qorovullik", label_uz="Qorovullik xizmati", label_ru="Караульная служба")
    for number in range(1, 9):
        record = Record(kind="document", live=True, access="public", title_uz=f"Qorovulbozor posti daftari {number}",
            title_ru=f"Книга караулбазарского поста {number}",
            description_uz="Chegara posti navbatchilarining yozuvlari")
        record.save()
        record.places.add(place)
        record.subjects.add(subject)
        record.save()
"""


@pytest.fixture(scope="module", autouse=True)
def records(site: Site) -> None:
    """Publish eight records of one post, and wait until they are found."""
    site.manage("shell", "--no-imports", "-c", MAKE)
    until = time.monotonic() + PATIENCE_SECONDS
    while "8 records" not in site.manage("find", "qorovulbozor"):
        assert time.monotonic() < until, "the records were not indexed"
        time.sleep(0.5)


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Any]:
    """Return a function that opens a browser window of a kind."""
    opened: list[BrowserContext] = []

    def context(width: int, height: int, **more: Any) -> BrowserContext:
        opened.append(browser.new_context(viewport={"width": width, "height": height}, **more))
        opened[-1].set_default_timeout(STEP_MS)
        return opened[-1]

    yield context
    for each in opened:
        each.close()


def typing(page: Page, address: str, text: str) -> Any:
    """Open a page, type into its search box and return the open list."""
    page.goto(address)
    page.locator("#q").press_sequentially(text, delay=20)
    options = page.locator("#suggestions [role=option]")
    expect(options.first).to_be_visible()
    return options


def test_a_record_is_reached_by_keyboard_alone(page: Page, site: Site) -> None:
    options = typing(page, f"{site.address}/uz/", "qorovulb")
    box = page.locator("#q")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-suggestions-status]")).to_have_text(re.compile(r"\d+ ta taklif"))
    expect(page.locator("#suggestions")).to_contain_text("Qorovulbozor")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    title = options.nth(0).locator(".suggested-label").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/uz/record/**")
    expect(page.locator("h1")).to_have_text(title)


def test_escape_closes_the_list_and_leaves_what_was_typed(page: Page, site: Site) -> None:
    typing(page, f"{site.address}/uz/", "qorovul")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("qorovul")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggestions")).to_be_visible()


def test_enter_without_a_choice_searches_what_was_typed(page: Page, site: Site) -> None:
    typing(page, f"{site.address}/uz/", "qorovulbozor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/uz/search/?q=qorovulbozor")
    expect(page.locator("#count")).to_contain_text("8")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_a_place_leads_to_its_records_in_cyrillic_letters_too(page: Page, site: Site) -> None:
    options = typing(page, f"{site.address}/uz-cyrl/search/", "Қоровулб")
    place = options.filter(has_text="Жой")
    expect(place).to_contain_text("Қоровулбозор")
    place.click()
    page.wait_for_url("**/uz-cyrl/search/?place=qorovulbozor")
    expect(page.locator("#count")).to_contain_text("8")


def test_a_finger_chooses_on_a_phone_and_nothing_is_wider_than_the_screen(open_context: Any, site: Site) -> None:
    page = open_context(390, 844, has_touch=True, is_mobile=True).new_page()
    options = typing(page, f"{site.address}/ru/", "караул")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for option in options.all():
        box = option.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    options.first.tap()
    page.wait_for_url("**/ru/record/**")


def test_a_mistyped_query_gets_its_mending_in_one_click(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/ru/")
    page.locator("#q").fill("rfhfek,fpfh")
    page.keyboard.press("Enter")
    offer = page.locator(".mended a").first
    expect(offer).to_have_text("караулбазар")
    expect(page.locator(".mended")).to_contain_text("8 записей")
    expect(page.locator("#q")).to_have_value("rfhfek,fpfh")
    offer.click()
    page.wait_for_url(re.compile(r"q=%D0%BA"))
    expect(page.locator("#count")).to_contain_text("8")
    expect(page.locator(".mended")).to_have_count(0)


def test_related_records_lead_to_all_that_are_alike(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/uz/search/?q=qorovulbozor")
    page.locator(".hit-title a").first.click()
    shelf = page.locator("section[aria-labelledby=related]")
    expect(shelf.locator("li")).to_have_count(6)
    shelf.get_by_role("link", name="Oʻxshashlari").click()
    page.wait_for_url("**/like/")
    expect(page.locator(".hits > li")).to_have_count(7)


def test_all_of_it_works_without_script(open_context: Any, site: Site) -> None:
    page = open_context(1440, 900, java_script_enabled=False).new_page()
    page.goto(f"{site.address}/uz/")
    expect(page.locator("#suggestions")).to_be_hidden()
    page.locator("#q").fill("qorovulbzor")
    page.locator(".searchbox-go").click()
    page.locator(".mended a").first.click()
    page.locator(".act-like").first.click()
    expect(page.locator(".hits > li")).to_have_count(7)
    page.locator(".hit-title a").first.click()
    expect(page.locator("section[aria-labelledby=related] li")).to_have_count(6)


@pytest.mark.parametrize("screen", [(1440, 900, "light"), (390, 844, "dark")], ids=["desktop", "phone"])
@pytest.mark.parametrize("what", ["open list", "mended", "like"])
def test_axe_finds_nothing_serious(open_context: Any, site: Site, what: str, screen: tuple[int, int, str]) -> None:
    width, height, theme = screen
    page = open_context(width, height, color_scheme=theme, bypass_csp=True).new_page()
    if what == "open list":
        typing(page, f"{site.address}/uz/", "qorovul")
        page.keyboard.press("ArrowDown")
    else:
        page.goto(f"{site.address}/uz/search/?q={'qorovulbzor' if what == 'mended' else 'qorovulbozor'}")
        if what == "like":
            page.goto(site.address + (page.locator(".act-like").first.get_attribute("href") or ""))
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document)")
    assert len(found["passes"]) > 20
    grave = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], each["nodes"][0]["target"]) for each in grave] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_typing_breaks_neither_the_content_policy_nor_the_script(page: Page, site: Site) -> None:
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    typing(page, f"{site.address}/en/", "qorovul")
    page.locator("#q").fill("<b>")
    page.wait_for_timeout(600)
    assert said == []
