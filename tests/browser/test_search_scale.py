"""At a thousand declarations the search finds what a plain look at every text finds, no more and no less."""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from building import ROOT
from playwright.sync_api import Browser, Page
from serving import serve

from generator import pipeline
from generator.index import build
from generator.model import Text
from generator.search import NOTHING, Document, documents, normal

sys.path.append(str(ROOT / "tests" / "bench"))

import synthetic

DECLARATIONS = 1000
ASKED = 300
TOGETHER = 100
ABSENT = 40
SOME = 200
YEARS = ("2023", "2024", "2025")
SEED = 20_240_101

HAN = re.compile("[\u4e00-\u9fff]+")
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")

PAGE = '<!doctype html><html lang="zh-CN"><title>search</title><link rel="icon" href="data:,">'

FIND = """async ([address, queries]) => {
  const { engine } = await import(`${address}assets/js/search/engine.js`);
  const ask = (window.asking ||= engine(address));
  const paths = (window.paths ||= {});
  const answers = {};
  for (const query of queries) {
    const found = await ask.search(query);
    const unknown = found.results.filter(hit => !(hit.id in paths));
    await Promise.all(unknown.map(async hit => {
      const [opened] = await ask.openFirst({ ...found, results: [hit] });
      paths[hit.id] = opened.path;
    }));
    answers[query] = {
      paths: found.results.map(hit => paths[hit.id]),
      partial: found.partial,
      total: found.total,
    };
  }
  return answers;
}"""
"""All that the engine finds for each query; a page is opened when it is first found."""

TURN = """async ([address, query]) => {
  const { engine } = await import(`${address}assets/js/search/engine.js`);
  const ask = engine(address);
  const found = await ask.search(query);
  const turned = [];
  for (let from = 0; from < found.total; ) {
    const opened = await ask.openFirst(found, from);
    turned.push(opened.map(result => result.path));
    from += opened.length;
  }
  return turned;
}"""
"""The results as a reader is shown them, ten and ten more."""

SORT = """async ([address, query, options]) => {
  const { engine } = await import(`${address}assets/js/search/engine.js`);
  const ask = engine(address);
  const found = await ask.search(query, options);
  const opened = await Promise.all(found.results.map(hit => ask.openFirst({ ...found, results: [hit] })));
  return opened.flat().map(result => result.path);
}"""


@dataclass(frozen=True)
class Many:
    """The large site: a page that can ask its index, and all that was indexed."""

    page: Page
    address: str
    listed: list[Document]
    texts: dict[str, list[str]]
    """Every Chinese text of every page, as texts are compared."""

    def find(self, queries: Iterable[str]) -> dict[str, Any]:
        """All that the search finds for each query."""
        found: dict[str, Any] = self.page.evaluate(FIND, [self.address, list(queries)])
        return found

    def holding(self, *words: str) -> set[str]:
        """The pages that hold every word: characters anywhere in a text, other words as a whole; what stands
        before or behind the point of a number is a whole word, too.
        """
        return {path for path, held in self.texts.items() if all(_held(word, held) for word in words)}


def _held(word: str, texts: list[str]) -> bool:
    if HAN.search(word):
        return any(word in text for text in texts)
    whole = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")
    return any(word in text and whole.search(text) for text in texts)


@pytest.fixture(scope="module")
def many(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Many]:
    """The index of synthetic declarations with the scripts that ask it; its pages are not made."""
    folder = tmp_path_factory.mktemp("scale")
    synthetic.make(ROOT / "content", folder / "content", DECLARATIONS)
    made = documents(pipeline.site(pipeline.read(folder / "content")))
    listed = [_in_a_year(each, YEARS[number % len(YEARS)]) for number, each in enumerate(made)]
    listed.append(Document("about", "prose", Text("关于Windows11系统", "About it"), NOTHING))
    site = folder / "site"
    shutil.copytree(ROOT / "theme_overrides" / "assets" / "js", site / "assets" / "js")
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    build(listed, site)
    texts = {each.path: [normal(text) for text in _texts(each)] for each in listed}
    with serve(site) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        yield Many(page, address, listed, texts)


def _in_a_year(document: Document, year: str) -> Document:
    if not document.year:
        return document
    others = [each for each in document.filters if each[0] != "year"]
    return replace(document, year=year, filters=(("year", year), *others))


def _texts(document: Document) -> Iterator[str]:
    yield document.title.zh
    yield document.about.zh
    yield from (document.year, document.amount)
    yield from (text.zh for text in document.texts)
    yield from (f"{yuan:f}" for yuan in (*document.totals, *document.amounts))
    for row in document.rows:
        yield from (row.name.zh, row.value, row.words)


def _part(chance: random.Random, run: str) -> str:
    """A part of two to eight characters."""
    length = chance.randint(2, min(8, len(run)))
    start = chance.randint(0, len(run) - length)
    return run[start : start + length]


def _runs(texts: Iterable[str]) -> list[str]:
    return [run for text in texts for run in HAN.findall(text) if len(run) > 1]


