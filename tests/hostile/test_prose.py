"""Pages that staff write: what Markdown makes of them holds nothing that runs, loads or leads where it must not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator import folder, pipeline, prose
from generator.problem import Severity

ROOT = Path(__file__).parents[2]
MARKUP = prose.Markup()
HEAD = "---\ntitle: 关于\n---\n\n# 关于\n\n"
BEFORE = HEAD.count("\n")

REFUSED = [
    # raw HTML, whole and in parts
    ("<script>alert(1)</script>", (1, "element")),
    ("字 <ScRiPt>alert(1)</sCrIpT>", (1, "markup"), (1, "markup")),
    ("<svg/onload=alert(1)>", (1, "markup")),
    ("字 <svg onload=alert(1)> 字", (1, "markup")),
    ('<svg onload="alert(1)"></svg>', (1, "element")),
    ('<math><mi href="javascript:alert(1)">x</mi></math>', (1, "element"), (1, "element")),
    ("字 <img src=x onerror=alert(1)>", (1, "markup")),
    ('<img src="x" onerror="alert(1)">', (1, "attribute")),
    ('<iframe srcdoc="x"></iframe>', (1, "element")),
    ('<object data="x"></object>', (1, "element")),
    ('<form action="//evil.example"><button>x</button></form>', (1, "element"), (1, "element")),
    ('<meta http-equiv="refresh" content="0;url=//evil.example">', (1, "element")),
    ('<base href="//evil.example/">', (1, "element")),
    ('<link rel="stylesheet" href="//evil.example/x.css">', (1, "element")),
    ("<style>body{display:none}</style>", (1, "element")),
    (
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
        (1, "element"),
        (1, "markup"),
        (1, "markup"),
    ),
    ("<template>x</template>", (1, "element")),
    ('<div style="position:fixed">x</div>', (1, "attribute")),
    ('<p onclick="alert(1)">x</p>', (1, "attribute")),
    ("<p\nonclick=alert(1)>x</p>", (1, "markup"), (2, "unpaired")),
    ("<a href='javascript:alert(1)'>x</a>", (1, "markup"), (1, "unpaired")),
    ("<!-- 注释 -->", (1, "markup")),
    ("<!--><script>alert(1)</script>-->", (1, "element"), (1, "markup")),
    ("<?php x ?>", (1, "markup")),
    ("<![CDATA[x]]>", (1, "markup")),
    ("<!DOCTYPE html>", (1, "markup")),
    ("字</p></div>字", (1, "unpaired"), (1, "unpaired")),
    ("字<sub>字", (1, "unpaired")),
    ("<details ontoggle=alert(1) open>x</details>", (1, "element"), (1, "markup")),
    ("<javascript:alert(1)>", (1, "markup")),
    ('<p id="search-site">{}</p>', (1, "id")),
    # attribute lists
    ('字\n{: onclick="alert(1)" }', (2, "attribute")),
    ('字\n{: style="position:fixed" }', (2, "attribute")),
    ("字\n{: srcdoc=x data-x=y }", (2, "attribute"), (2, "attribute")),
    ("[x](y){: target=_blank }", (1, "attribute")),
    ("![x](y.png){: onerror=alert(1) }", (1, "attribute")),
    ("## 字 {: #page_main }", (1, "id")),
    ("## Search site", (1, "id")),
    # links
    ("[x](javascript:alert(1))", (1, "link")),
    ("[x](JaVaScRiPt:alert(1))", (1, "link")),
    ("[x](java&#115;cript:alert(1))", (1, "link")),
    ("[x](javascript&colon;alert(1))", (1, "link")),
    ("[x](&#x6A;avascript&#58;alert&lpar;1&rpar;)", (1, "link")),
    ("[x](java&Tab;script:alert(1))", (1, "link")),
    ("[x](java\nscript:alert(1))", (2, "link")),
    ("[x](<javascript:alert(1) >)", (1, "link")),
    ("[x](vbscript:x)", (1, "link")),
    ("[x](data:text/html;base64,PHN2Zz4=)", (1, "link")),
    ("[x](file:///etc/passwd)", (1, "link")),
    ("[x](blob:x)", (1, "link")),
    ("[x](//evil.example/)", (1, "link")),
    ("[x](/\\evil.example/)", (1, "link")),
    ("[x](\\\\evil.example)", (1, "link")),
    ("[x](https:evil.example)", (1, "link")),
    ("[x][y]\n\n[y]: javascript:alert(1)", (3, "link")),
    ("[y]\n\n字\n\n  [y]: <vbscript:x> 'z'", (5, "link")),
    ('字\n\n<a href="javascript:alert(1)">x</a>', (3, "link")),
    ("- 甲\n- 乙\n\n    [x](data:x)", (4, "link")),
    ("| a |\n|---|\n| [x](javascript:b) |", (3, "link")),
    # pictures: a request to another host
    ("![x](https://evil.example/x.png)", (1, "picture")),
    ("![x](//evil.example/x.png)", (1, "picture")),
    ("![x](/\\evil.example/x.png)", (1, "picture")),
    ("![x](data:image/svg+xml,x)", (1, "picture")),
    ("![x][y]\n\n[y]: http://evil.example/x.png", (3, "picture")),
    # the same text in code is text; the fault is where it is
    ("`<script>` 与\n\n```\n<script>\n```\n\n<script>x</script>", (7, "element")),
    ("    [x](javascript:y)\n\n[x](javascript:y)\n", (3, "link")),
]

TAKEN = [
    "字 `<script>alert(1)</script>` 字",
    "```html\n<img src=x onerror=alert(1)>\n```",
    "    <script>\n",
    "&lt;script&gt; 1 < 2 > 1 & 字 <b",
    "H<sub>2</sub>O, m<sup>2</sup>, <kbd>Ctrl</kbd>, 上<br>下, 上<br />下",
    "[甲](2024/x.md) [乙](../x/#a) [丙](https://www.gov.cn/a?b=c&d) [丁](mailto:a@b.gov.cn) [戊](tel:+86-21-1)",
    '![图](images/图.png "说明") <https://www.gov.cn/> <a@b.gov.cn>',
    "| 甲 | 乙 | 丙 |\n|:--|:-:|--:|\n| 1 | 2 | 3 |",
    "字\n{: #here .note }",
    "> 引文\n\n1. 甲\n2. 乙\n    - 丙\n\n***\n\n**粗** *斜*  \n换行",
    "{{ 7*7 }} {% raw %} ${x} <%= x %> [x]",
]


def _found(text: str, markup: prose.Markup = MARKUP) -> list[tuple[int, str]]:
    told = prose.check_page((HEAD + text).encode(), "x.md", markup)
    assert all(each.severity is Severity.ERROR and each.rule == "safe-prose" for each in told)
    return [(each.line - BEFORE, each.case) for each in told]


@pytest.mark.parametrize(("text", "told"), [(text, told) for text, *told in REFUSED])
def test_refused(text: str, told: list[tuple[int, str]]) -> None:
    """What could run, load, or lead elsewhere is an error at its line, however it is written."""
    assert sorted(_found(text)) == sorted(told)


@pytest.mark.parametrize("text", TAKEN)
def test_taken(text: str) -> None:
    """What people write every day, and code about anything, passes."""
    assert _found(text) == []


def test_all_at_once() -> None:
    """Every fault of a page is told in one go, in order."""
    texts = ["<script>x</script>", "[x](javascript:y)", "![x](http://evil.example/x.png)", "<b>字"]
    assert _found("\n\n".join(texts)) == [(1, "element"), (3, "link"), (5, "picture"), (7, "unpaired")]


@pytest.mark.parametrize(
    ("front", "case"),
    [
        ("template: x.html", "setting"),
        ("moved_to: javascript:alert(1)", "setting"),
        ("canonical: //evil.example", "setting"),
        ("robots: '\"><script>alert(1)</script>'", "setting"),
        ("title: [a]", "setting"),
    ],
)
def test_settings(front: str, case: str) -> None:
    """A page says its title and description, and hides its contents: the theme follows other settings blindly."""
    told = prose.check_page(f"---\ntitle_: x\n{front}\n---\n\n# x\n".encode(), "x.md", MARKUP)
    assert (3, 1, case) in [(each.line, each.column, each.case) for each in told]


@pytest.mark.parametrize(
    ("text", "rule", "case"),
    [
        ("---\ntitle: &a x\n---\n", "plain-yaml", "anchor"),
        ("---\ntitle: !!python/name:os.system x\n---\n", "plain-yaml", "tag"),
        ("---\ntitle: x: y\n---\n", "yaml-syntax", "quotes"),
        ("---\ntitle: x\n", "safe-prose", "front"),
        ("robots: none\n\n# x\n", "safe-prose", "front"),
        ("# x\n\n\u202e字\n", "characters", ""),
        ("# x\n\n联系人：张三 021-62345678\n", "personal-data", "person"),
        ("# 关于".encode("gbk"), "encoding", "gbk"),
        ("x" * (prose.MAX_BYTES + 1), "file-size", ""),
        ("[" * 100_000, "safe-prose", "openings"),
        ("<a " * 50_000, "safe-prose", "openings"),
        ("1. " * 10_000, "safe-prose", "depth"),
    ],
)
def test_pages_as_files(text: str | bytes, rule: str, case: str) -> None:
    """A page is a file like others: of a size, in UTF-8, without unseen characters and persons."""
    data = text if isinstance(text, bytes) else text.encode()
    assert (rule, case) in [(each.rule, each.case) for each in prose.check_page(data, "x.md", MARKUP)]


def test_extensions_are_the_sites_own() -> None:
    """What an extension of the site makes of a text is what is judged."""
    assert _found("字\n{: onclick=x }\n") == [(2, "attribute")]
    assert _found("字\n{: onclick=x }\n", prose.Markup(("tables",))) == []


def test_one_page_does_not_spoil_the_next() -> None:
    """Python-Markdown is left in disorder by lists too deep in each other: the next page gets another."""
    assert _found("1. " * 10_000) != []
    assert _found("# 字\n\n字\n{: .note }\n") == []


def test_real_pages() -> None:
    """The pages of the site and of the small site pass."""
    for content in (ROOT / "content", ROOT / "tests" / "site" / "content"):
        pages = list(content.rglob("*.md"))
        assert len(pages) >= 2
        for page in pages:
            assert prose.check_page(page.read_bytes(), page.name, MARKUP) == []


def test_the_frame_has_no_other_ids() -> None:
    """Every id that a page's frame gives its parts is known to be taken."""
    theme = ROOT / "theme_overrides"
    frame = [theme / "main.html", *sorted((theme / "partials").glob("*.html"))]
    ids = {
        found for path in frame for found in re.findall(r'\sid="([^"{]*)', path.read_text(encoding="utf-8"))
    }
    assert {each for each in ids if not each.endswith("-")} <= prose.TAKEN


def test_a_page_in_the_content_folder(tmp_path: Path, monkeypatch: Any) -> None:
    """A check of the folder tells of its pages; links to pages and pages that nobody publishes are left alone."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "about.md").write_text("# x\n\n[x](javascript:y)\n", encoding="utf-8")
    (content / "about.md~").write_text("<script>", encoding="utf-8")
    assert folder.is_published(content / "about.md")
    told = [
        each for each in pipeline.read(content, markup=prose.Markup()).problems if each.rule == "safe-prose"
    ]
    assert [(each.file, each.line, each.column) for each in told] == [("content/about.md", 3, 5)]
