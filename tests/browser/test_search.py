"""The search in a browser: what it finds, in which order, and how its page and dialog behave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from asking import SEARCH_POLICY, Answer, Query, ask, queries
from building import PREFIX, ROOT, SMALL, SUB_PATH, declarations
from playwright.sync_api import Browser, Page, expect
from serving import serve
from test_axe import SCHEMES, WIDTHS, told, violations
from test_hostile_text import ACTIVE, HOSTILE, RECORD
from visits import MODULES, Served, needed

LITERAL = ("indicator", "word", "project", "organisation", "amount", "target", "traditional", "spaces")
"""Classes whose right answers are the declarations that hold every word, letter by letter."""

FIRST = 5

QUERIES = queries()
REAL = declarations(ROOT)

EXAMPLE = "考务工作差错率"


def of(*kinds: str) -> list[Query]:
    """The queries of some classes."""
    return [query for query in QUERIES if query.kind in kinds]


def share(numbers: list[float]) -> float:
    """The mean."""
    return sum(numbers) / len(numbers)


def recall(query: Query, answer: Answer) -> float:
    """How much of what must be found stands among the first declarations."""
    first = set(answer.declarations[:FIRST])
    return len(first & query.declarations) / min(FIRST, len(query.declarations))


def precision(query: Query, answer: Answer) -> float:
    """How many of the declarations found are right."""
    found = answer.declarations
    return sum(each in query.declarations for each in found) / len(found)


@pytest.fixture(scope="module")
def answers(browser: Browser, real: Served) -> dict[str, Answer]:
    """What the search page says to every query, on Chinese pages."""
    with browser.new_context() as context:
        return ask(context.new_page(), real.address, dict.fromkeys(query.text for query in QUERIES))


def test_the_set_is_large_and_of_every_class() -> None:
    """The query set asks what it is meant to."""
    assert len(QUERIES) >= 200
    assert {"run-together", "typo", "pinyin", "absent", "english", *LITERAL} == {q.kind for q in QUERIES}
    assert len(of("indicator")) == 93


def test_recall(answers: dict[str, Answer]) -> None:
    """What must be found is among the first five declarations."""
    asked = of(*LITERAL, "run-together", "english")
    missed = {
        q.text: (answers[q.text].declarations, sorted(q.declarations))
        for q in asked
        if recall(q, answers[q.text]) < 1
    }
    assert share([recall(q, answers[q.text]) for q in asked]) >= 0.985, missed


def test_precision(answers: dict[str, Answer]) -> None:
    """What is found holds what was asked."""
    asked = [q for q in of(*LITERAL) if answers[q.text].declarations]
    wrong = {
        q.text: [each for each in answers[q.text].declarations if each not in q.declarations]
        for q in asked
        if precision(q, answers[q.text]) < 1
    }
    assert share([precision(q, answers[q.text]) for q in asked]) >= 0.99, wrong


def test_nothing_literal_is_missed(answers: dict[str, Answer]) -> None:
    """Every declaration that holds the words is found, whatever its place in the order."""
    missed = {
        q.text: sorted(q.declarations - set(answers[q.text].declarations))
        for q in of(*LITERAL)
        if q.declarations - set(answers[q.text].declarations)
    }
    assert missed == {}


def test_the_project_named_comes_first(answers: dict[str, Answer]) -> None:
    """Whoever types a project's name, or a part of it, gets the project first."""
    wrong = {q.text: answers[q.text].links[:1] for q in of("project") if not _project_first(q, answers)}
    assert wrong == {}


def _project_first(query: Query, answers: dict[str, Answer]) -> bool:
    paths = answers[query.text].paths
    return bool(paths) and paths[0].split("/")[-1] in query.declarations


