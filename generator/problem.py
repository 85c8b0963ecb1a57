"""What a person's mistake is: a value that says where it is, which rule it breaks and how to mend it.

Found and told are separate: steps yield `Problem`s without words; `tell.py` puts them into the staff's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs, heaviest first."""

    ERROR = "error"
    """Cannot be published: stops the build."""
    WARNING = "warning"
    """A disagreement inside what was published: told, never corrected, never stops the build by itself."""
    WAIVED = "waived"
    """A warning that the file answers with a reason."""
    INFO = "info"
    """Worth knowing; told by `disclosure check` alone."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, at one place of one file."""

    file: str
    line: int
    """From 1, as editors count."""
    column: int
    """From 1, in characters."""
    severity: Severity
    rule: str
    """Kebab-case id of what must hold; also the key of its words in the locales."""
    args: Mapping[str, str] = field(default_factory=dict)
    """What the sentences of the rule are filled with."""
    case: str = ""
    """Which of the rule's sentences fits, where it has several."""
    reason: str = ""
    """Why it was waived, in the words of the file."""
    indicator: str = ""
    """The id of the indicator it is about, if it is about one."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}[{self.rule}]"


def too_many(last: Problem, limit: int) -> Problem:
    """Says that a file has so many problems that reading stopped at the last of them."""
    args = {"limit": f"{limit:,}"}
    return Problem(last.file, last.line, last.column, Severity.ERROR, "file-size", args, "problems")


def sort(problems: Iterable[Problem]) -> list[Problem]:
    """In the order a person works through them: by file, then place, then rule. Equal ones are told once."""
    unique = {(p.file, p.line, p.column, p.rule, p.case, tuple(sorted(p.args.items()))): p for p in problems}
    return [unique[key] for key in sorted(unique)]
