"""How a declaration is cited: a version that follows its content, and a sentence for each language."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest
from markupsafe import Markup

from generator import cite, load, pipeline, shape, write
from generator.derive import Declared, Site
from generator.model import Declaration, LongText, Publication, Text
from generator.show import Show
from generator.version import version

NAME = Text("示例公开", "Example disclosure")
ADDRESS = "https://host.example/2024/x/"


def said(declared: Declared, site: Site, lang: str, address: str = ADDRESS) -> str:
    """The sentence as markup."""
    return cite.sentence(declared, Show(pipeline.words()[lang], site.vocabulary), NAME, address)


@pytest.fixture
def commissioned(site: Site) -> Declared:
    """The declaration 委托考试."""
    (found,) = [each for each in site.declared if each.declaration.id == "commissioned-examinations"]
    return found


def test_version_is_of_the_content_alone(site: Site) -> None:
    """A declaration written anew, in another layout, keeps its version; no two declarations share one."""
    for each in site.declared:
        text = "# 注释\n" + write.to_yaml(each.declaration).replace("\n", "\n\n")
        tree, _ = load.read_bytes(text.encode(), "x.yml")
        assert tree is not None
        filed, _ = shape.read(tree, Declaration, "x.yml")
        assert filed is not None
        assert version(filed.value) == version(each.declaration)
    assert len({version(each.declaration) for each in site.declared}) == len(site.declared)


def test_version_changes_with_the_content(commissioned: Declared) -> None:
    """A change of any text, however small, is another version; twelve hexadecimal digits each."""
    declaration = commissioned.declaration
    first = declaration.indicators[0]
    changed = [
        declaration,
        replace(declaration, note=LongText("备注")),
        replace(declaration, project_name=Text("委托考试", "Commissioned exams")),
        replace(declaration, indicators=declaration.indicators[1:]),
        replace(
            declaration,
            indicators=(replace(first, weight=None, target_en="all"), *declaration.indicators[1:]),
        ),
    ]
    versions = {version(each) for each in changed}
    assert len(versions) == len(changed)
    assert all(len(each) == 12 and int(each, 16) >= 0 for each in versions)


def test_version_is_what_it_says_it_is() -> None:
    """It begins the SHA-256 of sorted JSON with values as filed and without what is not given."""
    publication = Publication(publisher=Text("发布单位"), published=dt.date(2024, 2, 20))
    value = {"published": "2024-02-20", "publisher": {"zh": "发布单位"}}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert version(publication) == hashlib.sha256(text.encode()).hexdigest()[:12]  # type: ignore[arg-type]


def test_sentence(commissioned: Declared, site: Site) -> None:
    """Unit, project, form, year, version and address stand in the order of each language, with the day a gap."""
    edition = commissioned.version
    assert said(commissioned, site, "zh") == (
        f"上海市职业能力考试院. 委托考试: 财政项目支出绩效目标申报表(2024年度, 版本 {edition})[EB/OL]. "
        '[<span data-cite="date">引用日期</span>]. https://host.example/2024/x/.'
    )
    assert said(commissioned, site, "en") == (
        "Shanghai Vocational Ability Examination Institute. Commissioned examinations "
        '[<span lang="zh-CN">委托考试</span>]: Performance Target Declaration Form for Fiscal Project Expenditure, '
        f"fiscal year 2024, version {edition}. Example disclosure, https://host.example/2024/x/ "
        '(accessed <span data-cite="date">date</span>).'
    )


def test_day_of_publication(commissioned: Declared, site: Site) -> None:
    """The day of publication stands where the declaration gives one, and nowhere a day that nobody gave."""
    publication = Publication(published=dt.date(2024, 2, 20))
    dated = replace(commissioned, declaration=replace(commissioned.declaration, publication=publication))
    assert '[EB/OL]. (2024-02-20)[<span data-cite="date">' in said(dated, site, "zh")
    assert ", published 2024-02-20. Example disclosure" in said(dated, site, "en")


def test_address_is_a_gap_without_one(commissioned: Declared, site: Site) -> None:
    """Where the site has no address the sentence says what is missing."""
    assert '. <span data-cite="address">本页网址</span>.' in said(commissioned, site, "zh", "")
    assert '<span data-cite="address">address of this page</span> (' in said(commissioned, site, "en", "")


def test_names_are_text(commissioned: Declared, site: Site) -> None:
    """Whatever a name or an address holds, the sentence shows it as text; a blank in braces is none of ours."""
    name = Text("<b>{author}</b>", '"><script>{0}')
    hostile = replace(commissioned, declaration=replace(commissioned.declaration, project_name=name))
    for lang, shown in (("zh", name.zh), ("en", name.en)):
        markup = said(hostile, site, lang, 'https://h.example/?"<x>&')
        assert isinstance(markup, Markup)
        assert "<script" not in markup
        assert "<b>" not in markup
        assert str(shown) in Markup(markup).unescape()
        assert "https://h.example/?&#34;&lt;x&gt;&amp;" in markup
