"""The frame of every page: header, menu, large text, foot; by keyboard, by touch, and at any width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from building import PREFIX, ROOT, SUB_PATH
from playwright.sync_api import Browser, Locator, Page, expect
from serving import serve
from test_axe import told, violations
from test_phone import WIDER
from visits import KINDS, MODULES, Served, needed, program

PAGES = {lang: [*(prefix + path for path in KINDS.values()), "404.html"] for lang, prefix in PREFIX.items()}
"""One page of each kind, in each language."""

WORDS = {"zh": ("大字版", "标准版"), "en": ("Large text", "Standard text")}

SECTIONS = {"zh": "栏目", "en": "Sections"}


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    size = {"width": 360, "height": 780}
    with browser.new_context(viewport=size, has_touch=True, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> Iterator[Page]:
    """A page on a desktop, kept for a whole module."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        yield context.new_page()


def enlarge(page: Page, on: bool = True) -> None:
    """Switch to large text and back, where it is not so already."""
    if (page.locator("html[data-large]").count() == 1) != on:
        page.locator(".switch-large").click()
    expect(page.locator("html[data-large]")).to_have_count(int(on))


# Every stop of the keyboard

STOPS = """() => {
  const width = document.documentElement.clientWidth, height = innerHeight;
  const rgb = (colour) => (colour.match(/[0-9.]+/g) || []).map(Number);
  const light = (colour) => {
    const [r, g, b] = rgb(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (rgb(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const wrong = [];
  let seen = 0;
  const stops = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  for (const stop of stops) {
    stop.focus({ focusVisible: true });
    if (document.activeElement !== stop) continue;
    seen += 1;
    const say = (what) => wrong.push(`${stop.outerHTML.slice(0, 90)}: ${what}`);
    const boxes = [...stop.getClientRects()].filter((box) => box.width >= 2 && box.height >= 2);
    const box = boxes[0];
    if (!box) { say('no size'); continue; }
    if (box.left < -0.5 || box.right > width + 0.5 || box.top < -0.5 || box.bottom > height + 0.5) say('off-screen');
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const over = at && !stop.contains(at) && !at.contains(stop) && !(stop.labels && [...stop.labels].includes(at));
    if (over) say(`covered by ${at.outerHTML.slice(0, 60)}`);
    const style = getComputedStyle(stop);
    const ring = contrast(style.outlineColor, behind(stop.parentElement));
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) say('no focus ring');
    else if (ring < 3) say(`focus ring of contrast ${ring.toFixed(1)}`);
  }
  document.activeElement.blur();
  return { seen, wrong };
}"""
"""Focuses everything that can be, one after the other: what is not in view, covered, or not marked."""


@pytest.mark.parametrize("lang", PREFIX)
def test_every_stop_is_in_view_and_marked(lang: str, real: Served, page: Page) -> None:
    """No kind of page has a stop off-screen, of no size, covered, or without a focus ring that stands out."""
    for path in PAGES[lang]:
        page.goto(real.address + path)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 780})
            for _ in ("light", "dark"):
                page.locator(".switch-scheme").click()
                found = page.evaluate(STOPS)
                assert found["wrong"] == [], (path, width)
                assert found["seen"] >= 12, path


def test_a_bad_stop_is_found(real: Served, page: Page) -> None:
    """The check itself works: stops without size, off-screen, covered or unmarked are found."""
    page.goto(real.address)
    page.evaluate(
        """() => {
          const add = (style) => document.body.append(Object.assign(document.createElement('button'), {
            textContent: 'x', style }));
          add('position: fixed; left: -50px');
          add('width: 0; height: 0; padding: 0; border: 0; overflow: hidden; display: block');
          add('outline: 0');
          add('outline-color: #eee');
          add('position: fixed; top: 0; left: 0; width: 20px; height: 20px; z-index: -1');
        }"""
    )
    found = [text.rsplit(": ", 1)[1] for text in page.evaluate(STOPS)["wrong"]]
    assert [text.split(" by ")[0].split(" of ")[0] for text in found] == [
        "off-screen",
        "no size",
        "no focus ring",
        "focus ring",
        "covered",
    ]


def test_the_keyboard_goes_through_the_page_in_order(real: Served, phone: Page) -> None:
    """On a phone Tab leads through skip link, name, tools and menu into the page; the closed menu has no stop."""
    phone.goto(real.address + KINDS["declaration"])
    kept = []
    for _ in range(8):
        phone.keyboard.press("Tab")
        kept.append(phone.evaluate("document.activeElement.className || document.activeElement.localName"))
    assert kept[:7] == [
        "skip-link",
        "site-name",
        "search-button",
        "switch-large",
        "switch-scheme",
        "switch-language",
        "menu-button",
    ]
    assert phone.evaluate("document.activeElement.closest('.page') !== null")


