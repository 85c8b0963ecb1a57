"""Finished HTML passes Markdown untouched; prose around it is Markdown as ever."""

from __future__ import annotations

import pytest
from markdown import Markdown

from generator.stash import FinishedHtml


def html(text: str) -> str:
    """What a page's Markdown becomes."""
    extensions = ["attr_list", "tables", "fenced_code", "toc", FinishedHtml()]
    return str(Markdown(extensions=extensions).convert(text))


@pytest.mark.parametrize(
    "block",
    [
        "<table>\n<tr><td>=2740(人*天) 3(人*天)</td></tr>\n</table>",
        "<p>2024. 目标</p>\n<p>* a _b_ `c` [d](e) | f |</p>",
        "<p>a &amp; &lt;b&gt; &copy; {: onclick=x }</p>",
        '<dl class="figures">\n<div><dt>a</dt><dd># b</dd></div>\n</dl>',
        "<h1>a *b* c</h1>",
    ],
)
def test_finished_html_is_untouched(block: str) -> None:
    """A block of HTML between blank lines comes out byte for byte, wherever it stands."""
    assert html(block) == block
    assert html(f"*a*\n\n{block}\n\n*b*\n") == f"<p><em>a</em></p>\n{block}\n<p><em>b</em></p>"
    assert html(f"{block}\n\n{block}") == f"{block}\n{block}"


def test_prose_is_markdown() -> None:
    """Headings, lists, tables, links and emphasis are made as without the extension."""
    prose = (
        "# 标题 { #top }\n\n一段 *话*，[链接](a.md)。\n\n- 一\n- 二\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "第一行 <b>粗</b>\n第二行\n\n1 < 2 且 3 > 2\n"
    )
    plain = Markdown(extensions=["attr_list", "tables", "fenced_code", "toc"]).convert(prose)
    assert html(prose) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<https://www.example.gov.cn> *是*网址", '<p><a href="https://www.example.gov.cn">'),
        ("见下：\n\n<https://www.example.gov.cn>", '<a href="https://www.example.gov.cn">'),
        ("<office@example.gov.cn> 是邮箱", '<a href="'),
        ("<b>注意</b>：*务必*保留", "<em>务必</em>"),
        ("<span>一</span> 与 *二*", "<em>二</em>"),
    ],
)
def test_a_paragraph_may_begin_with_a_tag(text: str, expected: str) -> None:
    """A paragraph of prose that begins with a link in angle brackets or an inline tag is still Markdown."""
    assert expected in html(text)


def test_code_stays_code() -> None:
    """Tags inside a code block are shown, not used, also after a blank line."""
    for text in ("```\na\n\n<div>\n\nb\n```", "a\n\n    b\n\n    <div>\n"):
        assert "&lt;div&gt;" in html(text)
        assert "<div>" not in html(text)