def test_indicators_are_landed_on(answers: dict[str, Answer]) -> None:
    """Whoever types an indicator's name, or words of it, is led to a row whose name has them."""
    projects = [q.text for q in of("project")]
    asked = [
        q
        for q in of("indicator", "word", "traditional", "target", "spaces")
        if q.indicators and not any(q.text in name for name in projects)  # those are led to the project
    ]
    wrong = {q.text: answers[q.text].links[:1] for q in asked if not _landed(q, answers)}
    assert len(asked) > 150
    assert len(wrong) <= 0.01 * len(asked), wrong


def _landed(query: Query, answers: dict[str, Answer]) -> bool:
    links = answers[query.text].links
    return bool(links) and re.sub(r"^(en/)?\d{4}/|/(?=#)", "", links[0]) in query.indicators


def test_fragments_are_on_the_page(answers: dict[str, Answer], real: Served) -> None:
    """Every place that a result leads to is there."""
    links = {link for answer in answers.values() for link in answer.links}
    assert len(links) > 80
    pages = {path: real.built.text(f"{path}index.html") for path in {link.split("#")[0] for link in links}}
    lost = [
        link
        for link in links
        if "#" in link and f'id="{link.split("#")[1]}"' not in pages[link.split("#")[0]]
    ]
    assert lost == []


def test_absent_words_give_nothing(answers: dict[str, Answer]) -> None:
    """What the site does not have is not found, and the list of all indicators is offered."""
    assert {q.text: answers[q.text].links for q in of("absent") if answers[q.text].links} == {}
    assert [q.text for q in of("absent") if not answers[q.text].status.startswith("没有找到")] == []
    assert [q.text for q in of("absent") if "查看全部指标" not in answers[q.text].help] == []


def test_help_for_absent_words_is_of_the_site(answers: dict[str, Answer]) -> None:
    """A word of which the site has not one meaningful part brings no far-fetched proposal."""
    shown = {q.text: answers[q.text].help[:-1] for q in of("absent")}
    assert {text: found for text, found in shown.items() if found} == {}


def test_partial_matches_say_so(answers: dict[str, Answer]) -> None:
    """What does not hold the whole query is never shown as if it did."""
    silent = [q.text for q in of("run-together") if not answers[q.text].status.startswith("没有完全符合")]
    assert silent == []


def test_whole_matches_are_not_called_partial(answers: dict[str, Answer]) -> None:
    """The number of pages is told where they hold the query."""
    wrong = {
        q.text: answers[q.text].status
        for q in of(*LITERAL)
        if answers[q.text].status != f"找到 {len(answers[q.text].links)} 个页面"
    }
    assert wrong == {}


def test_typos_and_pinyin_are_helped(answers: dict[str, Answer]) -> None:
    """One wrong character, or the sound of a word, leads to the word."""
    unhelped = {
        q.text: answers[q.text].help
        for q in of("typo", "pinyin")
        if not any(q.meant in text or text in q.meant for text in answers[q.text].help[:5])
    }
    assert unhelped == {}


def test_zero_as_people_say_it(page: Page, real: Served) -> None:
    """零差错 leads to rows that declare an error rate of zero, and is not said to be what they hold."""
    found = ask(page, real.address, ["零差错", "零投诉"])
    assert found["零差错"].status.startswith("没有完全符合")
    assert found["零差错"].links
    for link in found["零差错"].links:
        page.goto(real.address + link)
        row = page.locator(":target").inner_text()
        assert "差错" in row, link
        assert "=0" in row, link
    assert found["零投诉"].links, "no complaints target is zero: the nearest pages"


def test_totals_of_organisations(page: Page, real: Served) -> None:
    """What a unit asks for in a year is found as it stands on its page, and as people say it."""
    found = ask(page, real.address, ["126,185,386.00", "1.26亿", "12618.54万"])
    for text, answer in found.items():
        assert {path.split("/")[0] for path in answer.paths} == {"units", "departments"}, text


