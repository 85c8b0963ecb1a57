"""The configuration for nginx: one `location` with others in it, to be included in a `server` block.

A location that adds one header loses those of the location around it, so each of them names all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.hosting.kinds import (
    ASKED,
    KEPT,
    KINDS,
    NAMED_BY_CONTENT,
    OF_PAGES,
    OTHER,
    Kind,
    others,
    own_headers,
    pattern,
)
from generator.hosting.policy import HEADERS, HTTPS_ONLY
from generator.hosting.where import Where
from generator.i18n import Words


def configuration(where: Where, words: Words) -> str:
    """The whole text."""
    return "".join(f"{line}\n" for line in _lines(where, words))


def _lines(where: Where, words: Words) -> Iterator[str]:
    yield f"# {words('hosting.nginx')}"
    if where.precompressed:
        yield f"# {words('hosting.nginx_brotli')}"
    for key in ("dates", "language", "https"):
        yield f"# {words(f'hosting.{key}')}"
    if where.prefix != "/":
        yield f"location = {where.prefix.rstrip('/')} {{ absolute_redirect off; return 308 {where.prefix}; }}"
    yield f"location ^~ {where.prefix} {{"
    yield from _inside(_site(where))
    yield "}"


def _site(where: Where) -> Iterator[str]:
    yield f'alias "{where.root}/";'
    yield "index index.html;"
    yield "absolute_redirect off;"
    yield "server_tokens off;"
    yield f"error_page 403 404 =404 {where.not_found};"
    yield ""
    yield f"default_type {OTHER.type};"
    yield from _block("types", (f"{kind.type} {endings};" for kind in KINDS if (endings := _endings(kind))))
    yield "charset utf-8;"
    yield f"charset_types {_types(kind for kind in KINDS if kind.text)};"
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_proxied any;"
    yield "gzip_min_length 1024;"
    yield f"gzip_types {_types(kind for kind in KINDS if kind.packs)};"
    if where.precompressed:
        yield "gzip_static on;"
        yield "brotli_static on;"
    yield ""
    yield from _headers(OF_PAGES, ASKED)
    yield ""
    yield "if ($request_method !~ ^(?:GET|HEAD)$) { return 405; }"
    yield r"location ~ /\.(?!well-known/) { return 404; }"
    yield from _block(f'location ~ "{NAMED_BY_CONTENT}"', _headers(OF_PAGES, KEPT))
    for kind in KINDS:
        if names := tuple(tail for tail in kind.tails if tail.startswith("/")):
            inside = ["types {}", f"default_type {kind.type};", *_headers(own_headers(kind), ASKED)]
            yield from _block(f'location ~ "{pattern(names)}"', inside)
    for headers, tails in others():
        yield from _block(f'location ~ "{pattern(tails)}"', _headers(headers, ASKED))


def _headers(own: dict[str, str], cache: str) -> Iterator[str]:
    for name, value in (HEADERS | own | {"Cache-Control": cache}).items():
        yield f'add_header {name} "{value}" always;'
    name, value = HTTPS_ONLY
    yield f'# add_header {name} "{value}" always;'


def _endings(kind: Kind) -> str:
    return " ".join(tail[1:] for tail in kind.tails if tail.startswith("."))


def _types(kinds: Iterable[Kind]) -> str:
    """Without HTML, which nginx adds by itself."""
    return " ".join(kind.type for kind in kinds if kind.type != "text/html")


def _block(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{name} {{"
    yield from _inside(lines)
    yield "}"


def _inside(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" if line else "" for line in lines)
