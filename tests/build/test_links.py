"""Every link of the built site leads somewhere, from a server, under a sub-path and from a folder."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from building import ADDRESS, SUB_PATH, Built
from html_page import page

REFERENCES = ("href", "src", "data", "poster", "xlink:href", "action")

BY_ID = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
"""Attributes that name other elements of the page."""


def links(site: Built, path: str) -> list[str]:
    """Every address that a page names, canonical and outward links aside."""
    found = []
    for element in page(site.folder / path).elements:
        if element.tag == "link" and "canonical" in element["rel"].split():
            continue
        found += [element[name] for name in REFERENCES if name in element]
    return [link for link in found if not re.match(r"(?:https?|mailto|tel|data):", link)]


def broken(site: Built, path: str, link: str, *, directories: bool, root: str = "/") -> str | None:
    """Why a link leads nowhere; None where it leads to a file of the site, and to an anchor in it."""
    parts = urlsplit(link)
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


def all_broken(site: Built, *, directories: bool) -> list[str]:
    """Every broken link of a site but for 404.html, whose links are absolute."""
    checked = 0
    found = []
    for path in site.pages():
        if path == "404.html":
            continue
        for link in links(site, path):
            checked += 1
            if why := broken(site, path, link, directories=directories):
                found.append(f"{path}: {link}: {why}")
    assert checked > 500
    return found


def test_no_link_is_broken(site: Built) -> None:
    """Every link, script, style and image of every page leads to a file, and to an anchor in it."""
    assert all_broken(site, directories=True) == []


def test_no_link_is_broken_when_read_from_a_folder(in_files: Built) -> None:
    """Built without directory addresses, every link names a file: the site needs no server."""
    assert all_broken(in_files, directories=False) == []


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


def test_style_sheets_name_files_that_exist(site: Built) -> None:
    """Every file that a style sheet asks for is part of the site."""
    for path, content in site.contents().items():
        if path.endswith(".css"):
            asked = re.findall(r"url\(\s*['\"]?(?!data:)([^)'\"#]+)", content.decode())
            folder = (site.folder / path).parent
            assert [each for each in asked if not (folder / each).is_file()] == [], path


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
