"""What the search modules in the browser are told of the site (`assets/js/search/`), as JSON in each page."""

from __future__ import annotations

from typing import Any

from generator import render
from generator.derive import PARTS
from generator.i18n import Words
from generator.show import Show

TOLD = (
    *(
        "searching",
        "found",
        "none",
        "none_filtered",
        "found_one",
        "partial_one",
        "partial",
        "short",
        "meant",
        "all",
        "more",
        "amount",
        "failed",
        "offline",
    ),
)
"""Sentences the modules say."""


def facets(show: Show) -> list[dict[str, Any]]:
    """What the filters are called in one language, and their values where these are keys or have English."""
    glossary = show.vocabulary.glossary
    values = {
        "year": {},
        "nature": {term.name.zh: show.plain(term.name) for term in glossary.nature},
        "category": {term.name.zh: show.plain(term.name) for term in glossary.category},
        "fund": {key: show.label(key) for key in PARTS},
        "level_1": {term.key: show.plain(term.name) for term in glossary.level_1},
    }
    return [
        {"name": name, "label": show.words(f"search.{name}"), "values": known}
        for name, known in values.items()
    ]


def told(words: Words) -> dict[str, str]:
    """The sentences the search modules say."""
    return {key: words(f"search.{key}") for key in TOLD}


def site_facts(show: Show, base_url: str, directory_urls: bool) -> dict[str, Any]:
    """What the search modules must know of a page's site: where it begins, and the words of the page's language."""
    lang = show.lang
    return {
        "base": f"{base_url.rstrip('/')}/",
        "prefix": render.PREFIX[lang],
        "language": lang,
        "directories": directory_urls,
        "searchPage": render.address(lang, "search", directory_urls),
        "indicatorsPage": render.address(lang, "indicators", directory_urls),
        "words": told(show.words),
        "facets": facets(show),
    }
