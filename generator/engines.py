"""Our pages for engines other than MkDocs: a way out, should the theme come to its end (`disclosure pages`).

ProperDocs needs nothing of this: `properdocs build` takes mkdocs.yml and our plugin as `mkdocs build` does. Zensical
runs no plugin and knows one language at a time. So each language gets a folder of Markdown and a configuration; what
the plugin tells MkDocs' templates stands in the front matter of each page, and the index is made here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

from markupsafe import escape

from generator import client, folder, frame, index, load, nodes, pipeline, search
from generator.configured import Configured
from generator.derive import Site
from generator.export import licences, version
from generator.export.download import Write
from generator.export.publish import stream
from generator.i18n import HTML_LANG, LANGUAGES, Words
from generator.pages import sections
from generator.render import OTHER, PREFIX, Page, address, language_of, placed, relative, source

SITE, THEME = "site", "theme"
"""Folders of a project for Zensical: the site that both languages make, and what stands around pages."""

EXTENSIONS: dict[str, dict[str, Any]] = {
    "attr_list": {},
    "tables": {},
    "fenced_code": {},
    "pymdownx": {"highlight": {"use_pygments": False}},
    "toc": {"permalink": False, "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}},
}
"""As in mkdocs.yml: Zensical's own list would change values (`smartsymbols`) and make links of them (`magiclink`)."""


_LINK = re.compile(r'<noscript>.*?</noscript>|( (?:href|src)=)"(?![#/]|[a-z]+:)([^"]*)"', re.DOTALL)
"""A relative link of ours. Zensical leaves those in `noscript` as they are."""

