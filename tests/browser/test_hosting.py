"""The site on real servers with the generated configurations: what each of them answers, byte by byte."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import pytest
from building import SUB_PATH, Built
from headers import REQUIRED, WANTED, faults
from servers import HIDDEN, SERVERS, Host, generated
from visits import KINDS

Hosts = Callable[[str, str], Host]
PAGE = KINDS["declaration"]
CSV = "data/indicators.csv"

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "zip": "application/zip",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    **dict.fromkeys(
        ("pagefind", "pf_meta", "pf_index", "pf_fragment", "pf_filter"), "application/octet-stream"
    ),
}
"""By the end of a name; a few files have a type of their own."""
OWN = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "SHA256SUMS": "text/plain; charset=utf-8",
}

DATA = {"csv", "json", "jsonld", "xlsx", "sqlite", "zip", "xml", "png"}
"""What pages of others may read."""

NAMED_BY_CONTENT = re.compile(r"assets/(?:stylesheets|javascripts)/\w+\.[0-9a-f]{8}\.min\.(?:css|js)")
"""The theme's own files."""


@dataclass(frozen=True)
class Answer:
    """What a server says."""

    status: int
    headers: dict[str, str]
    body: bytes


class Asking:
    """One connection to a server."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._connection = http.client.HTTPConnection(host.host.removeprefix("http://"), timeout=10)

    def __call__(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path below the prefix, exactly as it is written."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.at(self.host.prefix + path, method, sent)

    def at(self, address: str, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        """The same for any address of the host."""
        self._connection.request(method, address, headers={"Accept-Encoding": "identity", **(headers or {})})
        found = self._connection.getresponse()
        told: dict[str, str] = {}
        for name, value in found.getheaders():
            assert name.lower() not in told, f"{name} stands twice"
            told[name.lower()] = value
        return Answer(found.status, told, found.read())

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@pytest.fixture(
    params=[(server, where) for server in SERVERS for where in ("root", "sub-path")], ids="-".join
)
def ask(request: pytest.FixtureRequest, hosts: Hosts) -> Iterator[Asking]:
    """Asks each server at each place."""
    asking = Asking(hosts(*request.param))
    yield asking
    asking.close()


def files(host: Host) -> list[str]:
    """Every file of the site, but for what is hidden and what is packed."""
    found = (path.relative_to(host.folder).as_posix() for path in host.folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not re.search(r"(?:^|/)\.|\.(?:br|gz)$", path))


def type_of(path: str) -> str:
    """The Content-Type that a file must have."""
    name = path.rpartition("/")[2]
    return OWN.get(name) or TYPES[name.rpartition(".")[2]]


def test_every_file(ask: Asking) -> None:
    """Every file of the site comes with the type and charset that it has, and with every header that keeps readers
    safe; what is named by its content is kept, all else is asked for again; data is open to others, pages are not.
    """
    listed = files(ask.host)
    assert len(listed) > 200
    kept = set()
    for path in listed:
        answer = ask(path, "HEAD")
        ending = path.rpartition(".")[2]
        assert (answer.status, answer.headers["content-type"]) == (200, type_of(path)), path
        assert faults(answer.headers) == [], path
        assert answer.headers.get("access-control-allow-origin") == ("*" if ending in DATA else None), path
        shared = answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert shared == (ending in DATA), path
        saved = answer.headers.get("content-disposition") == "attachment"
        assert saved == (ending in ("csv", "xlsx", "sqlite", "zip")), path
        assert {"etag", "last-modified"} <= answer.headers.keys(), path
        if "immutable" in answer.headers["cache-control"]:
            kept.add(path)
    assert kept == {path for path in listed if NAMED_BY_CONTENT.fullmatch(path)} != set()


GOOD = {
    "content-security-policy": "; ".join(f"{name} {' '.join(sorted(most))}" for name, most in WANTED.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}


def test_the_grade_sees_what_is_weak() -> None:
    """The judge of headers passes good ones, and names each that is missing or too weak."""
    assert faults(GOOD) == []
    for name in REQUIRED:
        assert faults({key: value for key, value in GOOD.items() if key != name}) == [name]
    policy = GOOD["content-security-policy"]
    for weak in (
        policy.replace("script-src", "script-src 'unsafe-inline'"),
        policy.replace("default-src 'none'; ", ""),
        policy.replace("style-src 'self'", "style-src https:"),
        policy.replace("frame-ancestors 'none'", "frame-ancestors *"),
        f"{policy}; object-src *",
    ):
        assert faults({**GOOD, "content-security-policy": weak}) == ["content-security-policy"]
    assert faults({**GOOD, "referrer-policy": "unsafe-url"}) == ["referrer-policy"]
    assert faults({**GOOD, "server": "nginx/1.22.1", "x-powered-by": "x"}) == ["x-powered-by", "server"]


@pytest.mark.parametrize("path", [PAGE, CSV, "api/v1/index.json", "nowhere/"])
def test_packed(path: str, ask: Asking) -> None:
    """Who can unpack gets less, with the right type, and may keep it apart; the copies that lie there are sent."""
    plain = ask(path)
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    file = ask.host.folder / {PAGE: f"{PAGE}index.html", "nowhere/": "404.html"}.get(path, path)
    assert plain.body == file.read_bytes()
    unpack: dict[str, Callable[[bytes], Any]] = {"gzip": gzip.decompress, "br": brotli.decompress}
    for asked, sent in (("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br", "br")):
        answer = ask(path, Accept_Encoding=asked)
        assert (answer.status, answer.headers["content-type"]) == (
            plain.status,
            plain.headers["content-type"],
        )
        assert answer.headers["vary"] == "Accept-Encoding"
        assert faults(answer.headers) == []
        encoding = answer.headers.get("content-encoding")
        if ask.host.precompressed:
            assert encoding == sent
            copy = file.with_name(f"{file.name}.{'gz' if sent == 'gzip' else sent}")
            assert answer.body == copy.read_bytes()
        elif "gzip" in asked and path != "nowhere/":
            assert encoding == "gzip"  # packed on the way
        if encoding:
            assert unpack[encoding](answer.body) == plain.body
            assert len(answer.body) < len(plain.body) / 2


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_asked_again(encoding: str, ask: Asking) -> None:
    """What a browser has is not sent again, and the answer says as much as the first."""
    first = ask(PAGE, Accept_Encoding=encoding)
    again = ask(PAGE, Accept_Encoding=encoding, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert faults(again.headers) == []
    assert ask(PAGE, Accept_Encoding=encoding, If_None_Match='"other"').status == 200


def test_part_of_a_file(ask: Asking) -> None:
    """A download that broke off goes on where it stopped."""
    content = (ask.host.folder / "data/all.sqlite").read_bytes()
    part = ask("data/all.sqlite", Range="bytes=1000-1999")
    assert (part.status, part.body) == (206, content[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(content)}"
    assert faults(part.headers) == []


NOT_THERE = (
    "nowhere", "nowhere/", "nowhere.csv", "2024/nowhere/index.html", "assets/", "assets/js/", "pagefind-zh/",
    f"{PAGE}index.html/", "%E6%97%A0", "a%22%3E%3Cscript%3E", ".git/config", ".git/", ".git", ".htaccess", ".new/",
    ".new/ours/index.html", "2024/.old/index.html", "2024/.old/", ".%67it/config", "%2egit/config", ".nothing",
)  # fmt: skip


def test_what_is_not_there(ask: Asking) -> None:
    """What is not there, what is hidden, and folders without a page: the site's own page says so, with status 404
    and all headers.
    """
    page = (ask.host.folder / "404.html").read_bytes()
    for path in NOT_THERE:
        answer = ask(path)
        assert (answer.status, answer.headers["content-type"]) == (404, TYPES["html"]), path
        assert answer.body == page, path
        assert answer.headers["cache-control"] == "no-cache", path
        assert faults(answer.headers) == [], path


WAYS_OUT = (
    "../secret.txt", "../site-old/secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "2024/../../secret.txt",
    "..%5csecret.txt", ".%2e/secret.txt", "%252e%252e/secret.txt", "..;/secret.txt", "../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "2024/%2e%2e%2f%2e%2e%2fsecret.txt", "secret.txt%00.html",
)  # fmt: skip


def test_no_way_out_of_the_folder(ask: Asking) -> None:
    """No spelling of an address leads out of the site's folder, not even to a folder whose name begins alike."""
    for start in {ask.host.prefix, ask.host.prefix.rstrip("/")}:
        for path in WAYS_OUT:
            if not f"{start}{path}".startswith("/"):
                continue
            answer = ask.at(start + path)
            assert answer.body != b"secret", path
            assert b"root:" not in answer.body, path
            # elsewhere on the host Caddy has nothing to say, and says so by an empty answer
            assert answer.status in (400, 403, 404) or answer.body == b"", path


