"""Old links: an address that was given up leads on, with its #indicator, or says what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from building import ADDRESS, PREFIX, SMALL, SUB_PATH, Built
from playwright.sync_api import Browser, Page, expect
from serving import serve
from visits import POLICY, Served

LANGUAGES = pytest.mark.parametrize("lang", PREFIX)
FORMER = pytest.mark.parametrize("former", ["2023/greenway-plan/", "2025/greenway/"])
PRESENT = "2025/greenway-construction/"
REMOVED = "2024/street-trees/"

STANDS_FIRST = "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight"


@pytest.fixture(scope="module")
def strict(once: Callable[..., Built]) -> Iterator[Served]:
    """The small site under a sub-path, with the policy it must work under."""
    built = once(SMALL, SITE_URL=ADDRESS)
    with serve(built.folder, SUB_PATH, POLICY) as address:
        yield Served(built, address)


@pytest.fixture(scope="module")
def in_files(once: Callable[..., Built]) -> Path:
    """The small site for reading from a folder."""
    return once(SMALL, "--no-directory-urls").folder


@LANGUAGES
@FORMER
def test_an_old_link_leads_to_its_indicator(lang: str, former: str, strict: Served, page: Page) -> None:
    """The new page opens at the indicator that the old link named, and Back does not lead into the old one again."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(strict.address)
    before = page.url
    page.goto(f"{strict.address}{PREFIX[lang]}{former}?from=mail#greenway-built")
    page.wait_for_url(f"{strict.address}{PREFIX[lang]}{PRESENT}?from=mail#greenway-built")
    page.wait_for_function(STANDS_FIRST, arg="greenway-built")
    assert page.evaluate("document.querySelector(':target').id") == "greenway-built"
    page.go_back()
    page.wait_for_url(before)
    assert complaints == []


@LANGUAGES
@FORMER
def test_without_scripts_the_page_leads_on(lang: str, former: str, strict: Served, browser: Browser) -> None:
    """Without scripts the browser itself goes to the new page."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{strict.address}{PREFIX[lang]}{former}")
        page.wait_for_url(f"{strict.address}{PREFIX[lang]}{PRESENT}")
        expect(page.locator("h1")).to_contain_text("Greenway construction" if lang == "en" else "绿道建设")


@LANGUAGES
def test_where_nothing_leads_on_a_link_does(lang: str, strict: Served, page: Page) -> None:
    """Where the script is not loaded the page says so in words, and its link is the first on it."""
    page.route("**/moved.js", lambda route: route.abort())
    page.goto(f"{strict.address}{PREFIX[lang]}2025/greenway/")
    link = page.locator(".page a").first
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url(f"{strict.address}{PREFIX[lang]}{PRESENT}")


@LANGUAGES
def test_an_old_page_in_a_folder_leads_on(lang: str, in_files: Path, page: Page) -> None:
    """Read from a folder, without a server, an old page leads on as well."""
    page.goto(f"{in_files.as_uri()}/{PREFIX[lang]}2023/greenway-plan.html#greenway-built")
    page.wait_for_url(f"{in_files.as_uri()}/{PREFIX[lang]}2025/greenway-construction.html#greenway-built")


@LANGUAGES
def test_a_removed_declaration_says_so(lang: str, strict: Served, page: Page) -> None:
    """When and why stand on the page, in words; it stays at its address and leads to the year it was of."""
    page.goto(f"{strict.address}{PREFIX[lang]}{REMOVED}")
    facts = page.locator(".page .facts")
    expect(facts).to_contain_text("2025-01-15")
    expect(facts).to_contain_text(
        "Cancelled</dd></dl><script>" if lang == "en" else "项目取消</dd></dl><script>"
    )
    page.locator(".page a").last.click()
    page.wait_for_url(f"{strict.address}{PREFIX[lang]}2024/")