@pytest.mark.parametrize("lang", PREFIX)
def test_the_skip_link_leads_past_the_header(lang: str, real: Served, phone: Page) -> None:
    """The first Tab shows the skip link; after it the next stop is in the page, whose name is not skipped."""
    for path in PAGES[lang]:
        phone.goto(real.address + path)
        phone.keyboard.press("Tab")
        link = phone.locator(".skip-link")
        expect(link).to_be_focused()
        assert link.bounding_box()["height"] >= 24
        phone.keyboard.press("Enter")
        expect(phone.locator("#page_main")).to_be_focused()
        assert phone.locator("#page_main h1").count() == 1
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.closest('.site-header') === null"), path


@pytest.mark.parametrize(
    ("asked", "lang", "offered"),
    [
        ("en-GB", "zh", True),
        ("en-GB", "en", False),
        ("zh-CN", "zh", False),
        ("zh-TW", "en", True),
        ("fr-FR", "zh", False),
    ],
)
def test_the_browsers_language_is_offered_never_forced(
    asked: str, lang: str, offered: bool, real: Served, browser: Browser
) -> None:
    """The link to the other language stands out for whoever's browser asks for it; the page stays where it is."""
    address = real.address + PREFIX[lang] + KINDS["declaration"]
    with browser.new_context(locale=asked) as context:
        page = context.new_page()
        page.goto(address)
        link = page.locator("a.switch-language")
        filled = link.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
        assert filled == offered
        assert page.url == address


# The menu of a phone


def menu(page: Page, lang: str) -> Locator:
    """The sections of the header, as they are read out."""
    return page.get_by_role("banner").get_by_role("navigation", name=SECTIONS[lang])


@pytest.mark.parametrize("lang", PREFIX)
def test_the_menu_by_keyboard(lang: str, real: Served, phone: Page) -> None:
    """Closed it is not there at all; Enter opens it, Tab goes into it, Esc closes and gives the focus back."""
    phone.goto(real.address + PREFIX[lang])
    button = phone.locator(".menu-button")
    expect(menu(phone, lang)).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    phone.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    links = menu(phone, lang).get_by_role("link")
    assert links.count() >= 8
    phone.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    expect(links.last).to_be_in_viewport()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")
    expect(menu(phone, lang)).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_the_menu_by_touch(real: Served, phone: Page) -> None:
    """A tap opens it and a tap closes it; its links lead to the sections; the reader's own is marked."""
    phone.goto(real.address + KINDS["declaration"])
    phone.locator(".menu-button").tap()
    current = menu(phone, "zh").locator("[aria-current]")
    expect(current).to_have_count(1)
    assert current.get_attribute("href") == "../"
    phone.locator(".menu-button").tap()
    expect(menu(phone, "zh")).to_have_count(0)
    phone.locator(".menu-button").tap()
    menu(phone, "zh").locator("a[href$='glossary/']").tap()
    phone.wait_for_url(f"{real.address}glossary/")
    expect(menu(phone, "zh")).to_have_count(0)


def test_escape_with_the_menu_closed_moves_nothing(real: Served, phone: Page) -> None:
    """Esc is of no effect where the menu is closed: the focus stays where it is."""
    phone.goto(real.address + KINDS["declaration"])
    link = phone.locator(".page a").first
    link.focus()
    phone.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_on_a_desktop_the_sections_are_in_view(real: Served, page: Page) -> None:
    """There is no menu to open on a desktop."""
    page.goto(real.address)
    expect(page.locator(".menu-button")).to_be_hidden()
    expect(menu(page, "zh").get_by_role("link").last).to_be_in_viewport()


# Large text


