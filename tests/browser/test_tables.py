"""Readers filter and sort tables: what is shown is right, said, shared by its address, and never costs a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from building import PREFIX, ROOT, Built, declarations
from playwright.sync_api import Browser, Locator, Page, expect
from test_axe import SCHEMES, told, violations
from test_headers import ASSIGN, SOURCES, expected
from test_phone import WIDER
from visits import KINDS, MODULES, Served, needed

FORM = "form.filter"
STATUS = f"{FORM} output"
CLEAR = f"{FORM} [type=reset]"
ROWS = "tbody:not([hidden]) > tr"
INDICATORS = f"table.indicators:not([hidden]) > {ROWS}"
LISTED = f"table.declarations:not([hidden]) > {ROWS}"

DECLARED = declarations(ROOT)
LARGEST = DECLARED["2024/personnel-examination-administration"]["indicators"]
COMPLAINTS = {"candidate-complaints", "upheld-complaints", "candidate-complaint-rate"}
ATTENDANCES = {"roving-inspector-attendances"}


def amount(declared: dict[str, Any]) -> Decimal:
    """The annual total as filed; the real forms are all in yuan."""
    return Decimal(declared["funding"]["annual"]["total"].replace(",", ""))


def kind(target: str) -> str:
    """The kind of a target by its published text alone."""
    if target[0] in "≥>≤<":
        return "at-least" if target[0] in "≥>" else "at-most"
    if target[0] == "=":
        return "zero-tolerance" if re.match(r"=0(?![.\d])", target) else "exactly"
    return "in-words"


def ask(page: Page, **fields: str) -> None:
    """Fill in fields of the filter and wait until it has acted: the address says so."""
    for name, value in fields.items():
        field = page.locator(f"{FORM} [name={name}]")
        if field.evaluate("field => field.nodeName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
        page.wait_for_function(
            "([name, value]) => (new URLSearchParams(location.search).get(name) || '') === value",
            arg=[name, value.strip()],
        )


def ids(rows: Locator) -> set[str]:
    """The ids of rows."""
    return set(rows.evaluate_all("rows => rows.map(row => row.id)"))


def names(page: Page) -> list[str]:
    """The names in the list of declarations, from the top."""
    return page.locator(f"{LISTED} > th a").all_text_contents()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    size = {"width": 360, "height": 780}
    with browser.new_context(viewport=size, has_touch=True, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [
        ("zh", "投诉", COMPLAINTS),
        ("zh", " 1550 ", ATTENDANCES),
        ("zh", ">= 1,550 人次", ATTENDANCES),
        ("zh", "≥1550(人次)", ATTENDANCES),
        ("zh", "１５５０", ATTENDANCES),
        ("en", "At Least 1550", ATTENDANCES),
        ("en", "投诉", COMPLAINTS),
        ("zh", "没有这样的指标", set()),
    ],
)
def test_the_filter_finds_what_is_typed(
    lang: str, typed: str, found: set[str], real: Served, page: Page
) -> None:
    """Names, values as published or as typed, whatever the signs, blanks and commas; the count is said."""
    page.goto(real.address + PREFIX[lang] + KINDS["declaration"])
    rows = page.locator(INDICATORS)
    expect(rows).to_have_count(46)
    expect(page.locator(STATUS)).to_have_text("46 indicators" if lang == "en" else "共 46 项指标")
    ask(page, filter=typed)
    assert ids(rows) == found
    counted = f"{len(found)} of 46 indicators" if lang == "en" else f"46 项指标中的 {len(found)} 项"
    expect(page.locator(STATUS)).to_have_text(counted if found else "没有符合条件的指标")
    assert page.get_by_role("status").filter(has_text=re.compile(r"\d|没有")).count() == 1
    expect(page.locator("table.indicators")).to_be_visible(visible=bool(found))
    page.locator(CLEAR).click()
    expect(rows).to_have_count(46)
    expect(page.locator(CLEAR)).to_be_hidden()
    expect(page.locator(f"{FORM} [name=filter]")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1440])
def test_levels_and_kinds_can_be_chosen(width: int, real: Served, page: Page) -> None:
    """Each level 1 and each kind of target chosen leaves exactly its rows, on a phone as on a desktop."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(real.address + KINDS["declaration"])
    levels = {"output": "产出指标", "benefit": "效益指标", "satisfaction": "满意度指标"}
    kinds = dict.fromkeys(kind(row["target"]) for row in LARGEST)
    for name, options in (("level_1", levels), ("kind", kinds)):
        offered = page.locator(f"{FORM} [name={name}] option").evaluate_all(
            "all => all.map(one => one.value)"
        )
        assert set(offered) == {"", *options}
    for level in levels:
        for each in kinds:
            ask(page, level_1=level, kind=each)
            rows = [row for row in LARGEST if row["level_1"] == levels[level] and kind(row["target"]) == each]
            assert ids(page.locator(INDICATORS)) == {row["id"] for row in rows}