_HOST = "https://host/"
_FRONT = re.compile(r"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


def plain(site: Site, configured: Configured, content: Path, templates: Path, write: Write) -> None:
    """Write the pages that MkDocs is given, those of staff too, and the data beside them."""
    for path in published(content):
        write(path, [(content / path).read_bytes()])
    for page in _generated(site, configured, templates, write, ""):
        write(page.source, [page.markdown.encode()])


def zensical(site: Site, configured: Configured, content: Path, templates: Path, write: Write) -> None:
    """Write a project for Zensical: `zensical build -f zh.toml`, then the same with `en.toml`, make one site with the
    addresses that MkDocs gives. Chinese comes first: Zensical clears the folder it builds into. Either language also
    builds without the other.
    """

    def below(path: str, chunks: Iterable[bytes]) -> None:
        write(path if path.startswith(PREFIX["en"]) else f"zh/{path}", chunks)

    files = published(content)
    for path in files:
        data = (content / path).read_bytes()
        below(
            path, [_prose(path, data.decode("utf-8-sig"), files).encode() if path.endswith(".md") else data]
        )
    for page in _generated(site, configured, templates, below, configured.site_url):
        below(page.source, [_page(page).encode()])
    below("version.json", [version.as_file(site, configured.folder, os.environ).encode()])
    without_theme = [part for part in licences.SHIPPED if part != licences.THEME]
    below(licences.NAME, [licences.as_file(without_theme).encode()])
    with TemporaryDirectory() as made:
        index.build(search.documents(site), Path(made))
        for path, data in _files(Path(made)):
            below(path, [data])
    for path, data in _files(templates / "assets"):
        for lang in LANGUAGES:
            write(f"{lang}/assets/{path}", [data])
    write(f"{THEME}/main.html", [(templates / "zensical" / "main.html").read_bytes()])
    for lang, words in pipeline.words().items():
        menu = [*(source(lang, path) for path in sections(site)), *_menu(files, lang)]
        write(f"{lang}.toml", [_toml(_configuration(configured, words, menu)).encode()])


def published(content: Path) -> list[str]:
    """The files of a content folder that are published as they are: prose and what it shows."""
    found = (path for path in content.rglob("*") if path.is_file() and folder.is_published(path))
    return sorted(path.relative_to(content).as_posix() for path in found)


def _generated(
    site: Site, configured: Configured, templates: Path, write: Write, site_url: str
) -> Iterator[Page]:
    settings = configured.settings(site_url)
    downloads = stream(site, pipeline.facts(site), settings, write)
    return pipeline.pages(site, templates, settings, downloads)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _page(page: Page) -> str:
    """A generated page, its front matter with what the plugin would tell the theme."""
    here = page.address
    markdown = _links(page.markdown, here, page.source)
    told: dict[str, Any] = {
        "counterpart": relative(address(OTHER[page.lang], page.path), here),
        "scripts": frame.scripts(markdown),
    }
    if page.template == "search":
        told["search_site"] = client.site_facts(page.make.show, relative("", here), page.make.directory_urls)
    return _with(markdown, told)


def _links(markdown: str, here: str, file: str) -> str:
    """With links seen from the Markdown file, as Zensical takes them also in HTML; ours are seen from the page."""
    beside = file.rpartition("/")[0]
    beside += "/" if beside else ""

    def seen(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        target = urljoin(f"{_HOST}{here}", found[2]).removeprefix(_HOST)
        return f'{found[1]}"{relative(target, beside)}"'

    return _LINK.sub(seen, markdown)


def _prose(path: str, markdown: str, others: Collection[str]) -> str:
    """A page of staff with the address of its counterpart: one of the `others`, else the other language's home."""
    lang, name = placed(f"{path.removesuffix('.md')}.html", directory_urls=False)
    other = name if source(OTHER[lang], name) in others else ""
    return _with(
        markdown, {"counterpart": relative(address(OTHER[lang], other), address(lang, name)), "scripts": []}
    )


def _with(markdown: str, told: Mapping[str, Any]) -> str:
    """With more in its front matter, whose title and description are escaped: themes print them as they are. What
    cannot be read as our files are is left out. JSON is YAML, on one line.
    """
    body = markdown = markdown.replace("\r\n", "\n")
    front = _FRONT.match(markdown)
    given: dict[str, Any] = {}
    if front:
        body = markdown[front.end() :]
        tree = load.read_bytes(front[1].encode(), "")[0]
        given = {key: _value(node) for key, node in tree.entries.items()} if tree else {}
    given |= {key: escape(str(given[key])) for key in ("title", "description") if key in given}
    given.update(told)
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in given.items())
    return f"---\n{lines}---\n{body}"


def _value(node: nodes.Node) -> Any:
    match node:
        case nodes.Scalar():
            return node.text
        case nodes.Sequence():
            return [_value(each) for each in node.items]
        case nodes.Mapping():
            return {key: _value(each) for key, each in node.entries.items()}


def _menu(files: Iterable[str], lang: str) -> list[str]:
    """Prose follows the sections, as in the site's own menu."""
    return [path for path in files if path.endswith(".md") and language_of(path) == lang]


def _configuration(configured: Configured, words: Words, menu: Iterable[str]) -> dict[str, Any]:
    lang = words.lang
    prefix, other = PREFIX[lang], OTHER[lang]
    name, url = configured.settings().site_name, configured.site_url
    return {
        "site_name": escape(name.en if lang == "en" and name.en else name.zh),
        **({"site_url": url + prefix} if url else {}),
        "docs_dir": lang,
        "site_dir": f"{SITE}/{prefix}",
        "extra_css": ["assets/css/site.css", "assets/css/print.css"],
        "nav": [path.removeprefix(prefix) for path in menu],
        "markdown_extensions": EXTENSIONS,
        "plugins": {"search": {"enabled": False}},
        "theme": {
            "custom_dir": THEME, "variant": "classic", "language": lang, "font": False, "favicon": "assets/icon.svg",
        },
        "extra": {
            "search": words("search.open"),
            "counterpart": relative(address(other, ""), address(lang, "")),
            "other": HTML_LANG[other],
            "other_name": words("language.other"),
            "furniture": [
                [words(f"theme.{key}"), escape(text)] for key, text in configured.furniture(lang).items()
            ],
            "note": words("theme.unofficial") if lang != "zh" else "",
        },
    }  # fmt: skip


def _toml(project: Mapping[str, Any]) -> str:
    """A line for each value, its key with dots. JSON's texts, numbers and lists of texts are TOML's, too."""
    return "".join(f"{key} = {value}\n" for key, value in _lines(project, "project"))


def _lines(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, dict) and value:
            yield from _lines(value, name)
        else:
            yield name, json.dumps(value, ensure_ascii=False)
