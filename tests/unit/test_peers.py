"""The benchmark against other generators compares like with like."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "bench" / "peers"))

import same

PAGE = (
    '<table class="list indicators"><tr><th> A </th>\n<td>≥ <b>90</b></td></tr></table>'
    "<table><tr><td>not compared</td></tr></table>"
)
BARE = '<table class="indicators"><tr><th>A</th><td>{}</td></tr></table>'


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two sites of one equal page."""
    for name in ("ours", "theirs"):
        (tmp_path / name / "2024/x").mkdir(parents=True)
        (tmp_path / name / "2024/x/index.html").write_text(PAGE, encoding="utf-8")
    return tmp_path / "ours", tmp_path / "theirs"


def test_sites_with_the_same_cells_are_the_same(sites: tuple[Path, Path]) -> None:
    """White space, markup inside cells and other tables do not matter."""
    page = sites[1] / "2024/x/index.html"
    page.write_text(BARE.format("≥90"), encoding="utf-8")
    assert same.rows(page) == [("A", "≥90")]
    assert same.difference(*sites) == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BARE.format("≥91"), "A | ≥91, ours A | ≥90"),
        ('<table class="indicators"></table>', "has 0 rows, ours 1"),
        (None, "1 of 1 pages are missing"),
    ],
)
def test_another_cell_a_lost_row_or_page_is_told(
    sites: tuple[Path, Path], content: str | None, said: str
) -> None:
    """A site that shows something else gets no row in the table."""
    other = sites[1] / "2024/x/index.html"
    other.unlink() if content is None else other.write_text(content, encoding="utf-8")
    assert said in same.difference(*sites)
