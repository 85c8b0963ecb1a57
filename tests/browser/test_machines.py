"""What pages tell machines stands in them as data: a strict policy stops none of it, no browser runs it."""

from __future__ import annotations

import json

import pytest
from building import PREFIX
from playwright.sync_api import Page
from visits import KINDS, Served

READ = "() => [...document.querySelectorAll('head script[type*=json]')].map(each => each.textContent)"


@pytest.mark.parametrize("lang", PREFIX)
def test_linked_data_under_the_strict_policy(lang: str, sites: dict[str, Served], page: Page) -> None:
    """On every kind of page a browser under the strict policy reads the linked data whole and refuses nothing."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    for path in KINDS.values():
        page.goto(f"{sites['strict'].address}{PREFIX[lang]}{path}")
        (text,) = page.evaluate(READ)
        assert json.loads(text)["@graph"], path
    assert refused == []


def test_no_page_asks_for_what_machines_are_told(sites: dict[str, Served], page: Page) -> None:
    """The link to the feed makes no browser ask for a feed or a sitemap."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites["sub-path"].address, wait_until="networkidle")
    assert asked
    assert [url for url in asked if url.endswith(".xml")] == []
