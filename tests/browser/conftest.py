"""A browser, shared by all tests, and the sites it looks at, each built and served once."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "site"))

from building import PREFIX, ROOT, SMALL, Built, build
from serving import serve

MODULES = ROOT / ".ci" / "node_modules"

SUB_PATH = "/gov/jx/"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy that the site must work under."""

KINDS = {
    "home": "",
    "year": "2024/",
    "declaration": "2024/personnel-examination-administration/",
    "departments": "departments/",
    "department": "departments/shanghai-hrss-bureau/",
    "units": "units/",
    "unit": "units/shanghai-vocational-ability-examination-institute/",
    "indicators": "indicators/",
    "glossary": "glossary/",
    "schema": "schema/",
    "about": "about/",
}
"""One page of each kind of the real site, without language; 404.html stands beside them."""

SHAPES = {
    "year": r"\d{4}/",
    "declaration": r"\d{4}/[^/]+/",
    "department": r"departments/[^/]+/",
    "unit": r"units/[^/]+/",
}
"""How addresses of a kind look, where a kind has many pages."""


@dataclass(frozen=True)
class Served:
    """A site with the address it is served at."""

    built: Built
    address: str


def kind_of(path: str) -> str | None:
    """The kind of a page by its address without language, None for a page of no known kind."""
    for kind, address in KINDS.items():
        if re.fullmatch(SHAPES.get(kind, re.escape(address)), path):
            return kind
    return None


def needed(path: Path) -> Path:
    """A file that `.ci/test` installs; without it tests fail, they are not skipped."""
    if not path.is_file():
        pytest.fail(f"{path.relative_to(ROOT)} is missing: run .ci/test, which installs it")
    return path


def program(name: str) -> str:
    """A program that `.ci/test` installs."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed: run .ci/test, which installs it")
    return found


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
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """The real site, the real site told of its sub-path, and the small site, each at an address of its own."""
    real = build(ROOT, tmp_path_factory.mktemp("real"))
    under = build(ROOT, tmp_path_factory.mktemp("sub-path"), SITE_URL=f"https://host.example{SUB_PATH}")
    small = build(SMALL, tmp_path_factory.mktemp("small"))
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


def addresses(built: Built, lang: str | None = None) -> list[str]:
    """The addresses of a site's pages (of one language), 404.html aside."""
    pages = [path.removesuffix("index.html") for path in built.pages() if path != "404.html"]
    return [path for path in pages if lang is None or path.startswith(PREFIX["en"]) == (lang == "en")]
