"""What is published of addresses that were given up, so that whoever kept one can follow."""

from __future__ import annotations

from typing import Any

from generator.derive import Site
from generator.model import LongText, Text
from generator.render import counterparts


def history(site: Site, directory_urls: bool = True) -> dict[str, list[dict[str, Any]]]:
    """`moved`: former and present identity of a declaration, and where it stands; `removed`: when and why."""
    moved = [
        {"from": old, "to": each.path, "url": _url(each.path, directory_urls)}
        for old, each in site.moved.items()
    ]
    removed = [
        {
            "path": each.path,
            "day": each.day.isoformat(),
            "name": _text(each.name),
            "reason": _text(each.reason),
            "url": _url(each.path, directory_urls),
        }
        for each in site.removed
    ]
    return {"moved": moved, "removed": removed}


def _url(path: str, directory_urls: bool) -> dict[str, str]:
    return {lang: f"/{address}" for lang, address in counterparts(path, directory_urls).items()}


def _text(text: Text | LongText | None) -> dict[str, str | None] | None:
    return {"zh": text.zh, "en": text.en} if text else None
