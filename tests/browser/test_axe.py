"""No accessibility violation on any kind of page, in any language, width and colour scheme."""

from __future__ import annotations

from typing import Any

import pytest
from building import PREFIX
from playwright.sync_api import Browser, Page
from visits import KINDS, MODULES, Served, addresses, kind_of, needed

TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag21aaa",
    "wcag22aa",
    "wcag22aaa",
    "best-practice",
]

WIDTHS = (360, 1440)

SCHEMES = ("light", "dark")


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds on the page as it stands."""
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "preload": False,  # style sheets again, for an experimental rule alone
    }
    return page.evaluate("options => axe.run(document, options)", options)["violations"]


def told(found: list[tuple[str, dict[str, Any]]]) -> str:
    """Each violation once: rule, element, what axe says of it, and where it stands first."""
    places: dict[str, list[str]] = {}
    for where, rule in found:
        for node in rule["nodes"]:
            element = f"{' '.join(map(str, node['target']))}\n    {node['html'][:200]}"
            summary = " ".join(node["failureSummary"].split())
            places.setdefault(f"{rule['id']} ({rule['impact']}): {element}\n    {summary}", []).append(where)
    return "\n".join(f"{text}\n    {len(where)}×, first on {where[0]}" for text, where in places.items())


def examined(browser: Browser, site: Served, paths: list[str]) -> str:
    """Every violation of the pages at both widths in both colour schemes."""
    axe = needed(MODULES / "axe-core" / "axe.min.js")
    found: list[tuple[str, dict[str, Any]]] = []
    for scheme in SCHEMES:
        with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
            page = context.new_page()
            for path in paths:
                page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
                page.goto(site.address + path, wait_until="load")
                assert page.locator("html").get_attribute("data-scheme") == scheme
                page.add_script_tag(path=axe)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    where = f"/{path} at {width} px, {scheme}"
                    found += [(where, rule) for rule in violations(page)]
    return told(found)


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation(kind: str, browser: Browser, real: Served) -> None:
    """axe finds no violation of WCAG 2.2 A, AA and AAA or of its best practices, in either language."""
    found = examined(browser, real, [prefix + KINDS[kind] for prefix in PREFIX.values()])
    assert not found, found


def test_no_violation_where_something_changed(browser: Browser, small: Served) -> None:
    """A corrected declaration's page and that of a removed one have no violation."""
    paths = [
        f"{prefix}{path}"
        for prefix in PREFIX.values()
        for path in ("2025/greenway-construction/", "2024/street-trees/")
    ]
    found = examined(browser, small, paths)
    assert not found, found


def test_no_violation_on_404(browser: Browser, real: Served) -> None:
    """The page for what is not there has no violation either."""
    found = examined(browser, real, ["404.html"])
    assert not found, found


def test_no_violation_with_every_optional_part(browser: Browser, small: Served) -> None:
    """A declaration with project column, weights, further sources and missing English has no violation."""
    found = examined(browser, small, [f"{prefix}2025/greenway-construction/" for prefix in PREFIX.values()])
    assert not found, found


def test_every_page_is_of_a_kind_that_is_examined(real: Served) -> None:
    """No page of the site is of a kind that these tests do not look at."""
    assert [path for path in addresses(real.built, "zh") if kind_of(path) is None] == []


def test_axe_finds_a_violation_where_there_is_one(page: Page) -> None:
    """The check itself works: an image without a text is found, and text too pale to read."""
    faults = '<img src="data:,"><p style="color: #bbb">Pale</p>'
    page.set_content(f'<html lang="en"><title>x</title><main><h1>x</h1>{faults}</main></html>')
    page.add_script_tag(path=needed(MODULES / "axe-core" / "axe.min.js"))
    assert [rule["id"] for rule in violations(page)] == ["color-contrast", "image-alt"]
