"""The site needs no other host and works under a strict policy, at a host's root and below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from building import PREFIX, SUB_PATH
from playwright.sync_api import Browser, Page, Route
from visits import KINDS, Served

SETTLED = "document.readyState === 'complete' && !document.documentElement.classList.contains('no-js')"
"""Loaded, and the theme's script has run."""


@dataclass
class Watch:
    """What a page asked of others and complained of."""

    page: Page
    own: str = ""
    others: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Load a page until its scripts have run."""
        self.page.goto(address, wait_until="load")
        self.settle()

    def settle(self) -> None:
        """Wait until scripts have run and the page has nothing left to do."""
        self.page.wait_for_function(SETTLED)
        self.page.evaluate("new Promise(done => requestIdleCallback(done))")

    def route(self, route: Route) -> None:
        """Let requests to the site itself through, and stop and note all others."""
        if route.request.url.startswith(self.own):
            route.continue_()
        else:
            self.others.append(route.request.url)
            route.abort()


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    """A page whose requests, console and errors are watched."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        watched = Watch(page)
        page.on("console", lambda m: m.type in ("error", "warning") and watched.complaints.append(m.text))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.route("**/*", watched.route)
        yield watched


@pytest.mark.parametrize("name", ["strict", "sub-path"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_request_to_others_and_no_complaint(
    kind: str, name: str, sites: dict[str, Served], watch: Watch
) -> None:
    """Under the strict policy no kind of page asks another host for anything, and the console is empty."""
    watch.own = sites[name].address
    for prefix in PREFIX.values():
        watch.open(sites[name].address + prefix + KINDS[kind])
        assert watch.page.locator("h1").count() == 1
    assert watch.others == []
    assert watch.complaints == []


@pytest.mark.parametrize("name", ["strict", "sub-path"])
def test_what_is_not_there_is_answered_by_404_with_all_its_files(
    name: str, sites: dict[str, Served], watch: Watch
) -> None:
    """At any depth a wrong address is answered by 404.html with styles, scripts and links home."""
    served = watch.own = sites[name].address
    for wrong in ("nothing", "2024/no/such/page/", "en/nothing/"):
        watch.complaints.clear()
        answer = watch.page.goto(served + wrong, wait_until="load")
        assert answer is not None
        assert answer.status == 404
        watch.settle()
        failed = [
            text for text in watch.complaints if "404 (Not Found)" in text
        ]  # the page itself, by design
        assert len(failed) <= 1
        assert watch.complaints == failed
        homes = watch.page.locator("main a, .page a").evaluate_all("links => links.map(a => a.href)")
        assert {served, f"{served}en/"} <= set(homes)
    assert watch.others == []


def test_the_policy_stops_what_it_should(sites: dict[str, Served], watch: Watch) -> None:
    """The check itself works: an inline script and an image of another host are complained of."""
    watch.own = sites["strict"].address
    watch.open(watch.own)
    watch.page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.head.append(script);
          document.head.append(Object.assign(document.createElement('img'), {src: 'http://other.example/x'}));
        }"""
    )
    assert watch.page.evaluate("window.ran") is None
    assert len(watch.complaints) == 2
    assert all("Content Security Policy" in text for text in watch.complaints)


def test_the_site_stays_under_its_path(sites: dict[str, Served], page: Page) -> None:
    """Under a sub-path every address that a page asks for or links lies under it."""
    served = sites["sub-path"].address
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for prefix in PREFIX.values():
        page.goto(served + prefix + KINDS["declaration"], wait_until="networkidle")
        asked += page.locator("a").evaluate_all("links => links.map(link => link.href)")
    own = [url for url in asked if url.startswith(served.removesuffix(SUB_PATH))]
    assert len(own) > 50
    assert [url for url in own if not url.startswith(served)] == []