def test_well_known(ask: Asking) -> None:
    """What stands at the root for all the world to find is found."""
    assert ask(".well-known/security.txt").body.decode() == HIDDEN[".well-known/security.txt"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "TRACE"])
def test_only_reading(method: str, ask: Asking) -> None:
    """Nothing can be sent to the site: 405, whatever the address."""
    for path in ("", PAGE, f"{PAGE}index.html", CSV, "nowhere"):
        answer = ask(path, method)
        assert answer.status == 405, path
        if method != "TRACE":  # some servers refuse it before they look at the address
            assert faults(answer.headers) == [], path


def test_head(ask: Asking) -> None:
    """HEAD says what GET says, without the content."""
    same = ("content-type", "content-length", "etag", "vary", "cache-control")
    for path in ("", PAGE, CSV, "nowhere"):
        head, whole = ask(path, "HEAD"), ask(path)
        assert head.body == b""
        assert [head.headers[name] for name in same] == [whole.headers[name] for name in same]
        assert head.status == whole.status


def test_a_folder_without_its_slash(ask: Asking) -> None:
    """An address without its last slash leads to the one with it, on the same host; so does that of the site."""
    asked = [(f"{ask.host.prefix}2024", f"{ask.host.prefix}2024/")]
    if ask.host.prefix != "/":
        asked.append((ask.host.prefix.rstrip("/"), ask.host.prefix))
    for address, there in asked:
        answer = ask.at(address)
        assert answer.status in (301, 308)
        assert answer.headers["location"].removeprefix(ask.host.host) == there
    assert ask.at(f"{ask.host.prefix}/host.example/%2e%2e").headers.get("location", "/")[:2] != "//"


