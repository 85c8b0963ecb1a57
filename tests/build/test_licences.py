"""Whatever reaches readers has a known origin, and its licence goes with it."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import unquote

import pytest
from building import Built

from generator.export import licences
from generator.export.licences import OURS, SEARCH, SHIPPED, THEME, Part
from generator.pagefind import unpack

MADE_OF_CONTENT = {
    ".csv", ".html", ".json", ".jsonld", ".sqlite", ".txt", ".xlsx", ".xml", ".zip",
    ".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta", ".pf_sort",
}  # fmt: skip


@cache
def of_package(part: Part) -> dict[str, Path]:
    """The files of an installed package."""
    return {file.as_posix(): Path(str(file.locate())) for file in distribution(part.package).files or ()}


def parts(path: str) -> list[Part]:
    """To which parts a file of a site belongs."""
    return [part for part in SHIPPED if any(fnmatch(path, pattern) for pattern in part.files)]


def test_every_file_has_a_known_origin(site: Built, small_with_address: Built) -> None:
    """Each style, script, program, font or picture of a site is of one listed part; the rest is made of content."""
    paths = {*site.contents(), *small_with_address.contents()}
    others = {path for path in paths if Path(path).suffix not in MADE_OF_CONTENT} - {"SHA256SUMS"}
    assert {path: parts(path) for path in others if len(parts(path)) != 1} == {}
    assert {part.package for path in others for part in parts(path)} == {
        part.package for part in SHIPPED if part.files
    }
    assert [path for path in paths - others if parts(path) and path != licences.NAME] == []


def test_files_of_the_theme_are_those_installed(real: Built) -> None:
    """What is told to be the theme's is, byte for byte, what its package holds."""
    shipped = {path: data for path, data in real.contents().items() if THEME in parts(path)}
    installed = of_package(THEME)
    assert len(shipped) >= 3
    assert [
        path for path in shipped if installed[f"material/templates/{path}"].read_bytes() != shipped[path]
    ] == []


def test_files_of_ours_are_ours(real: Built, root: Path) -> None:
    """What is told to be ours lies in the project."""
    shipped = {path: data for path, data in real.contents().items() if OURS in parts(path)}
    folder = root / "theme_overrides"
    assert len(shipped) > 10
    assert [path for path in shipped if (folder / path).read_bytes() != shipped[path]] == []


def test_the_programs_of_search_are_those_installed(real: Built) -> None:
    """Pagefind's scripts and programs name the version that is installed; those of programs' parts are listed."""
    version = distribution(SEARCH.package).version
    shipped = {path: data for path, data in real.contents().items() if SEARCH in parts(path)}
    assert len(shipped) == 7
    for path, data in shipped.items():
        if path.endswith(".pagefind"):
            inside = unpack(data)
            assert inside.startswith(b"\0asm")
            crates = {name.decode() for name in re.findall(rb"/([a-z_-]+)-\d+\.\d+\.\d+/src/", inside)}
            assert crates
            assert crates <= {name for name, _ in SEARCH.holds}, path
        else:
            assert version.encode() in data, path


def test_what_the_theme_holds_is_listed() -> None:
    """The packages of which its scripts and styles are made, by its own source maps, and the icons in its styles."""
    installed = of_package(THEME)
    assets = {name: path for name, path in installed.items() if "/templates/assets/" in name}
    maps = [
        path for name, path in assets.items() if re.search(r"/(?:bundle|main|palette)\.[^/]+\.map$", name)
    ]
    assert len(maps) == 3
    sources = " ".join(source for each in maps for source in json.loads(each.read_bytes())["sources"])
    found = set(re.findall(r"node_modules/((?:@[^/]+/)?[^/ ]+)", sources))
    styles = [path for name, path in assets.items() if re.search(r"/(?:main|palette)\.[^/]+\.css$", name)]
    drawn = {
        shape
        for style in styles
        for shape in re.findall(r"<path d='([^']+)'", unquote(style.read_text(encoding="utf-8")))
    }
    assert len(drawn) > 10
    folders: dict[str, set[str]] = {}
    for name, path in installed.items():
        if "/.icons/" in name and name.endswith(".svg"):
            for shape in re.findall(r'<path [^>]*?\bd="([^"]+)"', path.read_text(encoding="utf-8")):
                folders.setdefault(shape, set()).add(name.split("/.icons/")[1].split("/")[0])
    known = [folders[shape] for shape in drawn if shape in folders]
    assert len(known) > len(drawn) * 2 // 3
    found |= {f"icons: {min(each)}" for each in known}
    assert found == {name for name, _ in THEME.holds}


@pytest.mark.parametrize("part", SHIPPED, ids=lambda part: part.package)
def test_licences_are_as_the_packages_say(part: Part) -> None:
    """The licence told is the one in the package's own description, and its text goes with it."""
    about = distribution(part.package).metadata
    said = " ".join(
        [
            about.get("License-Expression") or "",
            about.get("License") or "",
            *(about.get_all("Classifier") or []),
        ]
    )
    assert part.licence.split("-")[0] in said
    (name, text), *_ = licences.texts(part)
    assert {"MIT": "Permission is hereby granted", "Apache-2.0": "Apache License"}[part.licence] in text, name
    assert "opyright" in text


def test_the_list_is_published(site: Built) -> None:
    """The list stands in the site with versions and texts, and the data page leads to it."""
    text = site.text(licences.NAME)
    assert text == licences.as_file()
    for part in SHIPPED:
        assert f"{part.package} {distribution(part.package).version}: {part.licence}\n" in text
        assert all(words.strip() in text for _, words in licences.texts(part))
    assert f'href="../{licences.NAME}"' in site.text("data/index.html")


def test_a_lost_licence_is_no_silence() -> None:
    """A package that comes without the text that must go with it stops the build."""
    with pytest.raises(LookupError, match="COPYING"):
        list(licences.texts(Part("opencc", "Apache-2.0", texts=("COPYING",))))
