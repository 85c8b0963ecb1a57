"""Rules about dates. Whether a day is still to come is not asked: that would take a clock."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Declaration
from generator.problem import Severity
from generator.rules.rule import Found, rule
from generator.vocabulary import Vocabulary


@rule("dates", Severity.WARNING, shown=True)
def dates(declaration: Declaration, vocabulary: Vocabulary) -> Iterator[Found]:
    """The end is not before the start; the form's year lies between; only phased projects run over years."""
    period, year = declaration.period, declaration.fiscal_year
    if period is None:
        return
    start, end = period.start.isoformat(), period.end.isoformat()
    if period.end < period.start:
        yield Found(("period", "end"), {"start": start, "end": end}, "order", Severity.ERROR)
        return
    if not period.start.year <= year <= period.end.year:
        yield Found(("period",), {"start": start, "end": end, "year": str(year)}, "year")
    nature = vocabulary.term("nature", declaration.nature or "")
    if period.start.year != period.end.year and nature and nature.key != "phased":
        yield Found(("period",), {"nature": nature.name.zh}, "years")


@rule("corrections", Severity.WARNING)
def corrections(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """What is put right was published before."""
    published = declaration.publication.published if declaration.publication else None
    for index, each in enumerate(declaration.corrections):
        if published and each.day < published:
            days = {"day": each.day.isoformat(), "published": published.isoformat()}
            yield Found(("corrections", index, "day"), days)
