"""Which pages there are and what is listed on each: what `generator.pages` tells the renderer, as plain data.

Order and cuts of lists, and what they add up to, are our model's; texts stand in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator import arrange, choices, derive, pages, render, totals
from generator.derive import Site
from generator.i18n import Words
from generator.model import Text
from generator.vocabulary import GROUPS

Places = dict[tuple[str, str], int]
"""Where each indicator stands in its declaration, by address and id."""

ROOT = Path(__file__).parents[3]


class _Planner(render.Renderer):
    """Notes what each page is told, where the renderer would render it."""

    def page(self, path: str, template: str, title: str, *neighbours: str | None, **context: Any) -> Any:
        return {"path": path, "template": template, "title": title, **context}


def plan(site: Site, words: dict[str, Words], name: Text) -> Iterator[dict[str, Any]]:
    """Every page once, its texts in both languages."""
    places = _places(site)
    planners = (
        _Planner(site, table, ROOT / "theme_overrides", render.Settings(name)) for table in words.values()
    )
    for zh, en in zip(*(pages.pages(planner, words) for planner in planners), strict=True):
        yield _both(zh, en) | _told(zh, site, places)


def _both(zh: dict[str, Any], en: dict[str, Any]) -> dict[str, Any]:
    made = {key: zh[key] for key in ("path", "template", "base", "number", "count", "total") if key in zh}
    for key in ("title", "lead", "description"):
        if key in zh:
            made[key] = {"zh": zh[key], "en": en[key]}
    if zh["template"] in ("indicators", "shared"):
        pairs = zip(zh["ways"], en["ways"], strict=True)
        made["ways"] = [{"path": a[0], "title": {"zh": a[1], "en": b[1]}, "count": a[2]} for a, b in pairs]
    return made


def _told(page: dict[str, Any], site: Site, places: Places) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if page["template"] == "declaration":
        told = {key: page[key].split("/")[1] for key in ("previous", "following") if page[key]}
        return {"declared": page["declared"].declaration.id, **told, "money": _money(page["declared"].annual)}
    if "declared" in page:
        told["declared"] = [each.declaration.id for each in page["declared"]]
        offered = choices.of_declarations(page["declared"], site.vocabulary)
        told["offered"] = [
            {
                "name": each.name,
                "options": [{"key": key, **text(name)} for key, name in each.options.items()],
            }
            for each in offered
        ]
    if "totals" in page:
        told["totals"] = _totals(page["totals"] or totals.totals(site.declared))
    if "slices" in page:
        ways = page.get("ways", pages.WAYS["year"])
        told["slices"] = [
            {"by": by, "rows": [_slice(each, by, site) for each in page["slices"][by][0]]}
            for by in ways
            if by in page["slices"]
        ]
    told["documents"] = page.get("documents", {})
    if "entries" in page:
        told["entries"] = [
            {"path": f"{page['folder']}/{entry.key}", "name": text(entry.name), "sums": _totals(sums)}
            for entry, sums in page["entries"]
        ]
    if "levels" in page:
        told["levels"] = [
            {"level": level, "rows": [_row(each, places) for each in rows]} for level, rows in page["levels"]
        ]
    if "groups" in page and page["template"] == "shared":
        told["groups"] = [
            {
                "name": text(each.name),
                "differs": each.differs or "same",
                "rows": [_row(row, places) for row in each.rows],
            }
            for each in sorted(page["groups"], key=lambda each: ("unit", "target", "").index(each.differs))
        ]
    return told


def _row(listed: arrange.Listed, places: Places) -> list[Any]:
    return [listed.path.split("/")[1], places[listed.path, listed.id], listed.level_1]


def _places(site: Site) -> Places:
    return {
        (each.path, indicator.id): place
        for each in site.declared
        for place, indicator in enumerate(each.declaration.indicators)
    }


def text(text: Text | None) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh} if text else {}


def _money(money: derive.Money | None) -> Any:
    if money is None:
        return None
    parts = [{"key": part.key, "yuan": part.yuan, "share": part.share} for part in money.parts]
    return {"total": money.total, "parts": parts, "bar": totals.segments(money.parts)}


def _totals(sums: totals.Totals) -> dict[str, Any]:
    return {
        "declarations": sums.declarations, "indicators": sums.indicators, "zero": sums.zero_tolerance,
        "qualitative": sums.qualitative, "levels": sums.levels, "bar": totals.level_bar(sums),
        "annual": _money(sums.annual),
    }  # fmt: skip


def _slice(each: totals.Slice, by: str, site: Site) -> dict[str, Any]:
    name = each.name
    if isinstance(name, str):
        term = site.vocabulary.term(by, name) if by in GROUPS else None
        name = term.name if term else Text(name, name)
    rest = {"path": each.path, "declarations": each.declarations, "yuan": each.yuan, "share": each.share}
    return {"name": text(name), **rest}
