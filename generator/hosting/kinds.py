"""What a host must know of each file of a site: its type, whether browsers may keep it, whether others may read it.

All configurations are made from these tables, and so is the list of what is worth packing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from generator.export.jsonld import MEDIA_TYPES

KEPT: Final = "public, max-age=31536000, immutable"
"""For a file whose name follows from its content: another content has another name."""

ASKED: Final = "no-cache"
"""Kept, but the host is asked each time whether it is still the same: an answer of some hundred bytes."""

NAMED_BY_CONTENT: Final = r"\.[0-9a-f]{8}\.min\.(?:css|js)$"
"""The theme's own files, and no others. Ours keep their names when they change; and what the search index is named by
is six digits of a digest: of ten thousand changed files some would get the name of another that browsers still keep.
"""

PACKED: Final = {"br": "br", "gz": "gzip"}
"""What the names of packed files end with, and their Content-Encoding; the better one first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that hosts treat alike."""

    type: str
    tails: tuple[str, ...]
    """What their paths end with: `.csv`, or `/feed.xml` for a whole name."""
    text: bool = False
    """UTF-8, and said so: readers without the charset take Chinese CSV for GBK."""
    packs: bool = False
    """Whether it becomes much smaller."""
    open: bool = False
    """Whether pages of other hosts may read it: data is published to be used, pictures for previews to be shown
    elsewhere. Everything else serves our own pages.
    """
    saved: bool = False
    """Whether a browser saves it instead of showing it: files for programs, which some phones show as text."""


def pattern(tails: tuple[str, ...]) -> str:
    """What finds paths with these tails, in any dialect of regular expressions."""
    escaped = [re.escape(tail) for tail in tails]
    return f"{escaped[0]}$" if len(escaped) == 1 else f"(?:{'|'.join(escaped)})$"


def _data(ending: str, *, text: bool = True, packs: bool = True, saved: bool = False) -> Kind:
    return Kind(MEDIA_TYPES[ending], (f".{ending}",), text, packs, open=True, saved=saved)


KINDS: Final = (
    Kind("text/html", (".html",), text=True, packs=True),
    Kind("text/css", (".css",), text=True, packs=True),
    Kind("text/javascript", (".js",), text=True, packs=True),
    Kind("text/plain", (".txt", "/SHA256SUMS"), text=True, packs=True),
    Kind("text/markdown", (".md",), text=True, packs=True),
    _data("json"),
    _data("jsonld"),
    _data("csv", saved=True),
    _data("xlsx", text=False, packs=False, saved=True),
    _data("sqlite", text=False, saved=True),
    _data("zip", text=False, packs=False, saved=True),
    Kind("application/x-ndjson", (".jsonl",), text=True, packs=True, open=True, saved=True),
    Kind("application/atom+xml", ("/feed.xml",), text=True, packs=True, open=True),
    Kind("application/xml", (".xml",), text=True, packs=True, open=True),
    Kind("application/manifest+json", (".webmanifest",), text=True, packs=True),
    Kind("image/svg+xml", (".svg",), text=True, packs=True),
    Kind("image/png", (".png",), open=True),
    Kind("image/jpeg", (".jpg", ".jpeg"), open=True),
    Kind("image/gif", (".gif",), open=True),
    Kind("image/webp", (".webp",), open=True),
    Kind("application/pdf", (".pdf",), open=True),
    # Parts of the search index: packed by Pagefind, WebAssembly too, and unpacked by its own script.
    Kind(
        "application/octet-stream",
        (".pagefind", ".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta"),
    ),
)
"""The first whose tail fits counts."""

OTHER: Final = Kind("application/octet-stream", ("",))
"""What is in no table."""


def kind_of(path: str) -> Kind:
    """The kind of a file by its path from the site's root."""
    return next((kind for kind in KINDS if f"/{path}".endswith(kind.tails)), OTHER)


def cache(path: str) -> str:
    """How long browsers may keep a file, as Cache-Control says it."""
    return KEPT if re.search(NAMED_BY_CONTENT, path) else ASKED


def full_type(kind: Kind) -> str:
    """The Content-Type with its charset."""
    return f"{kind.type}; charset=utf-8" if kind.text else kind.type


def own_headers(kind: Kind) -> dict[str, str]:
    """The headers that depend on the kind of a file."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin" if kind.open else "same-origin"}
    if kind.open:
        headers["Access-Control-Allow-Origin"] = "*"
    if kind.saved:
        headers["Content-Disposition"] = "attachment"
    return headers


OF_PAGES: Final = own_headers(OTHER)
"""Those of most kinds."""


def others() -> list[tuple[dict[str, str], tuple[str, ...]]]:
    """Headers that are not those of pages, each set of them with the tails of all its kinds."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for kind in KINDS:
        if own_headers(kind) != OF_PAGES:
            groups.setdefault(tuple(own_headers(kind).items()), []).extend(kind.tails)
    return [(dict(items), tuple(tails)) for items, tails in groups.items()]
