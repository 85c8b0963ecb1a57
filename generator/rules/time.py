"""Rules about dates."""

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
