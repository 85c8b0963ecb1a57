"""Pages of the real content as they were last looked at: a change of a page is a change that someone sees.

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
    "home.zh.md": "index.md",
    "declaration.zh.md": "2024/specialised-accounting-examinations.md",
    "declaration.en.md": "en/2024/specialised-accounting-examinations.md",
}


@pytest.fixture(scope="module")
def pages(root: Path, site: Site) -> dict[str, str]:
    """Every page as Markdown, by its source."""
    settings = render.Settings(Text("绩效目标公开", "Performance Targets"))
    return {page.source: page.markdown for page in pipeline.pages(site, root / "theme_overrides", settings)}


@pytest.mark.parametrize("name", KEPT)
def test_page(name: str, pages: dict[str, str]) -> None:
    """A page is what it was when it was last looked at."""
    made, path = pages[KEPT[name]], HERE / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8", newline="\n")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert made == kept, "the page has changed; if that is meant: UPDATE_GOLDEN=1 pytest tests/golden"