def test_numbers_lead_to_their_rows(page: Page, real: Served) -> None:
    """A small number is not looked for inside larger ones, and words beside a number mean its operator."""
    wanted = {
        "≤1%": "candidate-complaint-rate",
        "40": "commissioned-registration-points",
        "考 场 数": "examination-rooms",
    }
    found = ask(page, real.address, [*wanted, "不低于90%", "≥90%", "信息化 故障"])
    rows = {indicator["id"] for each in REAL.values() for indicator in each["indicators"]}
    for text, identity in wanted.items():
        assert identity in rows, identity
        assert found[text].links[0].endswith(f"#{identity}"), text
    assert found["不低于90%"].links == found["≥90%"].links
    assert found["信息化 故障"].links == [
        "2024/information-systems-maintenance/#reported-fault-handling-rate"
    ]


def test_figures_inside_chinese_texts(page: Page, small: Served) -> None:
    """What has no English is found by its figures and Latin words, too, and 650万 as it was written."""
    found = ask(page, small.address, ["2026", "650万", "6500000"])
    for text, answer in found.items():
        assert "greenway-construction" in answer.declarations, text


def test_one_character_is_too_short(page: Page, real: Served) -> None:
    """One Chinese character is not searched; the page says that two are needed."""
    for text, answer in ask(page, real.address, ["考", "率", "？考"]).items():
        assert (answer.links, answer.status) == ([], "请至少输入两个汉字"), text


ODD = [
    "'",
    '"',
    '"考务"',
    "\\",
    "*",
    "[",
    "(",
    "-考务",
    "考务 *",
    "考务“差错”",
    "<b>",
    "&amp;",
    "%",
    "。。。",
]


def test_odd_queries_do_not_break(page: Page, real: Served) -> None:
    """Punctuation and markup in a query are no commands."""
    errors = faults(page)
    found = ask(page, real.address, ODD)
    assert [text for text, answer in found.items() if "稍后再试" in answer.status] == []
    assert found['"考务"'].paths == found["-考务"].paths == found["考务 *"].paths
    assert errors == []


