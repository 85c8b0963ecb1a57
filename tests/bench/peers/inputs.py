"""What the peers start from, made from our own model of a content folder.

    data/declarations/<id>.yaml  each declaration: the clerk's file, its targets already taken apart
    data/plan.json               which pages there are and what is listed on each, in its order; sums of lists
    data/words.json, terms.json  words of our pages and of the form, in both languages
    markdown/                    our own pages as `disclosure pages` writes them: Markdown around finished HTML

Sums, order and cuts of lists, and what a target asks for, are thus given to the peers; our build works them out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from plan import ROOT, plan, text

from generator import arrange, client, pages, pipeline, show
from generator.derive import Declared, Site
from generator.i18n import LANGUAGES
from generator.model import Indicator, Text
from generator.vocabulary import GROUPS, anchor

SITE_NAME = Text(
    "上海市职业能力考试院项目绩效目标公开", "Performance Targets of the Shanghai Examination Institute"
)
ABOUT = Text("关于本站", "About this site")
OWN = ("home", "listing", "declaration", "organisations", "indicators", "shared", "summary", "compare")
"""Kinds of page that peers with templates render from data; the few others they get as Markdown."""


def make(content: Path, folder: Path) -> None:
    """Write everything that peers start from into `folder`."""
    site = pipeline.site(pipeline.read(content))
    views = {lang: show.Show(words, site.vocabulary) for lang, words in pipeline.words().items()}
    for each in site.declared:
        clerk = (content / "declarations" / f"{each.path}.yml").read_text(encoding="utf-8")
        made = yaml.dump(
            _declaration(each, clerk, views),
            Dumper=_Quoting,
            allow_unicode=True,
            sort_keys=False,
            width=10_000,
        )
        _write(folder / "data/declarations" / f"{each.declaration.id}.yaml", made)
    data = {
        "plan": _plan(site),
        "words": {lang: _words(views[lang]) for lang in LANGUAGES},
        "terms": _terms(site),
    }
    for name, told in data.items():
        _write(folder / f"data/{name}.json", json.dumps(told, ensure_ascii=False, default=str))
    command = [sys.executable, "-m", "generator.cli", "pages", folder / "markdown", "--content", content]
    subprocess.run(command, cwd=ROOT, check=True)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _plan(site: Site) -> dict[str, Any]:
    planned = list(plan(site, pipeline.words(), SITE_NAME))
    titles = {page["path"]: page["title"] for page in planned} | {"about": text(ABOUT)}
    sections = [{"path": path, "title": titles[path]} for path in (*pages.sections(site), "about")]
    return {"pages": [page for page in planned if page["template"] in OWN], "sections": sections}


class _Quoting(yaml.CSafeDumper):
    """Writes values quoted and keys bare."""

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style)
        for key, value in node.value:
            key.style = None
            if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:str":
                value.style = '"'
        return node


def _declaration(each: Declared, clerk: str, views: dict[str, show.Show]) -> dict[str, Any]:
    made: dict[str, Any] = yaml.load(clerk, Loader=yaml.CBaseLoader)  # noqa: S506 (texts alone)
    odd = arrange.odd(each)
    for row, indicator in zip(made["indicators"], each.declaration.indicators, strict=True):
        row.pop("measure_unit_en", None)
        row["target"] = _target(views, indicator)
        if indicator.id in odd:
            row["odd"] = "yes"
    if each.oddities:
        made["odd"] = {
            lang: [_plain(view.oddity(problem)) for problem in each.oddities] for lang, view in views.items()
        }
    return made


def _target(views: dict[str, show.Show], indicator: Indicator) -> dict[str, Any]:
    """A target taken apart: `unit_en` and `number_en` only where they are other than the Chinese."""
    target = indicator.target
    zh, en = (views[lang].value(indicator, target) for lang in LANGUAGES)
    told = {
        "raw": zh.raw,
        "asks": arrange.kind(target),
        "operator": (target and target.operator) or "",
        "symbol": zh.symbol,
        "number": _plain(zh.number),
        "unit": _plain(zh.unit),
    }
    english = {"number_en": _plain(en.number), "unit_en": _plain(en.unit)}
    return told | {key: value for key, value in english.items() if value != told[key.removesuffix("_en")]}


def _plain(markup: str) -> str:
    return str(getattr(markup, "striptags", lambda: markup)())


def _words(view: show.Show) -> dict[str, Any]:
    """Words by dotted key; fields and levels are called at `field.…` and `level.…`; `search.site` is for scripts."""
    glossary = view.vocabulary.glossary
    labels = {f"field.{term.key}": view.plain(term.name) for term in glossary.field}
    levels = {f"level.{term.key}": view.plain(term.name) for term in glossary.level_1}
    told = json.dumps(client.site_facts(view, "/", True), ensure_ascii=True)
    return levels | view.words.table | labels | {"search.site": told, "site_name": view.plain(SITE_NAME)}


def _terms(site: Site) -> dict[str, Any]:
    """Fixed words by group and by every way of writing them, and organisations by name."""
    vocabulary = site.vocabulary
    found: dict[str, Any] = {"organisation": {}}
    for group in GROUPS:
        by_word = {term.name.zh: term for term in getattr(vocabulary.glossary, group)}
        by_word |= {word: term for term in by_word.values() for word in term.also}
        found[group] = {
            word: {"key": term.key, "anchor": anchor(group, term), **text(term.name)}
            for word, term in by_word.items()
        }
    for organisation in vocabulary.organisations:
        for word in (organisation.name.zh, *organisation.also):
            found["organisation"][word] = {"key": organisation.key, **text(organisation.name)}
    return found
