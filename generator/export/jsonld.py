"""Step 6: what linked data in pages and the catalogue of the data have in common."""

from __future__ import annotations

import json
from typing import Any

Node = dict[str, Any]
"""A thing in JSON-LD."""

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def script(value: Node) -> str:
    """JSON that can stand inside `<script>`: no text in it can end the element, or begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def given(value: Any) -> Any:
    """What is not known is not said: without None, and without what is empty, at any depth."""
    if isinstance(value, dict):
        return {key: child for key, each in value.items() if (child := given(each)) not in (None, "", [], {})}
    return [given(each) for each in value] if isinstance(value, list) else value
