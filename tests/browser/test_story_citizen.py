"""A citizen on a phone finds how many examination venues were promised."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from visits import Served


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small phone with a touch screen, in Chinese."""
    with browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, locale="zh-CN"
    ) as context:
        yield context.new_page()


def test_by_search(phone: Page, real: Served) -> None:
    """Three touches and one word from the home page to the row, whose value is in view: at least 708."""
    phone.goto(real.address)
    phone.locator("[data-search-open]").tap()
    phone.keyboard.type("考点数")
    first = phone.locator("[data-search-results] .result > a").first
    expect(first).to_have_text("人事考试考务费用")
    first.tap()
    phone.wait_for_url("**/2024/personnel-examination-administration/#examination-venues")
    row = phone.locator("tr:target")
    expect(row).to_be_in_viewport()
    expect(row.locator(".name")).to_have_text("考点数")
    expect(row.locator("td.value")).to_be_in_viewport(ratio=1)
    expect(row.locator("td.words")).to_have_text("不少于 708 个")


def test_by_the_lists(phone: Page, real: Served) -> None:
    """Without searching: from the number of indicators on the home page to the row in its declaration."""
    phone.goto(real.address)
    phone.locator(".figure a", has_text="111").tap()
    phone.wait_for_url("**/indicators/")
    link = phone.locator("table.across a", has_text="考点数").first
    link.scroll_into_view_if_needed()
    link.tap()
    phone.wait_for_url("**#examination-venues")
    expect(phone.locator("tr:target td.value")).to_have_text("≥ 708")


def test_the_money_stands_on_the_first_screen(phone: Page, real: Served) -> None:
    """What was asked for and how much was promised is in view on the home page, before any scrolling."""
    phone.goto(real.address)
    figures = phone.locator(".figures .figure")
    for text in ("126,185,386.00", "12,618.5386", "111"):
        expect(figures.filter(has_text=text)).to_be_in_viewport()
