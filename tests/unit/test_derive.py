"""All arithmetic of the site: yuan, shares, totals, order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator import derive
from generator.model import Amount, Column, Declaration, Funding, FundSource, Indicator, Text
from generator.target import parse
from generator.totals import level_bar, segments, slices, totals
from generator.vocabulary import Glossary, GlossaryTerm, Organisation, Vocabulary

BUDGET = GlossaryTerm("general-public-budget", Text("一般公共预算", "General public budget"))
LEVELS = tuple(
    GlossaryTerm(key, Text(name, key))
    for key, name in (("cost", "成本指标"), ("output", "产出指标"), ("process", "过程指标"))
)
VOCABULARY = Vocabulary(
    Glossary(fund_source=(BUDGET,), level_1=LEVELS),
    (Organisation("b", Text("乙局", "B")), Organisation("a", Text("甲院", "A"), also=("甲中心",))),
)
YUAN, WAN = Decimal(1), Decimal(10_000)


def amount(text: str) -> Amount:
    """An amount as published."""
    return Amount(text, Decimal(text.replace(",", "")))


def source(value: str, part_of: Any = None) -> FundSource:
    """A further source of money."""
    return FundSource("一般公共预算", amount(value), part_of)


def column(total: str, *parts: str | None, sources: tuple[FundSource, ...] = ()) -> Column:
    """A money column: total, fiscal, carried over, other."""
    given = [part and amount(part) for part in (*parts, None, None, None)[:3]]
    return Column(amount(total), *given, sources)  # type: ignore[arg-type]


def declaration(
    identity: str = "x", year: int = 2024, annual: Column | None = None, **more: Any
) -> Declaration:
    """A declaration of the least that is needed."""
    funding = more.pop("funding", Funding("元", annual))
    return Declaration(identity, year, Text("项目"), "乙局", more.pop("unit", "甲院"), funding, (), **more)


def rows(money: derive.Money | None) -> list[tuple[str, str, str, int]]:
    """Key, yuan, share and depth of each part."""
    assert money is not None
    return [(part.key, str(part.yuan), str(part.share), part.depth) for part in money.parts]


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        (["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        (["2", "1"], ["66.67", "33.33"]),
        (["1", "1", "1", "1", "1", "1"], ["16.67", "16.67", "16.67", "16.67", "16.66", "16.66"]),
        (["115405386.00", "0.00", "10780000.00"], ["91.46", "0.00", "8.54"]),
        (["0", "5"], ["0.00", "100.00"]),
        (["0", "0"], ["0.00", "0.00"]),
        (["99999999", "1"], ["100.00", "0.00"]),
        ([], []),
    ],
)
def test_shares(parts: list[str], shares: list[str]) -> None:
    """Shares have two places and add up to exactly 100.00: the largest remainders are rounded up."""
    assert [str(share) for share in derive.shares([Decimal(part) for part in parts])] == shares


def test_money_in_yuan() -> None:
    """Amounts in 万元 are yuan to the fen; nothing is rounded, and no zeros stand after the fen."""
    money = derive.money(column("65.123456", "65.12", None, "0.003456"), WAN, VOCABULARY)
    assert money is not None
    assert str(money.total) == "651234.56"
    assert rows(money) == [("fiscal_appropriation", "651200.00", "99.99", 1), ("other", "34.56", "0.01", 1)]
    finer = derive.money(column("0.0000001"), WAN, VOCABULARY)
    assert finer is not None
    assert f"{finer.total:f}" == "0.001"


def test_blank_is_absent() -> None:
    """A part that the form leaves blank is no row; a column that it leaves blank is None; 0.00 is a row."""
    assert derive.money(None, YUAN, VOCABULARY) is None
    assert rows(derive.money(column("5"), YUAN, VOCABULARY)) == []
    assert rows(derive.money(column("5", "5", "0.00"), YUAN, VOCABULARY)) == [
        ("fiscal_appropriation", "5.00", "100.00", 1),
        ("carried_over", "0.00", "0.00", 1),
    ]


def test_sources() -> None:
    """A source stands under its part, or beside the parts; only the latter count towards the whole."""
    given = column("8", "6", None, None, sources=(source("2"), source("4", "fiscal_appropriation")))
    assert rows(derive.money(given, YUAN, VOCABULARY)) == [
        ("fiscal_appropriation", "6.00", "75.00", 1),
        ("source", "4.00", "50.00", 2),
        ("source", "2.00", "25.00", 1),
    ]
    money = derive.money(given, YUAN, VOCABULARY)
    assert money is not None
    assert [part.term for part in money.parts] == [None, BUDGET, BUDGET]


def test_declare() -> None:
    """A declaration is found at its year and id, its organisations by any of their names."""
    declared = derive.declare(
        declaration(unit="甲中心", funding=Funding("万元", None, column("3"))), VOCABULARY
    )
    assert (declared.path, declared.department.key, declared.unit.key) == ("2024/x", "b", "a")
    assert declared.annual is None
    assert declared.project is not None
    assert declared.project.total == 30_000
    assert derive.asked(declared) == 0


def test_an_organisation_that_no_rule_let_through() -> None:
    """An unknown organisation cannot come this far: it is our bug."""
    with pytest.raises(LookupError):
        derive.declare(declaration(unit="丙"), VOCABULARY)


def test_order_of_the_site() -> None:
    """Newest year first, then the largest amount in yuan, then by id."""
    given = [
        declaration("c", 2023, column("9")),
        declaration("b", 2024, column("5")),
        declaration("d", 2024, funding=Funding("万元", column("1"))),
        declaration("a", 2024, column("5")),
        declaration("e", 2024),
    ]
    site = derive.site(given, VOCABULARY)
    assert [each.path for each in site.declared] == ["2024/d", "2024/a", "2024/b", "2024/e", "2023/c"]
    assert site.years == (2024, 2023)
    assert [each.path for each in site.of_year(2023)] == ["2023/c"]
    assert derive.site(reversed(given), VOCABULARY) == site
    assert {key: len(found) for key, found in site.by_organisation("unit").items()} == {"a": 5}


def test_totals() -> None:
    """Annual money alone is added up; what forms do not break down stands as a remainder."""
    given = [
        declaration("a", annual=column("5", "3", "0", "2")),
        declaration("b", annual=column("4")),
        declaration("c", annual=column("1", None, None, None, sources=(source("1"),))),
        declaration("d", funding=Funding("元", None, column("900", "900"))),
    ]
    found = totals(derive.site(given, VOCABULARY).declared)
    assert (found.declarations, str(found.annual.total)) == (4, "10.00")
    assert rows(found.annual) == [
        ("fiscal_appropriation", "3.00", "30.00", 1),
        ("carried_over", "0.00", "0.00", 1),
        ("other", "2.00", "20.00", 1),
        ("source", "1.00", "10.00", 1),
        ("remainder", "4.00", "40.00", 1),
    ]


def test_totals_of_whole_forms() -> None:
    """There is no remainder where every form is broken down, and none for no form at all."""
    whole = derive.site([declaration(annual=column("5", "5"))], VOCABULARY).declared
    assert "remainder" not in {part.key for part in totals(whole).annual.parts}
    nothing = totals([])
    assert (nothing.declarations, str(nothing.annual.total), nothing.levels) == (0, "0.00", ())


def test_counts() -> None:
    """Indicators are counted by level 1 in the order of the taxonomy; unknown levels are `other`."""
    targets = [("过程指标", "=0(次)"), ("产出指标", "及时"), ("成本指标", None), ("产出指标", "≥1(个)")]
    indicators = tuple(
        Indicator(f"i{number}", level, "x", Text("x"), target and parse(target))
        for number, (level, target) in enumerate(targets)
    )
    given = Declaration("x", 2024, Text("x"), "乙局", "甲院", Funding(), indicators)
    found = totals(derive.site([given], VOCABULARY).declared)
    assert found.levels == (("cost", 1), ("output", 2), ("other", 1))
    assert (found.indicators, found.zero_tolerance, found.qualitative) == (4, 1, 1)


def test_slices() -> None:
    """Declarations are cut by organisation, nature, category and year; the shares of a cut add up to 100."""
    given = [
        declaration("a", 2024, column("1"), nature="经常性"),
        declaration("b", 2024, column("2")),
        declaration("c", 2023, column("3"), nature="经常性"),
        declaration("d", 2025),
    ]
    found = slices(derive.site(given, VOCABULARY).declared)
    assert [(each.name, each.declarations, str(each.yuan), str(each.share)) for each in found["nature"]] == [
        ("经常性", 2, "4.00", "66.67"),
        ("", 2, "2.00", "33.33"),
    ]
    assert [(each.path, str(each.yuan)) for each in found["fiscal_year"]] == [
        ("2025", "0.00"),
        ("2024", "3.00"),
        ("2023", "3.00"),
    ]
    assert [each.path for each in found["unit"]] == ["units/a"]
    assert slices([])["unit"] == ()


def test_totals_of_several_years() -> None:
    """The amounts of years are kept apart: together they are no year's amount."""
    given = [
        declaration("a", 2024, column("1")),
        declaration("b", 2024, column("2")),
        declaration("c", 2023, column("4")),
    ]
    found = totals(derive.site(given, VOCABULARY).declared)
    assert {year: str(yuan) for year, yuan in found.by_year.items()} == {2024: "3.00", 2023: "4.00"}


