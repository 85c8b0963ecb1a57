"""The site as Zensical builds it, in a browser: it needs no other host, runs no payload, and is searched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import ask
from building import PREFIX, ROOT, SMALL
from other_engines import zensical
from playwright.sync_api import Browser, Page
from serving import serve
from test_hostile_text import RECORD
from test_offline_of_others import Watch
from visits import KINDS, Served, addresses


@pytest.fixture(scope="module")
def real_by_zensical(shared: Path) -> Iterator[Served]:
    """The real site."""
    built = zensical(shared, ROOT)
    with serve(built.folder) as address:
        yield Served(built, address)


@pytest.fixture(scope="module")
def small_by_zensical(shared: Path) -> Iterator[Served]:
    """The small site with its hostile names."""
    built = zensical(shared, SMALL)
    with serve(built.folder) as address:
        yield Served(built, address)


def test_no_request_to_others_and_no_complaint(real_by_zensical: Served, browser: Browser) -> None:
    """No kind of page asks another host for anything, and the console is empty."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        watch = Watch(page, own=real_by_zensical.address)
        page.on("console", lambda m: m.type in ("error", "warning") and watch.complaints.append(m.text))
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.route("**/*", watch.route)
        for prefix in PREFIX.values():
            for address in KINDS.values():
                watch.open(watch.own + prefix + address)
                assert page.locator("h1").count() == 1, address
        assert watch.others == []
        assert watch.complaints == []


def test_search_finds_the_same(real: Served, real_by_zensical: Served, page: Page) -> None:
    """What the search page finds in declarations, and in which order, is what it finds in the site by MkDocs."""
    asked = ["考务工作差错率", "10,780,000", "examination", "不会有的词"]
    ours, theirs = (ask(page, served.address, asked) for served in (real, real_by_zensical))
    assert [ours[query].declarations for query in asked] == [theirs[query].declarations for query in asked]
    assert [bool(ours[query].declarations) for query in asked] == [True, True, True, False]


def test_no_payload_runs(small_by_zensical: Served, browser: Browser) -> None:
    """Every page of the hostile site loads without running one payload: titles are printed as they are."""
    with browser.new_context() as context:
        context.add_init_script(RECORD)
        page = context.new_page()
        paths = addresses(small_by_zensical.built)
        assert len(paths) > 20
        for path in paths:
            page.goto(small_by_zensical.address + path, wait_until="load")
            assert page.evaluate("window.__hits") == [], path
