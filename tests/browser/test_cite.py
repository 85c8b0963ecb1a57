"""Citing a declaration: its sentence is whole, its gaps are filled, and it can be copied."""

from __future__ import annotations

import gzip

import pytest
from building import PREFIX, ROOT
from playwright.sync_api import Browser, BrowserContext, Page, expect
from visits import KINDS, Served

WORDS = {
    "zh": {"copied": "已复制", "selected": "文字已选中", "date": "引用日期", "address": "本页网址"},
    "en": {"copied": "Copied", "selected": "is selected", "date": "date", "address": "address of this page"},
}
LANGUAGES = pytest.mark.parametrize("lang", WORDS)

WITHOUT_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
"""As where a site is served by plain http."""


def address(served: Served, lang: str) -> str:
    """The page that is cited."""
    return f"{served.address}{PREFIX[lang]}{KINDS['declaration']}"


def open_page(context: BrowserContext, url: str) -> Page:
    """A page on a day of its own."""
    page = context.new_page()
    page.clock.install(time="2026-03-04T16:30:00Z")
    page.goto(url)
    return page


def sentence(page: Page) -> str:
    """The sentence as a reader sees it."""
    return page.locator(".cite > p").first.inner_text()


def clipboard(page: Page) -> str:
    """What was copied."""
    return str(page.evaluate("navigator.clipboard.readText()"))


@LANGUAGES
def test_gaps_are_filled(lang: str, real: Served, browser: Browser) -> None:
    """The day is the reader's own, the address the page's, without what was only this reader's."""
    with browser.new_context(timezone_id="Asia/Shanghai") as context:
        page = open_page(context, f"{address(real, lang)}?from=mail#indicators")
        text = sentence(page)
        assert "2026-03-05" in text
        assert address(real, lang) in text
        assert "?" not in text
        assert "#" not in text
        assert WORDS[lang]["address"] not in text


@LANGUAGES
def test_copied_by_keyboard(lang: str, real: Served, browser: Browser) -> None:
    """The button is reached and pressed by keyboard; the sentence is in the clipboard, and that is announced."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = open_page(context, address(real, lang))
        button = page.locator(".cite button")
        status = page.locator(".cite [role=status]")
        expect(status).to_be_empty()
        button.focus()
        page.keyboard.press("Enter")
        expect(status).to_have_text(WORDS[lang]["copied"])
        assert clipboard(page) == sentence(page)
        expect(button).to_be_focused()


def test_said_again_the_second_time(real: Served, browser: Browser) -> None:
    """A second copy is announced as well: the words leave and come back."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = open_page(context, address(real, "zh"))
        page.evaluate(
            """window.said = [];
            const status = document.querySelector(".cite [role=status]");
            new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });"""
        )
        for said in (["已复制"], ["已复制", "", "已复制"]):
            page.locator(".cite button").click()
            page.wait_for_function("length => said.length === length", arg=len(said))
            assert page.evaluate("said") == said


def test_copied_without_the_clipboard_api(real: Served, browser: Browser) -> None:
    """Where a site is served by plain http the sentence is copied all the same."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        other = context.new_page()
        other.goto(real.address)
        page = context.new_page()
        page.add_init_script(WITHOUT_CLIPBOARD)
        page.goto(address(real, "zh"))
        page.locator(".cite button").click()
        expect(page.locator(".cite [role=status]")).to_have_text("已复制")
        text = sentence(page)
        other.bring_to_front()
        assert clipboard(other).strip() == text


@LANGUAGES
def test_selected_where_copying_fails(lang: str, real: Served, page: Page) -> None:
    """Where nothing may be copied the sentence is selected, and the reader is told to copy it."""
    page.add_init_script(f"{WITHOUT_CLIPBOARD} document.execCommand = function () {{ return false; }};")
    page.goto(address(real, lang))
    page.locator(".cite button").click()
    expect(page.locator(".cite [role=status]")).to_contain_text(WORDS[lang]["selected"])
    assert page.evaluate("getSelection().toString().trim()") == sentence(page)


def test_copied_under_the_policy(sites: dict[str, Served], browser: Browser) -> None:
    """The strict Content-Security-Policy stops nothing of it, and no error is logged."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address(sites["sub-path"], "en"))
        page.locator(".cite button").click()
        expect(page.locator(".cite [role=status]")).to_have_text("Copied")
        assert f"https://host.example/gov/jx/en/{KINDS['declaration']} (accessed " in clipboard(page)
        assert errors == []


@LANGUAGES
def test_without_scripts(lang: str, sites: dict[str, Served], browser: Browser) -> None:
    """Without scripts the sentence stands, says what to fill in, and shows no button that does nothing."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for site in ("real", "sub-path"):
            page.goto(address(sites[site], lang))
            expect(page.locator(".cite button")).to_be_hidden()
            text, help_text = sentence(page), page.locator(".cite noscript").inner_text()
            assert WORDS[lang]["date"] in text
            assert WORDS[lang]["date"] in help_text
            gap = WORDS[lang]["address"]
            assert (gap in text) == (gap in help_text) == (site == "real")


def test_from_a_folder(real: Served, page: Page) -> None:
    """Opened from a folder the page has no permanent address: the gap for it stays one."""
    page.goto((real.built.folder / KINDS["declaration"] / "index.html").as_uri())
    expect(page.locator(".cite button")).to_be_visible()
    assert "本页网址" in sentence(page)
    assert "file:" not in sentence(page)


@pytest.mark.parametrize("width", [320, 360])
def test_fits_on_a_phone(width: int, sites: dict[str, Served], browser: Browser) -> None:
    """The longest address breaks inside the box."""
    with browser.new_context(viewport={"width": width, "height": 640}) as context:
        page = context.new_page()
        page.goto(address(sites["sub-path"], "en"))
        box = page.locator(".cite > p").first.bounding_box()
        assert box
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_script_is_small() -> None:
    """The script is at most 1 KB compressed."""
    script = (ROOT / "theme_overrides" / "assets" / "js" / "cite.js").read_bytes()
    assert len(gzip.compress(script)) <= 1024
