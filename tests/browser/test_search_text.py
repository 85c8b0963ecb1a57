"""The modules of the search alone: a query is cut as generator/search.py cuts what is indexed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from building import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from serving import serve

from generator.search import normal, tokens

LOAD = """async () => {
  for (const name of ['text', 'engine', 'suggest']) window[name] = await import(`/assets/js/search/${name}.js`);
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A blank page with the modules as `text`, `engine` and `suggest`."""
    with serve(ROOT / "theme_overrides") as address, browser.new_context() as context:
        page = context.new_page()
        blank = f"{address}blank.html"
        page.route(blank, lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
        page.goto(blank)
        page.evaluate(LOAD)
        yield page


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("", ""),
        ("考务工作", "考务工作"),
        ("Error RATE", "error rate"),
        ("ＥＲＲＯＲ　７６７７", "error 7677"),
        ("77,677,700.00", "77677700"),
        ("７７，６７７，７００．００", "77677700"),
        ("77,677,700.50", "77677700.50"),
        ("1,23", "1,23"),
        ("90.0%", "90%"),
        ("10.05", "10.05"),
        ("7767.77万", "77677700"),
        ("7,767.77 万元", "77677700"),
        ("1.2亿元", "120000000"),
        ("0.5万", "5000"),
        ("0.00005万", "0.5"),
        ("1.23456789亿", "123456789"),
        ("３．５万", "35000"),
        ("万元", "万元"),
        ("①②㎡", "12m2"),
        ("lü LÜ lu\u0308", "lv lv lv"),
        ("考試", "考試"),
        ("🙂", "🙂"),
        ("𠀀", "𠀀"),
    ],
)
def test_normal(text: str, compared: str, modules: Page) -> None:
    """Text as it is compared."""
    assert modules.evaluate("given => text.normal(given)", text) == compared


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("考務錯率", "考务错率"),
        ("考务", "考务"),
        ("𠮷務", "𠮷务"),
        ("７萬", "70000"),
        ("1.2億元", "120000000"),
    ],
)
def test_normal_simplifies_by_a_map(text: str, compared: str, modules: Page) -> None:
    """Traditional characters become those that the site has; all others stay."""
    simplified = {"務": "务", "錯": "错", "萬": "万", "億": "亿"}
    assert modules.evaluate("given => text.normal(...given)", [text, simplified]) == compared


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ""),
        ("。 ，？", ""),
        ("🙂", ""),
        ("考", "考"),
        ("🙂考务🙂", "考务"),
        ("考务工作差错率", "考务工作差错率"),
        ("考务　差错率", "考务 差错率"),
        ("“考务”（差错率）", "考务 差错率"),
        ("人员到位率rate", "人员到位率 rate"),
        ("e-mail", "e mail"),
        ("2024年", "2024 年"),
        ("7767.77万", "77677700"),
        ("77,677,700.00元", "77677700 元"),
        ("90.5%", "90.5"),
        ("90%", "90"),
        ("≥90%", "ge90"),
        ("≥ 90 %", "ge90"),
        (">=90%", "ge90"),
        ("> = 90", "eq90"),
        ("＞＝９０％", "ge90"),
        ("=>90", "ge90"),
        ("≧90", "ge90"),
        ("⩾90", "ge90"),
        ("≤200", "le200"),
        ("<=200", "le200"),
        ("=<200", "le200"),
        ("≦200", "le200"),
        ("⩽1,200.00", "le1200"),
        (">5", "gt5"),
        ("＜5", "lt5"),
        ("=0", "eq0"),
        ("≥1.5万", "ge15000"),
        ("差错率≤0.01%", "差错率 le0.01"),
        ("不低于90%", "ge90"),
        ("至少 5 天", "ge5 天"),
        ("不超过200起", "le200 起"),
        ("等于0", "eq0"),
        ("考 场 数", "考场数"),
        ("阅　卷 错", "阅卷错"),
        ("考务 卷", "考务 卷"),
        ("≥考务", "考务"),
        ("≥", ""),
        ("<b>考务</b>", "b 考务 b"),
    ],
)
def test_words(query: str, words: str, modules: Page) -> None:
    """The words of a query; an operator belongs to its number."""
    cut: list[dict[str, Any]] = modules.evaluate("given => text.words(given)", query)
    assert [word["text"] for word in cut] == words.split()
    assert [word["han"] for word in cut] == [not word["text"].isascii() for word in cut]


@pytest.mark.parametrize(
    ("run", "pairs"), [("", []), ("考", []), ("考务", ["考务"]), ("考务工作", ["考务", "务工", "工作"])]
)
def test_pairs(run: str, pairs: list[str], modules: Page) -> None:
    """Overlapping pairs; one character has none."""
    assert modules.evaluate("given => text.pairs(given)", run) == pairs


@pytest.mark.parametrize(
    ("run", "asked"), [("考务", "考务"), ("考务工", "考_务工"), ("考务工作", "考_务工 务_工作")]
)
def test_phrase(run: str, asked: str, modules: Page) -> None:
    """A pair as it is, more as overlapping threes."""
    assert modules.evaluate("given => text.phrase(given)", run) == asked


def test_half_a_character_is_no_word(modules: Page) -> None:
    r"""Half a surrogate pair, which a browser may hand over, neither fails nor belongs to a word."""
    assert modules.evaluate(r"text.normal('\ud83d') === '\ud83d'")
    assert modules.evaluate(r"text.words('考\ud83d务\ude42').map(word => word.text)") == ["考", "务"]


@pytest.mark.parametrize(
    ("text", "query", "share"),
    [
        ("考务工作差错率", "差错率", 1),
        ("考务工作差错率", "考务 差错率", 1),
        ("考务工作", "差错率", 0),
        ("考务工作", "考务 疫苗", 0.5),
        ("差错", "差错率", 0.45),  # one pair of two, at nine tenths
        ("差错率", "差", 1),
        ("错率", "差", 0),
        ("考务工作", "", 0),
        ("", "考务", 0),
        ("Error RATE", "error rate", 1),
        ("77,677,700.00", "7767.77万", 1),
        ("满意度 ≥90%", "≥90%", 1),
        ("≥ 90 %", "≥90%", 1),
        (">=90%", "≥90%", 1),
        ("≧90%", ">=90%", 1),
        ("≤200(起)", "≤200", 1),
        ("≤200(起)", "≥200", 0),
        ("＝0", "=0", 1),
        ("=40(个)", "40", 1),
        ("≥708(个)", "7", 0.5),
        ("=2740(人*天)", "40", 0),
        ("7,767", "776", 0.5),
        ("upheld complaints", "complaint", 0.9),
    ],
)
def test_likeness(text: str, query: str, share: float, modules: Page) -> None:
    """How much of a query a text holds: targets in any of the spellings that declarations may have."""
    found = modules.evaluate("given => engine.likeness(given[0], text.words(given[1]))", [text, query])
    assert found == pytest.approx(share)


NAMES = ["考务工作差错率", "财务差错率", "人员到位率", "会计考试", "有责投诉次数", "考生投诉率"]

SOUNDS = {
    "差": ["cha", "chai"],
    "错": ["cuo"],
    "率": ["lv", "shuai"],
    "到": ["dao"],
    "位": ["wei"],
    "会": ["hui", "kuai"],
    "计": ["ji"],
    "考": ["kao"],
}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("", []),
        ("考务工作差借率", ["考务工作差错率"]),
        ("差借率", ["差错率"]),  # of two names, once
        ("差借", []),  # too short
        ("投拆", ["投诉"]),  # but for a pair that is a word by its neighbours
        ("差借律", []),  # two wrong
        ("疫苗接种", []),
        ("人员道位率", ["人员到位率"]),
        ("chacuolv", ["差错率"]),
        ("chaicuolü", ["差错率"]),
        ("CHACUOLV", ["差错率"]),
        ("daowei", ["到位"]),
        ("huiji", ["会计"]),
        ("kuaijikao", ["会计考"]),
        ("kuai", []),  # one character
        ("cha cuo lü", ["差错率"]),
        ("chācuòlǜ", ["差错率"]),
        ("chacuolu", ["差错率"]),
        ("ccl", ["差错率"]),  # initials
        ("chacuozz", []),
        ("cuo", []),
    ],
)
def test_suggestions(query: str, meant: list[str], modules: Page) -> None:
    """Parts of names with one character other than typed, or that sound as typed."""
    asked = [query, {"names": NAMES, "sounds": SOUNDS}]
    assert (
        modules.evaluate("given => suggest.suggestions(text.words(given[0]), given[1], given[0])", asked)
        == meant
    )


def test_suggestions_are_few(modules: Page) -> None:
    """Five at most."""
    known = {"names": [f"{char}错率" for char in "一二三四五六七八"], "sounds": {}}
    found = modules.evaluate("known => suggest.suggestions(text.words('差错率'), known)", known)
    assert found == ["一错率", "二错率", "三错率", "四错率", "五错率"]


STABLE = settings(derandomize=True, database=None, deadline=None, max_examples=400)

PIECES = st.one_of(
    st.sampled_from(
        [*"考点务工作差错率年万亿元〇0129,.…%≥=<>- 　()（）、。bxzAZ", ".0", ".00", ",000", "1.0", "12"]
    ),
    st.sampled_from([*"０１９，．％（）－ＡｚⅣ①²½㎡㈱ﬁ︱𠮷🙂٠٣", "\uf900", "u\u0308"]),
    st.characters(exclude_categories=("Cs", "Cn")),
)
"""Han, Latin, digits and punctuation of any width, numbers' parts, and every character that Unicode has."""

TEXTS = st.lists(PIECES, max_size=12).map("".join)

MEANT = re.compile(r"ü|\d[\s\ufeff]*[万亿]|[<>=≥≤≧≦⩾⩽于过高多少][\s\ufeff]*\d|[至最][少多]")
"""Where a query is cut otherwise, as it should be: ü as pinyin is typed, amounts as yuan, targets as one word."""


def alike(text: str) -> bool:
    """Whether a text is to be cut the same way where it is indexed and where it is asked for."""
    return not MEANT.search(unicodedata.normalize("NFKC", text).lower())


@STABLE
@given(st.lists(TEXTS.filter(alike), min_size=1, max_size=20))
@example(["考务工作差错率 ≤ ，rate。", "77,677,700.00元", "1,234,567", "１．００％", "", "率"])
@example(["1.0.0", "🙂考务", "٠.0"])
def test_a_query_is_cut_as_what_is_indexed(modules: Page, texts: list[str]) -> None:
    """Words in pairs, and the mark that the index puts on the last character: the tokens of any text."""
    cut = modules.evaluate(
        """texts => texts.map(given => ({
          compared: text.normal(given),
          words: text.tokens(given).flatMap((word) =>
            text.hasHan(word) ? [...text.pairs(word), `${word.at(-1)}_`] : [word]),
        }))""",
        texts,
    )
    assert [" ".join(each["words"]) for each in cut] == [tokens(given) for given in texts]
    assert [each["compared"] for each in cut] == [normal(given) for given in texts]


FORMS: tuple[Callable[[Decimal], str], ...] = (
    lambda yuan: f"{yuan:,.2f}",
    lambda yuan: f"{yuan:.2f}",
    lambda yuan: f"{yuan / 10**4:f}万",
    lambda yuan: f"{yuan / 10**4:,f} 万元",
    lambda yuan: f"{yuan / 10**8:f}亿",
    lambda yuan: f"{yuan / 10**8:f}亿元".translate(
        {ord("."): "．", **{48 + n: 0xFF10 + n for n in range(10)}}
    ),
)
"""How a reader may write an amount."""


@STABLE
@given(st.lists(st.decimals(0, 10**13, places=2), min_size=1, max_size=10))
@example([Decimal("77677700.00"), Decimal("77677700.50"), Decimal("0.05"), Decimal(0)])
def test_an_amount_is_asked_for_as_it_is_indexed(modules: Page, amounts: list[Decimal]) -> None:
    """Whatever its form, one word of the same value, with which the indexed word begins."""
    asked = [form(yuan) for yuan in amounts for form in FORMS]
    cut = modules.evaluate("texts => texts.map(given => text.words(given).map(word => word.text))", asked)
    indexed = [tokens(f"{yuan:f}") for yuan in amounts for _ in FORMS]
    assert [len(words) for words in cut] == [1] * len(asked)
    assert [Decimal(words[0]) for words in cut] == [yuan for yuan in amounts for _ in FORMS]
    assert [
        words[0] for words, token in zip(cut, indexed, strict=True) if not token.startswith(words[0])
    ] == []