def test_the_language_is_never_forced(ask: Asking) -> None:
    """Whatever a browser prefers, an address is one page, and caches keep one copy; its other language is a link."""
    pages = [ask("", Accept_Language=lang) for lang in ("zh-CN", "en", "fr;q=0.5")]
    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages}) == 1
    assert "language" not in pages[0].headers["vary"].lower()
    assert b'<a class="switch-language" href="en/"' in pages[0].body


def test_object_storage(for_hosts: Built) -> None:
    """The manifest has every file but packed copies, each with the headers that servers give it."""
    told = json.loads(generated("object-storage", for_hosts.folder, SUB_PATH))
    listed = {each["file"]: each for each in told["files"]}
    there = {
        path.relative_to(for_hosts.folder).as_posix()
        for path in for_hosts.folder.rglob("*")
        if path.is_file()
    }
    assert listed.keys() == {path for path in there if not path.endswith((".br", ".gz"))}
    assert told["website"]["error_document"] == "gov/jx/404.html"
    for path, each in listed.items():
        assert each["key"] == f"gov/jx/{path}"
        assert each["headers"]["Content-Type"] == type_of(path)
        every = {**told["headers_of_every_answer"], **each["headers"]}
        assert faults({name.lower(): value for name, value in every.items()}) == []


def test_nothing_of_this_machine(for_hosts: Built) -> None:
    """A configuration names the folder that it is given, and no other."""
    for server in SERVERS:
        text = generated(server, Path("/srv/site"))
        assert "/srv/site" in text
        assert str(for_hosts.folder) not in text
        assert str(Path.cwd()) not in text
