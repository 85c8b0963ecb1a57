"""Every kind of page and the search in a browser: under the headers of real servers, and the policy in pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from asking import ask
from building import PREFIX, SUB_PATH, Built
from playwright.sync_api import Page, expect
from servers import Host
from serving import serve
from visits import KINDS

EXAMPLE = {"zh": "考务工作差错率", "en": "error rate"}

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""

BROKEN = """async () => {
  const addresses = [...document.querySelectorAll("[href], [src]")].map((each) => each.href || each.src);
  const others = new Set(addresses.filter((address) => address.split("#")[0] !== location.href));
  const answers = await Promise.all([...others].map((address) => fetch(address)));
  return answers.filter((answer) => !answer.ok).map((answer) => answer.url);
}"""
"""The other addresses that a page leads to, or is made of, where there is nothing."""


def complaints(page: Page) -> list[str]:
    """All that the browser complains of from now on: lines of the console, and errors of scripts."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.add_init_script(VIOLATIONS)
    return found


def visited(page: Page, address: str) -> None:
    """Go there; nothing that the page wants is refused."""
    page.goto(address, wait_until="load")
    assert page.evaluate("violations") == []


def found_in_dialog(page: Page, lang: str) -> None:
    """Search finds something in the dialog."""
    page.keyboard.press("/")
    page.locator("dialog[data-search-dialog] [data-search-input]").fill(EXAMPLE[lang])
    expect(page.locator("dialog[data-search-dialog] .result > a").first).to_be_visible()


@pytest.mark.parametrize(("where", "lang"), [("root", "zh"), ("sub-path", "en")])
@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_pages_and_search(
    server: str, where: str, lang: str, page: Page, hosts: Callable[[str, str], Host]
) -> None:
    """Every kind of page opens without a word in the console, and both ways to search find something."""
    site = hosts(server, where).address
    said = complaints(page)
    for path in KINDS.values():
        visited(page, f"{site}{PREFIX[lang]}{path}")
    found_in_dialog(page, lang)
    for each in PREFIX:
        assert ask(page, site, [EXAMPLE[each]], each)[EXAMPLE[each]].links
    assert page.evaluate("violations") == []
    assert said == []


@pytest.mark.parametrize("where", ["root", "sub-path"])
@pytest.mark.parametrize("server", ["nginx", "apache", "caddy"])
def test_not_found(server: str, where: str, page: Page, hosts: Callable[[str, str], Host]) -> None:
    """The page for what is not there works at any depth: all that it leads to is there, and its search too."""
    site = hosts(server, where).address
    said = complaints(page)
    visited(page, f"{site}2024/no/such/page/")
    assert len(said) == 1, said  # the browser itself tells of the status
    assert "404" in said.pop()
    assert page.evaluate(BROKEN) == []
    found_in_dialog(page, "zh")
    assert page.evaluate("violations") == []
    assert said == []


def test_the_policy_in_pages(page: Page, for_hosts: Built) -> None:
    """For a host that sets no headers each page holds the policy: all works under it, and it is in force."""
    with serve(for_hosts.folder, SUB_PATH) as site:
        said = complaints(page)
        for path in (*KINDS.values(), "404.html"):
            visited(page, f"{site}{path}")
        found_in_dialog(page, "zh")
        assert said == []
        script = "Object.assign(document.createElement('script'), {text: 'window.ran = 1'})"
        page.evaluate(f"document.body.append({script})")
        page.wait_for_function("violations.length")
        assert page.evaluate("[window.ran || 0, violations]") == [0, ["script-src-elem"]]


def test_every_page_holds_the_policy(for_hosts: Built) -> None:
    """It stands once, and before whatever it governs."""
    pages = for_hosts.pages()
    assert "404.html" in pages
    for path in pages:
        head, _, rest = for_hosts.text(path).partition('<meta http-equiv="Content-Security-Policy" content="')
        assert rest.startswith("default-src 'none'; "), path
        assert "<script" not in head, path
        assert "<link" not in head, path
        assert "Content-Security-Policy" not in rest, path