@pytest.mark.parametrize("lang", PREFIX)
@pytest.mark.parametrize("name", SOURCES)
def test_every_value_keeps_its_four_headers(
    name: str, lang: str, sites: dict[str, Served], page: Page
) -> None:
    """Whatever is filtered, each value in view has exactly its three levels and its column; clearing restores all."""
    source = SOURCES[name]
    for path, declaration in declarations(source).items():
        if len(declaration["indicators"]) < 2:  # nothing to filter
            continue
        page.goto(f"{sites[name].address}{PREFIX[lang]}{path}/")
        rows = expected(source, declaration, lang)
        before = page.locator(".page").inner_html()
        for typed in ("率", "0", "及时", declaration["indicators"][-1]["name"]["zh"]):
            ask(page, filter=typed)
            shown = ids(page.locator(INDICATORS))
            seen = set()
            for table in page.locator("table.indicators").all():
                columns = [" ".join(text.split()) for text in table.locator("thead th").all_text_contents()]
                for cell in table.evaluate(ASSIGN):
                    if cell["row"] in shown:
                        own = [*rows[cell["row"]], ["col", columns[cell["column"]]]]
                        assert sorted(cell["headers"]) == sorted(own), f"{path}#{cell['row']} of {typed}"
                        seen.add(cell["row"])
            assert seen == shown
        page.locator(CLEAR).click()
        expect(page).to_have_url(re.compile(r"/$"))
        page.locator(CLEAR).evaluate("button => button.blur()")
        assert page.locator(".page").inner_html() == before


@pytest.mark.parametrize("lang", PREFIX)
def test_all_indicators_are_filtered_across_their_tables(lang: str, real: Served, page: Page) -> None:
    """Tables with nothing left go with their headings; the count is over all of them."""
    every = [row for each in DECLARED.values() for row in each["indicators"]]
    page.goto(real.address + PREFIX[lang] + KINDS["indicators"])
    ask(page, filter="投诉")
    found = [row for row in every if "投诉" in row["name"]["zh"]]
    expect(page.locator(INDICATORS)).to_have_count(len(found))
    expect(page.locator(STATUS)).to_contain_text(str(len(found)))
    expect(page.locator(".page h2:visible")).to_have_count(len({row["level_1"] for row in found}))
    ask(page, filter="", kind="zero-tolerance")
    expect(page.locator(INDICATORS)).to_have_count(13)


def test_shared_indicators_are_filtered_with_their_names(real: Served, page: Page) -> None:
    """Where rows are projects and names span them, the filter finds names, and a name stays with its rows."""
    page.goto(real.address + KINDS["shared"])
    ask(page, filter="考务工作差错率")
    expect(page.locator(INDICATORS)).to_have_count(3)
    expect(page.locator(f"{INDICATORS} > th.l1")).to_have_text("考务工作差错率")
    expect(page.locator(f"{INDICATORS} > th.l1")).to_have_attribute("rowspan", "3")


