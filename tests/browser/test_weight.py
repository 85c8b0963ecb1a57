"""What a reader's telephone has to fetch before the page is there: bytes and requests, no timings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from building import PREFIX
from packed import Packed, serve_packed
from playwright.sync_api import Page
from visits import KINDS, Served

MOST_BYTES = 90_000
MOST_REQUESTS = 12

SETTLED = "document.readyState === 'complete' && document.documentElement.dataset.scripts !== undefined"


@pytest.fixture(scope="module")
def packed(real: Served) -> Iterator[Packed]:
    """The real site, served as a real host does."""
    with serve_packed(real.built.folder) as served:
        yield served


def first_view(page: Page, packed: Packed, path: str) -> tuple[dict[str, int], list[str]]:
    """What a page fetches until nothing more comes, icon included: bytes of each file, and other hosts asked."""
    others: list[str] = []
    page.on("request", lambda asked: asked.url.startswith(packed.address) or others.append(asked.url))
    packed.sent.clear()
    page.goto(packed.address + path, wait_until="networkidle")
    page.wait_for_function(SETTLED)
    icon = page.locator("link[rel=icon]").evaluate("link => link.href")
    if not any(packed.address + file[1:] == icon for file, _ in packed.sent):
        page.evaluate("icon => fetch(icon).then(answer => answer.blob())", icon)
    assert len(packed.sent) == len({file for file, _ in packed.sent}), "something is fetched twice"
    return dict(packed.sent), [url for url in others if not url.startswith("data:")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", PREFIX)
def test_a_first_view_is_light(lang: str, kind: str, page: Page, packed: Packed) -> None:
    """The first view of any page is at most 90 KB in 12 requests, none of them to another host."""
    files, others = first_view(page, packed, PREFIX[lang] + KINDS[kind])
    assert sum(files.values()) <= MOST_BYTES, files
    assert len(files) <= MOST_REQUESTS, files
    assert others == []


def test_what_searches_is_fetched_when_it_is_used(page: Page, packed: Packed) -> None:
    """A page fetches one small module of the search; the others and the index come with the first search."""
    files, _ = first_view(page, packed, KINDS["declaration"])
    assert [file for file in files if "search" in file] == ["/assets/js/search/main.js"]
    assert files["/assets/js/search/main.js"] < 2_000
    page.locator("[data-search-open]").click()
    page.locator("dialog [data-search-input]").fill("考务工作差错率")
    page.wait_for_selector("dialog[data-search-state=done] .result")
    assert {"/assets/js/search/engine.js", "/assets/js/search/view.js"} <= dict(packed.sent).keys()


def test_a_second_host_is_seen(page: Page, packed: Packed) -> None:
    """The check itself works: a request to another host is told."""
    page.route("http://other.example/**", lambda route: route.abort())
    page.add_init_script("addEventListener('DOMContentLoaded', () => fetch('http://other.example/x'))")
    _, others = first_view(page, packed, "")
    assert others == ["http://other.example/x"]
