"""What is shown can be taken away: the lines of the published CSV whose rows a filter leaves, byte by byte."""

from __future__ import annotations

import csv
import io
import re
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from building import PREFIX
from playwright.sync_api import Browser, Page, expect
from visits import Served

MARK = b"\xef\xbb\xbf"
BUTTON = "form.filter button.selection"

LISTS = {
    "indicators/?filter=≥": "indicators/indicators.csv",
    "indicators/?filter=差错率&kind=zero-tolerance": "indicators/indicators.csv",
    "indicators/in-words/": "indicators/indicators.csv",
    "indicators/shared/?filter=差错": "indicators/indicators.csv",
    "2024/personnel-examination-administration/?level_1=benefit": (
        "2024/personnel-examination-administration/indicators.csv"
    ),
    "2024/?order=amount-asc&least=1": "2024/declarations.csv",
    "?order=name-desc&filter=考试": "2024/declarations.csv",
    "departments/shanghai-hrss-bureau/?most=15000000": "departments/shanghai-hrss-bureau/declarations.csv",
}
"""A list as it is narrowed or sorted → the file it is taken from."""

ENGLISH = {"差错率": "error rate", "差错": "error", "考试": "exam"}
"""What is looked for on English pages."""


def key_of(address: str) -> tuple[str, ...]:
    """Year, declaration and indicator that a row leads to."""
    found = re.search(r"/(\d{4})/([a-z0-9-]+)/(?:\?[^#]*)?(?:#(.+))?$", address)
    assert found, address
    return tuple(filter(None, found.groups()))


def lines_of(content: bytes) -> tuple[bytes, dict[tuple[str, ...], bytes]]:
    """The first line of a published file, and its other lines by key: cut by a CSV reader, not by our script."""
    text = content.removeprefix(MARK).decode()
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    keys = [names.index(name) for name in ("fiscal_year", "declaration_id", "id") if name in names]
    lines = {}
    for row in rows:
        one = io.StringIO(newline="")
        csv.writer(one, lineterminator="\r\n").writerow(row)
        lines[tuple(row[place] for place in keys)] = one.getvalue().encode()
    head = ",".join(names).encode() + b"\r\n"
    assert head + b"".join(lines.values()) == content.removeprefix(MARK)
    return head, lines


def shown(page: Page) -> list[tuple[str, ...]]:
    """The keys of the rows that are shown, in their order."""
    tables = page.locator("form.filter").get_attribute("data-tables")
    links = page.locator(f":is({tables}):not([hidden]) > tbody:not([hidden]) > tr").evaluate_all(
        "rows => rows.map(row => (row.querySelector('.l3 a') || row.querySelector('th a')).href)"
    )
    return [key_of(link) for link in links]


@pytest.mark.parametrize("place", ["strict", "sub-path"])
@pytest.mark.parametrize("lang", PREFIX)
@pytest.mark.parametrize("path", LISTS)
def test_what_is_shown(path: str, lang: str, place: str, page: Page, sites: dict[str, Served]) -> None:
    """Under the policy and any sub-path a filtered or sorted list is saved as it is shown, with the mark."""
    site = sites[place]
    asked = LISTS[path]
    if lang == "en":
        path = reduce(lambda text, each: text.replace(*each), ENGLISH.items(), path)
    page.goto(f"{site.address}{PREFIX[lang]}{path}")
    expect(page.locator(BUTTON)).to_be_visible()
    keys = shown(page)
    assert keys
    expect(page.locator(BUTTON)).to_contain_text(str(len(keys)))
    with page.expect_download() as downloading:
        page.locator(BUTTON).click()
    saved = Path(downloading.value.path()).read_bytes()
    head, lines = lines_of((site.built.folder / PREFIX[lang] / asked).read_bytes())
    assert saved == MARK + head + b"".join(lines[key] for key in keys)
    assert re.fullmatch(r"[a-z0-9-]+-selection\.csv", downloading.value.suggested_filename)


@pytest.mark.parametrize("path", ["indicators/", "2024/", "2024/personnel-examination-administration/"])
def test_no_button_for_the_whole_list(path: str, page: Page, real: Served) -> None:
    """Where nothing is left out the line under the table is enough; the button comes and goes with the filter."""
    page.goto(f"{real.address}{path}")
    expect(page.locator("form.filter output")).to_be_visible()
    expect(page.locator(BUTTON)).to_be_hidden()
    page.locator("form.filter [name=filter]").fill("信息")
    expect(page.locator(BUTTON)).to_be_visible()
    page.locator("form.filter [name=filter]").fill("没有这样的词")
    expect(page.locator(BUTTON)).to_be_hidden()


