"""Sums, shares and figures are exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st
from strategies import TARGETS

from generator import derive, leaves
from generator.fields import Leaf
from generator.i18n import read_words
from generator.model import Amount, Column, Declaration, Funding, Indicator, Kind, Text
from generator.rules import check
from generator.shape import Filed
from generator.show import Show, grouped
from generator.target import parse
from generator.totals import totals
from generator.vocabulary import Organisation, Vocabulary

FEN = st.integers(0, 10**14)
DIGITS = st.one_of(st.integers(0, 10**12).map(str), st.integers(13, 60).map(lambda count: "9" * count))
NUMBERS = st.builds("{}{}".format, DIGITS, st.sampled_from(["", ".0", ".5", ".00", ".05", ".123456"]))
VOCABULARY = Vocabulary(organisations=(Organisation("a", Text("甲")),))
SHOW = {lang: Show(read_words(lang), VOCABULARY) for lang in ("zh", "en")}


def _amount(text: str) -> Amount | None:
    """The amount that the reader makes of a text; None where it refuses it."""
    try:
        found = leaves.leaf(text, Leaf(Kind("money")))
    except leaves.UnfitError:
        return None
    assert isinstance(found, Amount)
    return found


@given(st.lists(FEN, max_size=12))
@example([1, 1, 1])
@example([0, 0])
@example([10**14, 1])
def test_shares(parts: list[int]) -> None:
    """Shares add up to exactly 100.00, or are all zero, and each is within 0.01 of the true value."""
    total = sum(parts)
    shares = derive.shares([Decimal(part).scaleb(-2) for part in parts])
    assert sum(shares) == (100 if total else 0)
    for part, share in zip(parts, shares, strict=True):
        assert share == share.quantize(Decimal("0.01"))
        assert share >= 0
        if total:
            assert abs(Fraction(share) - Fraction(100 * part, total)) < Fraction(1, 100)


@given(st.lists(st.tuples(FEN, FEN), max_size=8))
def test_totals(amounts: list[tuple[int, int]]) -> None:
    """The total of many forms is the sum of their totals, and its parts add up to it."""

    def amount(fen: int) -> Amount:
        return Amount(str(fen), Decimal(fen).scaleb(-2))

    declared = [
        derive.declare(
            Declaration(
                f"d{number}", 2024, Text("甲"), "甲", "甲",
                Funding("元", Column(amount(one + other), amount(one), None, amount(other) if number % 2 else None)),
                (),
            ),
            VOCABULARY,
        )
        for number, (one, other) in enumerate(amounts)
    ]  # fmt: skip
    annual = totals(declared).annual
    assert annual.total == Decimal(sum(one + other for one, other in amounts)).scaleb(-2)
    assert sum((part.yuan for part in annual.parts), Decimal(0)) == annual.total
    assert sum(part.share for part in annual.parts) == (100 if annual.total else 0)


@given(NUMBERS, st.sampled_from(["元", "万元"]))
@example("9" * 29, "元")
@example("9" * 24, "万元")
@example("9" * 21 + ".99", "万元")
@example("9" * 20 + ".999", "元")
@example("9" * 28 + ".99", "万元")
@example("65.1234", "万元")
@example("0.0001", "万元")
def test_any_amount(text: str, unit: str) -> None:
    """An amount that the reader takes, equal to its one part, passes the rules and is shown exactly in yuan."""
    given_amount = _amount(text)
    if given_amount is None:
        return
    funding = Funding(unit, Column(given_amount, given_amount))  # type: ignore[arg-type]
    declaration = Declaration("x", 2024, Text("甲"), "甲", "甲", funding, ())
    problems = check(Filed("x.yml", declaration), VOCABULARY)
    assert [each for each in problems if each.rule == "funding-sum"] == []
    annual = derive.declare(declaration, VOCABULARY).annual
    assert annual is not None
    exact = Fraction(given_amount.raw) * (10_000 if unit == "万元" else 1)
    assert Fraction(annual.total) == exact
    shown = SHOW["zh"].yuan(annual.total)
    assert Fraction(shown.replace(",", "")) == exact
    decimals = shown.partition(".")[2]
    assert len(decimals) == 2 or not decimals.endswith("0")
    for show, scale in ((SHOW["zh"], 10_000), (SHOW["en"], 1_000_000)):
        short = show.short(annual.total)
        assert not short or Fraction(short.split()[0].replace(",", "")) * scale == exact


@given(TARGETS)
@example("≥-0.5(%)")
@example("=" + "9" * 5000)
@example("1" * 19_000 + "次")
def test_any_target(raw: str) -> None:
    """Reading a target raises nothing and keeps its text; its number keeps its value when it is shown."""
    target = parse(raw)
    assert target.raw == raw
    if target.kind == "qualitative":
        assert (target.operator, target.number, target.measure_unit, target.value) == (None,) * 4
    else:
        assert target.number is not None
        assert target.number.replace("-", "").replace(".", "").isascii()
        assert Decimal(grouped(target.number).replace(",", "")) == Decimal(target.number)
    indicator = Indicator("a", "甲", "乙", Text("x"), target)
    for show in SHOW.values():
        assert show.value(indicator, target).raw == raw


@given(st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", fullmatch=True))
def test_grouped(number: str) -> None:
    """Separating thousands and dropping a needless `.00` never changes a value."""
    shown = grouped(number)
    assert Decimal(shown.replace(",", "")) == Decimal(number)
    assert shown.startswith("-") == (number.startswith("-") and Decimal(number) != 0)
    whole = shown.lstrip("-").partition(".")[0].split(",")
    assert all(len(part) == 3 for part in whole[1:])
    assert 1 <= len(whole[0]) <= 3
