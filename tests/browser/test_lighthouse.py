"""What Lighthouse finds on a phone. How fast a page is stands in `tests/bench/page.py`: no test depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from building import PREFIX
from lighthouse import judged
from packed import Packed, serve_packed
from visits import KINDS, Served

MOVED = "cumulative-layout-shift"


@pytest.fixture(scope="module")
def packed(real: Served) -> Iterator[Packed]:
    """The real site, served as a real host does."""
    with serve_packed(real.built.folder) as served:
        yield served


@pytest.mark.parametrize("kind", ["home", "declaration"])
@pytest.mark.parametrize("lang", PREFIX)
def test_nothing_is_found(lang: str, kind: str, packed: Packed, tmp_path: Path) -> None:
    """Accessibility, best practices and search engines: 100 of 100; and nothing moves while the page loads."""
    address = packed.address + PREFIX[lang] + KINDS[kind]
    page = judged(address, tmp_path, ("accessibility", "best-practices", "seo"), MOVED)
    for category in ("accessibility", "best-practices", "seo"):
        assert page.score(category) == 100, page.failed(category)
    assert page.measured(MOVED) <= 0.02


def test_a_fault_is_found(tmp_path: Path) -> None:
    """The check itself works: a picture without a text and a page without a description are found."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text('<!doctype html><html lang="en"><title>x</title><img src="x.svg">')
    (site / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with serve_packed(site) as served:
        page = judged(served.address, tmp_path, ("accessibility", "seo"))
    assert page.score("accessibility") < 100
    assert "image-alt" in page.failed("accessibility")
    assert "meta-description" in page.failed("seo")
