"""A site whose every text is hostile, in a browser: no text is ever more than text, with and without a policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
import vector_site
from asking import SEARCH_POLICY
from building import SUB_PATH, Built
from payloads import ACTIVE, RECORD, SETTLED
from playwright.sync_api import Browser, Page, expect
from serving import serve
from vectors import VECTORS
from visits import SHAPES, addresses, kind_of

STRANGE = (
    "math, svg *:not(g, path, rect, circle, line, text, tspan, title, desc, use, pattern), portal, marquee, applet, "
    "plaintext, xmp, template, textarea, frame, x, dialog dialog, [style], [srcset], [formaction], [background], "
    "[popover], [contenteditable], [autofocus], body title:not(svg *)"
)
"""What no template makes, and the texts would."""

PARSED = f"""async (paths) => {{
  const active = {ACTIVE};
  const found = [];
  for (const path of paths) {{
    const page = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
    const seen = (what) => found.push(`${{path}}: ${{what}}`);
    active(page).forEach(seen);
    for (const each of page.querySelectorAll('{STRANGE}')) seen(each.outerHTML.slice(0, 200));
    for (const each of page.querySelectorAll('[src], link[href], form[action], a[href]')) {{
      const given = ['src', 'href', 'action'].map((name) => each.getAttribute(name)).find(Boolean) || '';
      const address = new URL(given, document.baseURI);
      if (/evil/.test(address.host) || !/^https?:$/.test(address.protocol)) seen(address);
    }}
    for (const each of page.querySelectorAll('script[type*=json]')) JSON.parse(each.textContent);
  }}
  return found;
}}"""
"""All that a browser makes of pages and that no template made, without running anything."""

IMAGE = quote("<img src=x onerror=__hit(1)>")

LOOKED_AT = """() => {
  const busy = 'a, button, input, select, summary, label, form';
  for (const each of document.querySelectorAll('body *')) {
    const names = ['mouseover', 'pointerenter', 'focus', ...(each.closest(busy) ? [] : ['click'])];
    for (const name of names) each.dispatchEvent(new Event(name));
    if (each.matches('details')) each.open = true;
  }
}"""
"""Points at everything and opens what opens; what leads elsewhere is not clicked."""


@dataclass
class Seen:
    """What happened while pages were looked at."""

    dialogs: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=["", SEARCH_POLICY], ids=["no policy", "policy"])
def address(request: pytest.FixtureRequest, vectors: Built) -> Iterator[str]:
    """The hostile site, served without and with the policy."""
    with ExitStack() as stack:
        yield stack.enter_context(serve(vectors.folder, SUB_PATH, request.param))


@pytest.fixture
def seen() -> Seen:
    """Nothing, to begin with."""
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen, address: str) -> Iterator[Page]:
    """A page that notes what payloads do, whom they ask, and what the policy stops."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        context.add_init_script(RECORD)
        page = context.new_page()
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda sent: None if sent.url.startswith(address) else seen.foreign.append(sent.url),
        )
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda said: seen.violations.append(said.text) if said.type == "error" else None)
        yield page


def _looked_at(page: Page, seen: Seen, address: str) -> None:
    """Point at everything, open what opens: still nothing has happened."""
    page.evaluate(LOOKED_AT)
    page.evaluate(SETTLED)
    assert page.evaluate("window.__hits") == []
    assert page.evaluate(ACTIVE) == []
    assert page.evaluate("document.baseURI").startswith(address)
    assert seen == Seen()


def _kinds(built: Built) -> list[str]:
    """The first page of each kind, in both languages, and every declaration in Chinese."""
    listed = addresses(built)
    first = {
        (kind, lang): path
        for lang in ("en/", "")
        for path in reversed(listed)
        if path.startswith("en/") == bool(lang) and (kind := kind_of(path.removeprefix("en/")))
    }
    assert {kind for kind, _ in first} >= set(SHAPES)
    return sorted({*first.values(), "404.html"})


def test_every_page_as_it_is_parsed(page: Page, address: str, vectors: Built) -> None:
    """On no page of the site does a browser find an element, attribute or address that a text made."""
    paths = addresses(vectors)
    assert len(paths) > 4 * vector_site.COUNT
    page.goto(address + "404.html")
    assert page.evaluate(PARSED, [address + path for path in paths]) == []


def test_the_look_at_parsed_pages_sees(page: Page, address: str) -> None:
    """The check itself works: what a text would make is found."""
    page.goto(address)
    made = "<base href=//evil.example><p style=x onclick=y><a href=javascript:z>a</a><math></math>"
    page.route("**/made.html", lambda route: route.fulfill(body=made, content_type="text/html"))
    found = page.evaluate(PARSED, [f"{address}made.html"])
    assert len(found) == 6


@pytest.mark.parametrize("part", range(3))
def test_pages_run_nothing(part: int, page: Page, seen: Seen, address: str, vectors: Built) -> None:
    """Pages of each kind, opened and pointed at all over, run none of the texts and ask no other host."""
    for path in _kinds(vectors)[part::3]:
        page.goto(address + path, wait_until="load")
        _looked_at(page, seen, address)


def test_declarations_run_nothing(page: Page, seen: Seen, address: str) -> None:
    """The same for declarations, where over all of them each text has stood in each field."""
    for number in range(vector_site.COUNT):
        page.goto(f"{address}{vector_site.YEAR}/vectors-{number}/", wait_until="load")
        _looked_at(page, seen, address)


def test_searching(page: Page, seen: Seen, address: str) -> None:
    """What is searched for and what is found is shown as text."""
    page.goto(f"{address}search/?q={IMAGE}")
    panel = page.locator("[data-search-page]")
    for query in ("script", "onerror", VECTORS[0], '"><svg onload=__hit(1)>'):
        panel.locator("[data-search-input]").fill(query)
        expect(panel.locator("[data-search-status]")).not_to_be_empty()
        if query in ("script", "onerror"):
            expect(panel.locator("[data-search-results] .result").first).to_be_visible()
    for details in panel.locator("details").all():
        details.evaluate("each => { each.open = true; }")
    _looked_at(page, seen, address)


def test_choosing_and_comparing(page: Page, seen: Seen, address: str) -> None:
    """Lists are filtered and sorted by hostile words, taken from the address too, and declarations compared."""
    year = vector_site.YEAR
    page.goto(f"{address}{year}/?filter={IMAGE}&unit=%22%3E%3Cscript%3E__hit(1)#{IMAGE}")
    _looked_at(page, seen, address)
    page.goto(f"{address}{year}/")
    page.locator("form.filter [name=filter]").fill("<script>")
    for button in page.locator("th button").all():
        button.click()
    _looked_at(page, seen, address)
    page.goto(f"{address}compare/?" + "&".join(f"d={year}/vectors-{number}" for number in range(3)))
    expect(page.locator("[data-compare-status]")).to_have_text("正在比较 3 个项目。")
    _looked_at(page, seen, address)
    page.goto(f"{address}compare/?d=javascript:__hit(1)&d=//evil.example/x&d=..%2F..%2Fx&d={IMAGE}")
    expect(page.locator("[data-compare-status]")).not_to_be_empty()
    assert page.evaluate("window.__hits") == []
    assert page.evaluate(ACTIVE) == []
    assert seen.foreign == seen.dialogs == []
