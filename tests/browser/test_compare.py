"""Two to four declarations side by side: chosen in any list, named in the address, read from their own pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from building import PREFIX
from playwright.sync_api import Browser, Locator, Page, expect
from test_axe import told, violations
from visits import MODULES, Served, needed

ADMINISTRATION = "2024/personnel-examination-administration"
ACCOUNTING = "2024/specialised-accounting-examinations"
COMMISSIONED = "2024/commissioned-examinations"
SYSTEMS = "2024/information-systems-maintenance"
FACILITY = "2024/personnel-examination-facility-services"

HOSTILE = ("2025/hostile-texts", "2025/greenway-construction", "2024/greenway-construction")
"""Declarations of the small site."""

DONE = {"zh": "正在比较 {} 个项目。", "en": "Comparing {} projects."}
FEW = "请至少选择两个项目。"

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

MADE = {
    *("section", "h2", "p", "a", "span", "small", "div", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
"""The elements of which a comparison is made."""

SCROLLING = """() => [...document.querySelectorAll('.comparison, .comparison *')]
  .filter((each) => each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1
    && getComputedStyle(each).display !== 'inline')
  .map((each) => `${each.tagName}.${each.className}: ${each.textContent.slice(0, 40)}`)"""
"""Boxes of a comparison that hold more than they show."""

FOREIGN = """(lang) => {
  const walker = document.createTreeWalker(document.querySelector('.page'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest('script, noscript') || parentElement.closest('[lang]').lang !== lang) continue;
    if (/[\\u4e00-\\u9fff]/.test(data)) found.push(data.trim());
  }
  return found;
}"""
"""Chinese texts in places that are said to be in another language."""


def address(*paths: str, lang: str = "zh") -> str:
    """The address of a comparison, from the site's root."""
    return f"{PREFIX[lang]}compare/?{'&'.join(f'd={path}' for path in paths)}"


def status(page: Page) -> Locator:
    """What the page says of its state."""
    return page.locator("[data-compare-status]")


def compared(page: Page, number: int, lang: str = "zh") -> None:
    """Wait until that many declarations stand side by side."""
    expect(status(page)).to_contain_text(DONE[lang].format(number))
    expect(page.locator("table.compared.facts thead th")).to_have_count(number + 1)


def heads(page: Page) -> list[str]:
    """Where the heads of the columns lead."""
    links = page.locator("table.compared.facts thead th > a:not(.remove)")
    return links.evaluate_all("all => all.map(link => link.href)")


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of."""
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("lang", PREFIX)
@pytest.mark.parametrize("name", ["strict", "sub-path"])
def test_from_a_list_by_keyboard(
    lang: str, name: str, sites: dict[str, Served], page: Page, complaints: list[str]
) -> None:
    """Two ticks and the button, all by keyboard, lead to an address that names both, under the strict policy."""
    home = sites[name].address + PREFIX[lang]
    page.goto(home)
    boxes = page.locator("td.choose input")
    expect(boxes).to_have_count(6)
    button = page.locator("form.choose button")
    expect(button).to_be_disabled()
    boxes.first.focus()
    page.keyboard.press("Space")
    expect(button).to_be_disabled()
    expect(page.locator("form.choose [role=status]")).to_contain_text("1")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.value === '{ACCOUNTING}'"):
            break
    page.keyboard.press("Space")
    expect(button).to_be_enabled()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form.choose button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/?d=*")
    compared(page, 2, lang)
    assert heads(page) == [f"{home}{ADMINISTRATION}/", f"{home}{ACCOUNTING}/"]
    shared = page.evaluate("new URLSearchParams(location.search).getAll('d')")
    assert shared == [ADMINISTRATION, ACCOUNTING]
    checked = page.locator("td.choose input:checked").evaluate_all("all => all.map(box => box.value)")
    assert checked == shared
    assert complaints == []


def test_a_fifth_is_refused(real: Served, page: Page) -> None:
    """Four may be ticked; a fifth is cleared again, which is said in words."""
    page.goto(f"{real.address}2024/")
    boxes = page.locator("td.choose input")
    for index in range(4):
        boxes.nth(index).check()
    expect(page.locator("form.choose [role=status]")).to_have_text("已选 4 个。")
    boxes.nth(4).click()
    expect(boxes.nth(4)).not_to_be_checked()
    expect(page.locator("form.choose [role=status]")).to_contain_text("最多选 4 个")
    page.locator("form.choose button").click()
    compared(page, 4)


def test_every_list_has_its_boxes(real: Served, page: Page) -> None:
    """Home, year, department, unit and the compare page itself: each row can be ticked."""
    folders = (
        "departments/shanghai-hrss-bureau/",
        "units/shanghai-vocational-ability-examination-institute/",
    )
    for lang in PREFIX:
        for path in ("", "2024/", *folders, "compare/"):
            page.goto(real.address + PREFIX[lang] + path)
            rows = page.locator("table.declarations tbody:not([hidden]) tr")
            for row in rows.all():
                box = row.get_by_role("checkbox")
                link = row.locator("th a")
                assert link.inner_text() in str(box.get_attribute("aria-label"))
                assert link.evaluate("link => link.href").endswith(f"/{box.get_attribute('value')}/")


def test_facts_and_money(real: Served, page: Page) -> None:
    """Facts, amounts with their shares, and counts stand in each declaration's column."""
    page.goto(real.address + address(ADMINISTRATION, COMMISSIONED))
    compared(page, 2)

    def cells(kind: str, label: str) -> list[str]:
        row = page.locator(f"table.{kind} tbody tr", has=page.locator("th", has_text=label))
        return [" ".join(text.split()) for text in row.locator("td > div").all_inner_texts()]

    assert cells("facts", "年度资金申请总额") == [
        "77,677,700.00 元 7,767.77 万元",
        "10,780,000.00 元 1,078 万元",
    ]
    assert cells("facts", "指标数") == ["46", "18"]
    assert cells("facts", "零容忍指标") == ["4", "3"]
    assert cells("facts", "项目性质") == ["经常性专项业务费"] * 2
    assert cells("money", "当年财政拨款") == ["77,677,700.00 元 100.00%", "0.00 元 0.00%"]
    assert cells("money", "其他资金") == ["0.00 元 0.00%", "10,780,000.00 元 100.00%"]
    assert cells("money", "合计") == ["77,677,700.00 元 100.00%", "10,780,000.00 元 100.00%"]