@pytest.mark.parametrize("lang", PREFIX)
def test_large_text(lang: str, real: Served, page: Page) -> None:
    """The button says what it will do; 16 px become 20 px, and it holds on other pages and in both languages."""
    to_large, to_standard = WORDS[lang]
    page.goto(real.address + PREFIX[lang] + KINDS["declaration"])
    size = "parseFloat(getComputedStyle(document.querySelector('.page')).fontSize)"
    assert page.evaluate(size) == 16
    page.get_by_role("button", name=to_large, exact=True).click()
    assert page.evaluate(size) == 20
    expect(page.get_by_role("button", name=to_standard, exact=True)).to_be_focused()
    for path in (KINDS["indicators"], PREFIX["en"], KINDS["glossary"], "404.html"):
        page.goto(real.address + path)
        assert page.evaluate(size) == 20, path
    page.goto(real.address + PREFIX[lang])
    page.get_by_role("button", name=to_standard, exact=True).press("Enter")
    assert page.evaluate(size) == 16
    page.reload()
    assert page.evaluate(size) == 16


SMALL = """() => {
  const found = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const unseen = parent.closest('script, svg, .unseen, .skip-link') || !parent.checkVisibility();
    if (unseen || !node.data.trim()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < LEAST) found[`${parent.localName}.${parent.className}`] = size;
  }
  return found;
}"""
"""Elements whose text is smaller than LEAST px."""


@pytest.mark.parametrize("lang", PREFIX)
def test_no_text_is_small_in_large_text(lang: str, real: Served, desktop: Page) -> None:
    """In large text no text at all is smaller than 16 px."""
    for path in PAGES[lang]:
        desktop.goto(real.address + path)
        enlarge(desktop)
        assert desktop.evaluate(SMALL.replace("LEAST", "16")) == {}, path


def test_the_choice_is_there_before_the_first_paint(real: Served, browser: Browser) -> None:
    """Remembered large text and dark colours are set before anything is painted, and nothing moves afterwards."""
    with browser.new_context(viewport={"width": 360, "height": 780}) as context:
        page = context.new_page()
        page.goto(real.address)
        page.locator(".switch-large").click()
        page.locator(".switch-scheme").click()
        page.add_init_script(
            """window.shifts = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((each) => { shifts += each.value; }))
              .observe({ type: 'layout-shift', buffered: true });
            new MutationObserver(() => {
              const { large, scheme } = document.documentElement.dataset;
              if (large === '' && scheme === 'dark') window.chosen ??= performance.now();
            }).observe(document, { subtree: true, attributes: true });"""
        )
        for path in (KINDS["declaration"], PREFIX["en"]):
            page.goto(real.address + path, wait_until="networkidle")
            painted = "performance.getEntriesByName('first-paint')[0]?.startTime"
            page.wait_for_function(painted)
            assert page.evaluate("window.chosen") < page.evaluate(painted)
            assert page.evaluate("window.shifts") == 0, path


def test_without_storage_the_buttons_work(real: Served, browser: Browser) -> None:
    """Where storage is forbidden nothing is remembered, nothing breaks, and the page still changes."""
    with browser.new_context() as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(
            """Object.defineProperty(window, 'localStorage', {
              get() { throw new DOMException('forbidden', 'SecurityError'); } });"""
        )
        page.goto(real.address)
        enlarge(page)
        enlarge(page, on=False)
        enlarge(page)
        page.locator(".switch-scheme").click()
        expect(page.locator("html[data-scheme=dark][data-large]")).to_have_count(1)
        assert errors == []


def test_the_choice_is_of_the_site(real: Served, page: Page) -> None:
    """What is remembered stands under the site's own path: another site of the host has its own choice."""
    with serve(real.built.folder, SUB_PATH) as address:
        page.goto(address + KINDS["declaration"])
        enlarge(page)
        page.locator(".switch-scheme").click()
        keys = page.evaluate("Object.keys(localStorage)")
    assert sorted(keys) == [f"{SUB_PATH}.scheme", f"{SUB_PATH}.text"]


def test_the_buttons_work_from_a_folder(real: Served, page: Page) -> None:
    """Opened as a file the page can be enlarged, and it is remembered."""
    page.goto((real.built.folder / "index.html").as_uri())
    enlarge(page)
    page.goto((real.built.folder / "en" / "index.html").as_uri())
    expect(page.locator("html[data-large]")).to_have_count(1)
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator(".menu-button").click()
    expect(menu(page, "en")).to_be_visible()


