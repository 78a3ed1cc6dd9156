"""Follow a cataloguer who corrects a word on the page, with mouse and with keys alone, and finds it by search."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.specimens.pages import draw_text
from archive.specimens.types import DrawnPage
from config.environment import PROJECT_DIR
from tests.patience import patiently
from tests.running_site import Site

TEXT = """# Сурхон бозорининг 1931 йилги дафтари

Баҳорда бозорга саксон беш арава пахта ва қирқ олти қоп гуруч келтирилди. Тарозибон ҳар юкни икки марта тортди.

Кузда анор ва узум сотувчилар майдоннинг шарқий четига кўчирилди."""
AXE = PROJECT_DIR / "node_modules" / "axe-core" / "axe.min.js"
TOLERANCE = 0.012


@pytest.fixture(scope="module")
def drawn() -> DrawnPage:
    """Draw the scan."""
    return draw_text(TEXT)


@pytest.fixture(scope="module")
def record(site: Site, drawn: DrawnPage, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Take the scan in, for everyone to see; return its name."""
    path = tmp_path_factory.mktemp("scan") / "Сурхон-1931.jpg"
    path.write_bytes(drawn.jpeg())
    site.manage("ingest", str(path), "--access", "public", "--wait")
    return path.name


def open_screen(page: Page, site: Site, query: str) -> None:
    """Go from a search to the page and from there to the screen on which its text is corrected."""
    page.goto(f"{site.address}/uz/search/?q={query}")
    page.locator("a.passage").first.click()
    page.locator(".text-panel a[href*='/admin/files/document/']").click()
    expect(page.locator(".fonds-box").first).to_be_visible()


def assert_axe_finds_nothing_serious(page: Page) -> None:
    """Hold what is ours on the screen against the rules of axe."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run('#main')")
    assert [one["id"] for one in found["violations"] if one["impact"] in {"serious", "critical"}] == []


def box_found(site: Site, browser: Browser, query: str) -> tuple[float, float, float, float]:
    """Search as the public, without script, and return the one box on the page as fractions of its image."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    address = f"{site.address}/uz/search/?q={query}"
    page.goto(address)
    for _ in patiently():
        if page.locator("a.passage").count():
            break
        page.wait_for_timeout(250)
        page.goto(address)
    page.locator("a.passage").first.click()
    image = page.locator(".plain-frame img").bounding_box()
    box = page.locator(".plain-boxes svg.box").bounding_box()
    context.close()
    assert image is not None
    assert box is not None
    left, top = (box["x"] - image["x"]) / image["width"], (box["y"] - image["y"]) / image["height"]
    return left, top, box["width"] / image["width"], box["height"] / image["height"]


def assert_lies_on(box: tuple[float, float, float, float], drawn: DrawnPage, printed: str) -> None:
    """Hold a box against the place where a word was drawn."""
    word = next(word for word in drawn.words if word.text.strip(".,") == printed)
    assert abs(box[0] - word.x) < TOLERANCE
    assert abs(box[0] + box[2] / 2 - word.x - word.w / 2) < TOLERANCE
    assert abs(box[1] + box[3] / 2 - word.y - word.h / 2) < TOLERANCE


@pytest.mark.usefixtures("record")
def test_a_word_corrected_on_the_page_is_found_and_its_box_lies_on_it(
    staff_page: Page, site: Site, browser: Browser, drawn: DrawnPage
) -> None:
    page = staff_page
    open_screen(page, site, "sotuvchilar")
    assert_axe_finds_nothing_serious(page)
    page.locator(".fonds-box[aria-label^='Тарозибон']").click()
    page.keyboard.type("Миришкор")
    page.keyboard.press("Enter")
    expect(page.locator(".fonds-box[aria-label='Миришкор']")).to_be_visible()
    assert "Миришкор" in page.locator("#text").input_value()
    assert_lies_on(box_found(site, browser, "mirishkor"), drawn, "Тарозибон")


@pytest.mark.usefixtures("record")
def test_keys_alone_correct_a_word_and_two_people_are_told_of_each_other(
    staff_page: Page, site: Site, browser: Browser, drawn: DrawnPage
) -> None:
    page = staff_page
    open_screen(page, site, "sotuvchilar")
    other = page.context.new_page()
    other.goto(page.url)
    words = [box.get_attribute("aria-label") or "" for box in page.locator(".fonds-box").all()]
    at = next(place for place, word in enumerate(words) if word.startswith("узум"))
    page.locator(".fonds-box[tabindex='0']").focus()
    for _ in range(at):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("шафтоли")
    page.keyboard.press("Enter")
    expect(page.locator(".fonds-box[aria-label='шафтоли']")).to_be_visible()
    assert_lies_on(box_found(site, browser, "shaftoli"), drawn, "узум")

    other.locator(".fonds-box").nth(at).click()
    other.keyboard.type("олма")
    other.keyboard.press("Enter")
    expect(other.locator("[data-said].is-wrong")).to_contain_text("ruslan")
    expect(other.locator("#word")).to_have_value("олма")
    expect(other.locator(".fonds-box[aria-label='шафтоли']")).to_be_visible()
    other.keyboard.press("Enter")
    expect(other.locator(".fonds-box[aria-label='олма']")).to_be_visible()
