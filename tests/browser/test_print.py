"""On paper a declaration is the official form, and a unit's declarations of a year are one document."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from building import PREFIX, ROOT, declarations
from playwright.sync_api import Browser, Page
from visits import KINDS, Served, program

LONGEST = "2024/personnel-examination-administration"
"""46 indicators."""

SUMMARY = "units/shanghai-vocational-ability-examination-institute/2024"

HEAD = "绩效指标一级指标二级指标三级指标年度(/项目)指标值"
"""Stands again at the top of each page."""

Paper = Callable[..., Path]


def run(name: str, *arguments: str | Path) -> bytes:
    """What one of Poppler's programs prints."""
    return subprocess.run([program(name), *arguments], check=True, capture_output=True).stdout


def pages(pdf: Path) -> list[str]:
    """The text of each page in the order it is drawn, without white space and without the page's number."""
    texts = run("pdftotext", "-raw", pdf, "-").decode().split("\f")[:-1]
    bare = ["".join(unicodedata.normalize("NFKC", text).split()) for text in texts]
    return [re.sub(rf"^{number}/{len(bare)}", "", text) for number, text in enumerate(bare, 1)]


def raster(pdf: Path, resolution: int = 40) -> list[list[bytes]]:
    """The rows of pixels of each page, three bytes a pixel."""
    found, data = [], run("pdftoppm", "-r", str(resolution), pdf)
    while data:
        _, size, _, data = data.split(b"\n", 3)
        width, height = map(int, size.split())
        found.append([data[3 * width * row : 3 * width * (row + 1)] for row in range(height)])
        data = data[3 * width * height :]
    return found


def same(one: Path, other: Path) -> bool:
    """Whether two documents look the same."""
    return raster(one) == raster(other)


def inked(rows: list[bytes]) -> float:
    """How far down a page there is ink, as a part of its height, the page's number aside."""
    body = rows[: int(len(rows) * 0.95)]
    return max((number for number, row in enumerate(body) if min(row) < 128), default=0) / len(rows)


def printed(page: Page, address: str, target: Path) -> Path:
    """Print what stands at an address as a person does who takes the page's own paper size."""
    page.goto(address)
    page.pdf(path=target, prefer_css_page_size=True)
    return target