def faults(page: Page) -> list[str]:
    """Everything that goes wrong on a page from now on, as the console says it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


DIALOG = "dialog[data-search-dialog]"
FIELD = f"{DIALOG} [data-search-input]"
RESULTS = f"{DIALOG} [data-search-results]"


def opened(page: Page, address: str, *, key: str = "/") -> None:
    """Go to a page and open the dialog by a key."""
    page.goto(address, wait_until="load")
    page.keyboard.press(key)
    expect(page.locator(FIELD)).to_be_focused()


def searched(page: Page, text: str) -> None:
    """Type into the open dialog and wait for the answer."""
    page.locator(FIELD).fill(text)
    expect(page.locator(f"{DIALOG}[data-search-state=done]")).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k"])
@pytest.mark.parametrize("prefix", PREFIX.values())
def test_a_key_opens_the_dialog(prefix: str, key: str, page: Page, real: Served) -> None:
    """`/` and Ctrl+K open the dialog with the field ready; nothing is typed into it by the key itself."""
    opened(page, real.address + prefix, key=key)
    assert page.locator(FIELD).input_value() == ""


def test_the_button_opens_and_escape_gives_the_focus_back(page: Page, real: Served) -> None:
    """One Esc closes, even with text in the field; the focus is on the button again."""
    page.goto(real.address)
    page.locator("[data-search-open]").click()
    expect(page.locator(FIELD)).to_be_focused()
    searched(page, EXAMPLE)
    page.locator(FIELD).press("Escape")
    expect(page.locator(DIALOG)).to_be_hidden()
    expect(page.locator("[data-search-open]")).to_be_focused()


def test_arrows_and_enter(page: Page, real: Served) -> None:
    """Arrows go through field and links, up and down; Enter follows the link to the row."""
    opened(page, real.address)
    searched(page, EXAMPLE)
    links = page.locator(f"{RESULTS} a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    wanted = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)
    assert EXAMPLE in page.locator(":target").inner_text()


def test_enter_in_the_dialog_goes_to_the_search_page(page: Page, real: Served) -> None:
    """Enter in the field shows the same search on its own page, with an address to be shared."""
    opened(page, real.address)
    searched(page, EXAMPLE)
    page.locator(FIELD).press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.wait_for_selector("[data-search-page][data-search-state=done]")
    assert page.locator("[data-search-page] .result").count() == 3


def test_typing_elsewhere_does_not_open(page: Page, real: Served) -> None:
    """A slash typed into any field is a slash."""
    page.goto(f"{real.address}search/")
    page.locator("[data-search-page] [data-search-input]").press("/")
    assert page.locator("[data-search-page] [data-search-input]").input_value() == "/"
    page.goto(real.address)
    page.evaluate("document.querySelector('main').prepend(document.createElement('textarea'))")
    page.locator("main textarea").press("/")
    assert page.locator("main textarea").input_value() == "/"
    expect(page.locator(DIALOG)).to_be_hidden()


def test_half_typed_text_is_never_searched(page: Page, real: Served) -> None:
    """While an input method composes nothing is asked, not even by a timer of before; the end is asked."""
    opened(page, real.address)
    page.evaluate(
        """() => {
          const dialog = document.querySelector('dialog[data-search-dialog]');
          window.said = [];
          dialog.addEventListener('search-state', event =>
            window.said.push(event.detail + ' ' + dialog.querySelector('[data-search-input]').value));
        }"""
    )
    compose = """([kind, text]) => {
      const field = document.querySelector('dialog [data-search-input]');
      field.value = text;
      const Kind = kind === 'input' ? InputEvent : CompositionEvent;
      field.dispatchEvent(new Kind(kind, { bubbles: true, isComposing: kind === 'input', data: text }));
    }"""
    page.locator(FIELD).press("a")
    page.evaluate(compose, ["compositionstart", "a"])
    for text in ("k", "ka", "kao wu"):
        page.evaluate(compose, ["input", text])
        page.wait_for_timeout(300)
    assert page.evaluate("window.said") == []
    page.evaluate(compose, ["input", "考务"])
    page.evaluate(compose, ["compositionend", "考务"])
    expect(page.locator(f"{DIALOG}[data-search-state=done]")).to_be_visible()
    assert set(page.evaluate("window.said")) == {"searching 考务", "done 考务"}


def test_results_on_english_pages(page: Page, real: Served) -> None:
    """From an English page a Chinese query leads to English pages, under English names."""
    opened(page, f"{real.address}en/")
    searched(page, EXAMPLE)
    links = page.locator(f"{RESULTS} a")
    assert links.count() >= 6
    assert {href.startswith(f"{real.address}en/2024/") for href in _hrefs(links)} == {True}
    assert "Error rate in examination administration" in links.all_inner_texts()
    assert untold_chinese(page, RESULTS) == []


def _hrefs(links: object) -> list[str]:
    return links.evaluate_all("links => links.map(link => link.href)")  # type: ignore[attr-defined]


def untold_chinese(page: Page, place: str) -> list[str]:
    """Chinese text in `place` whose language is not said to be Chinese."""
    return page.evaluate(
        """place => {
          const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
          const found = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const lang = node.parentElement.closest('[lang]').lang;
            if (/[一-鿿]/.test(node.data) && !lang.startsWith('zh')) found.push(node.data);
          }
          return found;
        }""",
        place,
    )


@pytest.mark.parametrize("text", ["绿化", "园林", "单位", "及时"])
def test_chinese_without_english_says_its_language(text: str, page: Page, small: Served) -> None:
    """On English pages names that have no English are marked as Chinese."""
    page.goto(f"{small.address}en/search/?q={text}")
    page.wait_for_selector("[data-search-page][data-search-state=done]")
    assert untold_chinese(page, "[data-search-page] [data-search-results]") == []


def test_an_english_query_on_a_chinese_page(page: Page, real: Served) -> None:
    """English is searched from Chinese pages, and leads to Chinese pages."""
    found = ask(page, real.address, ["roving inspectors"])["roving inspectors"]
    assert found.links == ["2024/personnel-examination-administration/#roving-inspector-attendances"]


def test_english_queries_on_an_english_page(page: Page, real: Served) -> None:
    """The same declarations are found from English pages."""
    found = ask(page, real.address, [query.text for query in of("english")], "en")
    assert share([recall(query, found[query.text]) for query in of("english")]) >= 0.985
    assert {link[:3] for answer in found.values() for link in answer.links} == {"en/"}


def _field_page(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}search/?q={text}")
    page.wait_for_selector("[data-search-page][data-search-state=done]")


def _changed(page: Page, act: Callable[[], object]) -> Answer:
    """What the search page shows after something was chosen."""
    page.evaluate(
        """() => {
          window.answered = new Promise(done => document.querySelector('[data-search-page]').addEventListener(
            'search-state', event => event.detail === 'done' && done()));
        }"""
    )
    act()
    page.evaluate("window.answered")
    base = page.evaluate("JSON.parse(document.getElementById('search-site').textContent).base")
    root = page.evaluate("base => new URL(base, location.href).href", base)
    links = [link.removeprefix(root) for link in _hrefs(page.locator("[data-search-page] .result > a"))]
    return Answer(page.locator("[data-search-page] [data-search-status]").inner_text(), links, [])


def test_facets(page: Page, real: Served) -> None:
    """A ticked value leaves the pages that have it; both ticked in one group give either."""
    _field_page(page, real.address, "项目")
    before = page.locator(".result").count()
    page.locator("[data-search-page] summary").click()
    group = page.locator("[data-search-page] fieldset", has_text="项目性质")
    other = group.locator("input[value=其他经常性项目]")
    found = _changed(page, other.check)
    assert found.declarations == ["information-systems-maintenance"]
    assert before > 1
    found = _changed(page, group.locator("input[value=经常性专项业务费]").check)
    assert len(found.declarations) > 1
    year = page.locator("[data-search-page] input[name=year][value='2024']")
    assert _changed(page, year.check).declarations
    legends = page.locator("[data-search-page] legend").all_inner_texts()
    assert legends == ["年度", "项目性质", "项目类别", "资金来源", "一级指标"]
    labels = page.locator("[data-search-page] fieldset label").all_inner_texts()
    assert [text for text in labels if re.search("[a-z_]", text)] == []


def test_sort_by_amount(page: Page, real: Served) -> None:
    """The largest amounts come first."""
    _field_page(page, real.address, "满意度")
    found = _changed(
        page, lambda: page.locator("[data-search-page] [data-search-sort]").select_option("amount")
    )
    assert found.declarations == [
        "personnel-examination-administration",
        "specialised-accounting-examinations",
        "examination-fee-remittance",
        "commissioned-examinations",
        "personnel-examination-facility-services",
        "information-systems-maintenance",
    ]


def test_a_proposal_is_followed(page: Page, real: Served) -> None:
    """A click on what was meant searches for it."""
    _field_page(page, real.address, "chacuolv")
    found = _changed(page, lambda: page.locator(".help a", has_text="差错率").first.click())
    assert len(found.declarations) == 4
    assert page.locator("[data-search-page] [data-search-input]").input_value() == "差错率"


@pytest.fixture(scope="module")
def strict(sites: dict[str, Served]) -> Iterator[dict[str, str]]:
    """The real site under the policy that search needs, at the root and under a sub-path."""
    root, under = sites["real"].built.folder, sites["sub-path"].built.folder
    with (
        serve(root, policy=SEARCH_POLICY) as plain,
        serve(under, SUB_PATH, SEARCH_POLICY) as below,
    ):
        yield {"root": plain, "sub-path": below}


@pytest.mark.parametrize("where", ["root", "sub-path"])
@pytest.mark.parametrize("prefix", PREFIX.values())
def test_under_the_strict_policy(prefix: str, where: str, page: Page, strict: dict[str, str]) -> None:
    """Dialog and page work anywhere below a host and under the policy, and the console stays silent."""
    errors = faults(page)
    opened(page, f"{strict[where]}{prefix}2024/commissioned-examinations/")
    searched(page, EXAMPLE)
    hrefs = _hrefs(page.locator(f"{RESULTS} .result > a"))
    assert len(hrefs) == 3
    assert all(href.startswith(f"{strict[where]}{prefix}2024/") for href in hrefs)
    found = ask(page, strict[where], [EXAMPLE, "error rate", "kaowu"], "en" if prefix else "zh")
    assert all(each.links for text, each in found.items() if text != "kaowu")
    assert errors == []


def test_enter_in_the_dialog_under_the_strict_policy(page: Page, strict: dict[str, str]) -> None:
    """`form-action 'none'` does not stop the search."""
    errors = faults(page)
    opened(page, strict["root"])
    page.locator(FIELD).fill(EXAMPLE)
    page.locator(FIELD).press("Enter")
    page.wait_for_url("**/search/?q=*", timeout=3000)
    assert errors == []


@pytest.mark.parametrize("prefix", PREFIX.values())
def test_without_javascript(prefix: str, browser: Browser, real: Served) -> None:
    """The header's link leads to a page that offers the list of all indicators, and no dead field."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(real.address + prefix)
        page.locator("[data-search-open]").click()
        page.wait_for_url(f"{real.address}{prefix}search/")
        link = page.locator(".page a", has_text="All indicators" if prefix else "全部指标").first
        expect(link).to_be_visible()
        link.click()
        page.wait_for_url(f"{real.address}{prefix}indicators/")


