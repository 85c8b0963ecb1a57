"""How a declaration is cited: its version, and a sentence ready to be copied."""

from __future__ import annotations

import hashlib
import json
from dataclasses import is_dataclass
from typing import Any

from markupsafe import Markup

from generator.derive import Declared
from generator.fields import fields
from generator.model import Amount, Declaration, Text
from generator.show import Show
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


def sentence(declared: Declared, show: Show, site_name: Text, address: str) -> str:
    """The declaration as a source: in Chinese after GB/T 7714—2015 ([EB/OL]), in English in the same order.

    The day of reading, and the `address` where the site has none configured, are gaps that `cite.js` fills.
    """
    declaration, words = declared.declaration, show.words
    name, publication = declaration.project_name, declaration.publication
    title = show.text(name)
    if show.lang != "zh" and name.en:
        title = Markup("{} [{}]").format(title, show.chinese(name.zh))
    where = address or _gap("address", words("cite.address"))
    if show.lang != "zh":
        where = Markup("{}, {}").format(show.text(site_name), where)
    published = publication.published if publication else None
    return Markup(words("cite.sentence")).format(  # noqa: S704 (our own words; what is filled in is escaped)
        author=show.text(declared.unit.name),
        title=title,
        form=show.term("form", declaration.form),
        year=declaration.fiscal_year,
        version=version(declaration),
        published=words("cite.published", day=published.isoformat()) if published else "",
        address=where,
        accessed=_gap("date", words("cite.accessed")),
    )


def _gap(name: str, words: str) -> str:
    return Markup('<span data-cite="{}">{}</span>').format(name, words)
