"""What every public page keeps: readable by all, within the screen, quiet in the console, whole without script."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.specimens.pages import draw_text
from archive.specimens.pdfs import Layer, ScannedLeaf, make_pdf
from archive.specimens.scenes.gallery import draw_scene
from config.environment import PROJECT_DIR
from pages.catalogs import parse
from tests.patience import STEP_MS
from tests.running_site import Site

AXE = PROJECT_DIR / "node_modules" / "axe-core" / "axe.min.js"
REPORT = (
    "Доклад таможни за год.\n\nТаможня осмотрела двести караванов. При таможне служат девять досмотрщиков.",
    "Ведомость товаров, осмотренных таможней: чай, шёлк, сахар, мануфактура и железо.",
    "Смета на починку баржи и весов. Служащие просят дров и свинцовых пломб.",
)
VARIANTS = ("uz", "uz-cyrl", "ru", "en")
KINDS_OF_PAGE = (
    "",
    "search/",
    "search/?q=таможня",
    "search/?q=таможня&view=grid",
    "search/?q=щщщ",
    "search/?q=таможня w/3 (пломб* OR год) 1970s",
    "search/advanced/",
    "search/advanced/?go=1&first=soon",
    "search/list/",
    "document",
    "photo",
    "gone/",
)
WIDTH = "document.documentElement.scrollWidth"
SCREENS = [(1440, 900, "light"), (390, 844, "dark")]


@pytest.fixture(scope="module")
def shown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Publish a three-page report and a photograph; return the address of each without the language."""
    folder = tmp_path_factory.mktemp("shown")
    report, photo = folder / "report.pdf", folder / "house.jpg"
    report.write_bytes(make_pdf(ScannedLeaf(draw_text(text), Layer.RIGHT) for text in REPORT).content)
    draw_scene("custom_house").save(photo, quality=82)
    pids: dict[str, str] = {}
    for kind, path in {"document": report, "photo": photo}.items():
        lines = site.manage("ingest", str(path), "--access", "public", "--kind", kind, "--wait", "--json").splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        pids[kind] = f"record/{told[0]['record']}/"
    publish = "from catalog.models import Record\nfrom catalog.operations.publish_record import publish_record\n"
    publish += "for record in Record.objects.filter(live=False): publish_record(record=record)"
    site.manage("shell", "--no-imports", "-c", publish)
    pids["document"] += "?q=таможня&page=1&hit=1"
    return pids


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Any]:
    """Return a function that opens a browser window of a kind."""
    opened: list[BrowserContext] = []

    def context(width: int, height: int, theme: str = "light", **more: Any) -> BrowserContext:
        made = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, **more)  # type: ignore[arg-type]
        opened.append(made)
        return made

    yield context
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that gives a window of a kind to look at pages with, one after another.

    Nothing is chosen in it that would stay; a browser window of its own for each page costs more than the page.
    """
    opened: dict[tuple[Any, ...], Page] = {}

    def of_kind(width: int, height: int, theme: str = "light", **more: Any) -> Page:
        kind = (width, height, theme, *more.items())
        if kind not in opened:
            viewport: Any = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, color_scheme=theme, **more)  # type: ignore[arg-type]
            context.set_default_timeout(STEP_MS)
            opened[kind] = context.new_page()
        opened[kind].set_viewport_size({"width": width, "height": height})
        return opened[kind]

    yield of_kind
    for page in opened.values():
        page.context.close()


def address(site: Site, shown: dict[str, str], variant: str, name: str) -> str:
    return f"{site.address}/{variant}/{shown.get(name, name)}"


@pytest.mark.parametrize("screen", SCREENS, ids=["desktop", "phone"])
@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_axe_finds_nothing_serious_on_any_kind_of_page_and_a_shot_of_it_is_saved(
    site: Site, shown: dict[str, str], window: Callable[..., Page], request: pytest.FixtureRequest, name: str,
    screen: tuple[int, int, str],
) -> None:  # fmt: skip
    page = window(*screen, bypass_csp=True)
    page.goto(address(site, shown, "uz", name))
    page.wait_for_load_state("networkidle")
    width, _, theme = screen
    assert page.evaluate(WIDTH) <= width
    shot = request.config.cache.mkdir("shots") / f"{KINDS_OF_PAGE.index(name)}-{width}-{theme}.png"
    page.screenshot(path=shot)
    assert shot.stat().st_size > 10_000
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document)")
    assert len(found["passes"]) > 20
    grave = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], each["nodes"][0]["target"]) for each in grave] == []


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_pages_speak_one_language_fit_a_narrow_screen_and_break_no_policy_or_script(
    site: Site, shown: dict[str, str], window: Callable[..., Page], name: str, variant: str
) -> None:
    """Load each page once in each language, for a load is what takes time, and look at all that it must keep."""
    page = window(1440, 900)
    said: list[str] = []

    def note_error(error: Any) -> None:
        said.append(str(error))

    def note_message(message: Any) -> None:
        said.extend([message.text] if message.type == "error" else [])

    page.goto("about:blank")
    page.on("pageerror", note_error)
    page.on("console", note_message)
    page.goto(address(site, shown, variant, name))
    page.wait_for_load_state("networkidle")
    for width in (720, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(WIDTH) <= width
    words = page.evaluate("document.documentElement.textContent")
    left = english() if variant != "en" else set()
    assert [text for text in left if re.search(rf"\b{re.escape(text)}\b", words)] == []
    # The browser reports the status of a page that is not there and of a form that was not understood.
    told = {"gone/": "404", "search/advanced/?go=1&first=soon": "422"}.get(name, "nothing")
    page.remove_listener("pageerror", note_error)
    page.remove_listener("console", note_message)
    assert [line for line in said if told not in line] == []


@functools.cache
def english(minimum_words: int = 2) -> set[str]:
    catalog = parse((PROJECT_DIR / "locale/ru/LC_MESSAGES/django.po").read_text("utf-8"))
    texts = {entry.msgid for entry in catalog if "%" not in entry.msgid and entry.msgid.isascii()}
    return {text for text in texts if len(text.split()) >= minimum_words}


def test_the_cyrillic_interface_has_no_latin_words_of_its_own(site: Site, open_context: Any) -> None:
    page = open_context(1440, 900).new_page()
    page.goto(f"{site.address}/uz-cyrl/search/?q=щщщ")
    words = set(re.findall(r"[a-zʻʼ]{3,}", page.locator("main").inner_text().lower()))
    assert words <= {"tamo"}  # the advice on stars shows both alphabets


def test_filters_narrow_the_list_at_once_and_the_address_holds_them(
    site: Site, shown: dict[str, str], page: Page
) -> None:
    page.goto(f"{site.address}/ru/search/")
    # Other journeys may have added records of their own to the site.
    total = page.locator(".hit").count()
    assert total >= 2
    page.locator("#f-kind-photo").check()
    expect(page.locator(".hit")).to_have_count(1)
    assert "kind=photo" in page.url
    expect(page.locator("#f-kind-photo")).to_be_focused()
    page.go_back()
    expect(page.locator(".hit")).to_have_count(total)


def test_without_script_the_filters_are_a_form(site: Site, shown: dict[str, str], open_context: Any) -> None:
    page = open_context(1440, 900, java_script_enabled=False).new_page()
    page.goto(f"{site.address}/ru/search/")
    page.locator("#f-kind-photo").check()
    page.get_by_role("button", name="Применить фильтры").click()
    expect(page.locator(".hit")).to_have_count(1)
    assert "kind=photo" in page.url


def test_on_a_phone_the_filters_are_a_sheet_that_says_how_much_it_shows(
    site: Site, shown: dict[str, str], open_context: Any
) -> None:
    page = open_context(390, 844).new_page()
    page.goto(f"{site.address}/ru/search/")
    expect(page.locator("#filters")).to_be_hidden()
    page.get_by_role("button", name="Фильтры").click()
    page.locator("#f-kind-document").check()
    show = page.get_by_role("button", name=re.compile(r"Показать \d+ запис"))
    expect(show).to_be_visible()
    show.click()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".hit")).not_to_have_count(0)


def test_keys_step_through_found_places_and_pages(site: Site, shown: dict[str, str], page: Page) -> None:
    page.goto(f"{site.address}/ru/{shown['document']}")
    expect(page.locator("#deep .hit-box.is-current")).to_be_visible()
    expect(page.locator(".hits-panel .stepper p")).to_have_text("1 из 4")
    for step in (2, 3):
        page.keyboard.press("n")
        expect(page.locator(".hits-panel .stepper p")).to_have_text(f"{step} из 4")
    page.keyboard.press("n")
    expect(page.locator(".tool-words").first).to_have_text("л. 2 из 3")
    assert "page=2" in page.url
    assert "hit=1" in page.url
    page.keyboard.press("p")
    expect(page.locator(".tool-words").first).to_have_text("л. 1 из 3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".strip a[aria-current] .strip-number")).to_contain_text("3")


def test_keys_do_nothing_while_someone_types(site: Site, shown: dict[str, str], page: Page) -> None:
    page.goto(f"{site.address}/ru/{shown['document']}")
    page.locator("#inside").fill("")
    page.keyboard.type("npb")
    expect(page.locator("#inside")).to_have_value("npb")
    expect(page.locator(".hits-panel .stepper p")).to_have_text("1 из 4")


def test_boxes_and_text_can_be_put_away(site: Site, shown: dict[str, str], page: Page) -> None:
    page.goto(f"{site.address}/ru/{shown['document']}")
    expect(page.locator("#deep .hit-box").first).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#deep .hit-box").first).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#text")).to_be_hidden()


def test_searching_inside_changes_the_places_without_leaving_the_page(
    site: Site, shown: dict[str, str], page: Page
) -> None:
    page.goto(f"{site.address}/ru/{shown['document']}")
    page.locator("#inside").fill("пломб")
    page.keyboard.press("Enter")
    expect(page.locator(".hits-panel .stepper p")).to_have_text("1 из 1")
    expect(page.locator(".tool-words").first).to_have_text("л. 3 из 3")
    expect(page.locator("#deep .hit-box.is-current")).to_be_visible()


def test_the_theme_chosen_stays(site: Site, open_context: Any) -> None:
    page = open_context(1440, 900, "light").new_page()
    page.goto(f"{site.address}/en/")
    page.get_by_role("button", name="Dark colors").click()
    page.goto(f"{site.address}/en/search/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_the_link_to_a_place_opens_it_in_the_readers_language(
    site: Site, shown: dict[str, str], open_context: Any
) -> None:
    page = open_context(1440, 900, locale="ru").new_page()
    page.goto(f"{site.address}/ru/{shown['document']}")
    page.goto(page.locator("#address").inner_text())
    assert "/ru/record/" in page.url
    expect(page.locator("#deep .hit-box.is-current")).to_be_visible()
