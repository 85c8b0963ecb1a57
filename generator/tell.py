"""Problems in the staff's language: the one way to print them, for `disclosure check` and `mkdocs build` alike."""

from __future__ import annotations

from collections.abc import Iterable

from generator.characters import printable
from generator.i18n import Words
from generator.problem import Problem, Severity

MOST_QUOTED = 500
"""Characters of a text that a sentence repeats."""


def sentences(problem: Problem, words: Words) -> tuple[str, str]:
    """What is wrong and what to do, in the language of `words`."""
    key = f"problem.{problem.rule}" + (f".{problem.case}" if problem.case else "")
    args = {name: _shortened(text) for name, text in problem.args.items()}
    return words(f"{key}.what", **args), words(f"{key}.fix", **args)


def _shortened(text: str) -> str:
    """A text that is quoted, on one line: its beginning shows which one is meant."""
    return printable(text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…")


def told(problem: Problem, words: Words) -> str:
    """`file:line:column: severity[rule]: what`, then `fix: …` (and `reason: …`) on lines of their own."""
    what, fix = sentences(problem, words)
    lines = [f"{problem}: {what}", f"  fix: {fix}"]
    if problem.reason:
        lines.append(f"  reason: {problem.reason}")
    return "\n".join(lines)


def as_record(problem: Problem, words: Words) -> dict[str, str | int]:
    """The same for machines (`--format json`)."""
    what, fix = sentences(problem, words)
    record: dict[str, str | int] = {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": str(problem.severity),
        "rule": problem.rule,
        "what": what,
        "fix": fix,
    }
    if problem.reason:
        record["reason"] = problem.reason
    if problem.indicator:
        record["indicator"] = problem.indicator
    return record


def stopped(problems: Iterable[Problem], words: Words) -> str:
    """Why there is no new site: what is wrong, errors last, where they are seen, and how much that is."""
    listed = sorted(problems, key=lambda each: each.severity is Severity.ERROR)
    shown = (told(each, words) for each in listed if each.severity is not Severity.INFO)
    lines = ["", *shown, tally(listed, words), words("told.stopped")]
    return "\n".join(lines)


def tally(problems: Iterable[Problem], words: Words) -> str:
    """One closing line: how many of each severity."""
    listed = list(problems)
    return words(
        "told.tally",
        **{str(severity): str(sum(p.severity is severity for p in listed)) for severity in Severity},
    )