@pytest.mark.parametrize(
    "answer", [{"status": 503}, {"body": "fiscal_year,declaration_id,id\r\n2024,x,y\r\n"}]
)
def test_a_failure_is_said(answer: dict[str, Any], page: Page, real: Served) -> None:
    """If the file cannot be read, or no longer has what the page shows, a sentence says so until the next filter."""
    page.route("**/indicators.csv", lambda route: route.fulfill(**answer))
    page.goto(f"{real.address}indicators/zero-tolerance/")
    page.locator(BUTTON).click()
    expect(page.locator(".selection-status")).to_contain_text("没有下载成功")
    page.locator("form.filter [name=filter]").fill("差错")
    expect(page.locator(".selection-status")).to_have_text("")


def test_from_a_folder(page: Page, real: Served) -> None:
    """From a folder no script may read a file: the button stays away, the links are there."""
    page.goto((real.built.folder / "indicators" / "zero-tolerance" / "index.html").as_uri())
    expect(page.locator("form.filter output")).to_contain_text("13")
    expect(page.locator(BUTTON)).to_be_hidden()
    assert page.locator(".downloads a").count() == 3


def test_links_say_what_they_lead_to(page: Page, real: Served) -> None:
    """The name of each link says what is in the file, its format and size, though less may be seen."""
    page.goto(f"{real.address}2024/personnel-examination-administration/")
    links = page.locator("#indicators ~ .downloads a")
    names = [re.sub(r"\s+", " ", each.text_content() or "") for each in links.all()]
    size = r"（\d+ KB）"
    patterns = [
        f"下载 指标 CSV{size}", f"下载 全部数据 Excel{size}", f"下载 全部数据 JSON{size}",
        rf"下载 申报表（原表格式） Excel{size}",
    ]  # fmt: skip
    assert len(names) == len(patterns)
    for name, pattern in zip(names, patterns, strict=True):
        assert re.fullmatch(pattern, name.strip()), name
        expect(page.get_by_role("link", name=name.strip())).to_have_count(1)


def test_the_form_is_marked_as_chinese(page: Page, real: Served) -> None:
    """On an English page the official form, which is in Chinese alone, says so to readers and to machines."""
    page.goto(f"{real.address}en/2024/personnel-examination-administration/")
    link = page.locator(".downloads a", has_text="official form in Chinese")
    assert link.get_attribute("hreflang") == "zh-CN"
    assert (link.get_attribute("href") or "").endswith(
        "../../2024/personnel-examination-administration/form.xlsx"
    )


@pytest.mark.parametrize("lang", PREFIX)
def test_each_link_downloads(lang: str, browser: Browser, real: Served) -> None:
    """Each link of a declaration's page saves its file as published, under a name that tells whose it is."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{real.address}{PREFIX[lang]}2024/commissioned-examinations/")
        names = set()
        links = page.locator(".downloads a").all()
        assert len(links) == 5
        for link in links:
            with page.expect_download() as downloading:
                link.click()
            path = downloading.value.url.removeprefix(real.address)
            assert Path(downloading.value.path()).read_bytes() == (real.built.folder / path).read_bytes()
            names.add(downloading.value.suggested_filename)
        assert len(names) == len(links)
        assert all("2024-commissioned-examinations-" in name for name in names)


def test_not_on_paper(page: Page, real: Served) -> None:
    """What can only be pressed is not printed."""
    page.goto(f"{real.address}2024/commissioned-examinations/")
    page.emulate_media(media="print")
    expect(page.locator(".downloads").first).to_be_hidden()


@pytest.mark.parametrize("lang", PREFIX)
def test_a_checksum_is_copied_whole(lang: str, page: Page, real: Served) -> None:
    """The checksum is shortened for the eye alone: selected, it is whole."""
    page.goto(f"{real.address}{PREFIX[lang]}data/")
    code = page.locator(".checksum code").first
    assert code.evaluate("code => code.scrollWidth > code.clientWidth")
    code.click()
    selected = page.evaluate("getSelection().toString()")
    assert re.fullmatch(r"[0-9a-f]{64}", selected.strip())
