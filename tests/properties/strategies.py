"""Values of the model, generated from the model's own fields: a new field is covered by itself."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from generator import characters, leaves, target
from generator.fields import Choice, Field, Form, Leaf, Many, Record, fields
from generator.model import Amount

UNWANTED = "".join(char for char in map(chr, range(0x10000)) if characters.unwanted(char))
ALPHABET = st.one_of(
    st.sampled_from("考点数率%≥=0123456789.,:：-#\"'\\<>&|*_`{}[]!@~ \u3000"),
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters=UNWANTED),
)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _published(text: str) -> bool:
    return bool(text) and not any(map(characters.unwanted, text)) and _clean(text) == text


LINES = st.text(ALPHABET, min_size=1, max_size=12).map(_clean).filter(_published)
PROSE = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


def _slug(text: str) -> bool:
    return text not in leaves.RESERVED and not text.startswith("page-")


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(?:-[a-z0-9]{1,8}){0,3}", fullmatch=True).filter(_slug)
FIGURES = st.one_of(
    st.decimals(0, 10**12, places=2).map(lambda number: f"{number:,f}"),
    st.integers(0, 10**9).map(str),
    st.sampled_from(["0", "0.00", "0.005", "1,000"]),
)
TARGETS = st.one_of(
    LINES,
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "≥", "≤", "=", ">", "<", ">=", "﹦"]),
        FIGURES,
        st.sampled_from(["", "%", "(%)", "(次)", "(人*天)", "米", " (天/周)", "以上"]),
    ),
)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)

LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "slug": SLUGS,
    "path": st.builds("{}/{}".format, st.integers(1900, 2199), SLUGS),
    "term-key": SLUGS,
    "line": LINES,
    "prose": PROSE,
    "term": LINES,
    "organisation": LINES,
    "year": st.integers(1900, 2199),
    "day": DAYS,
    "money": FIGURES.map(lambda text: Amount(text, Decimal(text.replace(",", "")))),
    "number": st.decimals(0, 1000, places=2),
    "sha256": HEX,
    "web-address": st.just("https://www.example.gov.cn/a?b=1#c"),
    "target": TARGETS.map(target.parse),
}


def _form(form: Form) -> st.SearchStrategy[Any]:
    match form:
        case Leaf(kind):
            return LEAVES[kind.name]
        case Choice(options):
            return st.sampled_from(options)
        case Record(cls):
            return values(cls)
        case Many(item):
            return st.lists(_form(item), min_size=1, max_size=2).map(tuple)


def _field(item: Field) -> st.SearchStrategy[Any]:
    return _form(item.form)


@st.composite
def values(draw: st.DrawFn, cls: type) -> Any:
    """A value of a model class: what is required, and about half of what is not."""
    given = {item.name: draw(_field(item)) for item in fields(cls) if item.required or draw(st.booleans())}
    return cls(**given)
