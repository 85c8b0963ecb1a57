"""Step 7: what readers can find. From the data, not the pages: one index-only document per page and language;
`index.py` has Pagefind index them.

Pagefind does not cut Chinese. So Chinese text is indexed as overlapping pairs of characters (考务工作 → 考务 务工
工作 作_); the last character carries a mark, and ends the text. `stands.py` adds threes (考_务工 务_工作). Two
characters are asked for as a pair, more as a quoted phrase of threes: exactly a substring search.
`assets/js/search/` holds the other half: it cuts the query the same way.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from generator.derive import Declared, Site
from generator.model import Indicator, LongText, Text
from generator.target import Target
from generator.totals import slices
from generator.vocabulary import anchor

INDEX_LANGUAGE = {"zh": "und", "en": "en"}
"""What Pagefind is told: `und` leaves our pairs alone, `en` gives English stems."""

MARK = "_"
"""What stands for no character: behind the last one, and in threes, which then begin like no pair."""

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+(?:\\.[0-9]+)?")
_COMMA = re.compile("(?<=[0-9]),(?=[0-9]{3})")
_ZEROS = re.compile("(?<=[0-9])(?:\\.0+)+(?![0-9])")
_LARGE = re.compile("([0-9]+(?:\\.[0-9]+)?)([万亿])")
_SCALE = {"万": 4, "亿": 8}


def normal(text: str) -> str:
    """Text as it is compared: NFKC, lower case, numbers without separators and needless decimals."""
    return _ZEROS.sub("", _COMMA.sub("", unicodedata.normalize("NFKC", text).lower()))


def tokens(text: str) -> str:
    """Words for the Chinese index: runs as pairs, the rest as it is; `5万` also as the 50000 of queries."""
    plain = normal(text)
    found: list[str] = []
    for run in _RUN.findall(plain):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[index : index + 2] for index in range(len(run) - 1)]
            found.append(f"{run[-1]}{MARK}")
    found += [
        f"{Decimal(number).scaleb(_SCALE[scale]).normalize():f}" for number, scale in _LARGE.findall(plain)
    ]
    return " ".join(found)


@dataclass(frozen=True, slots=True)
class Row:
    """A place on a page that a result can lead to."""

    id: str
    name: Text
    value: str = ""
    """A target as published."""
    words: str = ""
    """What else it should be found by."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one page."""

    path: str
    kind: str
    title: Text
    about: Text
    texts: tuple[Text | LongText, ...] = ()
    rows: tuple[Row, ...] = ()
    amount: str = ""
    """What a result shows, and is sorted by."""
    totals: tuple[Decimal, ...] = ()
    """In yuan: found as they are, and rounded as people say them in 万 and 亿."""
    amounts: tuple[Decimal, ...] = ()
    """In yuan: found as they are."""
    year: str = ""
    filters: tuple[tuple[str, str], ...] = ()


NOTHING = Text("", "")


def documents(site: Site) -> Iterator[Document]:
    """Declarations, organisations and the glossary. Prose comes from the engine."""
    for each in site.declared:
        yield _declaration(each, site)
    for role, folder in (("department", "departments"), ("unit", "units")):
        for key, declared in site.by_organisation(role).items():
            organisation = getattr(declared[0], role)
            also = " ".join(organisation.also)
            totals = tuple(each.yuan for each in slices(declared)["fiscal_year"])
            yield Document(
                f"{folder}/{key}", folder, organisation.name, NOTHING, (Text(also, also),), totals=totals
            )
    glossary = site.vocabulary.glossary
    rows = tuple(
        Row(anchor(group, term), term.name, words=" ".join(term.also))
        for group in ("nature", "category", "attribute", "fund_source", "level_1", "level_2", "concept")
        for term in getattr(glossary, group)
    )
    yield Document("glossary", "glossary", Text("术语", "Glossary"), NOTHING, rows=rows)


