"""How the tests ask the search: through the search page's own field, many queries on one page."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Page

from generator.hosting import policy

SEARCH_POLICY = policy.POLICY
"""The policy of the site, with what WebAssembly needs."""

ASK = """async queries => {
  const page = document.querySelector('[data-search-page]');
  const field = page.querySelector('[data-search-input]');
  const form = page.querySelector('form');
  const answers = [];
  for (const query of queries) {
    const done = new Promise(resolve => {
      page.addEventListener('search-state', function heard(event) {
        if (event.detail !== 'done') return;
        page.removeEventListener('search-state', heard);
        resolve();
      });
    });
    field.value = query;
    form.requestSubmit();
    await done;
    answers.push({
      query,
      status: page.querySelector('[data-search-status]').textContent,
      links: [...page.querySelectorAll('[data-search-results] .result > a')].map(link => link.href),
      help: [...page.querySelectorAll('[data-search-results] .help a')].map(link => link.textContent),
    });
  }
  return answers;
}"""
"""Run in a search page with a list of queries, by whatever drives the browser."""


@dataclass(frozen=True)
class Query:
    """A line of queries.tsv: what is asked and what must be found."""

    kind: str
    text: str
    declarations: frozenset[str]
    indicators: frozenset[str]
    """`declaration#indicator`, each of which is a right place to land on."""
    meant: str
    """What a typo or pinyin stands for."""


@dataclass(frozen=True)
class Answer:
    """What the search page shows for a query."""

    status: str
    links: list[str]
    """Where the results lead, from the site's root: `2024/x/#y`."""
    help: list[str]

    @property
    def paths(self) -> list[str]:
        """The pages found, in order, without language."""
        return [link.split("#")[0].removeprefix("en/").rstrip("/") for link in self.links]

    @property
    def declarations(self) -> list[str]:
        """The ids of the declarations found, in order."""
        return [path.split("/")[1] for path in self.paths if path[:4].isdigit()]


def queries() -> list[Query]:
    """The query set."""
    with Path(__file__).with_name("queries.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Query(
                line["class"],
                line["query"],
                frozenset(line["declarations"].split()),
                frozenset(line["indicators"].split()),
                line["meant"],
            )
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def ask(page: Page, address: str, texts: Iterable[str], lang: str = "zh") -> dict[str, Answer]:
    """Ask every text on the search page of the site at `address`, one after another."""
    page.goto(f"{address}{'en/' if lang == 'en' else ''}search/", wait_until="load")
    return answered(address, page.evaluate(ASK, list(texts)))


def answered(address: str, answers: list[Any]) -> dict[str, Answer]:
    """What ASK gave, each query with its answer."""
    return {
        each["query"]: Answer(
            each["status"],
            [unquote(link).removeprefix(address) for link in each["links"]],
            each["help"],
        )
        for each in answers
    }
