"""Step 6: what a data file says of itself: what it is, where it comes from, under which terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.derive import Declared, Site
from generator.model import Source
from generator.render import Settings, address
from generator.show import Show

Lines = list[tuple[str, str]]


def cover(
    page: str, declared: Sequence[Declared], show: Show, settings: Settings, directory_urls: bool = True
) -> tuple[str, Lines]:
    """Title and lines (label, value) of a workbook's first sheet; nothing is said that nobody gave."""
    words = show.words
    names = dict.fromkeys(show.plain(each.unit.name) for each in declared)
    days = [each.modified for each in declared if each.modified]
    years = sorted({each.declaration.fiscal_year for each in declared})
    documents = dict.fromkeys(show.plain(source.document) for source in _sources(declared))
    given = {
        "site": show.plain(settings.site_name),
        "page": settings.site_url and settings.site_url + address(show.lang, page, directory_urls),
        "unit": _few(names),
        "year": "、".join(map(str, years)) if show.lang == "zh" else ", ".join(map(str, years)),
        "source": _few(documents),
        "modified": max(days).isoformat() if days else "",
        "licence": _terms(show, settings),
        "filed": words("about_file.as_filed"),
        "translation": words("about_file.unofficial") if show.lang != "zh" else "",
    }
    lines = [(words(f"about_file.{key}"), value) for key, value in given.items() if value]
    return _title(page, declared, show), lines


def _terms(show: Show, settings: Settings) -> str:
    licence = settings.licence
    return f"{show.plain(licence.name)} {licence.url}" if licence else show.words("about_file.no_licence")


FEW = 5
"""More names than these are not listed on a cover."""


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    return "\n".join([*listed[:FEW], *(["…"] if len(listed) > FEW else [])])


def _title(page: str, declared: Sequence[Declared], show: Show) -> str:
    if len(declared) == 1 and declared[0].path == page:
        return show.plain(declared[0].declaration.project_name)
    role, _, key = page.partition("/")
    if key and declared:
        return show.plain(getattr(declared[0], role.removesuffix("s")).name)
    return show.words("page.year", year=page) if page.isdigit() else show.words(f"page.{page}")


def _sources(declared: Iterable[Declared]) -> Iterable[Source]:
    return (each.declaration.source for each in declared if each.declaration.source)


def sources(site: Site) -> list[dict[str, Any]]:
    """The documents that the declarations were transcribed from, for a Data Package."""
    found = {source.document.zh: source for source in _sources(site.declared)}
    return [
        {"title": source.document.zh, **({"path": source.address} if source.address else {})}
        for source in found.values()
    ]