def _parts(listed: list[Document]) -> list[str]:
    """Random parts of names of projects, units and indicators."""
    chance = random.Random(SEED)  # noqa: S311 (a test, no secret)
    named = [each for each in listed if each.kind in {"declaration", "units"}]
    runs = _runs(
        sorted({name for each in named for name in (each.title.zh, *(r.name.zh for r in each.rows))})
    )
    found: dict[str, None] = {}
    while len(found) < ASKED:
        found[_part(chance, chance.choice(runs))] = None
    return list(found)


def _pairs(texts: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Two words of one page, of any of its texts: a part of Chinese text, and another or a number."""
    chance = random.Random(SEED + 2)  # noqa: S311 (a test, no secret)
    found: dict[tuple[str, str], None] = {}
    paths = [path for path in texts if path[0].isdigit()]
    while len(found) < TOGETHER:
        held = texts[chance.choice(paths)]
        runs, others = _runs(held), [word for text in held for word in WORD.findall(text)]
        one = _part(chance, chance.choice(runs))
        two = chance.choice(others) if len(found) % 2 else _part(chance, chance.choice(runs))
        found[one, two] = None
    return list(found)


def _wrong(right: dict[str, set[str]], answers: dict[str, Any]) -> dict[str, Any]:
    """Each query whose answer is not right: how many pages, which are lost, which are too many."""
    wrong = {}
    for query, pages in right.items():
        answer = answers[query]
        found = answer["paths"]
        if sorted(found) != sorted(pages) or answer["partial"] or answer["total"] != len(pages):
            lost, extra = pages - set(found), set(found) - pages
            wrong[query] = (len(pages), len(found), sorted(lost)[:3], sorted(extra)[:3])
    return wrong


def test_the_same_as_a_look_at_every_text(many: Many) -> None:
    """The pages found are exactly those one of whose texts holds the query."""
    right = {part: many.holding(part) for part in _parts(many.listed)}
    assert len(right) == ASKED
    assert all(right.values())
    assert _wrong(right, many.find(right)) == {}


def test_more_and_more_are_all(many: Many) -> None:
    """Whoever asks for more results until there are none sees each page once."""
    right = {part: many.holding(part) for part in _parts(many.listed)}
    part = max((part for part in right if len(right[part]) < SOME), key=lambda part: len(right[part]))
    turned = many.page.evaluate(TURN, [many.address, part])
    assert len(turned) > 5
    assert sorted(path for paths in turned for path in paths) == sorted(right[part])


@pytest.mark.parametrize("chosen", [None, {"any": ["2023", "2025"]}])
def test_sorted_by_year(many: Many, chosen: dict[str, list[str]] | None) -> None:
    """The newest come first, pages without a year last, and none is lost; chosen years stay the only ones."""
    year = {each.path: each.year for each in many.listed}
    right = many.holding("考试")
    if chosen:
        right = {path for path in right if year[path] in chosen["any"]}
    options = {"sort": {"year": "desc"}} | ({"filters": {"year": chosen}} if chosen else {})
    found = many.page.evaluate(SORT, [many.address, "考试", options])
    assert sorted(found) == sorted(right)
    assert len({year[path] for path in found}) > 1
    assert [year[path] for path in found] == sorted((year[path] for path in found), reverse=True)


def test_two_words_are_both_held(many: Many) -> None:
    """The pages found are exactly those that hold both words, wherever each stands."""
    right = {" ".join(words): many.holding(*words) for words in _pairs(many.texts)}
    assert len(right) == TOGETHER
    assert all(right.values())
    assert _wrong(right, many.find(right)) == {}


@pytest.mark.parametrize("word", ["windows11", "Windows", "wind"])
def test_a_latin_word_of_chinese_texts_alone(word: str, many: Many) -> None:
    """What no English text has is found in Chinese ones, whole or begun."""
    assert many.find([word])[word]["paths"] == ["about"]


def test_a_word_of_no_text_loads_one_index(many: Many) -> None:
    """Where no Chinese text can hold an English word either, their index is not loaded for it."""
    with many.page.context.browser.new_context() as context:  # type: ignore[union-attr]  # it has one
        page = context.new_page()
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url.removeprefix(many.address)))
        page.goto(many.address)
        assert page.evaluate(FIND, [many.address, ["qxamination"]])["qxamination"]["total"] == 0
    assert [path for path in loaded if path.endswith(".pf_meta")]
    chinese = [path for path in loaded if path.startswith("pagefind-zh/")]
    assert sorted(chinese) == ["pagefind-zh/latin.json", "pagefind-zh/vocabulary.json"]


def test_what_is_not_there_is_not_found(many: Many) -> None:
    """Characters of the site in an order that no text has, not even two of them, give nothing."""
    chance = random.Random(SEED + 1)  # noqa: S311 (a test, no secret)
    everything = "\n".join({text for held in many.texts.values() for text in held})
    characters = sorted(set("".join(HAN.findall(everything))))
    absent: dict[str, None] = {}
    while len(absent) < ABSENT:
        word = "".join(chance.choices(characters, k=chance.randint(2, 6)))
        if not any(word[index : index + 2] in everything for index in range(len(word) - 1)):
            absent[word] = None
    answers = many.find(absent)
    assert {query: answer["total"] for query, answer in answers.items() if answer["total"]} == {}
