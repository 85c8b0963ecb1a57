"""Fixed words: found as a form writes them."""

from __future__ import annotations

import pytest

from generator.model import Text
from generator.vocabulary import FORM_FIELDS, GROUPS, Glossary, GlossaryTerm, Organisation, Vocabulary

QUANTITY = GlossaryTerm("quantity", Text("数量指标", "Quantity"), also=("数量", "产出数量"))
OUTPUT = GlossaryTerm("output", Text("产出指标", "Output"), also=("产出",))
PROCESS = GlossaryTerm("process", Text("过程指标", "Process"))
LIBRARY = Organisation("library", Text("图书馆", "Library"), also=("市图书馆",))
VOCABULARY = Vocabulary(Glossary(level_1=(OUTPUT, PROCESS), level_2=(QUANTITY,)), (LIBRARY,))


@pytest.mark.parametrize("word", ["数量指标", "数量", "产出数量"])
def test_term(word: str) -> None:
    """A term is found by its Chinese name and by its other spellings, in its own group."""
    assert VOCABULARY.term("level_2", word) is QUANTITY
    assert VOCABULARY.term("level_1", word) is None


def test_a_key_is_no_word_of_a_form() -> None:
    """A key is not what forms print: it finds its entry, not a word."""
    assert VOCABULARY.term("level_2", "quantity") is None
    assert VOCABULARY.entry("level_2", "quantity") is QUANTITY
    assert VOCABULARY.entry("level_2", "数量指标") is None


def test_organisation() -> None:
    """An organisation is found by any name it has had."""
    assert VOCABULARY.organisation("市图书馆") is VOCABULARY.organisation("图书馆") is LIBRARY
    assert VOCABULARY.organisation("library") is None


@pytest.mark.parametrize(("label", "level"), [("产出", "output"), ("过程指标", "other"), ("没有", "other")])
def test_level_1(label: str, level: str) -> None:
    """A label of the national taxonomy has its level; local extras and unknown ones are `other`."""
    assert VOCABULARY.level_1(label) == level


def test_known() -> None:
    """What one may write is listed by Chinese name."""
    assert VOCABULARY.known("level_1") == {"产出指标": "output", "过程指标": "process"}
    assert VOCABULARY.known("organisation") == {"图书馆": "library"}
    assert VOCABULARY.known("nature") == {}


def test_no_field_is_listed_twice() -> None:
    """The list of printed fields names each once, and the groups are those of the glossary."""
    assert len(set(FORM_FIELDS)) == len(FORM_FIELDS)
    assert set(GROUPS) == set(Glossary.__dataclass_fields__)
