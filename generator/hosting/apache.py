"""The configuration for Apache 2.4: to be included in a `<VirtualHost>`, or in the main server.

Sections add to each other here, and of two that fit the later one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.hosting.kinds import (
    ASKED,
    KEPT,
    KINDS,
    NAMED_BY_CONTENT,
    OF_PAGES,
    PACKED,
    full_type,
    others,
    pattern,
)
from generator.hosting.policy import HEADERS, HTTPS_ONLY
from generator.hosting.where import Where
from generator.i18n import Words


def configuration(where: Where, words: Words) -> str:
    """The whole text."""
    return "".join(f"{line}\n" for line in _lines(where, words))


def _lines(where: Where, words: Words) -> Iterator[str]:
    for key in ("apache", "dates", "language", "https"):
        yield f"# {words(f'hosting.{key}')}"
    yield "TraceEnable Off"
    yield f'Alias "{where.prefix}" "{where.root}/"'
    if where.prefix != "/":
        address = where.prefix.rstrip("/")
        yield f'RedirectMatch 308 "^{address.replace(".", "[.]")}$" "{where.prefix}"'
    yield from _section("Directory", where.root, _site(where))


def _site(where: Where) -> Iterator[str]:
    yield "Require all granted"
    yield "AllowOverride None"
    yield "Options SymLinksIfOwnerMatch"
    yield "ServerSignature Off"
    yield "DirectoryIndex index.html"
    yield f"ErrorDocument 404 {where.not_found}"
    yield "FileETag MTime Size"
    yield ""
    yield "RewriteEngine On"
    yield r'RewriteRule "(?:^|/)\.(?!well-known/)" - [R=404,L]'
    yield 'RewriteCond "%{REQUEST_METHOD}" "!^(?:GET|HEAD)$"'
    yield 'RewriteRule "^" - [R=405,L]'
    yield 'RewriteCond "%{REQUEST_FILENAME}" -d'
    yield f'RewriteCond "{where.root}/$1index.html" !-f'
    yield 'RewriteRule "^((?:.+/)?)$" - [R=404,L]'
    if where.precompressed:
        yield from _packed(where)
    yield ""
    every = HEADERS | OF_PAGES | {"Cache-Control": ASKED}
    # Apache has two tables of headers and sends both: what the host set in the other one would stand twice.
    yield from (f"Header unset {name}" for name in every)
    yield from _headers(every)
    name, value = HTTPS_ONLY
    yield f'# Header always set {name} "{value}"'
    yield ""
    yield f"AddOutputFilterByType DEFLATE {' '.join(kind.type for kind in KINDS if kind.packs)}"
    # What is packed on the way gets a tag of its own, by which Apache does not know the file again.
    yield """RequestHeader edit If-None-Match '-gzip"' '"'"""
    yield "AddDefaultCharset Off"
    for kind in reversed(KINDS):  # the first that fits is to count
        yield from _section("FilesMatch", _names(kind.tails), [f'ForceType "{full_type(kind)}"'])
    for headers, tails in others():
        yield from _section("FilesMatch", _names(tails), _headers(headers))
    packs = tuple(tail for kind in KINDS if kind.packs for tail in kind.tails)
    yield from _section("FilesMatch", _names(packs), ["Header merge Vary Accept-Encoding"])
    yield from _section("FilesMatch", _packed_too(NAMED_BY_CONTENT), _headers({"Cache-Control": KEPT}))


def _packed(where: Where) -> Iterator[str]:
    """Packed files in the place of others, for whom asks for them; an address of a folder means its page."""
    for ending, encoding in PACKED.items():
        for asked, file in (("^((?:.+/)?)$", "$1index.html"), ("^(.+)$", "$1")):
            yield rf'RewriteCond "%{{HTTP:Accept-Encoding}}" "\b{encoding}\b"'
            yield f'RewriteCond "{where.root}/{file}.{ending}" -f'
            yield f'RewriteRule "{asked}" "{file}.{ending}" [L]'
    for ending, encoding in PACKED.items():
        yield f"AddEncoding {encoding} .{ending}"


def _headers(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        yield f'Header always set {name} "{value}"'


def _names(tails: tuple[str, ...]) -> str:
    """What finds the names of files with these tails, packed ones too: Apache looks at names without folders."""
    return _packed_too(pattern(tails).replace("/", "^"))


def _packed_too(name: str) -> str:
    return f"{name.removesuffix('$')}(?:[.](?:{'|'.join(PACKED)}))?$"


def _section(name: str, argument: str, lines: Iterable[str]) -> Iterator[str]:
    yield f'<{name} "{argument}">'
    yield from (f"    {line}" if line else "" for line in lines)
    yield f"</{name}>"
