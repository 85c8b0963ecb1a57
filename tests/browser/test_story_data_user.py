"""A data user goes from the address of a declaration to pandas and to SQL, in the lines that the page prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from building import ADDRESS, PREFIX, ROOT, declarations
from playwright.sync_api import Page, expect
from visits import Served

DECLARATION = "2024/personnel-examination-administration"
FILED = declarations(ROOT)[DECLARATION]["indicators"]
MOST_LINES = 3


def printed(page: Page, name: str, site: Served) -> str:
    """The lines of a block of code, as a reader copies them; a site that is not at its own address is asked here."""
    code = page.locator(f"#code-{name}")
    expect(code.locator(".address", has_text="本网站的地址")).to_have_count(0)
    return code.inner_text().strip().replace(ADDRESS, site.address)


def run(lines: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """What lines of Python leave behind."""
    names = given or {}
    exec(lines, names)  # noqa: S102 (the page's own lines are what is tested)
    return names


@pytest.mark.parametrize("place", ["strict", "sub-path"])
@pytest.mark.parametrize("lang", PREFIX)
def test_to_pandas(lang: str, place: str, page: Page, sites: dict[str, Served]) -> None:
    """Three lines make a table of the declaration's indicators; one more takes the guard off the published text."""
    site = sites[place]
    page.goto(f"{site.address}{PREFIX[lang]}{DECLARATION}/")
    page.locator(".site-header .sections a[href$='data/']").click()
    expect(page.locator("#code-pandas")).to_contain_text("read_csv")
    lines = printed(page, "pandas", site)
    assert len(lines.splitlines()) <= MOST_LINES
    assert f"{site.address}{PREFIX[lang]}{DECLARATION}/" in lines
    left = run(lines)
    table = run(printed(page, "unguarded", site), left)["indicators"]
    assert list(table["id"]) == [row["id"] for row in FILED]
    assert list(table["target_raw"]) == [row["target"] for row in FILED]
    assert set(table["fiscal_year"]) == {2024}


@pytest.mark.parametrize("place", ["strict", "sub-path"])
@pytest.mark.parametrize("lang", PREFIX)
def test_to_sql(lang: str, place: str, page: Page, sites: dict[str, Served]) -> None:
    """Three lines ask the database of everything for the same declaration."""
    site = sites[place]
    page.goto(f"{site.address}{PREFIX[lang]}data/")
    lines = printed(page, "sql", site)
    assert len(lines.splitlines()) <= MOST_LINES
    rows = run(lines)["rows"]
    assert [(id_, raw) for id_, _, raw in rows] == [(row["id"], row["target"]) for row in FILED]


def test_to_check_it(page: Page, real: Served, tmp_path: Path) -> None:
    """The command of the page finds the files that were taken away as they were published, and a changed one."""
    page.goto(f"{real.address}data/")
    command = printed(page, "verify", real).split()
    for name in ("SHA256SUMS", "data/all.xlsx", "data/indicators.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(real.built.folder / name, tmp_path / name)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(": OK\n")) == (0, 2)
    (tmp_path / "data" / "indicators.csv").write_text("changed", encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_from_a_table_to_the_page(page: Page, real: Served) -> None:
    """Under the table one link leads to the very data; the page about all data is one step from everywhere."""
    page.goto(f"{real.address}{DECLARATION}/")
    href = page.locator(".downloads a", has_text="指标").get_attribute("href")
    assert href == "indicators.csv"
    page.locator(".site-header .sections a", has_text="数据").click()
    page.wait_for_url("**/data/")
    page.locator("article a, .page a", has_text="数据接口").first.click()
    page.wait_for_url("**/api/")
    expect(page.locator("#promise")).to_be_visible()
