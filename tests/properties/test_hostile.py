"""Whatever a text holds, a page shows it as text: no element, attribute or link that a template did not put there.

Pages are compared with those of the same declaration whose texts are harmless words.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from strategies import LINES

from generator import derive, former, load, pages, render, shape
from generator.fields import Leaf, Many, Record, fields, records
from generator.i18n import LANGUAGES, read_words
from generator.model import Declaration, IndicatorResult, LongText, Narrative, Publication, Text, Waiver
from generator.removed import Removed
from generator.schema import EXAMPLES
from generator.stash import FinishedHtml
from generator.target import parse
from generator.vocabulary import Glossary, GlossaryTerm, Organisation, Vocabulary

ROOT = Path(__file__).parents[2]
HARMLESS = "平常的话"
TOKENS = [
    *(
        "<script>alert(1)</script>",
        "</td></tr></table>",
        "<!--",
        "-->",
        "]]>",
        '"',
        "'",
        "><img src=x onerror=a>",
    ),
    *("&amp;", "&lt;", "&#60;", "{{ 7*7 }}", "{% raw %}", "{: onclick=x }", "[a](javascript:b)", "![a](b)"),
    *("<javascript:a>", "<a@b.cn>", "*", "_", "`", "|", "# ", "1. ", "- ", "---", "~~~", "\x02wzxhzdk:0\x03"),
    *(
        "</h1>",
        "<?php",
        "\\",
        "\\(",
        "${a}",
        "%s",
        "{0}",
        "＜",
        "\u3000",
        "\u00a0",
        "  ",
        "考",
        "klzzwxh:0000",
    ),
]
HOSTILE = st.one_of(LINES, st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6).map("".join)).map(
    lambda text: re.sub(r"[\x00-\x1f]", "", text).strip() or "x"
)
ONCE = settings(max_examples=40)


class Skeleton(HTMLParser):
    """Elements with their attributes, and the texts between them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str] = []
        self.starts: list[str] = [""]
        self.texts: list[str] = [""]
        """The text right after each start or end tag, whose name `starts` holds."""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]
        self.starts.append(tag)
        self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))
        self.starts.append(f"/{tag}")
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data

    def _never(self, _: str) -> None:
        raise AssertionError("a comment, declaration or instruction that no template has")

    handle_comment = handle_decl = handle_pi = unknown_decl = _never


EXAMPLE = EXAMPLES / "declaration.yml"


@cache
def _example() -> Declaration:
    """The documentation's example, with everything filled in that it leaves out."""
    tree, _ = load.read_bytes(EXAMPLE.read_bytes(), EXAMPLE.name)
    assert tree is not None
    filed, _ = shape.read(tree, Declaration, EXAMPLE.name)
    assert filed is not None
    text, short = LongText("话", "words"), Text("话", "words")
    more = {"scoring": text, "note": text, "source_note": text, "project_target": parse("有所改善")}
    result = IndicatorResult(parse("好"), reason=text)
    first, *rest = filed.value.indicators
    first = dataclasses.replace(first, measure_unit_en="words", direction="正向", result=result, **more)
    assert filed.value.source is not None
    return dataclasses.replace(
        filed.value,
        indicators=(first, *rest),
        unit_code="1",
        budget_code="2",
        medium_term_goal=text,
        narrative=Narrative(*(text for _ in fields(Narrative))),
        source=dataclasses.replace(filed.value.source, file="a.pdf", notes=(text, text)),
        publication=Publication(short, "3", "4", validity="5"),
        waivers=(Waiver("satisfaction-equals", "话"),),
    )


Path_ = tuple[str | int, ...]


