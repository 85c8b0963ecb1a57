"""Every link of the built site leads somewhere, from a server, under a sub-path and from a folder: those of pages,
style sheets, scripts, feeds, data, and of all that only machines read.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from building import ADDRESS, SUB_PATH, Built
from html_page import Element, page
from lxml import etree

REFERENCES = ("href", "src", "data", "poster", "xlink:href", "action", "formaction", "cite", "data-to")

BY_ID = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
"""Attributes that name other elements of the page."""

SITES = {
    "real": "/",
    "small": "/",
    "in_files": "/",
    "under_sub_path": SUB_PATH,
    "small_with_address": SUB_PATH,
    "files_with_address": SUB_PATH,
}
"""Every way a site is built, and where it stands."""

HOST = ADDRESS.removesuffix(SUB_PATH)


def in_folders(site: Built) -> bool:
    """Whether addresses name folders."""
    return not (site.folder / "about.html").exists()


def links(site: Built, path: str) -> list[str]:
    """Every address that a page names for a browser, canonical and outward links aside."""
    found = []
    for element in page(site.folder / path).elements:
        if element.tag == "link" and "canonical" in element["rel"].split():
            continue
        found += _of_element(element)
    return [link for link in found if not re.match(r"(?:https?|mailto|tel|data):", link)]


def _of_element(element: Element) -> Iterator[str]:
    yield from (element[name] for name in REFERENCES if name in element)
    yield from (part.split()[0] for part in element["srcset"].split(",") if part.strip())
    yield from element["data-modules"].split()
    if element["http-equiv"] == "refresh":
        yield element["content"].partition("url=")[2]


def named(site: Built, path: str) -> Iterator[str]:
    """Every address that a file names, of whatever kind it is: those of other hosts too, unless they are text."""
    file = site.folder / path
    match file.suffix:
        case ".html":
            yield from links(site, path)
            for element in page(file).elements:
                if element["type"] == "application/ld+json":
                    yield from _in_json(json.loads(element.text))
                yield from (value for value in element.attributes.values() if value.startswith(HOST))
        case ".json" | ".jsonld":
            yield from _in_json(json.loads(file.read_bytes()))
        case ".xml":
            for element in etree.fromstring(file.read_bytes()).iter():
                yield from (str(value) for name, value in element.attrib.items() if name == "href")
                if (element.text or "").startswith(HOST):
                    yield str(element.text)
        case ".csv":
            cells = (cell for line in csv.reader(io.StringIO(site.text(path), newline="")) for cell in line)
            yield from (cell for cell in cells if _is_address(cell))
        case ".txt":
            yield from re.findall(r"https?://\S+", site.text(path))
        case ".css":
            yield from re.findall(r"url\(\s*['\"]?([^)'\"]+)", site.text(path))
        case ".js":
            yield from re.findall(r"(?:\bfrom|\bimport)\s*\(?\s*['\"](\.[^'\"]+)['\"]", site.text(path))


def _in_json(value: Any, key: str = "") -> Iterator[str]:
    """Texts that are addresses; what follows `#` in an `@id` is a name of something, no place on a page."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _in_json(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _in_json(each, key)
    elif isinstance(value, str) and (_is_address(value) or (key == "path" and "." in value)):
        yield value.partition("#")[0] if key == "@id" else value


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{re.escape(HOST)}|/(?!/))\S*", text))


def broken(site: Built, path: str, link: str, *, directories: bool, root: str = "/") -> str | None:
    """Why a link leads nowhere; None where it leads to a file of the site, and to an anchor in it."""
    parts = urlsplit(link.removeprefix(HOST))
    address = unquote(parts.path)
    if address.startswith("/"):
        if not address.startswith(root):
            return "leaves the site"
        target = address.removeprefix(root)
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else path
        if target.startswith(".."):
            return "leaves the site"
    file = site.folder / target
    if file.is_dir():
        if not directories:
            return "names a folder"
        if address and not address.endswith(("/", "..", ".")):
            return "needs a redirect"
        file /= "index.html"
    if not file.is_file():
        return "no such file"
    if parts.fragment and unquote(parts.fragment) not in page(file).ids | {"__top"}:
        return "no such anchor"
    return None


def all_broken(site: Built, root: str) -> list[str]:
    """Every broken link of a site that stands at `root`."""
    found, checked = [], set()
    for path in site.contents():
        for link in sorted(set(named(site, path))):
            if not re.match(r"(?:https?|mailto|tel|data|urn):", link.removeprefix(HOST)):
                checked.add(Path(path).suffix)
                # data names pages from the site's own root, wherever that is
                own = root if link.startswith(HOST) or path == "404.html" else "/"
                folders = in_folders(site) or link == ADDRESS  # which a server answers
                if why := broken(site, path, link, directories=folders, root=own):
                    found.append(f"{path}: {link}: {why}")
    assert checked >= {".html", ".json", ".xml", ".csv", ".js"}
    assert root == "/" or checked >= {".jsonld", ".txt"}
    return found


