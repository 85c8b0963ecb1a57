"""Search goes on working where the theme's instant navigation, off by default, is switched on."""

from __future__ import annotations

from pathlib import Path

from asking import SEARCH_POLICY
from building import ROOT, build
from playwright.sync_api import Page, expect
from serving import serve

CONFIG = """INHERIT: {root}/mkdocs.yml
docs_dir: {root}/content
theme:
  name: material
  custom_dir: {root}/theme_overrides
  font: false
  favicon: assets/icon.svg
  features: [navigation.instant]
"""
DIALOG = "dialog[data-search-dialog]"


def test_with_instant_navigation(page: Page, tmp_path: Path) -> None:
    """Dialog, result, search page and language link, without one page loaded anew but for the language."""
    (tmp_path / "mkdocs.yml").write_text(CONFIG.format(root=ROOT), encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    with serve(site, "/gov/jx/", SEARCH_POLICY) as address:
        build(tmp_path, site, SITE_URL=address)
        with page.expect_response(f"{address}sitemap.xml") as known:  # the pages it may go to
            page.goto(address)
        known.value.finished()
        page.evaluate("window.kept = true")
        page.locator("header .sections a", has_text="2024").click()
        page.wait_for_url(f"{address}2024/")

        page.keyboard.press("/")
        page.locator(f"{DIALOG} [data-search-input]").fill("阅卷差错率")
        page.locator(f"{DIALOG}[data-search-state=done] .result > a").click()
        page.wait_for_url(f"{address}2024/commissioned-examinations/#marking-error-rate")
        expect(page.locator(DIALOG)).to_be_hidden()
        expect(page.locator(":target")).to_contain_text("阅卷差错率")

        page.locator(".switch-language").evaluate(
            "(link, to) => { const made = link.cloneNode(); made.target = ''; made.href = to; made.id = 'go';"
            " made.textContent = to; document.querySelector('main').append(made); }",
            f"{address}search/",
        )
        page.locator("#go").click()
        page.wait_for_url(f"{address}search/*")
        page.locator("[data-search-page] [data-search-input]").fill("投诉")
        expect(page.locator("[data-search-page][data-search-state=done] .result")).to_have_count(4)
        assert page.evaluate("window.kept")

        page.locator(".switch-language").click()
        page.wait_for_url(f"{address}en/search/*")
        assert page.evaluate("document.documentElement.lang") == "en"