def test_a_choice_in_one_tab_reaches_the_others(real: Served, page: Page) -> None:
    """Two tabs of a site look alike, and so does a page the reader comes back to."""
    other = page.context.new_page()
    page.goto(real.address)
    other.goto(real.address + KINDS["glossary"])
    enlarge(other)
    expect(page.locator("html[data-large]")).to_have_count(1)
    page.goto(real.address + KINDS["units"])
    enlarge(page, on=False)
    page.go_back()
    expect(page.locator("html[data-large]")).to_have_count(0)


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_in_large_text(kind: str, real: Served, phone: Page, desktop: Page) -> None:
    """axe finds nothing in large text either, on phone and desktop, in either language."""
    found: list[tuple[str, dict[str, Any]]] = []
    for page in (phone, desktop):
        for prefix in PREFIX.values():
            page.goto(real.address + prefix + KINDS[kind])
            enlarge(page)
            page.add_script_tag(path=needed(MODULES / "axe-core" / "axe.min.js"))
            found += [(f"/{prefix}{KINDS[kind]}", rule) for rule in violations(page)]
    assert not found, told(found)


# Targets

TARGETS = """({ text, controls }) => {
  const small = [];
  for (const target of document.querySelectorAll('a[href], button, input, select, summary')) {
    if (!target.checkVisibility() || target.matches('.skip-link')) continue;
    const style = getComputedStyle(target);
    if (target.localName === 'a' && style.display === 'inline') {
      const block = target.closest('p, li, td, th, dd, dt, h1, h2, h3, caption, figcaption, small') || target;
      if (block.textContent.trim() !== target.textContent.trim()) continue; // a link within a sentence
    }
    let box = target.getBoundingClientRect();
    if (target.labels && target.labels.length) {
      const label = target.labels[0].getBoundingClientRect();
      box = { width: Math.max(box.width, label.width), height: Math.max(box.height, label.height) };
    }
    const inText = target.localName === 'a' && target.closest('.page') && !target.closest('.toc');
    const least = inText ? text : { width: controls, height: controls };
    if (box.height < least.height - 0.5 || box.width < least.width - 0.5) {
      small.push(`${target.outerHTML.slice(0, 80)}: ${Math.round(box.width)} x ${Math.round(box.height)}`);
    }
  }
  return small;
}"""
"""What can be pressed and is smaller than so many px, links within sentences aside."""


@pytest.mark.parametrize("lang", PREFIX)
def test_targets_are_large_enough(lang: str, real: Served, phone: Page) -> None:
    """What is pressed has 24 px each way; in large text 44 px, links of a page that height, whatever their words."""
    for path in PAGES[lang]:
        phone.goto(real.address + path)
        phone.locator(".menu-button").tap()
        for large, least in ((False, 24), (True, 44)):
            enlarge(phone, large)
            limits = {"text": {"width": 24, "height": least}, "controls": least}
            assert phone.evaluate(TARGETS, limits) == [], (path, least)


# Any width, any size of text


@pytest.mark.parametrize("lang", PREFIX)
def test_nothing_is_wider_than_the_screen(lang: str, real: Served, page: Page) -> None:
    """No kind of page scrolls sideways, from 256 to 1024 px, in standard and in large text."""
    for path in PAGES[lang]:
        page.goto(real.address + path)
        for large in (False, True):
            enlarge(page, large)
            for width in (256, 320, 360, 768, 1024):
                page.set_viewport_size({"width": width, "height": 780})
                assert page.evaluate(WIDER) == [], (path, width, large)


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("lang", PREFIX)
def test_the_tools_are_in_view_at_any_width(lang: str, large: bool, real: Served, page: Page) -> None:
    """Name, search, large text, colours, language and menu are in view and not cut, down to 256 px."""
    page.goto(real.address + PREFIX[lang])
    enlarge(page, large)
    for width in (256, 320, 360, 1440):
        page.set_viewport_size({"width": width, "height": 780})
        for tool in page.locator(".site-name, .tools > *").all():
            if width == 1440 and "menu-button" in (tool.get_attribute("class") or ""):
                continue
            expect(tool).to_be_in_viewport(ratio=1)
            assert tool.evaluate("tool => tool.scrollWidth <= tool.clientWidth + 1")


SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
"""What a reader may set for all text (WCAG 2.2, 1.4.12)."""

