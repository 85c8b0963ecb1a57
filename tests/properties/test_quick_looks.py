"""What is looked at quickly first is found all the same: a quick look hides nothing."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import characters, personal
from generator.rules import texts

CODES = st.characters(exclude_categories=("Cs",))
BITS = st.one_of(
    st.sampled_from(
        [
            *(
                "1",
                "13812345678",
                "138-1234-5678",
                "110105194912310021",
                "62345678",
                "(021)",
                "（021）",
                " ",
                "-",
            ),
            *(
                "–",
                "—",
                "－",
                "\u3000",
                ")",
                "  ) ",
                "１",
                "⑩",
                "²",
                "⒈",
                "㏠",
                "٣",
                "X",
                "x",
                "\n",
                "人",
                "⼈",
            ),
            *(
                "联系人",
                "负责人：",
                "责任人",
                "经办人",
                "填报人",
                "XX",
                "X",
                "*",
                "＊",
                "×",
                "_",
                "__",
                "待填",
                "待定",
            ),
            *("待", "字以内", "(100", ")", "TODO", "TBD", "，", "：", "项目"),
        ]
    ),
    CODES,
)


@given(st.lists(BITS, max_size=8).map("".join))
@settings(max_examples=500)
@example("⑩⑩⑩⑩⑩⑩")
@example("联系人1 2 3 4 5 6 7")
def test_texts(text: str) -> None:
    """Personal data and unfilled prompts are found as by the patterns alone, alone and among other texts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(personal, "maybe", lambda _: True)
        hits = list(personal.personal(text))
    assert list(personal.personal(text)) == hits
    for said in (text, f"考点\n{text}\n1", f"1\n{text}"):
        assert personal.maybe(said) or not hits
        assert texts._maybe_placeholder(said) or not texts._PLACEHOLDER.search(text)


def test_nothing_is_disguised() -> None:
    """What the quick look for personal data takes for plain is no digit, letter or sign in another shape."""
    for char in map(chr, range(sys.maxunicode + 1)):
        plain = unicodedata.normalize("NFKC", char)
        if not personal._DISGUISE.match(char) and plain != char:
            assert not any(map(str.isalnum, plain)), char
            assert not set(plain) & set("()-._· \t\n") or personal._LONG.match("1" + char * 6), char


def test_nothing_unwanted_is_printable() -> None:
    """The quick look for refused characters, whether all of a text can be printed, lets none of them by."""
    assert not any(
        char.isprintable() for char in map(chr, range(sys.maxunicode + 1)) if characters.unwanted(char)
    )
