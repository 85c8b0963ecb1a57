"""How values look in one language: amounts, numbers, target values, texts. Escaped here, once and for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup, escape

from generator.i18n import Words
from generator.model import Amount, Indicator, LongText, Text
from generator.problem import Problem
from generator.rules.indicators import in_percent
from generator.target import SYMBOL, Target
from generator.tell import sentences
from generator.vocabulary import Vocabulary

_HAN = re.compile(r"([㐀-鿿〔〕，。；：、“”]*[㐀-鿿]+[㐀-鿿〔〕，。；：、“”]*)")


LARGER = {
    "zh": {"middle": (4, 2), "large": (8, 4)},
    "en": {"middle": (3, 2), "large": (6, 4)},
}
"""The units of money beside yuan (万元, 亿元; thousand, million yuan): power of ten, decimals shown."""


@dataclass(frozen=True, slots=True)
class Value:
    """A target value, cut into what the table's cells show."""

    kind: str
    """`numeric`, `zero` (zero tolerance), `qualitative` or `absent`: what the row is marked as, not by colour."""
    symbol: str
    number: str
    """The number, or the words of a qualitative target."""
    unit: str
    words: str
    """The value in words: `不少于 1,550 人次`, `at least 1,550 person-times`."""
    raw: str


@dataclass(frozen=True)
class Show:
    """The views of one language."""

    words: Words
    vocabulary: Vocabulary

    @property
    def lang(self) -> str:
        return self.words.lang

    def text(self, text: Text | LongText) -> str:
        """A text in this language; where it has no English, the Chinese stands, marked as such."""
        if self.words.lang == "zh":
            return escape(text.zh)
        return escape(text.en) if text.en else self.chinese(text.zh)

    def chinese(self, text: str) -> str:
        """Chinese as filed; marked with its language on a page of another one."""
        if self.lang == "zh":
            return escape(text)
        return Markup(f'<span lang="zh-CN">{escape(text)}</span>')  # noqa: S704

    def mixed(self, text: str) -> str:
        """A sentence of our own with Chinese words in it, those marked with their language."""
        if self.lang == "zh":
            return escape(text)
        cut = _HAN.split(text)  # every second piece is Chinese
        return Markup("").join(
            self.chinese(piece) if odd % 2 else escape(piece) for odd, piece in enumerate(cut)
        )

    def plain(self, text: Text | LongText) -> str:
        """The same without markup, for titles and attributes."""
        return text.en if self.lang == "en" and text.en else text.zh

    def paragraphs(self, text: LongText) -> list[str]:
        """A long text as its paragraphs."""
        whole = self.plain(text)
        lines = [line.strip() for line in whole.splitlines() if line.strip()]
        foreign = self.lang == "en" and not text.en
        return [self.chinese(line) if foreign else escape(line) for line in lines]

    def term(self, group: str, word: str) -> str:
        """A fixed word: as filed on Chinese pages, its English on English ones."""
        term = self.vocabulary.term(group, word) if self.lang != "zh" else None
        return self.text(term.name) if term else self.chinese(word)

    def label(self, name: str) -> str:
        """What a field is called, without markup: the glossary's word where forms print one, else our own."""
        term = self.vocabulary.entry("field", name)
        return self.plain(term.name) if term else self.words(f"field.{name}")

    def yuan(self, amount: Decimal) -> str:
        """`77,677,700.00`, exact."""
        return f"{amount:,f}"

    def short(self, amount: Decimal) -> str:
        """The same amount in a large unit, still exact: `7,767.77 万元`, `77.6777 million yuan`; else empty."""
        if abs(amount) < (10_000 if self.lang == "zh" else 1_000_000):
            return ""
        large = amount / (10_000 if self.lang == "zh" else 1_000_000)
        return self.words("money.large", amount=_trimmed(large))

    def converted(self, amount: Decimal, unit: str) -> str:
        """The same amount in a larger unit, rounded half up and then marked as such: `约 0.7768`, `≈ 77,677.70`."""
        power, places = LARGER[self.lang][unit]
        exact, last = amount.scaleb(-power), Decimal(1).scaleb(-places)
        rounded = exact.quantize(last, ROUND_HALF_UP)
        if amount and not rounded:
            return self.words("controls.below", amount=f"{last}")
        return f"{rounded:,f}" if rounded == exact else self.words("controls.about", amount=f"{rounded:,f}")

    def oddity(self, problem: Problem) -> str:
        """What is odd as published, in a sentence, with the reason its file gives."""
        what = self.mixed(sentences(problem, self.words)[0])
        return Markup("{} ({})").format(what, self.chinese(problem.reason)) if problem.reason else what

    def other_units(self, indicator: Indicator, others: Sequence[str]) -> str:
        """That the same name has other units of measure elsewhere."""
        own = indicator.target.measure_unit if indicator.target else ""
        return self.mixed(
            self.words(
                "declaration.odd_unit", name=indicator.name.zh, unit=own or "", others="、".join(others)
            )
        )

    def filed(self, amount: Amount, unit: str | None) -> str:
        """An amount as published, with the form's unit of money."""
        return self.chinese(f"{amount.raw} {unit}")

    def value(self, indicator: Indicator, target: Target | None) -> Value:
        """A target value of an indicator (its own, or the whole project's), cut into cells."""
        return self.target(target, indicator.target_en, indicator.measure_unit_en)

    def target(self, target: Target | None, target_en: str | None, measure_unit_en: str | None) -> Value:
        """The same by all that it depends on; the English is what the indicator itself gives."""
        if target is None:
            return Value("absent", "", "", "", self.words("value.absent"), "")
        if target.value is None or target.number is None:
            english = escape(target_en) if target_en and self.lang == "en" else None
            number = english or self.term("target_word", target.raw)
            said = self.words("value.qualitative")
            if self.lang != "zh":
                said = Markup("{}: {}").format(said, number)
            return Value("qualitative", "", number, "", said, target.raw)
        number, unit = grouped(target.number), self.measure(target, measure_unit_en)
        space = "" if in_percent(target) else " "
        quantity = "percent" if in_percent(target) else "count"
        operator = self.words(f"operator.{target.operator}.{quantity}") if target.operator else ""
        said = Markup("{} {}{}{}").format(operator, number, space if unit else "", unit)
        kind = "zero" if target.zero_tolerance else "numeric"
        return Value(kind, SYMBOL.get(target.operator or "", ""), number, unit, said.strip(), target.raw)

    def unit(self, indicator: Indicator, target: Target) -> str:
        """The unit of measure of an indicator's target."""
        return self.measure(target, indicator.measure_unit_en)

    def measure(self, target: Target, measure_unit_en: str | None) -> str:
        """The unit of measure: as filed (`人·天`), or its English, singular for 1."""
        filed = target.measure_unit
        if filed is None:
            return ""
        if self.lang == "zh":
            return escape(filed.replace("*", "·"))
        if measure_unit_en:
            return escape(measure_unit_en)
        term = self.vocabulary.term("measure_unit", filed)
        if term is None or not term.name.en:
            return self.chinese(filed)
        return escape(term.one if term.one and target.value == 1 else term.name.en)


def grouped(number: str) -> str:
    """Decimal text with thousands separated and a needless `.00` dropped: `15887.00` → `15,887`."""
    whole, _, decimals = number.lstrip("-").partition(".")
    sign = "-" if Decimal(number) < 0 else ""
    return f"{sign}{int(whole):,}" + (f".{decimals}" if decimals.strip("0") else "")


def _trimmed(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