def test_a_filter_is_shared_by_its_address(real: Served, page: Page) -> None:
    """The address keeps the filter; what no field knows stays in it, an unknown option is none."""
    page.goto(f"{real.address}{KINDS['declaration']}?from=x&filter=投诉&kind=at-most&level_1=nonsense")
    assert ids(page.locator(INDICATORS)) == COMPLAINTS
    expect(page.locator(f"{FORM} [name=level_1]")).to_have_value("")
    ask(page, filter="有责")
    assert ids(page.locator(INDICATORS)) == {"upheld-complaints"}
    assert "from=x" in page.url
    page.reload()
    assert ids(page.locator(INDICATORS)) == {"upheld-complaints"}
    page.keyboard.press("Enter")  # in no field
    page.locator(f"{FORM} [name=filter]").press("Enter")
    assert ids(page.locator(INDICATORS)) == {"upheld-complaints"}


@pytest.mark.parametrize("width", [360, 1440])
def test_an_address_beats_the_filter(width: int, real: Served, page: Page) -> None:
    """A link to an indicator that is filtered out shows it: the filter is cleared, the row marked and in view."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{real.address}{KINDS['declaration']}?filter=投诉")
    expect(page.locator(INDICATORS)).to_have_count(3)
    page.locator("#as-published a[href^='#']").first.click()
    expect(page.locator(INDICATORS)).to_have_count(46)
    expect(page.locator("tr:target")).to_be_in_viewport(ratio=1)
    target = page.evaluate("location.hash.slice(1)")
    page.goto(f"{real.address}{KINDS['indicators']}")
    page.goto(f"{real.address}{KINDS['declaration']}?filter=投诉#{target}")
    expect(page.locator(f"tr:target#{target}")).to_be_in_viewport(ratio=1)
    expect(page.locator(INDICATORS)).to_have_count(46)


def test_print_shows_the_whole_form(real: Served, page: Page) -> None:
    """A declaration prints all its rows whatever is filtered, and is filtered again afterwards."""
    page.goto(f"{real.address}{KINDS['declaration']}?filter=投诉")
    expect(page.locator(INDICATORS)).to_have_count(3)
    page.evaluate(
        """rows => addEventListener('beforeprint', () => {
          document.title = document.querySelectorAll(rows).length;
        })""",
        INDICATORS,
    )
    page.pdf()
    assert page.title() == "46"
    page.emulate_media(media="print")
    expect(page.locator(STATUS)).to_be_hidden()
    expect(page.locator(INDICATORS)).to_have_count(3)


def test_print_shows_the_filtered_list(real: Served, page: Page) -> None:
    """A list prints as it is filtered, and says so; the heads of its columns are plain, the controls are gone."""
    page.goto(f"{real.address}{KINDS['year']}?filter=会计")
    expect(page.locator(LISTED)).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".controls :is(label, input, select, button, legend):visible")).to_have_count(0)
    expect(page.locator(STATUS)).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("6 个项目中的 1 个")
    expect(page.locator("table.declarations thead th").first).to_have_text("项目")
    assert page.locator("th button").first.is_visible()
    assert (
        page.locator("th button").first.evaluate("one => getComputedStyle(one, '::after').content") == "none"
    )


@pytest.mark.parametrize("path", ["home", "year", "unit", "department"])
@pytest.mark.parametrize("lang", PREFIX)
def test_lists_are_filtered(path: str, lang: str, real: Served, page: Page) -> None:
    """Text, nature, source and amount leave the right declarations, with their number and exact sum."""
    page.goto(real.address + PREFIX[lang] + KINDS[path])
    page.locator(f"{FORM} [aria-expanded]").click()
    asked: list[tuple[dict[str, str], set[str]]] = [
        ({"filter": "会计"}, {"会计专项考试费用"}),
        ({"filter": "人力资源和社会保障局"}, {each["project_name"]["zh"] for each in DECLARED.values()}),
        ({"filter": "", "fund_source": "other"}, {"委托考试"}),
        ({"fund_source": "", "nature": "other-recurrent"}, {"信息化运维项目"}),
        (
            {"nature": "", "least": "1千万", "most": "1,752.1万元"},
            {"会计专项考试费用", "上缴中央各部委考务费用", "委托考试"},
        ),
        ({"least": "0.7亿", "most": ""}, {"人事考试考务费用"}),
        ({"least": "", "most": "300k"}, {"信息化运维项目"}),
        ({"least": "1bn", "most": ""}, set()),
    ]
    for fields, found in asked:
        ask(page, **fields)
        those = [each for each in DECLARED.values() if each["project_name"]["zh"] in found]
        wanted = {each["project_name"]["en" if lang == "en" else "zh"] for each in those}
        assert set(names(page)) == wanted, fields
        if those:
            expect(page.locator(STATUS)).to_contain_text(f"{sum(map(amount, those)):,.2f}")
            expect(page.locator(STATUS)).to_contain_text(str(len(those)))
    expect(page.locator(STATUS)).to_have_text("No project matches" if lang == "en" else "没有符合条件的项目")
    expect(page.locator("table.declarations")).to_be_hidden()


def test_an_amount_that_is_none_is_said(real: Served, page: Page) -> None:
    """What cannot be read as an amount is marked and told, and filters nothing."""
    page.goto(f"{real.address}?least=多少钱")
    expect(page.locator(f"{FORM} [name=least]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(STATUS)).to_contain_text("100万")
    expect(page.locator(LISTED)).to_have_count(len(DECLARED))


BY_PINYIN = [
    "会计专项考试费用",  # hui
    "人事考试基地服务保障经费",  # ren … ji
    "人事考试考务费用",  # ren … kao
    "上缴中央各部委考务费用",  # shang
    "委托考试",  # wei
    "信息化运维项目",  # xin
]


def test_lists_are_sorted_by_their_columns(real: Served, page: Page) -> None:
    """The heads of columns are buttons that sort both ways and say so; the order given comes back."""
    page.goto(real.address)
    given = names(page)
    heads = page.locator("table.declarations th[data-sort]")
    by_amount = sorted(DECLARED.values(), key=amount)
    by_count = sorted(DECLARED.values(), key=lambda each: len(each["indicators"]))
    for head, first, ascending in (
        (heads.nth(0), "ascending", BY_PINYIN),
        (heads.nth(1), "descending", [each["project_name"]["zh"] for each in by_amount]),
        (heads.nth(2), "descending", [each["project_name"]["zh"] for each in by_amount]),
        (heads.nth(3), "descending", [each["project_name"]["zh"] for each in by_count]),
    ):
        for direction in (first, "descending" if first == "ascending" else "ascending"):
            head.get_by_role("button").press("Enter")
            expect(head).to_have_attribute("aria-sort", direction)
            expect(head.get_by_role("button")).to_be_focused()
            assert names(page) == (ascending if direction == "ascending" else ascending[::-1])
            expect(page.locator("table.declarations th[aria-sort$=ending]")).to_have_count(1)
    expect(page.locator(STATUS)).to_contain_text("指标数从少到多")
    page.locator(CLEAR).click()
    assert names(page) == given


def test_cards_are_sorted_by_a_list_of_orders(real: Served, phone: Page) -> None:
    """On a phone, where no heads are seen, an order is chosen from a list; no button hides out of view."""
    phone.goto(real.address)
    ask(phone, order="name-asc")
    assert names(phone) == BY_PINYIN
    expect(phone.locator("th button")).to_have_count(0)
    phone.set_viewport_size({"width": 1440, "height": 900})
    expect(phone.locator("table.declarations th button")).to_have_count(4)
    expect(phone.locator("table.declarations th").first).to_have_attribute("aria-sort", "ascending")


MADE = """<html lang="en"><form class="filter" data-tables="table.declarations" data-all="{sum}" data-some="{sum}"
data-none="none" data-unclear="unclear"><input name="filter"><input name="least"><input name="most">
<select name="order"><option value=""><option value="amount-asc">a<option value="amount-desc">d</select>
<output></output><button type="reset"></button></form><table class="declarations"><thead><tr>
<th scope="col" data-sort="name">Name<th scope="col" class="number" data-sort="amount">Amount</thead><tbody>"""


def test_amounts_are_exact(page: Page, real: Served) -> None:
    """Sums, orders and bounds hold to the last digit where binary numbers would not; no amount comes last."""
    amounts = [
        "0.10",
        "0.20",
        "9007199254740993.01",
        "9007199254740993.02",
        "123456789012345678.90",
        "0.0007",
        "",
    ]
    rows = "".join(
        f'<tr><th><a href="#">{index}</a><td>{f"<data class=money value={each}>{each}</data>" if each else "-"}'
        for index, each in enumerate(amounts)
    )
    page.goto(f"{real.address}404.html")
    page.set_content(f"{MADE}{rows}</table>")
    page.add_script_tag(path=ROOT / "theme_overrides/assets/js/tables.js")
    total = sum((Decimal(each) for each in amounts if each), Decimal(0))
    expect(page.locator("output")).to_have_text(f"{total:,}")
    ask(page, order="amount-asc")
    assert names(page) == ["5", "0", "1", "2", "3", "4", "6"]
    ask(page, order="amount-desc")
    assert names(page) == ["4", "3", "2", "1", "0", "5", "6"]
    ask(page, order="", least="9007199254740993.02")
    assert names(page) == ["3", "4"]
    ask(page, least="", most="0.1")
    assert names(page) == ["0", "5"]
    ask(page, most="0.3")
    expect(page.locator("output")).to_have_text("0.3007")
    for typed in ("12.3456万亿", "1.5 million 2", "1e5", "-1", "百", "."):
        ask(page, most=typed)
        assert (page.locator("output").text_content() == "unclear") == (typed != "12.3456万亿"), typed


def test_ticks_survive_a_filter(real: Served, page: Page) -> None:
    """A declaration ticked for comparison stays ticked, and is sent, while a filter hides it."""
    page.goto(real.address)
    page.locator("table.declarations input[type=checkbox]").first.check()
    ask(page, filter="会计")
    page.locator(f"{LISTED} input[type=checkbox]").check()
    assert len(page.evaluate("new FormData(document.getElementById('choose')).getAll('d')")) == 2


def test_everything_is_there_without_scripts(browser: Browser, real: Served) -> None:
    """Without scripts no control is shown, heads of columns are plain, and every row is there."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for kind_of_page, rows, count in (
            ("declaration", INDICATORS, 46),
            ("home", LISTED, 6),
            ("indicators", INDICATORS, 111),
        ):
            page.goto(real.address + KINDS[kind_of_page])
            assert page.locator(".controls").count() > 0
            expect(page.locator(".controls:visible, th button")).to_have_count(0)
            expect(page.locator(rows)).to_have_count(count)
            expect(page.locator(rows).last).to_be_visible()


