"""Where words stand: what is told finds and ranks as what Pagefind found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.search import tokens
from generator.stands import Stands, retold

CHARACTERS = "考务工作"

texts = st.text(CHARACTERS, min_size=1, max_size=9)
pages = st.lists(st.lists(texts, min_size=1, max_size=5), min_size=1, max_size=5)
weights = st.sampled_from([-13, -25, -145])
places = st.lists(
    st.tuples(weights, st.lists(st.integers(0, 40), min_size=1, max_size=4, unique=True).map(sorted)),
    min_size=1,
    max_size=3,
    unique_by=lambda group: group[0],
)


def packed(groups: Sequence[tuple[int, list[int]]]) -> list[int]:
    """Places as Pagefind writes them: each weight, and steps from one to the next."""
    return [
        each
        for weight, held in groups
        for each in (weight, *(two - one for one, two in zip([0, *held], held, strict=False)))
    ]


def read(told: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each place with its weight."""
    weight = at = 0
    for each in told:
        weight, at = (each, 0) if each < 0 else (weight, at + each)
        if each >= 0:
            yield weight, at


def on_pages(stands: Stands) -> dict[int, list[Any]]:
    """What is told of each page."""
    found, page = {}, 0
    for step, *told in stands:
        page += step
        found[page] = told
    return found


def phrase(text: str, told: dict[str, dict[int, set[int]]]) -> set[int]:
    """The pages that hold a text, as Pagefind looks for a quoted phrase of threes."""
    first, *others = [f"{text[at]}_{text[at + 1 : at + 3]}" for at in range(len(text) - 2)]
    return {
        page
        for page, starts in told.get(first, {}).items()
        if any(
            all(start + at in told.get(word, {}).get(page, ()) for at, word in enumerate(others, 1))
            for start in starts
        )
    }


@given(pages, st.text(CHARACTERS, min_size=3, max_size=7))
def test_threes_are_a_look_at_every_text(held: list[list[str]], other: str) -> None:
    """A phrase of threes finds exactly the pages one of whose texts holds it, also over the ends of texts."""
    contents = [". ".join(tokens(text) for text in page) for page in held]
    threes = {
        word: {page: {at for _, at in read(own)} for page, (own, _) in on_pages(stands).items()}
        for word, stands in retold({}, contents)
    }
    joined = "".join(text for page in held for text in page)
    for asked in {other, *(joined[at : at + 3] for at in range(len(joined) - 2)), *map("".join, held)}:
        right = {number for number, page in enumerate(held) if any(asked in text for text in page)}
        assert len(asked) < 3 or phrase(asked, threes) == right


@given(st.lists(places, min_size=1, max_size=4))
def test_pairs_count_as_they_did(stood: list[list[tuple[int, list[int]]]]) -> None:
    """As many of each weight on each page, each at a place of its own, and none where another pair stands."""
    stands: Stands = [[1, packed(groups), []] for groups in stood]
    told = {word: on_pages(its) for word, its in retold({"考务": stands, "务工": stands, "作_": stands}, [])}
    assert set(told) == {"考务", "务工"}
    for page, groups in enumerate(stood, 1):
        found = {word: list(read(told[word][page][0])) for word in told}
        for each in found.values():
            assert Counter(weight for weight, _ in each) == {weight: len(held) for weight, held in groups}
        together = [at for each in found.values() for _, at in each]
        assert len(together) == len(set(together))


@given(st.lists(st.tuples(places, places), min_size=1, max_size=4))
def test_numbers_keep_their_order(stood: list[tuple[Any, Any]]) -> None:
    """What stood before, behind or at the place of another number does so still, and no weight changes."""
    numbers: dict[str, Stands] = {
        word: [[1, packed(both[at]), []] for both in stood] for at, word in enumerate(("100", "ge100"))
    }
    told = {word: on_pages(stands) for word, stands in retold(numbers, ["考务 务_"])}
    for page in range(1, len(stood) + 1):
        was, now = (
            [each for word in numbers for each in read(its[word][page][0])]
            for its in ({word: on_pages(stands) for word, stands in numbers.items()}, told)
        )
        assert [weight for weight, _ in was] == [weight for weight, _ in now]
        ranks = sorted({at for _, at in was}), sorted({at for _, at in now})
        assert [ranks[0].index(at) for _, at in was] == [ranks[1].index(at) for _, at in now]
        assert ranks[1] == list(range(ranks[1][0], ranks[1][0] + len(ranks[1])))