@pytest.mark.parametrize(
    ("lang", "name", "said", "shown"),
    [
        ("zh", "考务工作差错率", "计量单位不同", ["= 0 次", "= 0 %", "= 0 %"]),
        (
            "en",
            "Error rate in examination administration",
            "Units differ",
            ["= 0 errors", "= 0 %", "= 0 %"],
        ),
    ],
)
def test_the_same_name_in_different_units(
    lang: str, name: str, said: str, shown: list[str], real: Served, page: Page
) -> None:
    """考务工作差错率 is =0(次), =0(%) and =0(%): side by side, the difference in words, as published too."""
    page.goto(real.address + address(ADMINISTRATION, ACCOUNTING, COMMISSIONED, lang=lang))
    compared(page, 3, lang)
    row = page.locator("table.common tbody tr", has=page.get_by_text(name, exact=True))
    expect(row.locator("th .tag")).to_have_text(said)
    assert row.locator(".value").all_inner_texts() == shown
    published = row.locator(".published a")
    assert published.all_inner_texts() == ["=0(次)", "=0(%)", "=0(%)"]
    published.first.click()
    page.wait_for_url(f"**/{ADMINISTRATION}/#*")
    expect(page.locator("tr:target .name")).to_have_text(name)


def test_both_languages_find_the_same(real: Served, page: Page) -> None:
    """What is shared and where it differs does not depend on the language: `day` and `days` are one unit."""
    found = []
    for lang in PREFIX:
        page.goto(real.address + address(ADMINISTRATION, ACCOUNTING, COMMISSIONED, SYSTEMS, lang=lang))
        compared(page, 4, lang)
        rows = page.locator("table.common tbody tr")
        name = "th small[lang], th small" if lang == "en" else "th .name"
        found.append([(row.locator(name).inner_text(), row.get_attribute("class")) for row in rows.all()])
    assert found[0] == found[1]
    assert [said for _, said in found[0]] == ["unit", "unit", *["same"] * 8]