@pytest.mark.parametrize("prefix", PREFIX.values())
def test_hostile_text_is_text_in_results(prefix: str, browser: Browser, small: Served) -> None:
    """Results show hostile names as the text they are; no element is made from them and none runs."""
    with browser.new_context() as context:
        context.add_init_script(RECORD)
        page = context.new_page()
        for text in ("hit", "project_name", "项目", "单位", "name", '<script>__hit("x")</script>'):
            _field_page(page, small.address + prefix, text)
            shown = page.locator("[data-search-page] [data-search-results]")
            assert page.evaluate(ACTIVE) == []
            tags = shown.evaluate(
                "list => [...new Set([...list.querySelectorAll('*')].map(e => e.localName))]"
            )
            assert set(tags) <= {"li", "a", "p", "ul", "mark", "span", "button"}
            assert page.evaluate("window.__hits") == []
        _field_page(page, small.address + prefix, "project_name")
        names = page.locator("[data-search-page] .result > a").all_text_contents()
        assert declarations(SMALL)[HOSTILE]["project_name"]["en" if prefix else "zh"] in names


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("prefix", PREFIX.values())
def test_no_violation(prefix: str, scheme: str, browser: Browser, real: Served) -> None:
    """axe finds nothing in the open dialog with results and help, nor on the search page."""
    axe = needed(MODULES / "axe-core" / "axe.min.js")
    found = []
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            opened(page, real.address + prefix)
            page.add_script_tag(path=axe)
            for text in (EXAMPLE, "考务差错率", "kaowu", "疫苗"):
                searched(page, text)
                found += [(f"dialog, {text}, {width} px", rule) for rule in violations(page)]
            page.locator(f"{DIALOG} summary").click()
            page.locator(f"{DIALOG} legend").first.wait_for()
            found += [(f"dialog, filters, {width} px", rule) for rule in violations(page)]
            _field_page(page, real.address + prefix, EXAMPLE)
            page.add_script_tag(path=axe)
            found += [(f"page, {width} px", rule) for rule in violations(page)]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not found, told(found)
