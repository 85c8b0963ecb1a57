"""In which order the files of a folder are met never shows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator import pipeline, render
from generator.export.publish import publish
from generator.model import Text
from generator.pipeline import Reading

SETTINGS = render.Settings(Text("站", "Site"))
PROBLEMS = Path(__file__).parents[1] / "problems"


def test_published(reading: Reading, root: Path) -> None:
    """The data and every page are the same bytes for any order of the declarations."""

    def published(given_order: list[int]) -> tuple[dict[str, bytes], dict[str, str]]:
        filed = tuple(reading.declarations[index] for index in given_order)
        site = pipeline.site(pipeline.Reading(reading.vocabulary, filed, ()))
        files: dict[str, bytes] = {}
        downloads = publish(site, pipeline.facts(site), SETTINGS, files.__setitem__)
        pages = pipeline.pages(site, root / "theme_overrides", SETTINGS, downloads)
        return files, {page.source: page.markdown for page in pages}

    usual = published(list(range(len(reading.declarations))))

    @given(st.permutations(range(len(reading.declarations))))
    @settings(max_examples=5)
    def check(order: list[int]) -> None:
        assert published(order) == usual

    check()


def test_problems(root: Path) -> None:
    """The problems that are told are the same for any order of the files, files that clash included."""
    content = PROBLEMS / "base"
    paths = [
        *(root / "content" / "declarations").rglob("*.yml"),
        *(PROBLEMS / "unique-address").rglob("*.y*ml"),
        *PROBLEMS.glob("goal-vs-indicators/*.yml"),
    ]
    assert len(paths) > 10

    @given(st.permutations(paths))
    @settings(max_examples=5)
    def check(order: list[Path]) -> None:
        assert pipeline.read(content, order).problems == usual

    usual = pipeline.read(content, paths).problems
    assert usual
    check()