def _declaration(each: Declared, site: Site) -> Document:
    declaration = each.declaration
    money = each.annual or each.project
    words = [
        site.vocabulary.term(group, word).name  # type: ignore[union-attr]  # the rules refused unknown words
        for group, word in _terms(declaration.nature, declaration.category)
    ]
    goals = (declaration.annual_goal, declaration.overall_goal, declaration.medium_term_goal)
    levels = sorted({site.vocabulary.level_1(row.level_1) for row in declaration.indicators})
    columns = [column for column in (each.annual, each.project) if column]
    return Document(
        each.path,
        "declaration",
        declaration.project_name,
        each.unit.name,
        texts=(each.department.name, *words, *(goal for goal in goals if goal)),
        rows=tuple(
            Row(row.id, row.name, row.target.raw if row.target else "", _target_words(row, row.target))
            for row in declaration.indicators
        ),
        amount=f"{money.total:f}" if money else "",
        totals=tuple(column.total for column in columns),
        amounts=tuple(part.yuan for column in columns for part in column.parts),
        year=str(declaration.fiscal_year),
        filters=(
            ("year", str(declaration.fiscal_year)),
            *(("nature", word) for word in filter(None, [declaration.nature])),
            *(("category", word) for word in filter(None, [declaration.category])),
            *(("fund", part.key) for part in (each.annual.parts if each.annual else ()) if part.yuan),
            *(("level_1", level) for level in levels),
        ),
    )


def _terms(nature: str | None, category: str | None) -> Iterator[tuple[str, str]]:
    for group, word in (("nature", nature), ("category", category)):
        if word:
            yield group, word


def _figures(document: Document) -> Iterable[str]:
    """Each amount once, and as `n…` what a total is called in round figures: 77677700 is 7767万 and 0.78亿, too."""
    found = [f"{yuan:f}" for yuan in (*document.totals, *document.amounts)]
    for yuan in document.totals:
        found += [
            f"n{yuan.scaleb(-digits).quantize(Decimal(1), way).scaleb(digits):f}"
            for digits in range(2, len(str(int(yuan))) - 1)
            for way in (ROUND_DOWN, ROUND_HALF_UP)
        ]
    return dict.fromkeys(found)


def _target_words(indicator: Indicator, target: Target | None) -> str:
    """`≤200(起)` is found as `≤200`, too: one word of operator and number."""
    if target is None or target.number is None:
        return ""
    number = normal(target.number)
    zero = " 零容忍 zero tolerance" if target.zero_tolerance else ""
    return f"{target.operator or ''}{number}{zero}"


def page(document: Document, lang: str) -> str:
    """The index-only HTML of a document."""
    cut = tokens if lang == "zh" else normal

    def words(*texts: str) -> str:
        return html.escape(cut(" ".join(texts)), quote=False)

    def text(value: Text | LongText) -> str:
        return value.zh if lang == "zh" else value.en or ""

    lines = [
        f'<!doctype html><html lang="{INDEX_LANGUAGE[lang]}"><head><title>{document.path}</title></head><body>',
        f'<h1 data-pagefind-weight="7">{words(text(document.title))}</h1>',
        f"<p>{words(text(document.about), document.year)}</p>",
        f"<p>{words(*_figures(document))}</p>",
        *(f"<p>{words(text(each))}</p>" for each in document.texts),
        *(f'<i data-pagefind-filter="{name}:{html.escape(value)}"></i>' for name, value in document.filters),
    ]
    for row in document.rows:
        lines.append(f"<h2>{words(text(row.name))}</h2>")
        lines.append(f"<p>{words(row.value, row.words)}</p>")
    return "\n".join([*lines, "</body></html>"])


def shown(document: Document) -> dict[str, Any]:
    """What a result shows."""
    return {
        "kind": document.kind,
        "title": {"zh": document.title.zh, "en": document.title.en},
        "about": {"zh": document.about.zh, "en": document.about.en},
        "amount": document.amount,
        "year": document.year,
        "rows": [
            {"id": row.id, "zh": row.name.zh, "en": row.name.en, "value": row.value} for row in document.rows
        ],
    }
