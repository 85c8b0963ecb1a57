"""Pages of the real content, and of kinds that it has none of, as they were last looked at: a change of a page is a
change that someone sees.

`UPDATE_GOLDEN=1 pytest tests/golden` writes them anew; then read the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import pipeline, render
from generator.derive import Site
from generator.model import Text

HERE = Path(__file__).parent
KEPT = {
    "home.zh.md": (".", "index.md"),
    "declaration.zh.md": (".", "2024/specialised-accounting-examinations.md"),
    "declaration.en.md": (".", "en/2024/specialised-accounting-examinations.md"),
    "moved.en.md": ("tests/site", "en/2023/greenway-plan.md"),
    "removed.zh.md": ("tests/site", "2024/street-trees.md"),
}
"""The file here → the site it is of, and its source there."""


@pytest.fixture(scope="module")
def pages(root: Path, site: Site) -> dict[tuple[str, str], str]:
    """Every page of both sites as Markdown, by site and source."""
    settings = render.Settings(Text("绩效目标公开", "Performance Targets"))
    small = pipeline.site(pipeline.read(root / "tests/site/content"))
    return {
        (name, page.source): page.markdown
        for name, each in ((".", site), ("tests/site", small))
        for page in pipeline.pages(each, root / "theme_overrides", settings)
    }


@pytest.mark.parametrize("name", KEPT)
def test_page(name: str, pages: dict[tuple[str, str], str]) -> None:
    """A page is what it was when it was last looked at."""
    made, path = pages[KEPT[name]], HERE / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8", newline="\n")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert made == kept, "the page has changed; if that is meant: UPDATE_GOLDEN=1 pytest tests/golden"
