"""What a rule is: a function that looks at one declaration and yields what it finds.

A rule's docstring says what must hold; its sentences stand in the locales under `problem.<id>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.fields import PathKey
from generator.model import Declaration
from generator.problem import Severity
from generator.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a rule found: where in the declaration, which of the rule's sentences, filled with what."""

    at: PathKey
    args: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    severity: Severity | None = None
    """Where a rule is an error in one case and a warning in another; else the rule's own."""


Check = Callable[[Declaration, Vocabulary], Iterator[Found]]
May = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its id and weight."""

    id: str
    severity: Severity
    check: Check
    shown: bool = False
    """Whether readers of the site are told as well: the text is odd as published."""
    may: May | None = None
    """A quick look at all words of the declaration at once: where it is False, the check would find nothing."""


RULES: list[Rule] = []
"""Every rule about one declaration, in the order defined."""

OTHER_RULES = {
    **dict.fromkeys(
        ("unique-address", "former-address", "file-name", "unique-term", "known-parent"), Severity.ERROR
    ),
    "glossary-complete": Severity.ERROR,
    "published-files": Severity.WARNING,
    "safe-prose": Severity.ERROR,
    "waiver-used": Severity.WARNING,
}
"""Rules about files beside one another, and what they weigh: for the documentation."""


def rule(
    identity: str, severity: Severity, *, shown: bool = False, may: May | None = None
) -> Callable[[Check], Check]:
    """Register a check under its id (kebab-case: what must hold, or what it looks at)."""

    def register(check: Check) -> Check:
        RULES.append(Rule(identity, severity, check, shown, may))
        return check

    return register
