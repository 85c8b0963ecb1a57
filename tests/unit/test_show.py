"""How values look in each language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from markupsafe import Markup

from generator.i18n import read_words
from generator.model import Amount, Indicator, LongText, Text
from generator.show import Show, grouped
from generator.target import parse
from generator.vocabulary import Glossary, GlossaryTerm, Vocabulary

VOCABULARY = Vocabulary(
    Glossary(
        field=(GlossaryTerm("department", Text("主管部门", "Competent department")),),
        nature=(GlossaryTerm("one-off", Text("一次性项目", "One-off project"), also=("一次性",)),),
        measure_unit=(
            GlossaryTerm("percent", Text("%", "%")),
            GlossaryTerm("times", Text("次", "times"), one="time"),
            GlossaryTerm("points", Text("分")),
        ),
        target_word=(GlossaryTerm("timely", Text("及时", "timely")), GlossaryTerm("met", Text("满足"))),
    )
)
ZH, EN = (Show(read_words(lang), VOCABULARY) for lang in ("zh", "en"))
CHINESE = '<span lang="zh-CN">{}</span>'


def row(target: str | None, **more: str) -> Indicator:
    """A row with this target."""
    return Indicator("a", "产出指标", "数量指标", Text("x"), target and parse(target), **more)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("15887.00", "15,887"),
        ("49.00", "49"),
        ("0", "0"),
        ("0.00", "0"),
        ("999", "999"),
        ("1000", "1,000"),
        ("1234567.5", "1,234,567.5"),
        ("1.50", "1.50"),
        ("0.05", "0.05"),
        ("-5", "-5"),
        ("-1234.5", "-1,234.5"),
        ("-0.5", "-0.5"),
    ],
)
def test_grouped(number: str, shown: str) -> None:
    """Thousands are separated, a needless `.00` is dropped, digits that say something stay."""
    assert grouped(number) == shown


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        ("≥1550(次)", "不少于 1,550 次", "at least 1,550 times"),
        ("≥90(%)", "不低于 90%", "at least 90%"),
        (">92%", "高于 92%", "more than 92%"),
        (">3(次)", "多于 3 次", "more than 3 times"),
        ("≤4(次)", "不超过 4 次", "at most 4 times"),
        ("≤4(%)", "不超过 4%", "at most 4%"),
        ("<4(次)", "少于 4 次", "fewer than 4 times"),
        ("<4(%)", "低于 4%", "less than 4%"),
        ("=3(次)", "等于 3 次", "exactly 3 times"),
        ("=100(%)", "等于 100%", "exactly 100%"),
        ("=0(次)", "等于 0 次", "exactly 0 times"),
        ("≥1(次)", "不少于 1 次", "at least 1 time"),
        ("≥1.00(次)", "不少于 1 次", "at least 1 time"),
        ("985次", "985 次", "985 times"),
        ("220", "220", "220"),
        ("≥220", "不少于 220", "at least 220"),
    ],
)
def test_value_in_words(target: str, zh: str, en: str) -> None:
    """A target reads mechanically in both languages: no more is said than the sign says."""
    assert ZH.value(row(target), parse(target)).words == zh
    assert EN.value(row(target), parse(target)).words == en


@pytest.mark.parametrize(
    ("target", "kind", "symbol", "number", "unit"),
    [
        ("≥1550.00(次)", "numeric", "≥", "1,550", "次"),
        ("=0(次)", "zero", "=", "0", "次"),
        ("≤0(次)", "numeric", "≤", "0", "次"),
        ("=2740.00(人*天)", "numeric", "=", "2,740", "人·天"),
        ("985", "numeric", "", "985", ""),
        ("及时", "qualitative", "", "及时", ""),
        (None, "absent", "", "", ""),
    ],
)
def test_value_in_cells(target: str | None, kind: str, symbol: str, number: str, unit: str) -> None:
    """A target is cut into sign, number and unit, and what was published stays beside them."""
    value = ZH.value(row(target), (target and parse(target)) or None)
    assert (value.kind, value.symbol, value.number, value.unit) == (kind, symbol, number, unit)
    assert value.raw == (target or "")


def test_units_in_english() -> None:
    """The row's own English comes first, then the glossary's, then the Chinese marked as Chinese."""
    assert EN.value(row("≥7(次)", measure_unit_en="sittings"), parse("≥7(次)")).unit == "sittings"
    assert EN.value(row("≥7(次)"), parse("≥7(次)")).unit == "times"
    assert EN.value(row("≥7(分)"), parse("≥7(分)")).unit == CHINESE.format("分")
    assert EN.value(row("≥7(米)"), parse("≥7(米)")).unit == CHINESE.format("米")
    assert ZH.value(row("≥7(次)", measure_unit_en="sittings"), parse("≥7(次)")).unit == "次"


def test_words_as_targets_in_english() -> None:
    """The same order holds for targets in words."""
    assert EN.value(row("及时", target_en="in time"), parse("及时")).number == "in time"
    assert EN.value(row("及时"), parse("及时")).number == "timely"
    assert EN.value(row("满足"), parse("满足")).number == CHINESE.format("满足")
    assert EN.value(row("齐全"), parse("齐全")).number == CHINESE.format("齐全")


def test_text_without_english() -> None:
    """A missing translation shows the Chinese, marked as Chinese, and nothing on a Chinese page is marked."""
    both, only = Text("考点", "Sites"), Text("考点")
    assert (ZH.text(both), EN.text(both)) == ("考点", "Sites")
    assert (ZH.text(only), EN.text(only)) == ("考点", CHINESE.format("考点"))
    assert (ZH.plain(only), EN.plain(only), EN.plain(both)) == ("考点", "考点", "Sites")


def test_terms_and_labels() -> None:
    """A fixed word is shown as filed in Chinese and by the glossary in English; a label by its key."""
    assert (ZH.term("nature", "一次性"), EN.term("nature", "一次性")) == ("一次性", "One-off project")
    assert EN.term("nature", "应急") == CHINESE.format("应急")
    assert (ZH.label("department"), EN.label("department")) == ("主管部门", "Competent department")
    assert (ZH.label("waivers"), EN.label("waivers")) == tuple(
        read_words(lang)("field.waivers") for lang in ("zh", "en")
    )


def test_paragraphs() -> None:
    """A long text is its lines, without blank ones; each is marked where it has no English."""
    text = LongText("一\n\n  二  \r\n三")
    assert ZH.paragraphs(text) == ["一", "二", "三"]
    assert EN.paragraphs(text) == [CHINESE.format(part) for part in "一二三"]
    assert EN.paragraphs(LongText("一", "a\nb")) == ["a", "b"]


@pytest.mark.parametrize(
    ("amount", "exact", "zh", "en"),
    [
        ("77677700.00", "77,677,700.00", "7,767.77 万元", "77.6777 million yuan"),
        ("283586.00", "283,586.00", "28.3586 万元", ""),
        ("10000.00", "10,000.00", "1 万元", ""),
        ("9999.99", "9,999.99", "", ""),
        ("0.00", "0.00", "", ""),
        ("1000000.01", "1,000,000.01", "100.000001 万元", "1.00000001 million yuan"),
    ],
)
def test_money(amount: str, exact: str, zh: str, en: str) -> None:
    """An amount is exact to the fen, and exact too in the large unit of the language."""
    value = Decimal(amount)
    assert (ZH.yuan(value), ZH.short(value), EN.short(value)) == (exact, zh, en)


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("77677700.00", ("7,767.77", "约 0.7768"), ("77,677.70", "77.6777")),
        ("126185386.00", ("约 12,618.54", "约 1.2619"), ("≈ 126,185.39", "≈ 126.1854")),
        ("10000.00", ("1.00", "0.0001"), ("10.00", "0.0100")),
        ("50.00", ("约 0.01", "不足 0.0001"), ("0.05", "≈ 0.0001")),
        ("49.99", ("不足 0.01", "不足 0.0001"), ("≈ 0.05", "under 0.0001")),
        ("0.00", ("0.00", "0.0000"), ("0.00", "0.0000")),
        ("123456789012345678.90", ("约 12,345,678,901,234.57", "约 1,234,567,890.1235"), None),
    ],
)
def test_money_in_larger_units(amount: str, zh: tuple[str, str], en: tuple[str, str] | None) -> None:
    """Larger units are rounded half up, said to be so where they are, and never show an amount as nothing."""
    value = Decimal(amount)
    assert (ZH.converted(value, "middle"), ZH.converted(value, "large")) == zh
    assert en is None or (EN.converted(value, "middle"), EN.converted(value, "large")) == en


HOSTILE = "<b>&\"'</b>"


def test_everything_is_escaped() -> None:
    """Whatever is shown is safe HTML already, in both languages."""
    target = parse(f"≥1({HOSTILE})")
    words = parse(HOSTILE)
    for show in (ZH, EN):
        shown = [
            show.text(Text(HOSTILE)),
            show.text(Text("x", HOSTILE) if show is EN else Text(HOSTILE)),
            show.chinese(HOSTILE),
            show.term("nature", HOSTILE),
            show.filed(Amount(HOSTILE, Decimal(1)), "元"),
            *show.paragraphs(LongText(HOSTILE)),
            show.value(row(HOSTILE), words).number,
            show.value(row(None, target_en=HOSTILE), words).number,
            show.unit(row(None), target),
            show.unit(row(None, measure_unit_en=HOSTILE), target),
            show.value(row(None), target).words,
        ]
        for text in shown:
            assert isinstance(text, Markup)
            assert "<b>" not in text
            assert "&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;" in text


def test_mixed() -> None:
    """Chinese words inside an English sentence of our own are marked; a Chinese sentence is left whole."""
    sentence = "Write 元 or 万元 <b>, for example “考点”."
    shown = EN.mixed(sentence)
    assert isinstance(shown, Markup)
    assert CHINESE.format("万元") in shown
    assert "&lt;b&gt;" in shown
    assert Markup(shown).striptags() == sentence
    assert ZH.mixed("写“元”<b>") == "写“元”&lt;b&gt;"
