"""On a phone everything is in view; without scripts everything is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from building import PREFIX
from playwright.sync_api import Browser, Page
from visits import KINDS, Served, addresses

WIDTHS = (360, 320)

HIDDEN = """() => {
  const width = document.documentElement.clientWidth;
  const boxOf = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const cut = [];
  for (const row of document.querySelectorAll('table.indicators tbody tr')) {
    const cell = row.querySelector('td.value');
    const shown = cell.textContent.trim() ? cell : row.querySelector('td.words');
    const box = boxOf(shown);
    let left = 0, right = width, top = -Infinity, bottom = Infinity;
    for (let around = shown; around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      const edge = around.getBoundingClientRect();
      if (style.overflowX !== 'visible') {
        left = Math.max(left, edge.left);
        right = Math.min(right, edge.right);
      }
      if (style.overflowY !== 'visible') {
        top = Math.max(top, edge.top);
        bottom = Math.min(bottom, edge.bottom);
      }
    }
    const seen = shown.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const across = box.left >= left - 0.5 && box.right <= right + 0.5;
    const down = box.top >= top - 0.5 && box.bottom <= bottom + 0.5;
    if (!seen || !box.width || !box.height || !across || !down) {
      const name = row.querySelector('.name').textContent;
      cut.push(`${name}: ${Math.round(box.left)}..${Math.round(box.right)}`);
    }
  }
  return cut;
}"""
"""The rows whose value (or the words that say there is none) is not wholly in view."""

WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 0.5)
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
    .slice(-5).concat('the page scrolls sideways');
}"""

SCROLLING = """() => [...document.querySelectorAll('.page *')]
  .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
    && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.querySelector('td'))
  .map((element) => element.tagName.toLowerCase() + '.' + element.className)"""
"""Boxes with tables that scroll sideways on their own."""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    with browser.new_context(has_touch=True, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False) as context:
        yield context.new_page()


Found = dict[tuple[str, int], list[str]]


def seen(page: Page, site: Served, paths: list[str], *questions: str) -> tuple[Found, ...]:
    """The answers that are not empty, by page and width; each page is loaded once."""
    found: tuple[Found, ...] = tuple({} for _ in questions)
    for path in paths:
        page.goto(site.address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 780})
            for answers, question in zip(found, questions, strict=True):
                if answer := page.evaluate(question):
                    answers[path, width] = answer
    return found


@pytest.mark.parametrize("lang", PREFIX)
def test_pages_of_the_real_site_fit(lang: str, real: Served, phone: Page) -> None:
    """No page is wider than the phone, no table scrolls in a box, every target value is wholly in view."""
    paths = addresses(real.built, lang)
    wider, scrolling, hidden = seen(phone, real, paths, WIDER, SCROLLING, HIDDEN)
    assert wider == {}
    assert scrolling == {}
    assert hidden == {}


@pytest.mark.parametrize("lang", PREFIX)
def test_pages_of_the_small_site_fit(lang: str, small: Served, phone: Page) -> None:
    """Further columns, blank values and long words without a blank push nothing out of view either."""
    wider, hidden = seen(phone, small, [*addresses(small.built, lang), "404.html"], WIDER, HIDDEN)
    assert wider == {}
    assert hidden == {}


@pytest.mark.parametrize("lang", PREFIX)
def test_a_form_with_every_column_fits_larger_screens(lang: str, small: Served, phone: Page) -> None:
    """Weights, explanations and rules of scoring make a table narrow its columns, never widen the page."""
    wider = {}
    for path in ("2025/greenway-construction/", "2025/hostile-texts/", "indicators/"):
        phone.goto(small.address + PREFIX[lang] + path)
        for width in (800, 1100, 1440):
            phone.set_viewport_size({"width": width, "height": 780})
            if found := phone.evaluate(WIDER):
                wider[path, width] = found
    assert wider == {}


def test_a_value_out_of_view_is_seen(real: Served, phone: Page) -> None:
    """The check itself works: a value pushed aside or cut by a box is found, and so is a page that is too wide."""
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto(real.address)
    phone.add_style_tag(content="h1 { width: 400px }")
    assert phone.evaluate(WIDER)[-1] == "the page scrolls sideways"
    for style in (
        "td.value { position: relative; left: 300px }",
        "td.value { overflow: hidden; height: 3px }",
    ):
        phone.goto(real.address + KINDS["declaration"])
        assert phone.evaluate(HIDDEN) == []
        phone.add_style_tag(content=style)
        assert len(phone.evaluate(HIDDEN)) == 46


UNSEEN = """() => {
  const unseen = [];
  const walker = document.createTreeWalker(document.querySelector('.page'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('svg, .controls, .on-paper, button[hidden]')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const seen = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!seen || !box.width || !box.height) unseen.push(node.data.trim().slice(0, 40));
  }
  return unseen;
}"""
"""The texts of the page's own part that are not drawn."""


@pytest.mark.parametrize("lang", PREFIX)
def test_every_text_is_there_without_scripts(lang: str, real: Served, without_scripts: Page) -> None:
    """Without scripts each kind of page draws every text of its own part, and the way around."""
    page = without_scripts
    for kind, path in KINDS.items():
        page.goto(real.address + PREFIX[lang] + path)
        # The search page's lists to choose from are closed; test_search.py looks at it without scripts.
        if kind != "search":
            assert page.evaluate(UNSEEN) == [], kind
        assert page.locator("h1").is_visible(), kind
        assert page.locator("a.switch-language").is_visible(), kind
        assert page.locator("header .sections a").first.is_visible(), kind


def test_links_work_without_scripts(real: Served, without_scripts: Page) -> None:
    """Without scripts a reader comes from home to a declaration, the next, and the other language."""
    page = without_scripts
    page.goto(real.address)
    page.locator("table.declarations tbody a").first.click()
    page.wait_for_url(f"{real.address}{KINDS['declaration']}")
    page.locator("footer a[rel=next]").click()
    page.wait_for_url(f"{real.address}2024/*/")
    following = page.url
    assert following != real.address + KINDS["declaration"]
    page.locator("a.switch-language").click()
    page.wait_for_url(following.replace(real.address, f"{real.address}en/"))
    page.locator("a.permalink").first.click()
    assert page.evaluate("document.querySelector('tr:target') !== null")


def test_the_menu_is_open_without_scripts(real: Served, without_scripts: Page) -> None:
    """Without scripts the menu of a phone is open, and leads to every section."""
    page = without_scripts
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(real.address)
    menu = page.locator("header .sections")
    addresses = set(menu.locator("a[href]").evaluate_all("all => all.map(link => link.href)"))
    expected = ("2024/", "departments/", "units/", "indicators/", "glossary/", "schema/", "about/")
    assert {real.address + path for path in expected} <= addresses
    menu.locator("a[href$='units/']").click()
    page.wait_for_url(f"{real.address}units/")
    page.set_viewport_size({"width": 1440, "height": 900})