def test_it_works_from_a_folder(in_files: Built, page: Page) -> None:
    """Without a server, and without anything loaded from one, filter, order and address work."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    home = (in_files.folder / "index.html").as_uri()
    page.goto(f"{home}?order=name-asc")
    assert names(page) == BY_PINYIN
    declaration = (in_files.folder / f"{KINDS['declaration'].rstrip('/')}.html").as_uri()
    page.goto(f"{declaration}?filter=投诉")
    assert ids(page.locator(INDICATORS)) == COMPLAINTS
    page.locator(f"{FORM} [name=filter]").fill("1550")
    expect(page.locator(INDICATORS)).to_have_count(1)
    page.locator("a.permalink:visible").first.click()
    expect(page.locator("tr:target")).to_have_count(1)
    page.goto((in_files.folder / "indicators.html").as_uri())
    page.locator(f"{FORM} [name=filter]").fill("投诉")
    expect(page.locator(INDICATORS)).to_have_count(5)
    assert errors == []


@pytest.mark.parametrize("kind_of_page", ["home", "declaration", "indicators", "shared"])
@pytest.mark.parametrize(("lang", "scheme"), [*zip(PREFIX, SCHEMES, strict=True)])
def test_no_violation_in_use(
    lang: str, scheme: str, kind_of_page: str, browser: Browser, real: Served
) -> None:
    """With the controls in use axe finds nothing, no page is wider than its window, and all can be touched."""
    axe = needed(MODULES / "axe-core" / "axe.min.js")
    found = []
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        for width in (1440, 360, 320, 256):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(
                f"{real.address}{PREFIX[lang]}{KINDS[kind_of_page]}?filter=考&order=amount-asc&least=1x"
            )
            for choice in page.locator("input[value=middle]").all():
                choice.check()
            if width >= 360:
                page.add_script_tag(path=axe)
                found += [(f"{width} px", rule) for rule in violations(page)]
            assert page.evaluate(WIDER) == []
            for large, least in ((False, 24), (True, 44)):
                page.evaluate("large => document.documentElement.toggleAttribute('data-large', large)", large)
                assert width < 320 or page.evaluate(WIDER) == []
                small = page.locator(
                    ".controls :is(.field input, select, button, fieldset label):visible, th button:visible"
                ).evaluate_all(
                    "(all, least) => all.filter(one => one.offsetHeight < least || one.offsetWidth < least)"
                    ".map(one => one.outerHTML)",
                    least,
                )
                assert small == [], (width, large)
    assert not found, told(found)


def test_nothing_is_refused_by_the_policy(sites: dict[str, Served], page: Page) -> None:
    """Under the strict policy the controls work and the console stays silent."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(sites["strict"].address + KINDS["declaration"])
    ask(page, filter="投诉")
    page.locator("input[value=large]").check()
    expect(page.locator(INDICATORS)).to_have_count(3)
    assert [text for text in said if "Content Security Policy" in text or "Error" in text] == []


