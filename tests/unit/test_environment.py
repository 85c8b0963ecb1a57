"""The Jinja that pages are made with: what it escapes, what it keeps, and what its templates may know."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import jinja2
import pytest
import yaml
from jinja2 import meta
from markupsafe import Markup

from generator import environment, pipeline, render
from generator.derive import Site
from generator.model import Text

TEMPLATES = Path(__file__).parents[2] / "theme_overrides"
GROWING = ("declaration", "organisations", "summary", "listing", "indicators", "shared", "home", "compare")
"""Pages that grow in number or in size with the content."""

OF_THE_WHOLE = {"site", "downloads", "downloads_of"}
"""What changes with any file."""


def test_block() -> None:
    """Finished HTML is one block without blank or indented lines, so that no Markdown engine reads into it."""
    assert environment.block("  <p>\n\n   a\n \t \n</p>\n\n") == "\n<p>\na\n</p>\n"


def test_environment(tmp_path: Path) -> None:
    """Values are escaped, and an unknown name stops the build instead of printing nothing."""
    env = environment.environment(tmp_path)
    assert env.from_string("{{ x }}").render(x="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"
    with pytest.raises(jinja2.UndefinedError):
        env.from_string("{{ unknown }}").render()
    quoted = env.from_string("title: {{ x | yaml }}").render(x='a: "b"\\ # <c> {{ 7*7 }}\n')
    assert yaml.safe_load(quoted) == {"title": 'a: "b"\\ # <c> {{ 7*7 }}\n'}


def test_nothing_is_escaped_twice_or_not_at_all(tmp_path: Path) -> None:
    """Text is escaped whatever stands beside it, finished pieces are not, and numbers print as they are."""
    (tmp_path / "macros.html").write_text("{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}", encoding="utf-8")
    env = environment.environment(tmp_path)
    page = env.from_string("{% import 'macros.html' as m %}{{ m.b(x) }}{{ x }}{{ 1 }}{{ y }}{{ none }}")
    assert page.render(x="<", y="plain") == "<b>&lt;</b>&lt;1plainNone"


def test_once(tmp_path: Path) -> None:
    """A piece is made once for the same arguments, and anew for other ones, in other environments too."""
    text = "{% macro b(x) %}{{ count(x) }}{% endmacro %}{% macro c(x) %}c{{ x }}{% endmacro %}"
    (tmp_path / "macros.html").write_text(text, encoding="utf-8")
    made: list[str] = []
    for lang in ("zh", "en"):
        env = environment.environment(tmp_path)
        env.globals["count"] = lambda x, lang=lang: made.append(x) or f"{lang} {x}"
        page = "{% import 'macros.html' as m %}{{ once(m.b, x) }} {{ once(m.c, x) }}"
        for x in "aba":
            assert env.from_string(page).render(x=x) == f"{lang} {x} c{x}"
    assert made == ["a", "b", "a", "b"]


def test_once_knows_text_from_html(tmp_path: Path) -> None:
    """Text that reads like a finished piece is escaped, though the two are equal in Python."""
    macro = "{% macro b(x) %}{{ x }}{% endmacro %}"
    page = macro + "{{ once(b, html) }} {{ once(b, text) }} {{ once(b, html) }}"
    shown = environment.environment(tmp_path).from_string(page).render(html=Markup("<b>"), text="<b>")
    assert shown == "<b> &lt;b&gt; <b>"


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    """However many pieces there are, so many are kept and no more."""
    once = environment.environment(tmp_path).globals["once"]
    for number in range(environment.MOST_KEPT + 10):
        once(str, number)
    assert once.cache_info().currsize == environment.MOST_KEPT


@cache
def _names(template: str) -> frozenset[str]:
    """What a template and the pages below it ask of their surroundings."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    tree = environment.environment(TEMPLATES).parse(text)
    asked = frozenset(meta.find_undeclared_variables(tree))
    below = re.findall(r'{% extends "([^"]+)"', text)
    return asked.union(*map(_names, below))


def _imported(template: str) -> set[str]:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    found = set(re.findall(r'{% import "([^"]+)"', text))
    return found.union(*map(_imported, found))


@pytest.fixture(scope="module")
def known(root: Path, site: Site) -> set[str]:
    """What is the same on every page of a language."""
    settings = render.Settings(Text("站", "Site"))
    return set(render.Renderer(site, pipeline.words()["zh"], root / "theme_overrides", settings).env.globals)


@pytest.mark.parametrize("template", GROWING)
def test_pages_know_nothing_of_the_whole(template: str, known: set[str]) -> None:
    """A page that content multiplies shows what it is told: nothing that a change elsewhere would change unseen."""
    page = f"pages/{template}.md.j2"
    macros = _imported(page)
    assert macros
    assert " with context" not in (TEMPLATES / page).read_text(encoding="utf-8")
    for each in (page, *macros):
        assert _names(each).isdisjoint(OF_THE_WHOLE), each
    for each in macros:
        assert _names(each) <= known, each