def test_level_bar() -> None:
    """The bar of levels is 100 wide, each part as wide as its share of the indicators."""
    found = level_bar(replace(totals([]), levels=(("output", 2), ("benefit", 1))))
    assert [(key, str(start), str(width)) for key, start, width in found] == [
        ("output", "0", "66.67"),
        ("benefit", "66.67", "33.33"),
    ]


def test_units_elsewhere() -> None:
    """A declaration knows what other units its indicators' names have; one without a unit is not compared."""
    rows_ = tuple(
        Indicator(f"i{number}", "产出指标", "x", Text("差错率"), parse(raw))
        for number, raw in enumerate(("=0(次)", "=0(%)", "=0", "及时"))
    )
    given = Declaration("x", 2024, Text("x"), "乙局", "甲院", Funding(), rows_)
    (declared,) = derive.site([given], VOCABULARY).declared
    assert declared.units_elsewhere == ((rows_[0], ("%",)), (rows_[1], ("次",)))


def test_segments() -> None:
    """The bar is exactly as long as its parts together, which follow each other without gap; nothing is no part."""
    money = derive.money(
        column("6", "2", "0", "3", sources=(source("1"), source("2", "fiscal_appropriation"))),
        YUAN,
        VOCABULARY,
    )
    assert money is not None
    bar = segments(money.parts)
    assert [key for key, _, _ in bar] == ["fiscal_appropriation", "other", "source"]
    assert [start for _, start, _ in bar[1:]] == [start + width for _, start, width in bar[:-1]]
    assert sum(width for _, _, width in bar) == 100


def test_what_is_the_same_is_derived_once(site: derive.Site) -> None:
    """With the last site at hand only what changed is derived, and the outcome is the same: here a unit of measure,
    which other declarations are told of.
    """
    declarations = [each.declaration for each in site.declared]
    last = derive.site(declarations, site.vocabulary)
    indicator = next(each for each in declarations[0].indicators if each.name.zh in site.units)
    other = replace(indicator, target=parse("≥3(份)"))
    rows = tuple(other if each is indicator else each for each in declarations[0].indicators)
    changed = [replace(declarations[0], indicators=rows), *declarations[1:]]
    again = derive.site(changed, site.vocabulary, last=last)
    assert again == derive.site(changed, site.vocabulary)
    kept = [each for each in again.declared if any(each is before for before in last.declared)]
    assert 0 < len(kept) < len(declarations) - 1
