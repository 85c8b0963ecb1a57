"""Rules about money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.fields import PathKey
from generator.model import Column, Declaration, Funding
from generator.problem import Severity
from generator.rules.rule import Found, rule
from generator.vocabulary import Vocabulary

TOLERANCE_YUAN = Decimal("0.01")
"""Sums may differ by one fen: published parts are rounded on their own."""

YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(亿元|万元|元)", re.ASCII)


def columns(funding: Funding) -> Iterator[tuple[PathKey, Column]]:
    """The money columns that are given, with their paths."""
    for name in ("annual", "project"):
        column = getattr(funding, name)
        if column is not None:
            yield ("funding", name), column


@rule("funding-given", Severity.WARNING)
def funding_given(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A declaration asks for money: this year's, the whole project's, or both."""
    if not any(columns(declaration.funding)):
        yield Found(("funding",))


@rule("funding-sum", Severity.ERROR)
def funding_sum(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A total equals its parts, and a part equals the sources listed under it, to 0.01 yuan."""
    scale = YUAN[declaration.funding.money_unit or "元"]
    for path, column in columns(declaration.funding):
        named = {name: getattr(column, name) for name in ("fiscal_appropriation", "carried_over", "other")}
        parts = [amount.number for amount in named.values() if amount]
        parts += [source.amount.number for source in column.sources if source.part_of is None]
        groups = [((*path, "total"), "", column.total, parts)]
        for name in ("fiscal_appropriation", "other"):
            below = [source.amount.number for source in column.sources if source.part_of == name]
            if named[name]:
                groups.append(((*path, name), "part", named[name], below))
            else:
                parts += below
        for at, case, whole, amounts in groups:
            total = sum(amounts, Decimal(0))
            if amounts and abs(whole.number - total) * scale > TOLERANCE_YUAN:
                yield Found(at, {"total": whole.raw, "sum": f"{total:,}"}, case)


@rule("funding-scale", Severity.ERROR)
def funding_scale(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """The unit of money is stated, and an amount in the narrative is the form's after conversion."""
    funding = declaration.funding
    if funding.money_unit is None:
        yield Found(("funding",))
        return
    if not (declaration.narrative and declaration.narrative.annual_budget and funding.annual):
        return
    told = [
        (match[0], Decimal(match[1].replace(",", "")) * YUAN[match[2]])
        for match in _AMOUNT.finditer(declaration.narrative.annual_budget.zh)
    ]
    asked = funding.annual.total.number * YUAN[funding.money_unit]
    if told and all(abs(amount - asked) > TOLERANCE_YUAN for _, amount in told):
        args = {"told": told[0][0], "form": funding.annual.total.raw + funding.money_unit}
        yield Found(("narrative", "annual_budget"), args, "narrative")
