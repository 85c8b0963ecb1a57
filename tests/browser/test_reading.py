"""How a reader gets around: languages, colours, and links to single indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from building import HTML_LANG, PREFIX, ROOT, declarations
from playwright.sync_api import Browser, Page
from visits import KINDS, Served, addresses

IDEOGRAPHS = re.compile("[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

TEXTS = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || ['SCRIPT', 'STYLE'].includes(parent.tagName)) continue;
    texts.push([parent.closest('[lang]')?.lang ?? '', parent.tagName.toLowerCase(), node.data.trim()]);
  }
  return texts;
}"""
"""Every text node with the language it is marked with."""

ATTRIBUTES = """() => [...document.querySelectorAll('*')].flatMap((element) =>
  ['title', 'aria-label', 'alt', 'placeholder', 'content'].filter((name) => element.hasAttribute(name))
    .map((name) => [element.closest('[lang]')?.lang ?? '', `${element.tagName.toLowerCase()}[${name}]`,
      element.getAttribute(name)]))"""
"""Every attribute that is read out or shown, with the language it is read in."""


@pytest.fixture(params=[360, 1440], ids=["phone", "desktop"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page on a phone and on a desktop, that prefers light colours."""
    size = {"width": request.param, "height": 800}
    with browser.new_context(viewport=size, reduced_motion="reduce", color_scheme="light") as context:
        yield context.new_page()


Found = list[list[str]]
"""Language, element and text, of each."""


@pytest.fixture(scope="module")
def pages(browser: Browser, real: Served) -> dict[str, tuple[Found, Found]]:
    """Texts and attributes of every page of the real site, by its address; each is opened once."""
    found = {}
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for path in [*addresses(real.built), "404.html"]:
            page.goto(real.address + path)
            found[path] = page.evaluate(f"[({TEXTS})(), ({ATTRIBUTES})()]")
    return found


def chinese(texts: Found) -> Found:
    """The texts with a Chinese character in them."""
    return [text for text in texts if IDEOGRAPHS.search(text[2])]


def test_no_chinese_is_marked_as_english(pages: dict[str, tuple[Found, Found]]) -> None:
    """On each page every text with a Chinese character stands in an element whose nearest lang is Chinese."""
    for path, (texts, _) in pages.items():
        assert len(texts) > 10
        wrong = [text for text in chinese(texts) if not text[0].startswith("zh")]
        assert wrong == [], path


def test_no_english_is_marked_as_chinese(real: Served, pages: dict[str, tuple[Found, Found]]) -> None:
    """On Chinese pages no text of three English words in a row, outside of code, is marked as Chinese."""
    english = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")
    for path in addresses(real.built, "zh"):
        wrong = [
            text
            for lang, tag, text in pages[path][0]
            if lang.startswith("zh") and tag not in ("code", "pre") and english.search(text)
        ]
        assert wrong == [], path


def test_no_attribute_of_an_english_page_is_chinese(
    real: Served, pages: dict[str, tuple[Found, Found]]
) -> None:
    """Labels and descriptions of English pages, which cannot be marked, are English."""
    for path in addresses(real.built, "en"):
        wrong = [text for text in chinese(pages[path][1]) if not text[0].startswith("zh")]
        assert wrong == [], path


def test_english_pages_show_english(real: Served, page: Page) -> None:
    """On an English declaration an indicator has its English name, beside the Chinese as filed."""
    page.goto(real.address + PREFIX["en"] + KINDS["declaration"])
    texts = page.evaluate(TEXTS)
    english = [text for lang, _, text in texts if lang == "en"]
    assert len(english) > 200
    filed = declarations(ROOT)[KINDS["declaration"].strip("/")]["indicators"][0]
    row = page.locator(f"tr#{filed['id']}")
    assert filed["name"]["en"] in row.locator(".name").inner_text()
    assert filed["name"]["zh"] == row.locator("[lang|=zh]").first.inner_text()


def test_the_switch_leads_to_the_same_page_and_back(reader: Page, real: Served) -> None:
    """The language switch is in view, and leads from a page to the same one in the other language and back."""
    for kind in ("home", "declaration", "unit", "about"):
        path = KINDS[kind]
        reader.goto(real.address + path)
        for lang in ("en", "zh"):
            switch = reader.locator("a.switch-language")
            box = switch.bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= box["x"] + box["width"] <= reader.viewport_size["width"]
            switch.click()
            reader.wait_for_url(real.address + PREFIX[lang] + path)
            assert reader.locator("html").get_attribute("lang") == HTML_LANG[lang]


def scheme(page: Page) -> str | None:
    """The colours the page is in."""
    return page.locator("html").get_attribute("data-scheme")


def background(page: Page) -> int:
    """How bright the page is, 0 to 765."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)")
    return sum(colour[:3])


def test_dark_colours_are_remembered(reader: Page, real: Served) -> None:
    """The button for dark colours works, and the choice holds on other pages and in both languages."""
    reader.goto(real.address + KINDS["declaration"])
    assert scheme(reader) == "light"
    assert background(reader) > 600
    reader.locator(".switch-scheme").click()
    reader.wait_for_function("document.documentElement.dataset.scheme === 'dark'")
    assert background(reader) < 200
    for address in (KINDS["declaration"], KINDS["indicators"], PREFIX["en"], PREFIX["en"] + KINDS["year"]):
        reader.goto(real.address + address)
        reader.locator(".switch-scheme").wait_for()
        assert scheme(reader) == "dark", address
        assert background(reader) < 200
    reader.locator(".switch-scheme").click()
    reader.wait_for_function("document.documentElement.dataset.scheme === 'light'")
    reader.reload()
    assert scheme(reader) == "light"


def test_the_button_for_colours_works_by_keyboard(real: Served, page: Page) -> None:
    """Colours can be switched with the keyboard alone."""
    page.goto(real.address)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.switch-scheme')"):
            break
    else:
        pytest.fail("no Tab stop leads to the button for colours")
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.dataset.scheme === 'dark'", timeout=3000)


ROW = """id => {
  const row = document.getElementById(id);
  const head = document.querySelector('header').getBoundingClientRect();
  const name = row.querySelector('th.l3 .name').getBoundingClientRect();
  const value = row.querySelector('td.value').getBoundingClientRect();
  const colours = (row) => [...row.querySelectorAll('th.l3, td')].map((cell) => {
    let around = cell;
    while (around && /^rgba\\(.*, 0\\)$|transparent/.test(getComputedStyle(around).backgroundColor)) {
      around = around.parentElement;
    }
    return getComputedStyle(around || document.documentElement).backgroundColor;
  });
  const others = [...document.querySelectorAll('table.indicators tbody tr')].filter((other) => other !== row);
  const at = document.elementFromPoint(name.left + 2, name.top + 2);
  return {
    header: head.bottom, top: name.top, bottom: Math.max(name.bottom, value.bottom), height: innerHeight,
    covered: !row.contains(at), own: [...new Set(colours(row))], other: [...new Set(others.flatMap(colours))],
    targets: document.querySelectorAll(':target').length,
  };
}"""
"""Where a row is, what lies over it, and how it is coloured beside the others."""


@pytest.mark.parametrize("lang", PREFIX)
def test_a_link_to_an_indicator_shows_it(lang: str, reader: Page, real: Served) -> None:
    """An indicator's own address marks its row, below the header that stays, with name and value in view."""
    path = KINDS["declaration"].strip("/")
    rows: list[dict[str, Any]] = declarations(ROOT)[path]["indicators"]
    for indicator in (rows[0], rows[len(rows) // 2], rows[-1]):
        reader.goto("about:blank")
        reader.goto(f"{real.address}{PREFIX[lang]}{path}/#{indicator['id']}")
        found = reader.evaluate(ROW, indicator["id"])
        assert found["targets"] == 1
        assert not set(found["own"]) & set(found["other"]), f"{indicator['id']} looks like the other rows"
        assert not found["covered"], indicator["id"]
        assert found["header"] <= found["top"] < found["bottom"] <= found["height"]


def test_the_permalink_of_an_indicator_is_its_address(reader: Page, real: Served) -> None:
    """The link beside an indicator's name leads to its row and puts its address into the address bar."""
    reader.goto(real.address + KINDS["declaration"])
    links = reader.locator("tbody a.permalink")
    assert links.count() == 46
    link = links.nth(20)
    identity = link.evaluate("link => link.closest('tr').id")
    link.click()
    reader.wait_for_url(f"{real.address}{KINDS['declaration']}#{identity}")
    assert not reader.evaluate(ROW, identity)["covered"]


def test_the_list_of_all_indicators_leads_to_each(reader: Page, real: Served) -> None:
    """From the list of all indicators each link leads to the row of that name in its declaration."""
    reader.goto(real.address + KINDS["indicators"])
    links = reader.locator("table.across tbody th a")
    assert links.count() == 111
    chosen = links.nth(60)
    name = chosen.locator(".name").inner_text()
    chosen.click()
    reader.wait_for_url("**/2024/*/#*")
    assert reader.locator("tr:target .name").inner_text() == name