COVERED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(3, box.height / 2));
  const inside = box.top >= 0 && box.top < innerHeight;
  return inside && (one.contains(seen) || seen.contains(one)) ? '' : `${one.outerHTML} ${box.top}`;
}"""


@pytest.mark.parametrize("keys", [("Tab",), ("Shift", "Tab")])
def test_sticky_heads_cover_no_focus(keys: tuple[str, ...], real: Served, page: Page) -> None:
    """Through the longest table by keyboard, down or up, what has the focus is in view and not under its heads."""
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(real.address + KINDS["declaration"])
    links = page.locator("table.indicators a")
    (links.first if keys == ("Tab",) else links.last).focus()
    stuck = 0
    for _ in range(links.count() - 1):
        page.keyboard.press("+".join(keys))
        assert page.evaluate(COVERED) == ""
        assert page.evaluate("document.activeElement.closest('table.indicators') !== null")
        stuck += page.locator("table.indicators thead th").first.evaluate(
            "one => one.getBoundingClientRect().top === 0"
        )
    assert stuck > links.count() / 3  # the heads were indeed in view


def test_sticky_heads_cover_no_target(real: Served, page: Page) -> None:
    """Each indicator that an address names stands below the heads of the columns."""
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(real.address + KINDS["declaration"])
    for row, following in pairwise(LARGEST):
        page.evaluate("id => { location.hash = id; }", following["id"])
        edges = page.evaluate(
            """() => [document.querySelector('table.indicators thead th').getBoundingClientRect().bottom,
                      document.querySelector('tr:target').getBoundingClientRect().top]"""
        )
        assert edges[0] <= edges[1] + 1, row["id"]


def test_words_in_any_order(page: Page, real: Served) -> None:
    """Every word typed must be held, wherever it stands in the row."""
    page.goto(f"{real.address}indicators/")
    page.locator("#filter_filter").fill("100 有责投诉")
    rows = page.locator("table.across tbody:not([hidden]) tr:visible")
    expect(rows).to_have_count(3)
