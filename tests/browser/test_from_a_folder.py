"""The site read from a folder (`file://`): nothing is missing, nothing is complained of."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from building import HTML_LANG, PREFIX, Built
from playwright.sync_api import Browser, Page
from visits import KINDS


class Visit:
    """A page opened from a folder: what it asked for, what it did not get, what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.wrong.append(f"{request.url}: {request.failure}"))
        page.on("console", lambda m: m.type in ("error", "warning") and self.wrong.append(m.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A page that is watched."""
    with browser.new_context() as context:
        yield Visit(context.new_page())


def file(kind: str, lang: str) -> str:
    """The file of a page of this kind."""
    return PREFIX[lang] + (KINDS[kind].rstrip("/") or "index") + ".html"


@pytest.mark.parametrize("lang", PREFIX)
def test_every_kind_of_page(lang: str, in_files: Built, visit: Visit) -> None:
    """Each kind of page opens with all its files, all of them from the folder, and an empty console."""
    for kind in KINDS:
        visit.page.goto((in_files.folder / file(kind, lang)).as_uri(), wait_until="load")
        visit.page.wait_for_function("!document.documentElement.classList.contains('no-js')")
        visit.page.evaluate("new Promise(done => requestIdleCallback(done))")
        assert visit.page.locator("h1").count() == 1, kind
        assert visit.page.locator("html").get_attribute("lang") == HTML_LANG[lang], kind
        assert visit.wrong == [], kind
    folder = f"{in_files.folder.as_uri()}/"
    assert len(visit.asked) > 5 * len(KINDS)
    assert [url for url in visit.asked if not re.match(f"{re.escape(folder)}|data:", url)] == []


def test_what_is_missing_is_seen(in_files: Built, visit: Visit) -> None:
    """The check itself works: a file that is not there and a script that fails are both noticed."""
    visit.page.goto((in_files.folder / "index.html").as_uri(), wait_until="load")
    visit.page.evaluate(
        """() => new Promise(done => {
          const image = Object.assign(new Image(), {src: 'no-such.png', onerror: done});
          document.body.append(image);
        })"""
    )
    visit.page.evaluate("setTimeout(() => { throw new Error('on purpose'); })")
    visit.page.wait_for_event("pageerror") if "on purpose" not in str(visit.wrong) else None
    assert "no-such.png" in str(visit.wrong)
    assert "on purpose" in str(visit.wrong)


def test_from_page_to_page(in_files: Built, visit: Visit) -> None:
    """A reader gets from the home page to a declaration, to its English counterpart, and home again, by links."""
    visit.page.goto((in_files.folder / "index.html").as_uri())
    visit.page.locator(f'main a[href$="{file("declaration", "zh")}"]').first.click()
    visit.page.wait_for_url(f"**/{file('declaration', 'zh')}*")
    visit.page.locator('a[hreflang="en"]').first.click()
    visit.page.wait_for_url(f"**/{file('declaration', 'en')}*")
    visit.page.locator("header a").first.click()
    visit.page.wait_for_url(f"**/{file('home', 'en')}*")
    assert visit.wrong == []
