"""What the browser tests look at: kinds of pages, addresses, the policy, and what must be installed."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import PREFIX, ROOT, Built

from generator.hosting import policy

MODULES = ROOT / ".ci" / "node_modules"

FOR_SEARCH = " 'wasm-unsafe-eval'"
"""What WebAssembly needs of a policy."""

POLICY = policy.POLICY.replace(FOR_SEARCH, "")
"""The Content-Security-Policy that everything but search must work under."""

KINDS = {
    "home": "",
    "year": "2024/",
    "declaration": "2024/personnel-examination-administration/",
    "departments": "departments/",
    "department": "departments/shanghai-hrss-bureau/",
    "units": "units/",
    "unit": "units/shanghai-vocational-ability-examination-institute/",
    "summary": "units/shanghai-vocational-ability-examination-institute/2024/",
    "indicators": "indicators/",
    "zero-tolerance": "indicators/zero-tolerance/",
    "shared": "indicators/shared/",
    "compare": "compare/",
    "data": "data/",
    "api": "api/",
    "glossary": "glossary/",
    "schema": "schema/",
    "search": "search/",
    "about": "about/",
}
"""One page of each kind of the real site, without language; 404.html stands beside them."""

SHAPES = {
    "year": r"\d{4}/",
    "declaration": r"\d{4}/[^/]+/",
    "department": r"departments/[^/]+/",
    "unit": r"units/[^/]+/",
    "summary": r"units/[^/]+/\d{4}/",
    "zero-tolerance": r"indicators/(?!shared)[^/]+/",
}
"""How addresses of a kind look, where a kind has many pages."""


@dataclass(frozen=True)
class Served:
    """A site with the address it is served at."""

    built: Built
    address: str


def kind_of(path: str) -> str | None:
    """The kind of a page by its address without language, None for a page of no known kind."""
    for kind, address in KINDS.items():
        if re.fullmatch(SHAPES.get(kind, re.escape(address)), path):
            return kind
    return None


def needed(path: Path) -> Path:
    """A file that `.ci/test` installs; without it tests fail, they are not skipped."""
    if not path.is_file():
        pytest.fail(f"{path.relative_to(ROOT)} is missing: run .ci/test, which installs it")
    return path


def program(name: str) -> str:
    """A program that `.ci/test` installs."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.fail(f"{name} is not installed: run .ci/test, which installs it")
    return found


def addresses(built: Built, lang: str | None = None) -> list[str]:
    """The addresses of a site's pages (of one language), 404.html and those that lead elsewhere aside."""
    paths = [
        path
        for path in built.pages()
        if path != "404.html" and 'http-equiv="refresh"' not in built.text(path)
    ]
    pages = [path.removesuffix("index.html") for path in paths]
    return [path for path in pages if lang is None or path.startswith(PREFIX["en"]) == (lang == "en")]