def _places(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Paths of the texts that people write, and the glossary group of those that must be known words."""
    for item in fields(type(value)):
        child, here = getattr(value, item.name), (*path, item.name)
        match item.form:
            case Leaf(kind) if kind.name in ("line", "prose", "term", "target") and child is not None:
                yield here, kind.group
            case Record() if child is not None:
                yield from _places(child, here)
            case Many(Record()):
                for index, each in enumerate(child):
                    yield from _places(each, (*here, index))
            case _:
                pass


def _put(value: Any, path: Path_, text: str) -> Any:
    """The value with another text at a path."""
    if not path:
        return parse(text) if dataclasses.is_dataclass(value) else text
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        return tuple(_put(each, rest, text) if index == part else each for index, each in enumerate(value))
    return dataclasses.replace(value, **{part: _put(getattr(value, part), rest, text)})


WORDS = {lang: read_words(lang) for lang in LANGUAGES}
ENVIRONMENTS = {lang: render.environment(ROOT / "theme_overrides") for lang in LANGUAGES}


def _renderer(lang: str, site: derive.Site, name: str = "站") -> render.Renderer:
    """A renderer whose templates are compiled once for all examples."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "environment", lambda _: ENVIRONMENTS[lang])
        settings_ = render.Settings(Text(name, name))
        return render.Renderer(site, WORDS[lang], ROOT / "theme_overrides", settings_)


def _pages(lang: str, declaration: Declaration, word: str = "", group: str = "") -> list[render.Page]:
    """The pages that show a declaration, its own and the lists it stands on; `word` is in the glossary."""
    glossary = _glossary()
    if group:
        terms = (*getattr(glossary, group), GlossaryTerm("added", Text(word, word)))
        glossary = dataclasses.replace(glossary, **{group: terms})
    named = (declaration.department, declaration.unit)
    organisations = tuple(Organisation(f"o-{i}", Text(each, each)) for i, each in enumerate(named))
    renderer = _renderer(lang, derive.site([declaration], Vocabulary(glossary, organisations)))
    wanted = ("2025", f"2025/{declaration.id}", "units", "units/o-1", "indicators")
    return [page for page in _some(renderer) if page.path in wanted]


def _some(renderer: render.Renderer) -> Iterator[render.Page]:
    """A renderer's pages but the last two, which show no declaration and are long."""
    for page in pages.pages(renderer, WORDS):
        if page.path == "glossary":
            return
        yield page


@cache
def _glossary() -> Glossary:
    tree, _ = load.read_bytes((ROOT / "content" / "glossary.yml").read_bytes(), "glossary.yml")
    assert tree is not None
    filed, _ = shape.read(tree, Glossary, "glossary.yml")
    assert filed is not None
    return filed.value


def _finished(page: render.Page) -> tuple[dict[str, str], Skeleton]:
    """Front matter and final HTML of a page, as MkDocs would have them."""
    opening, front, body = page.markdown.split("---\n", 2)
    assert opening == ""
    html = Markdown(extensions=["attr_list", "tables", "fenced_code", "toc", FinishedHtml()]).convert(body)
    return yaml.safe_load(front), Skeleton(html)


PLACES = list(_places(_example()))


def test_there_are_places() -> None:
    """Every field that holds a text as people write it has one to spoil."""
    kinds = ("line", "prose", "term", "target")
    free = {
        item.name
        for cls in records(Declaration)
        for item in fields(cls)
        if isinstance(item.form, Leaf) and item.form.kind.name in kinds
    }
    assert {path[-1] for path, _ in PLACES} == free


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.sampled_from(PLACES), HOSTILE)
@example((("project_name", "zh"), ""), '"><script>alert(1)</script>')
@example((("project_name", "en"), ""), "</title></h1><!--")
@example((("indicators", 0, "name", "en"), ""), '" onmouseover="a')
@example((("indicators", 0, "name", "zh"), ""), "2024. *a* [b](javascript:c) | `d`")
@example((("annual_goal", "zh"), ""), "[a](javascript:b) *c* {: onclick=x }")
@example((("indicators", 2, "target"), ""), "<img src=x onerror=a>")
@example((("indicators", 1, "target"), ""), "≥1(<img/src=x/onerror=a>)")
@ONCE
def test_any_text_in_any_place(lang: str, place: tuple[Path_, str], text: str) -> None:
    """A text anywhere in a declaration changes texts and values of attributes, nothing else on any page."""
    path, group = place
    before = _pages(lang, _put(_example(), path, HARMLESS), HARMLESS, group)
    after = _pages(lang, _put(_example(), path, text), text, group)
    assert [page.path for page in before] == [page.path for page in after]
    for old, new in zip(before, after, strict=True):
        if old.markdown == new.markdown:
            continue
        (old_front, old_html), (new_front, new_html) = _finished(old), _finished(new)
        assert old_front.keys() == new_front.keys()
        assert new_front["title"] == new.title
        if path[-1] == "target":  # another text in a cell can make it a figure, with a mark of its language
            assert set(new_html.elements) <= {*old_html.elements, ("span", ("lang",)), ("span", ("class",))}
            continue
        if path[0] == "source":  # printed within a sentence of ours, where the Chinese of a text is marked
            assert set(new_html.elements) <= {*old_html.elements, ("span", ("lang",))}
            continue
        assert new_html.elements == old_html.elements
        assert [_spaced(each) for each in new_html.texts] == [
            _spaced(each.replace(HARMLESS, text)) for each in old_html.texts
        ]
        assert new_html.values == [value.replace(HARMLESS, text) for value in old_html.values]


