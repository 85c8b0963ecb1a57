"""Step 6: the published data. The names are a promise: they change only under another version number."""

from __future__ import annotations

import json
from typing import Any

from generator.derive import Declared, Money, Site
from generator.model import LongText, Source, Text
from generator.render import counterparts
from generator.target import Target
from generator.vocabulary import Vocabulary

API = "api/v1"


def declarations(site: Site, directory_urls: bool = True) -> str:
    """`/api/v1/declarations.json`: every declaration with its indicators.

    Amounts and numbers are decimal text, money in yuan; what the form does not give is null, never 0 or "".
    """
    records = [_declaration(each, site.vocabulary, directory_urls) for each in site.declared]
    return json.dumps({"declarations": records}, ensure_ascii=False, indent=1) + "\n"


def _declaration(each: Declared, vocabulary: Vocabulary, directory_urls: bool) -> dict[str, Any]:
    declaration = each.declaration
    period = declaration.period
    return {
        "id": declaration.id,
        "fiscal_year": declaration.fiscal_year,
        "project_name": _text(declaration.project_name),
        "nature": declaration.nature,
        "category": declaration.category,
        "department": declaration.department,
        "unit": declaration.unit,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None,
        "url": {lang: f"/{path}" for lang, path in counterparts(each.path, directory_urls).items()},
        "funding": {"annual": _money(each.annual), "project": _money(each.project)},
        "overall_goal": _text(declaration.overall_goal),
        "annual_goal": _text(declaration.annual_goal),
        "indicators": [
            {
                "id": indicator.id,
                "level_1": vocabulary.level_1(indicator.level_1),
                "level_2": _key(vocabulary, "level_2", indicator.level_2),
                "name": _text(indicator.name),
                "target": _target(indicator.target),
            }
            for indicator in declaration.indicators
        ],
        "source": _source(declaration.source),
    }


def _text(text: Text | LongText | None) -> dict[str, str | None] | None:
    return {"zh": text.zh, "en": text.en} if text else None


def _key(vocabulary: Vocabulary, group: str, word: str | None) -> str | None:
    term = vocabulary.term(group, word) if word else None
    return term.key if term else None


def _money(money: Money | None) -> dict[str, str | None] | None:
    if money is None:
        return None
    given = {part.key: f"{part.yuan:f}" for part in money.parts}
    return {
        "total": f"{money.total:f}",
        **{key: given.get(key) for key in ("fiscal_appropriation", "carried_over", "other")},
    }


def _target(target: Target | None) -> dict[str, str | None] | None:
    if target is None:
        return None
    names = ("raw", "kind", "operator", "number", "measure_unit")
    return {name: getattr(target, name) for name in names}


def _source(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "document": _text(source.document),
        "place": _text(source.place),
        "file": source.file,
        "sha256": source.sha256,
        "address": source.address,
        "notes": [_text(note) for note in source.notes],
    }