@pytest.mark.parametrize(("name", "root"), SITES.items())
def test_no_link_is_broken(name: str, root: str, request: pytest.FixtureRequest) -> None:
    """Every address that any file of the site names leads to a file of it, and to an anchor in it: links, scripts,
    styles, images, canonical and alternate addresses, linked data, feeds, the sitemap, and columns of data.
    """
    assert all_broken(request.getfixturevalue(name), root) == []


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("x.html", '<a href="none/">', "no such file"),
        ("x.html", '<a href="index.html#none">', "no such anchor"),
        ("x.html", '<a href="../">', "leaves the site"),
        ("x.html", '<img srcset="index.html 1x, none.png 2x">', "no such file"),
        ("x.html", '<meta http-equiv="refresh" content="0; url=none/">', "no such file"),
        ("x.html", f'<link rel="canonical" href="{ADDRESS}none/">', "no such file"),
        ("x.html", f'<meta property="og:image" content="{ADDRESS}none.png">', "no such file"),
        ("x.html", f'<meta property="og:url" content="{HOST}/">', "leaves the site"),
        ("x.html", f'<script type="application/ld+json">{{"url": "{ADDRESS}#x"}}</script>', "no such anchor"),
        ("x.json", '{"data": [{"zh": "/none/"}]}', "no such file"),
        ("x.json", '{"resources": [{"path": "none.csv"}]}', "no such file"),
        ("x.xml", '<feed><link href="none/"/></feed>', "no such file"),
        ("x.xml", f"<urlset><loc>{ADDRESS}none/</loc></urlset>", "no such file"),
        ("x.csv", "id,url\r\n1,/none/\r\n", "no such file"),
        ("x.txt", f"Sitemap: {ADDRESS}none.xml", "no such file"),
        ("x.css", "a { background: url('none.png') }", "no such file"),
        ("x.js", 'import { x } from "./none.js";', "no such file"),
    ],
)
def test_broken_links_are_found(file: str, text: str, why: str, tmp_path: Path) -> None:
    """The check itself works: a broken link of each kind is told."""
    (tmp_path / "index.html").write_text("<h1>Home</h1>")
    (tmp_path / file).write_text(text)
    site = Built(tmp_path, "")
    found = [broken(site, file, link, directories=True, root=SUB_PATH) for link in named(site, file)]
    if file in ("x.json", "x.csv") and "/none" in text:  # data names pages from the site's own root
        found = [broken(site, file, link, directories=True) for link in named(site, file)]
    assert why in found


def test_links_are_relative(real: Built, under_sub_path: Built) -> None:
    """Links are relative, with and without a site address: the same pages work under any sub-path."""
    for site in (real, under_sub_path):
        absolute = [
            (path, link)
            for path in site.pages()
            if path != "404.html"
            for link in links(site, path)
            if link.startswith("/")
        ]
        assert absolute == []


@pytest.mark.parametrize(("name", "root"), [("real", "/"), ("under_sub_path", SUB_PATH)])
def test_links_of_404_hold_at_any_address(name: str, root: str, request: pytest.FixtureRequest) -> None:
    """404.html is shown at any address, so its links are absolute, below the site's own sub-path."""
    site = request.getfixturevalue(name)
    found = [link for link in links(site, "404.html") if not link.startswith("#")]
    assert len(found) > 5
    assert [link for link in found if not link.startswith(root)] == []
    assert [link for link in found if broken(site, "404.html", link, directories=True, root=root)] == []
    assert {root, f"{root}en/"} <= {
        urljoin("https://host.example/", link).removeprefix("https://host.example") for link in found
    }


def test_elements_named_on_a_page_exist(site: Built) -> None:
    """A label, description or header that an element names by id stands on the same page."""
    for path in site.pages():
        built = page(site.folder / path)
        named = {
            (name, each) for element in built.elements for name in BY_ID for each in element[name].split()
        }
        assert {pair for pair in named if pair[1] not in built.ids} == set(), path


def test_the_sitemap_lists_every_page_under_the_address(under_sub_path: Built) -> None:
    """With an address the sitemap lists each page but 404.html once, under that address."""
    listed = re.findall(r"<loc>([^<]+)</loc>", under_sub_path.text("sitemap.xml"))
    pages = [path for path in under_sub_path.pages() if path != "404.html"]
    expected = {ADDRESS + path.removesuffix("index.html") for path in pages}
    assert len(listed) == len(set(listed))
    assert set(listed) == expected


def test_a_page_states_its_own_address(under_sub_path: Built) -> None:
    """With an address each page names its own as canonical."""
    for path in under_sub_path.pages():
        if path != "404.html":
            built = page(under_sub_path.folder / Path(path))
            (link,) = [each for each in built.all("link") if each["rel"] == "canonical"]
            assert link["href"] == ADDRESS + path.removesuffix("index.html")
