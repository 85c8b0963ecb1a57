"""A journalist compares what projects promise about errors and complaints, and cites it."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from visits import Served


def test_the_same_indicator_side_by_side(page: Page, real: Served) -> None:
    """One name, three projects, two units of measure: said in words, each row leads to its form."""
    page.goto(f"{real.address}indicators/")
    page.locator(".ways a", has_text="同名指标对照").click()
    page.wait_for_url("**/indicators/shared/")
    section = page.locator("h2", has_text="计量单位不同")
    expect(section).to_be_visible()
    group = page.locator("tbody", has=page.locator("th.l1", has_text="考务工作差错率"))
    assert group.locator("td.raw").all_inner_texts() == ["=0(%)", "=0(次)", "=0(%)"]
    group.locator("th.l3 a", has_text="会计").click()
    page.wait_for_url("**/2024/specialised-accounting-examinations/#*")
    expect(page.locator("tr:target .name")).to_have_text("考务工作差错率")


def test_odd_targets_are_pointed_out(page: Page, real: Served) -> None:
    """A number of upheld complaints of =100(%) stands as published, and the page says that it is odd."""
    page.goto(f"{real.address}2024/specialised-accounting-examinations/#upheld-complaint-volume")
    row = page.locator("tr:target")
    expect(row.locator("td.raw")).to_have_text("=100(%)")
    row.locator("a.odd").click()
    notes = page.locator("#as-published li")
    expect(notes.filter(has_text="“有责投诉数量”是数量，指标值却以“%”计")).to_be_visible()
    expect(notes.filter(has_text="应当越少越好")).to_be_visible()


def test_zero_tolerance_in_one_list(page: Page, real: Served) -> None:
    """Everything that must not happen even once: thirteen rows, each said in words and not by colour alone."""
    page.goto(real.address)
    page.locator(".figure a", has_text="13").click()
    page.wait_for_url("**/indicators/zero-tolerance/")
    rows = page.locator("table.across tbody tr")
    expect(rows).to_have_count(13)
    assert all("零容忍" in text for text in rows.locator("td.words").all_inner_texts())