@pytest.fixture(scope="module")
def paper(browser: Browser, real: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """Prints an address of the real site, once."""
    folder = tmp_path_factory.mktemp("paper")
    done: dict[str, Path] = {}
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()

        def get(path: str, lang: str = "zh") -> Path:
            address = f"{PREFIX[lang]}{path}/" if path else PREFIX[lang]
            if address not in done:
                target = folder / f"{len(done)}.pdf"
                done[address] = printed(page, real.address + address, target)
            return done[address]

        yield get


def squeezed(*texts: str) -> str:
    """Texts one after the other, as `pages` gives them."""
    return "".join(unicodedata.normalize("NFKC", "".join(texts)).split())


def name(text: Any) -> str:
    """The Chinese of a text."""
    return text if isinstance(text, str) else text["zh"]


def form(filed: dict[str, Any]) -> str:
    """What the official form of a declaration says, read cell after cell."""
    annual = filed["funding"]["annual"]
    parts = [
        "财政项目支出绩效目标申报表", f"({filed['fiscal_year']}年度)",
        "项目名称", name(filed["project_name"]), "项目性质", filed["nature"], "项目类别", filed["category"],
        "主管部门", filed["department"], "实施单位", filed["unit"],
        "计划开始日期", filed["period"]["start"], "计划完成日期", filed["period"]["end"],
        "项目资金(元)", "项目资金总额", "其中：财政资金", "其他资金",
        "年度资金申请总额", annual["total"], "其中：当年财政拨款", annual["fiscal_appropriation"],
        "上年结转资金", annual["carried_over"], "其他资金", annual["other"],
        "项目绩效目标", "项目总目标", "年度总体目标", name(filed["annual_goal"]), HEAD,
    ]  # fmt: skip
    for level_1, below in groupby(filed["indicators"], key=lambda row: row["level_1"]):
        parts.append(level_1)
        for level_2, rows in groupby(below, key=lambda row: row["level_2"]):
            parts.append(level_2)
            parts += [text for row in rows for text in (name(row["name"]), row["target"])]
    source = filed["source"]
    return squeezed(*parts, "来源：", name(source["document"]), "，", name(source["place"]))


def text(pdf: Path) -> str:
    """The whole text of a document in Chinese, the heads of continued tables left out."""
    first, *others = pages(pdf)
    return first + "".join(page.removeprefix(HEAD) for page in others)


def test_a_declaration_prints_as_the_official_form(paper: Paper) -> None:
    """Each form says what was filed, in the official order, every value as published, and nothing else."""
    for path, filed in declarations(ROOT).items():
        assert text(paper(path)) == form(filed), path


def test_a_form_needs_few_pages(paper: Paper) -> None:
    """46 indicators fit on two pages of A4 in either language, the other declarations on one in Chinese."""
    for path, filed in declarations(ROOT).items():
        for lang in PREFIX:
            pdf = paper(path, lang)
            assert b"(A4)" in run("pdfinfo", pdf), path
            most = 2 if lang == "en" or len(filed["indicators"]) > 20 else 1
            assert len(pages(pdf)) <= most, f"{lang} {path}"


def test_pages_are_full(paper: Paper) -> None:
    """A page that is continued is full to its foot, and the last page is not nearly empty."""
    for path in (*declarations(ROOT), SUMMARY):
        for lang in PREFIX:
            heights = [inked(rows) for rows in raster(paper(path, lang))]
            texts = pages(paper(path, lang))
            title = squeezed("申报表" if lang == "zh" else "Declaration Form")
            for index, height in enumerate(heights):
                ends = index + 1 == len(heights) or title in texts[index + 1]
                assert height > (0.25 if ends else 0.85), f"{lang} {path}: page {index + 1}"


@pytest.mark.parametrize("lang", PREFIX)
def test_no_row_is_cut_in_two(lang: str, paper: Paper) -> None:
    """Name and value of each indicator stand on one page, in the order filed."""
    texts = pages(paper(LONGEST, lang))
    page, start = 0, 0
    for row in declarations(ROOT)[LONGEST]["indicators"]:
        own = re.compile(
            f"{re.escape(squeezed(row['name'][lang]))}.{{0,40}}?{re.escape(squeezed(row['target']))}"
        )
        found = own.search(texts[page], start)
        if not found:
            page, start = page + 1, 0
            found = own.search(texts[page])
        assert found, f"{row['id']} is not whole on page {page + 1}"
        start = found.end()
    assert page == len(texts) - 1


def test_print_is_black_on_white(paper: Paper) -> None:
    """No pixel of a form has a colour, the paper is white, and the text is black."""
    for path in (LONGEST, SUMMARY):
        for rows in raster(paper(path), 100):
            pixels = b"".join(rows)
            assert pixels[0::3] == pixels[1::3] == pixels[2::3], path
            grey = pixels[0::3]
            assert grey.count(255) > 0.8 * len(grey), path
            assert grey.count(0) > 0.002 * len(grey), path


SETTINGS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 780}, "has_touch": True},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
    "no scripts": {"java_script_enabled": False, "color_scheme": "dark"},
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_of_the_screen_reaches_the_paper(
    setting: str, paper: Paper, browser: Browser, real: Served, tmp_path: Path
) -> None:
    """Dark colours, a phone, forced colours or no scripts: each prints the same, pixel by pixel."""
    with browser.new_context(**SETTINGS[setting]) as context:
        made = printed(context.new_page(), f"{real.address}{LONGEST}/", tmp_path / "set.pdf")
    assert text(made) == text(paper(LONGEST))
    assert same(made, paper(LONGEST))


def test_large_mode_does_not_reach_the_paper(paper: Paper, page: Page, real: Served, tmp_path: Path) -> None:
    """Whoever reads in large letters prints the same: forms, and pages of other kinds too."""
    for path in (LONGEST, "2024"):
        page.goto(f"{real.address}{path}/")
        page.evaluate("document.documentElement.dataset.large = ''")
        page.pdf(path=tmp_path / "large.pdf", prefer_css_page_size=True)
        assert same(tmp_path / "large.pdf", paper(path)), path


