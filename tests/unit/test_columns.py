"""Every published name has a title and a meaning in both languages, and no word of them is idle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from generator.derive import Site
from generator.export import columns
from generator.export.published import Field
from generator.export.tables import BOTH, KINDS
from generator.i18n import LANGUAGES, Words, read_words
from generator.show import Show

Place = tuple[str, tuple[str, ...]]


def _places(table: str, fields: Sequence[Field], path: tuple[str, ...] = ()) -> Iterator[Place]:
    for field in fields:
        here = (*path, field.name)
        yield table, here
        yield from _places(table, field.fields, here)


PLACES = [place for kind in KINDS.values() for place in _places(kind.name, kind.fields)]


class Watched(dict[str, str]):
    """Words that remember which of them were asked for."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__(words)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.fixture(params=LANGUAGES)
def show(request: pytest.FixtureRequest, site: Site) -> Show:
    """The views of one language."""
    return Show(read_words(request.param), site.vocabulary)


def test_each_has_its_words_and_none_is_idle(show: Show) -> None:
    """Each name of the records and tables has a title and a meaning; each of these words is of such a name."""
    watched = Watched(show.words.table)
    watching = Show(Words(show.lang, watched), show.vocabulary)
    for table, path in PLACES:
        assert columns.title(path, watching, table).strip()
        for given in (table, ""):
            assert columns.meaning(path, watching, given).endswith(("。", "."))
    for kind in KINDS.values():
        for column in kind.columns(BOTH):
            assert columns.title(column, watching, kind.name)
    words = {key for key in watched if key.startswith("data_column.")}
    assert words - watched.asked == set()


def test_titles_tell_columns_apart(show: Show) -> None:
    """No two columns of a table have the same title, in one language or in both."""
    for kind in KINDS.values():
        for lang in (*LANGUAGES, BOTH):
            titles = [columns.title(column, show, kind.name) for column in kind.columns(lang)]
            assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("path", "table", "zh", "en"),
    [
        ("target.raw", "indicators", "年度指标值 · 原文", "Annual target value · As published"),
        (("funding", "annual", "total"), "declarations", "资金（元） · 年度 · 总额", "Funds (yuan) · Year · Total"),
        ("indicators.name", "declarations", "绩效指标 · 三级指标", "Performance indicators · Level-3 indicator"),
        ("name", "organisations", "名称", "Name"),
        ("name", "glossary", "词语", "Term"),
    ],
)  # fmt: skip
def test_titles(path: str | tuple[str, ...], table: str, zh: str, en: str, site: Site) -> None:
    """A title names what it stands in, and says of a name what it is there."""
    for lang, expected in (("zh", zh), ("en", en)):
        assert columns.title(path, Show(read_words(lang), site.vocabulary), table) == expected


def test_both_languages(site: Site) -> None:
    """Where a text has two columns, the title of the second says its language; of an address, of both."""
    show = Show(read_words("en"), site.vocabulary)
    titles = {each.name: columns.title(each, show) for each in KINDS["declarations"].columns(BOTH)}
    assert titles["project_name"] == "Project name"
    assert titles["project_name_en"] == "Project name (English)"
    assert (titles["url_zh"], titles["url_en"]) == ("Page address (Chinese)", "Page address (English)")