def _spaced(text: str) -> str:
    """Runs of blanks count as one: HTML shows them so. The version in a citation changes with any text."""
    return re.sub(r"\s+", " ", re.sub(r"(版本|version) [0-9a-f]{12}", r"\1", text)).strip()


@given(HOSTILE)
@ONCE
def test_several_paragraphs(text: str) -> None:
    """A long text of several lines is as many paragraphs, whatever the lines look like."""
    whole = f"{text}\n\n    {text}\n# {text}"
    declaration = dataclasses.replace(_example(), annual_goal=None, overall_goal=LongText(whole, whole))
    page = next(page for page in _pages("zh", declaration) if page.path.endswith(declaration.id))
    _, html = _finished(page)
    shown = [_spaced(each) for tag, each in zip(html.starts, html.texts, strict=True) if tag == "p"]
    expected = [_spaced(line) for line in (text, text, f"# {text}")]
    assert [each for each in shown if each in expected] == expected


@given(HOSTILE)
@ONCE
def test_the_name_of_the_site(text: str) -> None:
    """The configured name of the site is shown as text too."""
    site = derive.Site(Vocabulary(_glossary()), ())
    for lang in LANGUAGES:
        front, html = _finished(next(pages.pages(_renderer(lang, site, text), WORDS)))
        assert isinstance(front["title"], str)
        assert _spaced(text) in map(_spaced, html.texts)
        assert {"script", "img"}.isdisjoint(tag for tag, _ in html.elements)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(HOSTILE)
@ONCE
def test_pages_at_former_addresses(lang: str, text: str) -> None:
    """The name of what was removed and why, and of what moved, change texts alone."""

    def made(word: str) -> list[tuple[dict[str, str], Skeleton]]:
        example = dataclasses.replace(_example(), project_name=Text(word, word), moved_from=("2025/old",))
        named = (example.department, example.unit)
        organisations = tuple(Organisation(f"o-{i}", Text(each, each)) for i, each in enumerate(named))
        gone = Removed("2024/gone", dt.date(2025, 1, 2), LongText(word, word), Text(word, word))
        site = derive.site([example], Vocabulary(_glossary(), organisations), removed=[gone])
        return [_finished(page) for page in former.pages(_renderer(lang, site))]

    for (old_front, old), (new_front, new) in zip(made(HARMLESS), made(text), strict=True):
        assert old_front.keys() == new_front.keys()
        assert new_front["title"] == text
        assert new.elements == old.elements
        expected = [_spaced(each.replace(HARMLESS, text)) for each in old.texts]
        assert [_spaced(each) for each in new.texts] == expected
