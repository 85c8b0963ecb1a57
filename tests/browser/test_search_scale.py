"""At three hundred declarations the search finds what a plain look at every text finds, no more and no less."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import ROOT, build
from playwright.sync_api import Browser, Page
from serving import serve

from generator import pipeline
from generator.search import Document, documents, normal

sys.path.append(str(ROOT / "tests" / "bench"))

import synthetic

DECLARATIONS = 300
ASKED = 120
ABSENT = 40
SEED = 20_240_101

HAN = re.compile("[\u4e00-\u9fff]+")

FIND = """async ([address, queries]) => {
  const { engine } = await import(`${address}assets/js/search/engine.js`);
  const ask = engine(address);
  const answers = {};
  for (const query of queries) {
    const found = await ask.search(query);
    const paths = [];
    for (let from = 0; from < found.results.length; ) {
      const opened = await ask.openFirst(found, from);
      paths.push(...opened.map(result => result.path));
      from += opened.length;
    }
    answers[query] = { paths, partial: found.partial, total: found.total };
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with synthetic declarations."""
    made = tmp_path_factory.mktemp("scale")
    synthetic.make(ROOT / "content", made / "content", DECLARATIONS)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("custom_dir: theme_overrides", f"custom_dir: {ROOT / 'theme_overrides'}")
    (made / "mkdocs.yml").write_text(config, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def page_of_many(browser: Browser, folder: Path) -> Iterator[tuple[Page, str]]:
    """The search page of the large site, with the address of the site."""
    built = build(folder, folder / "site", PYTHONPATH=str(ROOT))
    with serve(built.folder) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.goto(f"{address}search/")
        yield page, address


@pytest.fixture(scope="module")
def listed(folder: Path) -> list[Document]:
    """What was indexed."""
    return list(documents(pipeline.site(pipeline.read(folder / "content"))))


@pytest.fixture(scope="module")
def texts(listed: list[Document]) -> dict[str, list[str]]:
    """Every Chinese text of every page, as texts are compared."""
    return {each.path: [normal(text) for text in _texts(each)] for each in listed}


def _texts(document: Document) -> Iterator[str]:
    yield document.title.zh
    yield document.about.zh
    yield from (text.zh for text in document.texts)
    for row in document.rows:
        yield from (row.name.zh, row.value, row.words)


def _parts(listed: list[Document]) -> list[str]:
    """Random parts of two to eight characters of names of projects, units and indicators."""
    chance = random.Random(SEED)  # noqa: S311 (a test, no secret)
    named = [each for each in listed if each.kind in {"declaration", "units"}]
    names = sorted({name for each in named for name in (each.title.zh, *(row.name.zh for row in each.rows))})
    runs = [run for name in names for run in HAN.findall(name) if len(run) > 1]
    found: dict[str, None] = {}
    while len(found) < ASKED:
        run = chance.choice(runs)
        length = chance.randint(2, min(8, len(run)))
        start = chance.randint(0, len(run) - length)
        found[run[start : start + length]] = None
    return list(found)


def test_the_same_as_a_look_at_every_text(
    page_of_many: tuple[Page, str], listed: list[Document], texts: dict[str, list[str]]
) -> None:
    """The pages found are exactly those one of whose texts holds the query."""
    page, address = page_of_many
    answers: dict[str, Any] = page.evaluate(FIND, [address, _parts(listed)])
    assert len(answers) == ASKED
    wrong = {}
    for query, answer in answers.items():
        right = {path for path, held in texts.items() if any(query in text for text in held)}
        assert right, query
        if set(answer["paths"]) != right or len(answer["paths"]) != len(right) or answer["partial"]:
            lost, extra = right - set(answer["paths"]), set(answer["paths"]) - right
            wrong[query] = (len(right), len(answer["paths"]), sorted(lost)[:3], sorted(extra)[:3])
    assert wrong == {}


def test_what_is_not_there_is_not_found(page_of_many: tuple[Page, str], texts: dict[str, list[str]]) -> None:
    """Characters of the site in an order that no text has, not even two of them, give nothing."""
    page, address = page_of_many
    chance = random.Random(SEED + 1)  # noqa: S311 (a test, no secret)
    everything = "\n".join({text for held in texts.values() for text in held})
    characters = sorted(set("".join(HAN.findall(everything))))
    absent: dict[str, None] = {}
    while len(absent) < ABSENT:
        word = "".join(chance.choices(characters, k=chance.randint(2, 6)))
        if not any(word[index : index + 2] in everything for index in range(len(word) - 1)):
            absent[word] = None
    answers: dict[str, Any] = page.evaluate(FIND, [address, list(absent)])
    assert {query: answer["total"] for query, answer in answers.items() if answer["total"]} == {}
