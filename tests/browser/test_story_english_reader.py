"""An English reader knows that it is a translation, and what the form itself says."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from visits import Served

DECLARATION = "en/2024/examination-fee-remittance/"


def test_it_is_said_on_every_page(page: Page, real: Served) -> None:
    """The first screen of home and of a declaration, and the foot of each page, say that English is unofficial."""
    for path in ("en/", DECLARATION):
        page.goto(real.address + path)
        expect(page.locator("main", has_text="nofficial translation").first).to_be_visible()
    for path in ("en/", DECLARATION, "en/indicators/", "en/glossary/", "en/2024/"):
        page.goto(real.address + path)
        expect(page.locator("footer")).to_contain_text("unofficial translation")


def test_the_published_value_stands_beside(page: Page, real: Served) -> None:
    """A word as a target stands in English with the word as published, marked as Chinese."""
    page.goto(f"{real.address}{DECLARATION}#remittance-on-time-rate")
    row = page.locator("table.indicators tr", has=page.locator("td.raw", has_text="及时"))
    expect(row.locator("td.value")).to_have_text("timely")
    expect(row.locator("td.raw")).to_have_attribute("lang", "zh-CN")


def test_a_fixed_word_leads_to_its_meaning(page: Page, real: Served) -> None:
    """The nature of a project is a link to the glossary entry that explains it in both languages."""
    page.goto(real.address + DECLARATION)
    page.locator("dl.facts a.term", has_text="Recurrent special-purpose").click()
    page.wait_for_url("**/en/glossary/#nature-recurrent-special-purpose")
    entry = page.locator(":target")
    expect(entry).to_contain_text("Spending a unit needs every year")
    expect(entry).to_contain_text("经常性专项业务费")
