"""Step 4: which version of a declaration this is, by all that it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import is_dataclass
from typing import Any

from generator.fields import fields
from generator.model import Amount, Declaration
from generator.target import Target

ABOUT_THE_SITE = ("added", "moved_from")
"""Fields that say when and where this site shows a declaration, not what it says."""


def version(declaration: Declaration) -> str:
    """Twelve hexadecimal digits that change with any content of the declaration and with nothing else.

    They begin the SHA-256 of its JSON: keys as in its file and sorted, values as filed, what is not given left
    out, no blanks, in UTF-8. How the file is laid out, its comments, and other declarations do not matter; nor do
    `ABOUT_THE_SITE`. A correction is content.
    """
    content = {name: child for name, child in _plain(declaration).items() if name not in ABOUT_THE_SITE}
    text = json.dumps(content, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, Amount | Target):
        return value.raw
    if not is_dataclass(value):
        return str(value)
    given = ((item.name, getattr(value, item.name)) for item in fields(type(value)))
    return {name: child for name, child in given if child is not None and child != ()}
