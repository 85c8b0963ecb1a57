"""Linked data as others read it: by a JSON-LD processor that may ask no other host for anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from building import Built
from html_page import page
from pyld import jsonld

SCHEMA = "https://schema.org/"


def _refuse(url: str, _: Any) -> Any:
    raise AssertionError(f"a reader of the linked data would have to ask for {url}")


def told(built: Built, path: str) -> dict[str, Any]:
    """The linked data in the head of a page, as JSON."""
    (script,) = [
        each for each in page(built.folder / path).all("script") if each["type"] == "application/ld+json"
    ]
    found: dict[str, Any] = json.loads(script.text)
    return found


def expanded(value: Any, address: str) -> list[dict[str, Any]]:
    """Linked data at an address, with every name and address in full."""
    found: list[dict[str, Any]] = jsonld.expand(value, {"base": address, "documentLoader": _refuse})
    return found


def things(built: Built, path: str, address: str, kind: str = "") -> list[dict[str, Any]]:
    """What a page is about, each with its names in full; of one kind (`Report`) or of all."""
    found = expanded(told(built, path), address)
    return [each for each in found if not kind or each["@type"] == [f"{SCHEMA}{kind}"]]


def values(thing: dict[str, Any], name: str) -> list[Any]:
    """The values of a name of schema.org: text, address, or the thing itself."""
    return [
        each["@value"] if "@value" in each else each["@id"] if set(each) == {"@id"} else each
        for each in thing.get(SCHEMA + name, [])
    ]


def value(thing: dict[str, Any], name: str) -> Any:
    """The only value of a name of schema.org."""
    (found,) = values(thing, name)
    return found


def nodes(value: Any) -> list[dict[str, Any]]:
    """Every thing in expanded linked data, however deep."""
    if isinstance(value, list):
        return [found for each in value for found in nodes(each)]
    if not isinstance(value, dict) or "@value" in value:
        return []
    below = [found for key, each in value.items() if not key.startswith("@") for found in nodes(each)]
    return [value, *below]


def catalogue(folder: Path, address: str) -> list[dict[str, Any]]:
    """Every thing in the catalogue of the data."""
    return nodes(
        expanded(json.loads((folder / "data" / "catalog.jsonld").read_text(encoding="utf-8")), address)
    )