def test_large_letters_of_the_browser_do_not_change_the_form(
    paper: Paper, browser: Browser, real: Served, tmp_path: Path
) -> None:
    """A browser set to letters of 24 px prints the form, not the cards of a phone."""
    arguments = ["--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=24"]
    chromium = browser.browser_type.launch(executable_path=program("chromium"), args=arguments)
    made = printed(chromium.new_page(), f"{real.address}{LONGEST}/", tmp_path / "letters.pdf")
    chromium.close()
    assert text(made) == text(paper(LONGEST))
    assert same(made, paper(LONGEST))


def test_a_filtered_table_prints_whole(paper: Paper, page: Page, real: Served, tmp_path: Path) -> None:
    """Whatever a reader has filtered away, the form on paper is complete."""
    page.goto(f"{real.address}{LONGEST}/")
    page.locator(".controls input[name=filter]").fill("考点")
    page.wait_for_function("document.querySelectorAll('.indicators tbody:not([hidden]) tr').length < 10")
    page.pdf(path=tmp_path / "filtered.pdf", prefer_css_page_size=True)
    assert text(tmp_path / "filtered.pdf") == text(paper(LONGEST))


def test_an_english_print_says_what_it_is(paper: Paper) -> None:
    """The English form says at its head that it is a translation, and at its foot which text prevails."""
    for path in declarations(ROOT):
        texts = pages(paper(path, "en"))
        assert squeezed("Unofficial translation") in texts[0][:200]
        assert texts[-1].endswith(
            squeezed("The English is an unofficial translation; the Chinese text prevails.")
        )


def test_no_page_ends_with_a_heading(paper: Paper, page: Page, real: Served) -> None:
    """On no kind of page does a heading, or the head of a table, stand alone at the foot of a sheet."""
    page.emulate_media(media="print")
    for kind in ("home", "year", "unit", "indicators", "about"):
        for lang in PREFIX:
            page.goto(f"{real.address}{PREFIX[lang]}{KINDS[kind]}")
            heads = page.locator(".page :is(h1, h2, h3, caption, thead)").all_inner_texts()
            for number, sheet in enumerate(pages(paper(KINDS[kind].rstrip("/"), lang))[:-1], 1):
                last = [head for head in map(squeezed, heads) if head and sheet.endswith(head)]
                assert last == [], f"{lang} {kind}: sheet {number}"


def test_a_unit_and_year_print_as_one_document(paper: Paper) -> None:
    """First what the forms add up to, then each form as it prints alone, from the top of a page."""
    sheets = pages(paper(SUMMARY))
    filed = declarations(ROOT)
    names = {path: squeezed(name(each["project_name"])) for path, each in filed.items()}
    order = sorted(filed, key=lambda path: sheets[0].index(names[path]))
    assert sheets[0].startswith(squeezed("上海市职业能力考试院2024年度项目绩效目标汇总表"))
    assert sheets[0].endswith("合计(6个项目)126,185,386.00115,405,386.000.0010,780,000.00111")
    assert text(paper(SUMMARY)) == sheets[0] + "".join(form(filed[path]) for path in order)
    starts = [sheet for sheet in sheets if sheet.startswith("财政项目支出绩效目标申报表")]
    assert len(starts) == len(filed) == 6
    assert sum(len(each["indicators"]) for each in filed.values()) == 111


@pytest.mark.parametrize("lang", PREFIX)
def test_the_document_leads_to_its_forms_and_their_pages(lang: str, page: Page, real: Served) -> None:
    """From the table each form is one link away, and from the form its own page; no address stands twice."""
    page.goto(f"{real.address}{PREFIX[lang]}{SUMMARY}/")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    for path, filed in declarations(ROOT).items():
        key = path.split("/")[1]
        assert page.locator(f".summary a[href='#{key}']").inner_text() == filed["project_name"][lang]
        section = page.locator(f"section[aria-labelledby='{key}']")
        assert section.locator("h2").get_attribute("id") == key
        assert section.locator(f"a[href$='{path}/']").count() == 1
        assert {f"{key}--{row['id']}" for row in filed["indicators"]} <= set(ids)


def test_the_unit_leads_to_its_document(page: Page, real: Served) -> None:
    """A unit's page links its document of each year."""
    page.goto(real.address + KINDS["unit"])
    page.locator(".page a[href$='2024/']", has_text="汇总表").click()
    page.wait_for_url(f"{real.address}{SUMMARY}/")
