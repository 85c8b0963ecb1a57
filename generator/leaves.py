"""How a piece of text is read: a date as a date, an amount as a number, by the kind that the model names."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from generator import target
from generator.fields import Choice, Leaf
from generator.model import Amount


class UnfitError(Exception):
    """A text that its field cannot take: which rule, which of its sentences, filled with what."""

    def __init__(self, rule: str, case: str = "", **args: str) -> None:
        super().__init__(rule)
        self.rule, self.case, self.fill = rule, case, args


def reader(form: Leaf | Choice) -> Callable[[str], Any]:
    """What reads the text of such a leaf. It raises UnfitError."""
    if isinstance(form, Choice):
        return partial(_choice, {word: word for word in form.options})
    return LEAVES[form.kind.name]


def leaf(text: str, form: Leaf | Choice) -> Any:
    """The value of one piece of text. Raises UnfitError."""
    return reader(form)(text)


def _choice(options: Mapping[str, str], text: str) -> str:
    if text not in options:
        raise UnfitError("choice", options=" / ".join(options))
    return options[text]


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
TERM_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names Windows keeps for devices (Microsoft, "Naming Files, Paths, and Namespaces")."""

RESERVED = {*DEVICES, "index"}
"""With our own `index`; `page-2` is the second page of a list."""

_PAGE = re.compile(r"page-\d+")
_YEAR = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_MONEY = re.compile(rf"(?:{target.NUMBER})", re.ASCII)
_WEB_ADDRESS = re.compile(
    r"https?://[a-z0-9.-]+(?::\d+)?(?:[/?#][\w.~:/?#@!$&'()*+,;=%-]*)?", re.ASCII | re.I
)
"""What RFC 3986 allows after the host, without the brackets of IPv6."""
_DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?", re.ASCII)


def _slug(text: str) -> str:
    if len(text) > 64 or not SLUG.fullmatch(text):
        raise UnfitError(
            "address", write=re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64] or "road-repair"
        )
    if text in RESERVED or _PAGE.fullmatch(text):
        raise UnfitError("address", "reserved")
    return sys.intern(text)  # many declarations call their indicators alike


def _path(text: str) -> str:
    year, _, identity = text.partition("/")
    try:
        return f"{_year(year)}/{_slug(identity)}"
    except UnfitError:
        raise UnfitError("address", "path") from None


def _term_key(text: str) -> str:
    if len(text) > 64 or not TERM_KEY.fullmatch(text):
        raise UnfitError("address", write=re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-_")[:64] or "…")
    return text


def _line(text: str) -> str:
    if "\n" in text:
        raise UnfitError("one-line")
    return text


def _shared(text: str) -> str:
    """A word that many declarations have: equal ones are one."""
    return sys.intern(_line(text))


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise UnfitError("year")
    return int(text)


def _day(text: str) -> dt.date:
    match = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else dt.date.fromisoformat("")
    except ValueError:
        raise UnfitError("day") from None


def _money(text: str) -> Amount:
    if text.endswith(("元", "圆")):
        raise UnfitError("funding-scale", "suffix")
    if not _MONEY.fullmatch(text) or target.too_long(text):
        raise UnfitError("money")
    return Amount(text, Decimal(text.replace(",", "")))


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text) or target.too_long(text):
        raise UnfitError("number")
    return Decimal(text)


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text, re.ASCII):
        raise UnfitError("sha256")
    return text


def _web_address(text: str) -> str:
    if not _WEB_ADDRESS.fullmatch(text):
        raise UnfitError("web-address")
    return text


LEAVES: dict[str, Callable[[str], Any]] = {
    "slug": _slug,
    "path": _path,
    "term-key": _term_key,
    "line": _line,
    "prose": str,
    "term": _shared,
    "organisation": _shared,
    "year": _year,
    "day": _day,
    "money": _money,
    "number": _number,
    "sha256": _sha256,
    "web-address": _web_address,
    "target": lambda text: target.parse(_line(text)),
}
