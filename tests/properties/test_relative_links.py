"""Links, escaping and JSON, quicker than the standard ways and always the same."""

from __future__ import annotations

import gc
import json
import posixpath
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape
from strategies import LINES

from generator import render
from generator.environment import environment
from generator.export.published import indented

FOLDERS = st.lists(st.sampled_from(["2024", "20", "en", "e", "units", "page-2"]), max_size=4)
FILES = st.sampled_from(["", "index.html", "2024.html", "x.csv"])
ADDRESSES = st.builds(lambda folders, file: "".join(f"{name}/" for name in folders) + file, FOLDERS, FILES)


@given(ADDRESSES, ADDRESSES)
def test_relative(target: str, current: str) -> None:
    """A link is what `posixpath.relpath` says, with a slash where it leads to a folder."""
    link = posixpath.relpath(target or ".", posixpath.dirname(current) or ".")
    assert render.relative(target, current) == (link if target and not target.endswith("/") else f"{link}/")


PAGE = environment(Path()).from_string("{{ value }}")
VALUES = st.one_of(LINES, st.text("<>&\"' a"), st.integers(), st.none(), st.decimals(), LINES.map(Markup))


@given(VALUES)
def test_escaped(value: object) -> None:
    """A template prints any value as `markupsafe.escape` would."""
    assert PAGE.render(value=value) == str(escape(value))


PLAIN = st.one_of(LINES, st.text(), st.integers(), st.booleans(), st.none())
JSON = st.recursive(PLAIN, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside))


@given(JSON)
def test_json_on_many_lines(value: Any) -> None:
    """It is written as Python's own encoder does."""
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_json_leaves_no_circles() -> None:
    """What is written is let go of at once: during a build nobody looks for circles."""
    gc.collect()
    indented({"a": [{"b": None}]})
    assert gc.collect() == 0
