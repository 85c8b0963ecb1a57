"""Problems: told, sorted and counted the same way everywhere."""

from __future__ import annotations

import dataclasses
import random

from generator.i18n import read_words
from generator.problem import Problem, Severity, sort
from generator.tell import as_record, tally, told

YEAR = Problem("a.yml", 2, 3, Severity.ERROR, "year", {"key": "fiscal_year", "value": "24"})


def test_told() -> None:
    """A problem is told as file, line, column, severity and rule, what is wrong, and how to mend it."""
    assert told(YEAR, read_words("en")) == (
        "a.yml:2:3: error[year]: “24” is not a year\n  fix: write four plain digits, for example 2024"
    )
    waived = dataclasses.replace(YEAR, severity=Severity.WAIVED, reason="原文如此")
    assert told(waived, read_words("zh")).splitlines()[0] == "a.yml:2:3: waived[year]: “24”不是年份"
    assert told(waived, read_words("zh")).splitlines()[2] == "  reason: 原文如此"


def test_as_record() -> None:
    """Machines get the same parts, and a reason where there is one."""
    record = as_record(YEAR, read_words("en"))
    assert record == {
        "file": "a.yml",
        "line": 2,
        "column": 3,
        "severity": "error",
        "rule": "year",
        "what": "“24” is not a year",
        "fix": "write four plain digits, for example 2024",
    }
    assert as_record(dataclasses.replace(YEAR, reason="x"), read_words("en")) == {**record, "reason": "x"}


def test_sort() -> None:
    """Problems come by file, line and column, whatever the order they were found in, equal ones once."""
    places = [("a.yml", 2, 10), ("a.yml", 10, 1), ("b.yml", 1, 1), ("b.yml", 1, 2)]
    problems = [Problem(file, line, column, Severity.ERROR, "year") for file, line, column in places]
    mixed = random.Random(0).sample(problems, len(problems)) + problems  # noqa: S311 (no secret)
    assert sort(mixed) == problems


def test_tally() -> None:
    """One line counts each severity."""
    problems = [YEAR, YEAR, dataclasses.replace(YEAR, severity=Severity.INFO)]
    line = tally(problems, read_words("zh"))
    assert line == "错误 2，警告 0，已说明 0，提示 1"


def test_severities_have_names() -> None:
    """Each severity has its name in both languages."""
    for lang in ("zh", "en"):
        assert {f"severity.{each}" for each in Severity} <= set(read_words(lang).table)