CUT = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const style = getComputedStyle(element);
  if (!element.checkVisibility() || element.closest('svg') || style.clipPath !== 'none') return false;
  const across = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
  const down = ['hidden', 'clip'].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
  return element !== document.body && element.clientWidth > 0 && (across || down);
}).map((element) => `${element.localName}.${element.className}`)"""
"""Boxes that cut what they hold."""


@pytest.mark.parametrize("lang", PREFIX)
def test_wider_spacing_loses_nothing(lang: str, real: Served, phone: Page) -> None:
    """With the spacing of WCAG 1.4.12 nothing on a phone is cut off or out of view."""
    for path in PAGES[lang]:
        phone.goto(real.address + path)
        phone.set_viewport_size({"width": 360, "height": 780})
        before = phone.evaluate(CUT)
        phone.add_style_tag(content=SPACING)
        assert phone.evaluate(WIDER) == [], path
        assert [cut for cut in phone.evaluate(CUT) if cut not in before] == [], path


@pytest.fixture(scope="module")
def reader_of_large_type(browser: Browser) -> Iterator[Page]:
    """A page in a browser whose own text size is set to 24 px."""
    chromium = browser.browser_type.launch(
        executable_path=program("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=24"],
    )
    yield chromium.new_page(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    chromium.close()


@pytest.mark.parametrize("lang", PREFIX)
def test_text_follows_the_browsers_size(
    lang: str, real: Served, phone: Page, reader_of_large_type: Page
) -> None:
    """With a default of 24 px all text is half as large again, and no page scrolls sideways."""
    sizes = """() => ['.site-name', '.tools > *', '.page', '.page table', 'footer'].map((name) =>
      parseFloat(getComputedStyle(document.querySelector(name)).fontSize))"""
    path = PREFIX[lang] + KINDS["declaration"]
    phone.goto(real.address + path)
    enlarge(phone, on=False)
    reader_of_large_type.goto(real.address + path)
    normal, larger = phone.evaluate(sizes), reader_of_large_type.evaluate(sizes)
    assert larger == pytest.approx([1.5 * size for size in normal])
    for path in PAGES[lang]:
        reader_of_large_type.goto(real.address + path)
        assert reader_of_large_type.evaluate(WIDER) == [], path


# What the system asks for


def test_nothing_moves_where_the_reader_wants_no_motion(real: Served, page: Page) -> None:
    """With reduced motion no element has a transition or an animation."""
    moving = """() => [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== 'none' || !/^(0s(, )?)+$/.test(style.transitionDuration)
        && style.transitionProperty !== 'none';
    }).map((element) => element.localName + '.' + element.className)"""
    for kind in ("home", "declaration", "search"):
        page.goto(real.address + KINDS[kind])
        assert page.evaluate(moving) == []


def test_forced_colours(real: Served, browser: Browser) -> None:
    """In the system's own colours buttons keep their edges, the reader's section its line, icons their colour."""
    with browser.new_context(forced_colors="active", viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(real.address + KINDS["glossary"])
        edges = page.locator(".tools > :visible").evaluate_all(
            "tools => tools.map(tool => getComputedStyle(tool).borderTopWidth)"
        )
        assert set(edges) == {"1px"}
        line = "link => getComputedStyle(link).borderBottomColor"
        here = page.locator("header [aria-current]").evaluate(line)
        assert here != page.locator("header .sections a:not([aria-current])").first.evaluate(line)
        icon = page.locator(".switch-scheme")
        assert icon.locator("svg").evaluate("icon => getComputedStyle(icon).stroke") == icon.evaluate(
            "button => getComputedStyle(button).color"
        )


# Foot, and independence


@pytest.mark.parametrize("lang", PREFIX)
def test_the_foot_leads_to_every_section(lang: str, real: Served, page: Page) -> None:
    """Every page's foot links all sections, help among them, and advertises no software."""
    for path in PAGES[lang]:
        page.goto(real.address + path)
        foot = page.get_by_role("contentinfo")
        links = foot.locator("a").evaluate_all("links => links.map(link => link.href)")
        prefix = "" if path == "404.html" else PREFIX[lang]
        for section in ("", "2024/", "glossary/", "schema/", "about/"):
            assert f"{real.address}{prefix}{section}" in links, path
        assert not re.search("material|mkdocs", foot.inner_text(), re.I)


def test_pages_outlive_the_theme(real: Served, page: Page) -> None:
    """No element of ours has a class of the theme's, and only the marked last part of the style sheet knows any."""
    for path in PAGES["zh"]:
        page.goto(real.address + path)
        own = "header, footer, .page, dialog"
        assert page.locator(f":is({own}):is([class^=md-], [class*=' md-'])").count() == 0
        assert page.locator(f":is({own}) :is([class^=md-], [class*=' md-'])").count() == 0, path
        assert page.evaluate("window.__md_scope") is None, "the theme's script is not loaded"
    sheets = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "theme_overrides").rglob("*.css")
    }
    before, _, known = sheets.pop("site.css").partition("/* Material:")
    assert ".md-" in known
    assert [name for name, text in {"site.css": before, **sheets}.items() if "md-" in text] == []
