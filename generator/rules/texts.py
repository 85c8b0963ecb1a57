"""Rules about words, wherever they stand in a declaration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import hints, personal
from generator.fields import Form, Leaf, Record, found, texts
from generator.model import Declaration, LongText, Text
from generator.problem import Severity
from generator.rules.rule import Found, rule
from generator.vocabulary import Vocabulary

_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])X{2,}(?![A-Za-z])|\*{2,}|[×＊]{2,}|_{3,}|(?:^|(?<=[\s，。：:、(（]))待[填定](?=$|[\s，。；、)）])"
    r"|[(（]\s*\d+\s*字以内\s*[)）]|TODO|TBD"
)
_SIGNS = ("XX", "**", "×", "＊", "___", "待填", "待定", "字以内", "TODO", "TBD")
"""What no placeholder is without: looked for first, being quick."""
_VAGUE = {"提高", "降低", "提升", "减少", "增加", "可控", "合理", "较好", "良好", "改善", "加强"}
_DAMAGE = re.compile(r"^[“‘「].*[”’」]$|\$|\\[a-zA-Z%]|&[a-z]+;|<[a-z/]", re.IGNORECASE)


MAX_GUESSES = 20
"""Words of a declaration for which the nearest known one is looked for: each is compared with all that are known."""


def _is_term(form: Form) -> bool:
    return isinstance(form, Leaf) and form.kind.name in ("term", "organisation")


def _is_translated(form: Form) -> bool:
    return isinstance(form, Record) and form.cls in (Text, LongText)


@rule("known-term", Severity.ERROR)
def known_term(declaration: Declaration, vocabulary: Vocabulary) -> Iterator[Found]:
    """Words with a fixed meaning stand in the glossary or among the organisations, so that they have English."""
    guesses = MAX_GUESSES
    for path, form, word in found(declaration, _is_term):
        group = form.kind.group or form.kind.name if isinstance(form, Leaf) else ""
        term = vocabulary.organisation(word) if group == "organisation" else vocabulary.term(group, word)
        if term is None:
            known = vocabulary.known(group)
            by_key = {key: name for name, key in known.items()}
            guess = by_key.get(word, "")
            if not guess and guesses:
                guess, guesses = hints.nearest(word, known), guesses - 1
            case = "organisation" if group == "organisation" else "glossary"
            args = {"word": word, "group": group, "guess": guess}
            yield Found(path, args, f"{case}-guess" if guess else case)


def _maybe_placeholder(said: str) -> bool:
    return any(sign in said for sign in _SIGNS)


@rule("placeholders", Severity.ERROR, may=_maybe_placeholder)
def placeholders(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """No text is a form's unfilled prompt."""
    for path, text in texts(declaration):
        if match := _PLACEHOLDER.search(text):
            yield Found(path, {"text": match[0]})


CODES = ("project_code", "unit_code", "budget_code")
"""Numbers of offices, as long as telephones."""


@rule("personal-data", Severity.ERROR, may=personal.maybe)
def personal_data(declaration: Declaration, vocabulary: Vocabulary) -> Iterator[Found]:
    """No mobile, identity or card number, no person with a telephone or mailbox in anything published."""
    for path, text in texts(declaration):
        if path[-1] not in CODES:
            for hit in personal.personal(text, vocabulary.known_contacts):
                yield Found(path, case=hit.case, severity=hit.severity)


@rule("conversion-damage", Severity.WARNING)
def conversion_damage(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A target is the published text, without what a converter left in it (`$\\geq 90\\%$`)."""
    for index, indicator in enumerate(declaration.indicators):
        if indicator.target and _DAMAGE.search(indicator.target.raw):
            yield Found(("indicators", index, "target"), {"text": indicator.target.raw})


@rule("vague-words", Severity.INFO)
def vague_words(declaration: Declaration, _: Vocabulary) -> Iterator[Found]:
    """A target in words says what counts as met."""
    for index, indicator in enumerate(declaration.indicators):
        if indicator.target and indicator.target.raw in _VAGUE:
            yield Found(("indicators", index, "target"), {"word": indicator.target.raw})


@rule("english-given", Severity.INFO)
def english_given(declaration: Declaration, vocabulary: Vocabulary) -> Iterator[Found]:
    """Every text has its English; where not, the Chinese stands on the English page."""
    for path, _, text in found(declaration, _is_translated):
        if text.en is None:
            yield Found(path, {"text": text.zh if len(text.zh) <= 20 else text.zh[:20] + "…"})
    for index, indicator in enumerate(declaration.indicators):
        target = indicator.target
        if target is None:
            continue
        group, word, english = (
            ("target_word", target.raw, indicator.target_en)
            if target.kind == "qualitative"
            else ("measure_unit", target.measure_unit, indicator.measure_unit_en)
        )
        term = vocabulary.term(group, word) if word else None
        if word and not english and not (term and term.name.en):
            yield Found(("indicators", index, "target"), {"text": word})