def test_every_indicator_stands_once(real: Served, page: Page) -> None:
    """Each indicator of each declaration stands in the comparison, linked to its row."""
    page.goto(real.address + address(ADMINISTRATION, ACCOUNTING))
    compared(page, 2)
    links = page.locator(".comparison td a").evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert len(links) == len(set(links)) == 46 + 10


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("d=", f"网址中有不能识别的项目，已略去。 {FEW}"),
        ("d=<script>alert(1)</script>&d=//evil.example/x", f"网址中有不能识别的项目，已略去。 {FEW}"),
        ("d=2024/../../x&d=2024/%2e%2e/x&d=javascript:alert(1)", f"网址中有不能识别的项目，已略去。 {FEW}"),
        (f"d={COMMISSIONED}", FEW),
        (f"d={COMMISSIONED}&d={COMMISSIONED}", FEW),
        (f"d={COMMISSIONED}&d=2024/no-such-project", f"没有找到申报表 2024/no-such-project。 {FEW}"),
        (f"d={COMMISSIONED}&d=2024/page-2", f"没有找到申报表 2024/page-2。 {FEW}"),
        (f"d={COMMISSIONED}&d={SYSTEMS}&d={SYSTEMS}", "正在比较 2 个项目。"),
        (f"d={COMMISSIONED}&d=<b>&d={SYSTEMS}", "正在比较 2 个项目。 网址中有不能识别的项目，已略去。"),
        (
            f"d={COMMISSIONED}&d={SYSTEMS}&d=2024/no-such-project",
            "正在比较 2 个项目。 没有找到申报表 2024/no-such-project。",
        ),
        (
            f"d={COMMISSIONED}&d={SYSTEMS}&d={FACILITY}&d={ACCOUNTING}&d={ADMINISTRATION}",
            "正在比较 4 个项目。 最多比较 4 个项目，已取前 4 个。",
        ),
    ],
)
def test_any_address(query: str, said: str, real: Served, page: Page) -> None:
    """Wrong, hostile, missing, twice, too many: said in words; the list to choose from is there, nothing breaks."""
    broken: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("dialog", lambda dialog: (broken.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{real.address}compare/?{query}")
    expect(status(page)).to_have_text(said)
    expect(page.locator("td.choose input").first).to_be_visible()
    assert page.locator(".page script:not([src], [type*=json]), .page img, .page iframe").count() == 0
    assert [each for each in asked if not each.startswith(real.address)] == []
    assert broken == []


def test_a_page_that_cannot_be_read(real: Served, page: Page) -> None:
    """When a declaration's page fails to load, that is said, and the others are compared; going back tries again."""
    page.route(f"**/{SYSTEMS}/", lambda route: route.abort())
    page.goto(real.address + address(COMMISSIONED, ACCOUNTING, SYSTEMS))
    expect(status(page)).to_have_text(f"正在比较 2 个项目。 没有读到申报表 {SYSTEMS}，请稍后再试。")
    page.unroute(f"**/{SYSTEMS}/")
    page.locator("a.remove").first.click()
    compared(page, 2)
    page.go_back()
    compared(page, 3)


def test_removing_and_going_back(real: Served, page: Page) -> None:
    """Removing changes the address and says so; back and forward bring each comparison again, without a load."""
    page.goto(real.address + address(ADMINISTRATION, ACCOUNTING, COMMISSIONED))
    compared(page, 3)
    page.evaluate("window.same = true")
    page.get_by_role("link", name="移除 会计专项考试费用").press("Enter")
    compared(page, 2)
    assert page.url.endswith(address(ADMINISTRATION, COMMISSIONED))
    assert page.evaluate("document.activeElement.matches('[data-compare-status]')")
    other = page.locator("a.switch-language").get_attribute("href")
    assert str(other).endswith(address(ADMINISTRATION, COMMISSIONED, lang="en").removeprefix("en/compare/"))
    page.locator("a.remove").first.click()
    expect(status(page)).to_have_text(FEW)
    expect(page.locator(".comparison a")).to_have_text(["委托考试"])
    page.go_back()
    compared(page, 2)
    page.go_back()
    compared(page, 3)
    page.go_forward()
    compared(page, 2)
    assert page.evaluate("window.same")


def test_in_the_other_language(real: Served, page: Page) -> None:
    """The language link leads to the same comparison, Chinese in it marked as such."""
    page.goto(real.address + address(ADMINISTRATION, SYSTEMS))
    compared(page, 2)
    page.locator("a.switch-language").click()
    page.wait_for_url(f"**/{address(ADMINISTRATION, SYSTEMS, lang='en')}")
    compared(page, 2, "en")
    assert page.evaluate(FOREIGN, "en") == []


@pytest.mark.parametrize("lang", PREFIX)
def test_the_address_stays_as_it_was_given(lang: str, real: Served, page: Page) -> None:
    """A shared address is not written anew by the list below, whose filter has nothing to remember."""
    page.goto(real.address + address(ADMINISTRATION, SYSTEMS, lang=lang))
    compared(page, 2, lang)
    assert page.url == real.address + address(ADMINISTRATION, SYSTEMS, lang=lang)


def test_what_stands_in_another_list_can_be_cleared(small: Served, page: Page) -> None:
    """A chosen declaration of another year has a tick box beside the button and stays chosen with the others."""
    page.goto(small.address + address(*HOSTILE[1:]))
    compared(page, 2)
    expect(page.locator("form.choose label")).to_have_text("绿道建设 2024")
    expect(page.locator(".page").get_by_role("link", name="2024 年度绩效目标")).to_be_visible()
    whose = page.locator("table.facts tbody tr").first.locator(".whose")
    assert whose.all_text_contents() == ["绿道建设 2025", "绿道建设 2024"]
    page.locator("td.choose input:not(:checked)").check()
    page.locator("form.choose button").click()
    compared(page, 3)
    page.locator("form.choose label input").uncheck()
    page.locator("form.choose button").click()
    compared(page, 2)


@pytest.mark.parametrize("lang", PREFIX)
def test_hostile_texts_stay_texts(lang: str, small: Served, browser: Browser) -> None:
    """Declarations full of markup are compared letter by letter; nothing of it runs or becomes an element."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.add_init_script("window.hits = []; window.__hit = (...what) => window.hits.push(what);")
        page = context.new_page()
        page.on("dialog", lambda dialog: (page.evaluate("window.hits.push('dialog')"), dialog.dismiss()))
        page.goto(small.address + address(*HOSTILE, lang=lang))
        compared(page, 3, lang)
        names = page.locator(".comparison *").evaluate_all(
            "all => [...new Set(all.map(each => each.localName))]"
        )
        assert set(names) <= MADE
        attributes = page.locator(".comparison *").evaluate_all(
            "all => [...new Set(all.flatMap(each => each.getAttributeNames()))]"
        )
        assert set(attributes) <= {"class", "href", "lang", "scope", "colspan"}
        text = page.locator(".comparison").inner_text()
        assert f'__hit("project_name.{lang}")' in text
        assert '<script>__hit("project_code")</script>' in text
        page.locator(".comparison a").evaluate_all(
            "all => all.forEach(each => each.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))"
        )
        assert page.evaluate("window.hits") == []


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_without_scripts(real: Served, without_scripts: Page) -> None:
    """Without scripts the form works and leads to a page that explains itself and lists the declarations."""
    page = without_scripts
    page.goto(real.address)
    for index in range(5):
        page.locator("td.choose input").nth(index).check()
    page.locator("form.choose button").click()
    page.wait_for_url("**/compare/?d=*")
    expect(page.locator("noscript p")).to_contain_text("需要 JavaScript")
    expect(page.locator("table.declarations tbody a")).to_have_count(6)
    expect(page.locator(".compare-status")).to_have_text("")
    page.locator("table.declarations tbody a").first.click()
    page.wait_for_url(f"**/{ADMINISTRATION}/")


def test_from_a_folder(real: Served, page: Page) -> None:
    """Opened as a file the page says that it cannot compare, and links what was chosen."""
    page.goto(
        f"{(real.built.folder / 'compare' / 'index.html').as_uri()}?d={ADMINISTRATION}&d={COMMISSIONED}"
    )
    expect(status(page)).to_contain_text("从文件夹直接打开时不能并排比较")
    links = page.locator(".comparison a").evaluate_all("all => all.map(link => link.href)")
    assert links == [f"{(real.built.folder / path).as_uri()}/" for path in (ADMINISTRATION, COMMISSIONED)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_violation_in_a_comparison(
    width: int, scheme: Any, browser: Browser, sites: dict[str, Served]
) -> None:
    """axe finds no violation in comparisons of either language, and of the most that a form can hold."""
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        for lang in PREFIX:
            for name, paths in (("real", (ADMINISTRATION, ACCOUNTING, COMMISSIONED)), ("small", HOSTILE)):
                page.goto(sites[name].address + address(*paths, lang=lang))
                compared(page, 3, lang)
                page.add_script_tag(path=needed(MODULES / "axe-core" / "axe.min.js"))
                found = told([(f"{name}, {lang}", rule) for rule in violations(page)])
                assert not found, found


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [360, 320])
def test_nothing_is_cut_off_on_a_phone(
    width: int, large: bool, browser: Browser, sites: dict[str, Served]
) -> None:
    """Neither page nor table scrolls sideways, in large mode too; each value has its project's name before it."""
    with browser.new_context(viewport={"width": width, "height": 780}, reduced_motion="reduce") as context:
        page = context.new_page()
        for lang in PREFIX:
            for name, paths in (
                ("real", (ADMINISTRATION, ACCOUNTING, COMMISSIONED, SYSTEMS)),
                ("small", HOSTILE),
            ):
                page.goto(sites[name].address + address(*paths, lang=lang))
                compared(page, len(paths), lang)
                if large:
                    page.evaluate("document.documentElement.dataset.large = ''")
                assert not page.evaluate(WIDER), (name, lang)
                assert page.evaluate(SCROLLING) == [], (name, lang)
                expect(page.locator("table.common tbody tr").first.locator(".whose").first).to_be_visible()


def test_the_button_stays_in_view(real: Served, browser: Browser) -> None:
    """On a phone the button is in view once something is ticked, far above the end of the list."""
    with browser.new_context(viewport={"width": 360, "height": 640}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{real.address}2024/")
        box = page.locator("td.choose input").first
        box.check()
        expect(page.locator("form.choose [role=status]")).to_be_in_viewport()
        assert page.locator("td.choose label").first.bounding_box()["height"] >= 44
        bar = page.locator("form.choose").bounding_box()
        row = box.bounding_box()
        assert bar
        assert row
        assert row["y"] + row["height"] <= bar["y"] + 0.5
