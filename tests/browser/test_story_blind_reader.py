"""A blind reader moves by headings, landmarks and table cells: what the accessibility tree says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from building import PREFIX
from playwright.sync_api import Browser, CDPSession, Page
from visits import KINDS, Served


@pytest.fixture(params=[360, 1440], ids=["phone", "desktop"])
def tree(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """A page and what assistive technology is told of it."""
    with browser.new_context(viewport={"width": request.param, "height": 800}) as context:
        page = context.new_page()
        yield page, context.new_cdp_session(page)


def nodes(session: CDPSession) -> list[dict[str, Any]]:
    """The nodes that are not ignored, in reading order."""
    found = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in found if not node["ignored"]]


def role(node: dict[str, Any]) -> str:
    """What a node is."""
    return node["role"]["value"]


def name(node: dict[str, Any]) -> str:
    """What a node is called."""
    return node.get("name", {}).get("value", "")


def level(node: dict[str, Any]) -> int:
    """How deep a heading is."""
    return next(each["value"]["value"] for each in node["properties"] if each["name"] == "level")


@pytest.mark.parametrize("lang", PREFIX)
def test_headings(lang: str, tree: tuple[Page, CDPSession], real: Served) -> None:
    """Each kind of page has one heading of level 1, none is empty, and no level is left out."""
    page, session = tree
    for kind, path in KINDS.items():
        page.goto(real.address + PREFIX[lang] + path)
        headings = [node for node in nodes(session) if role(node) == "heading"]
        levels = [level(node) for node in headings]
        assert levels.count(1) == 1, kind
        assert all(name(node).strip() for node in headings), kind
        assert all(after - before <= 1 for before, after in pairwise(levels)), (
            kind,
            levels,
        )


def test_landmarks(tree: tuple[Page, CDPSession], real: Served) -> None:
    """There is one main part, one foot and one head, and each way around has a name of its own."""
    page, session = tree
    page.goto(real.address + KINDS["declaration"])
    found = nodes(session)
    roles = [role(node) for node in found]
    assert [roles.count(each) for each in ("main", "contentinfo", "banner")] == [1, 1, 1]
    ways = [name(node) for node in found if role(node) == "navigation"]
    assert len(ways) == len(set(ways))
    assert all(ways)


def test_the_table_is_a_table(tree: tuple[Page, CDPSession], real: Served) -> None:
    """On a phone, too, where rows look like cards: 46 rows with headers that name level and indicator."""
    page, session = tree
    page.goto(real.address + KINDS["declaration"])
    found = nodes(session)
    roles = [role(node) for node in found]
    tables = [name(node) for node in found if role(node) == "table"]
    assert any("绩效指标" in each for each in tables)
    headers = [name(node) for node in found if role(node) == "rowheader"]
    assert roles.count("row") >= 46 + 1
    assert sum("考点数" in each for each in headers) == 1
    cells = [name(node) for node in found if role(node) in ("cell", "gridcell")]
    assert "≥ 708" in cells
    assert any(re.fullmatch(r"不少于 708 个", each) for each in cells)


def test_the_skip_links(tree: tuple[Page, CDPSession], real: Served) -> None:
    """The first Tab leads past the head of the page; before the long table there is a way past it."""
    page, _ = tree
    page.goto(real.address + KINDS["declaration"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "跳到正文"
    page.locator(".skip a").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table') === null")
