"""Target values: every form of writing met in real declarations, and what it reads as."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.target import SYMBOL, parse

NUMERIC = [
    # as published, operator, number, unit
    ("=100(%)", "eq", "100", "%"),
    ("=100.00(%)", "eq", "100.00", "%"),
    ("≥1550(人次)", "ge", "1550", "人次"),
    ("≥1,550(人次)", "ge", "1550", "人次"),
    ("≤4(小时)", "le", "4", "小时"),
    ("=24(小时/天)", "eq", "24", "小时/天"),
    ("≥1(天/周)", "ge", "1", "天/周"),
    ("=2740.00(人*天)", "eq", "2740.00", "人*天"),
    ("≥49.00(次)", "ge", "49.00", "次"),
    ("=0(次)", "eq", "0", "次"),
    ("=0 (%)", "eq", "0", "%"),
    ("≤100 (%)", "le", "100", "%"),
    ("≥90%", "ge", "90", "%"),
    (">92%", "gt", "92", "%"),
    ("<5%", "lt", "5", "%"),
    (">=17600株", "ge", "17600", "株"),
    ("=>90%", "ge", "90", "%"),
    ("<=65万元", "le", "65", "万元"),
    ("=<65万元", "le", "65", "万元"),
    ("≤65万元", "le", "65", "万元"),
    ("1600元/亩", None, "1600", "元/亩"),
    ("985米", None, "985", "米"),
    ("280人次", None, "280", "人次"),
    ("2280次", None, "2280", "次"),
    ("220", None, "220", None),
    ("100%", None, "100", "%"),
    ("290%", None, "290", "%"),
    ("0起", None, "0", "起"),
    ("≥100百分比", "ge", "100", "百分比"),
    ("﹦100(%)", "eq", "100", "%"),
    ("＝100（％）", "eq", "100", "%"),
    ("＞９２％", "gt", "92", "%"),
    ("≧90(%)", "ge", "90", "%"),
    ("≦90(%)", "le", "90", "%"),
    ("⩾90(%)", "ge", "90", "%"),
    ("≥5‰", "ge", "5", "‰"),
    ("≥-0.5(%)", "ge", "-0.5", "%"),
    ("≥ 3 (人·天)", "ge", "3", "人·天"),
    ("=3()", "eq", "3", None),
]

WORDS = [
    *("及时", "稳定", "有效保障", "建立健全", "安全", "验收通过", "满足", "无泄漏", "合理", "可控"),
    *("提高", "降低", "减少", "健全", "/", "无", "-", "定性"),
    *("$\\geq 90\\%$", "≥**%", "不低于90%", "3月底前", "30日内", "2024年12月前完成", "10个工作日以内"),
    *("90%以上", "第1名", "≥90%且≤100%", "80-90%", "≥1,55(次)", "≥(%)", "==3(次)"),
    *("NaN", "Infinity", "1_000", "1e3", "0x10", "+5", "≥.5%", "½", "①", "九十"),
]


@pytest.mark.parametrize(("raw", "operator", "number", "unit"), NUMERIC)
def test_numeric(raw: str, operator: str | None, number: str, unit: str | None) -> None:
    """A figure reads as operator, number and unit, and its published text is kept."""
    found = parse(raw)
    assert (found.kind, found.operator, found.number, found.measure_unit) == (
        "numeric",
        operator,
        number,
        unit,
    )
    assert found.raw == raw
    assert found.value == Decimal(number)


@pytest.mark.parametrize("raw", WORDS)
def test_qualitative(raw: str) -> None:
    """What is no operator, number and unit is left as words, with nothing read into it."""
    found = parse(raw)
    assert (found.kind, found.raw) == ("qualitative", raw)
    assert (found.operator, found.number, found.measure_unit, found.value) == (None, None, None, None)


@pytest.mark.parametrize(
    ("raw", "zero"),
    [
        ("=0(次)", True),
        ("=0.00(%)", True),
        ("﹦0", True),
        ("≤0(次)", False),
        ("0起", False),
        ("=1(次)", False),
        ("无泄漏", False),
    ],
)
def test_zero_tolerance(raw: str, zero: bool) -> None:
    """Only a target of exactly nothing is zero tolerance."""
    assert parse(raw).zero_tolerance is zero


def test_every_operator_has_its_symbol() -> None:
    """The symbol of each operator reads as that operator."""
    assert {name: parse(f"{symbol}1").operator for name, symbol in SYMBOL.items()} == {
        name: name for name in ("ge", "gt", "eq", "le", "lt")
    }
