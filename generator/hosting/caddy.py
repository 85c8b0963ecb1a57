"""The configuration for Caddy 2: a snippet, to be imported in the block of a site."""

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
)
from generator.hosting.policy import HEADERS, HTTPS_ONLY
from generator.hosting.where import Where
from generator.i18n import Words


def configuration(where: Where, words: Words) -> str:
    """The whole text."""
    return "".join(f"{line}\n" for line in _lines(where, words))


def _lines(where: Where, words: Words) -> Iterator[str]:
    for key in ("caddy", "dates", "language", "https"):
        yield f"# {words(f'hosting.{key}')}"
    yield from _block("(disclosure)", _snippet(where))


def _snippet(where: Where) -> Iterator[str]:
    if where.prefix != "/":
        yield f"redir {where.prefix.rstrip('/')} {where.prefix} 308"
    # `route`: in the order in which it is written
    yield from _block(f"handle_path {where.prefix}*", _block("route", _site(where)))


def _site(where: Where) -> Iterator[str]:
    yield f'root * "{where.root}"'
    yield from _headers(HEADERS | OF_PAGES | {"Cache-Control": ASKED})
    name, value = HTTPS_ONLY
    yield f'# header {name} "{value}"'
    yield ""
    yield "@refused not method GET HEAD"
    yield "respond @refused 405"
    yield from _block("@hidden", [r"path_regexp /\.", "not path /.well-known/*"])
    yield f"rewrite @hidden {_NOWHERE}"
    yield "@folder path */"
    yield "rewrite @folder {path}index.html"
    yield "@missing not file {path} {path}/index.html"
    page = [f'Content-Type "{full_type(KINDS[0])}"', "Vary Accept-Encoding", "defer"]
    yield from _block("header @missing", page)
    yield from _block("handle @missing", ["rewrite * /404.html", *_file_server(where, "status 404")])
    yield ""
    for number, kind in enumerate(reversed(KINDS)):  # the first that fits is to count
        yield f"@kind{number} path {' '.join(f'*{tail}' for tail in kind.tails)}"
        yield from _headers({"Content-Type": full_type(kind)}, f"@kind{number} ")
    for number, (headers, tails) in enumerate(others()):
        yield f"@headers{number} path {' '.join(f'*{tail}' for tail in tails)}"
        yield from _headers(headers, f"@headers{number} ")
    packs = (tail for kind in KINDS if kind.packs for tail in kind.tails)
    yield f"@packs path {' '.join(f'*{tail}' for tail in packs)}"
    yield from _block("header @packs", ["Vary Accept-Encoding", "defer"])
    yield f"@kept path_regexp {NAMED_BY_CONTENT}"
    yield from _headers({"Cache-Control": KEPT}, "@kept ")
    yield "encode gzip"
    yield from _file_server(where)


_NOWHERE = "/404"
"""An address at which there is nothing."""


def _file_server(where: Where, *options: str) -> Iterator[str]:
    packed = [f"precompressed {' '.join(PACKED.values())}"] if where.precompressed else []
    yield from _block("file_server", [*packed, *options])


def _headers(headers: Mapping[str, str], matcher: str = "") -> Iterator[str]:
    for name, value in headers.items():
        yield f'header {matcher}{name} "{value}"'


def _block(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{name} {{"
    yield from (f"\t{line}" if line else "" for line in lines)
    yield "}"
