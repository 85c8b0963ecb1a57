"""Step 3: what the parts of a declaration say about each other, and declarations about one another.

Each rule is one function; `rules/<subject>.py` holds those of one subject. Faults that make a file unreadable or
unlawful to publish are errors; disagreements inside a published document are warnings.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from generator.fields import words
from generator.model import Declaration, Waiver
from generator.problem import Problem, Severity
from generator.rules import goals, indicators, money, texts, time
from generator.rules.collection import check_collection, check_former, check_vocabulary
from generator.rules.rule import RULES, Found, Rule
from generator.shape import Filed
from generator.vocabulary import Vocabulary

__all__ = ["RULES", "Found", "Rule", "check", "check_collection", "check_former", "check_vocabulary", "shown"]

_SUBJECTS = (texts, money, time, indicators, goals)  # importing a subject registers its rules


def shown(problem: Problem) -> bool:
    """Whether readers are told of a problem, too: what is odd as published, or explained by its file."""
    return problem.severity is Severity.WAIVED or (
        problem.severity is Severity.WARNING and any(rule.id == problem.rule for rule in RULES if rule.shown)
    )


def check(filed: Filed[Declaration], vocabulary: Vocabulary) -> list[Problem]:
    """Every problem of one declaration, waivers applied: a waived warning stays listed, with its reason."""
    said = "\n".join(words(filed.value))
    found = [
        _problem(filed, rule.id, hit.severity or rule.severity, hit)
        for rule in RULES
        if rule.may is None or rule.may(said)
        for hit in rule.check(filed.value, vocabulary)
    ]
    waivers = filed.value.waivers
    problems = [_waived(problem, waivers) for problem in found]
    return problems + _idle(filed, found)


def _problem(filed: Filed[Declaration], rule: str, severity: Severity, hit: Found) -> Problem:
    line, column = filed.place(hit.at)
    about = _indicator(filed.value, hit)
    return Problem(filed.file, line, column, severity, rule, hit.args, hit.case, indicator=about)


def _indicator(declaration: Declaration, hit: Found) -> str:
    match hit.at:
        case ("indicators", int(index), *_):
            return declaration.indicators[index].id
    return ""


def _answers(waiver: Waiver, problem: Problem) -> bool:
    return (
        waiver.rule == problem.rule
        and problem.severity is Severity.WARNING
        and waiver.indicator in (None, problem.indicator)
    )


def _waived(problem: Problem, waivers: Iterable[Waiver]) -> Problem:
    for waiver in waivers:
        if _answers(waiver, problem):
            return dataclasses.replace(problem, severity=Severity.WAIVED, reason=waiver.reason)
    return problem


def _idle(filed: Filed[Declaration], found: list[Problem]) -> list[Problem]:
    """A waiver that answers nothing: the file changed, or its rule or indicator is mistyped."""
    return [
        _problem(filed, "waiver-used", Severity.WARNING, Found(("waivers", i), {"rule": waiver.rule}))
        for i, waiver in enumerate(filed.value.waivers)
        if not any(_answers(waiver, problem) for problem in found)
    ]
