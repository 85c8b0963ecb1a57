"""A browser, shared by all tests, and the sites it looks at, each built and served once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from building import ADDRESS, ROOT, SMALL, SUB_PATH, Built
from playwright.sync_api import Browser, Page, sync_playwright
from serving import serve
from visits import POLICY, Served, program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests; each test opens contexts of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page on a desktop, in a context of its own."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def sites(once: Callable[..., Built]) -> Iterator[dict[str, Served]]:
    """The real site, plain, strict and under a sub-path, and the small site, each at its own address."""
    real, under, small = once(ROOT), once(ROOT, SITE_URL=ADDRESS), once(SMALL)
    with ExitStack() as stack:
        yield {
            "real": Served(real, stack.enter_context(serve(real.folder))),
            "small": Served(small, stack.enter_context(serve(small.folder))),
            "strict": Served(real, stack.enter_context(serve(real.folder, policy=POLICY))),
            "sub-path": Served(under, stack.enter_context(serve(under.folder, SUB_PATH, POLICY))),
        }


@pytest.fixture(scope="session")
def real(sites: dict[str, Served]) -> Served:
    """The real site, without a policy."""
    return sites["real"]


@pytest.fixture(scope="session")
def small(sites: dict[str, Served]) -> Served:
    """The small second site, without a policy."""
    return sites["small"]


@pytest.fixture(scope="session")
def in_files(once: Callable[..., Built]) -> Built:
    """The real site for reading from a folder: every link names a file."""
    return once(ROOT, "--no-directory-urls")
