"""Pictures for previews of links: sound files, the same every time, whatever the names are."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator import picture, pipeline, preview
from generator.derive import Site
from generator.model import Text
from generator.picture import COLOURS, INK_COLOUR, LEFT, RIGHT, SIZE, Picture, Piece
from generator.render import Settings

SETTINGS = Settings(Text("示例公开", "Example disclosure"), "https://host.example/")

PLAIN = Picture(
    "2024/x",
    ("2024", "Example unit"),
    ("Example project",),
    "Funds requested",
    "1,234,567.00",
    "yuan",
    (Piece("fiscal_appropriation", 7500, "Budget", "75.00%"), Piece("other", 2500, "Other", "25.00%")),
    (Piece("level_1", 3, "Output", "3"), Piece("level_2", 1, "Benefit", "1")),
)


def opened(made: Picture, font: str = "") -> Image.Image:
    """A picture as a viewer sees it."""
    return Image.open(BytesIO(picture.png(made, font))).convert("RGB")


def ink(made: Picture, font: str = "") -> tuple[int, int, int, int]:
    """The box that everything below the band at the top stands in."""
    below = opened(made, font).crop((0, 20, *SIZE))
    drawn = below.point([0 if value == 255 else 255 for value in range(256)] * 3).getbbox()
    assert drawn
    return drawn


def drawn_again(made: Picture) -> bytes:
    """The picture's bytes, not remembered from before."""
    picture.png.cache_clear()
    return picture.png(made)


def made_of(site: Site, font: str = "") -> tuple[Picture, ...]:
    """The pictures of a site that has an address."""
    return preview.pictures(site, pipeline.words(), SETTINGS, font)


@pytest.fixture(scope="module")
def small(root: Path) -> Site:
    """The small second site, with its hostile names."""
    return pipeline.site(pipeline.read(root / "tests" / "site" / "content"))


@pytest.fixture(scope="module")
def chinese() -> str:
    """A font with Chinese, which .ci/test installs."""
    found = subprocess.run(
        ["fc-match", "--format=%{file}", "Noto Sans CJK SC"], capture_output=True, text=True, check=True
    )
    assert "CJK" in found.stdout, "fonts-noto-cjk is missing: run .ci/test, which installs it"
    return found.stdout


def test_who_has_a_picture(site: Site) -> None:
    """Home, each year, each department and unit and each declaration have a picture of their own."""
    found = {each.path: each.file for each in made_of(site)}
    expected = {"", "2024", "departments/shanghai-hrss-bureau"}
    expected |= {"units/shanghai-vocational-ability-examination-institute"}
    expected |= {each.path for each in site.declared}
    assert found.keys() == expected
    assert found[""] == "share.png"
    assert all(file == f"{path}/share.png" for path, file in found.items() if path)


def test_none_without_an_address(site: Site) -> None:
    """A site without an address has no pictures: it could not tell anybody where they are."""
    assert preview.pictures(site, pipeline.words(), Settings(Text("甲", "A")), "") == ()


def test_files_are_sound_and_small(site: Site, small: Site) -> None:
    """Every picture is a PNG of 1200 × 630 with a palette, of at most 20 KB, with nothing but the picture in it."""
    for made in (*made_of(site), *made_of(small)):
        data = picture.png(made)
        assert len(data) <= 20 * 1024, made.path
        image = Image.open(BytesIO(data))
        image.load()
        assert (image.format, image.mode, image.size, image.info) == ("PNG", "P", (1200, 630), {})
        chunks = re.findall(rb"(?s)....(IHDR|PLTE|IDAT|IEND|tEXt|tIME|pHYs|iTXt|zTXt|eXIf)", data)
        assert set(chunks) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def test_the_same_bytes_twice(site: Site, small: Site) -> None:
    """The same facts are drawn as the same bytes."""
    for made in (*made_of(site), *made_of(small)):
        assert drawn_again(made) == drawn_again(made)


def test_what_a_picture_says(site: Site) -> None:
    """A declaration's picture holds its English name, its exact amount, its sources and its counts by level."""
    (made,) = [each for each in made_of(site) if each.path.endswith("personnel-examination-administration")]
    assert made.heading == ("2024", "Shanghai Vocational Ability Examination Institute")
    assert made.titles == ("Administration costs of personnel examinations",)
    assert (made.amount, made.counted) == ("77,677,700.00", "yuan")
    assert [(piece.colour, piece.figure) for piece in made.funds] == [("fiscal_appropriation", "100.00%")]
    assert [(piece.name, piece.weight) for piece in made.levels] == [
        ("Output", 33),
        ("Benefit", 10),
        ("Satisfaction", 3),
    ]


def test_what_a_picture_of_many_says(site: Site) -> None:
    """A year's picture holds what its declarations add up to."""
    (made,) = [each for each in made_of(site) if each.path == "2024"]
    assert made.amount == "126,185,386.00"
    assert [piece.figure for piece in made.funds] == ["91.46%", "8.54%"]
    assert sum(piece.weight for piece in made.levels) == 111


def test_without_money(site: Site) -> None:
    """Where a form gives no money, the number of its indicators stands in its place."""
    bare = replace(site.declared[0], annual=None, project=None)
    made = next(each for each in made_of(replace(site, declared=(bare,))) if each.path == bare.path)
    assert (made.amount, made.counted, made.label, made.funds) == ("46", "indicators", "", ())
    assert ink(made)


def test_colours_are_those_of_the_pages(root: Path) -> None:
    """Sources of funds have the colours they have on the pages."""
    css = (root / "theme_overrides" / "assets" / "css" / "site.css").read_text(encoding="utf-8")
    light = css[: css.index("}")]
    variables = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", light))
    for name in ("fiscal_appropriation", "other", "carried_over", "remainder"):
        (variable,) = re.findall(rf"\.fund-{name} \{{ fill: var\((--fund-\d)\)", css)
        assert COLOURS[name] == variables[variable]
    assert variables["--ink"] == INK_COLOUR


def test_bars_are_as_wide_as_they_weigh() -> None:
    """Three quarters of the bar have the colour of the first source, the rest that of the second."""
    row = opened(PLAIN).crop((LEFT, 455, RIGHT, 456)).tobytes().hex()
    pixels = [f"#{row[start : start + 6]}" for start in range(0, len(row), 6)]
    share_of_first = pixels.count(COLOURS["fiscal_appropriation"]) / len(pixels)
    assert 0.74 < share_of_first < 0.76
    assert pixels.count(COLOURS["other"]) / len(pixels) == pytest.approx(0.25, abs=0.01)


def test_a_sliver_stays_in_sight() -> None:
    """A source of a hundredth of a percent is still a stripe in its colour, first or last."""
    for weights in ((1, 9999), (9999, 1)):
        pieces = [Piece("other", weights[0], "A", ""), Piece("carried_over", weights[1], "B", "")]
        row = opened(replace(PLAIN, funds=tuple(pieces))).crop((0, 455, SIZE[0], 456)).tobytes().hex()
        assert {COLOURS["other"], COLOURS["carried_over"]} <= {
            f"#{row[i : i + 6]}" for i in range(0, len(row), 6)
        }


LONG = ["word " * 60, "W" * 300, "&<>\"'" * 60, "2024. 项目" * 60, "a" * 100_000]


@pytest.mark.parametrize("text", LONG, ids=["words", "no-blank", "signs", "chinese", "huge"])
def test_long_names_stay_inside(text: str, chinese: str) -> None:
    """A name of any length ends with an ellipsis inside the picture, with and without a font for Chinese."""
    pieces = tuple(Piece(colour, 1, text, "20.00%") for colour in ("other", "carried_over", "remainder"))
    made = Picture("2024/x", (text, text), (text, text), text, "1.00", text, pieces, pieces)
    for font in ("", chinese):
        left, _, right, bottom = ink(made, font)
        assert left >= LEFT - 4
        assert right <= RIGHT + 4
        assert bottom <= SIZE[1] - 20 - 20


def test_an_amount_is_never_cut() -> None:
    """A very large amount is drawn smaller, and all of it: one more digit at its end changes the picture."""
    amounts = [f"{10**30 + last:,}.00" for last in (1, 2)]
    first, second = (replace(PLAIN, amount=amount) for amount in amounts)
    assert picture.png(first) != picture.png(second)
    assert ink(first)[2] <= RIGHT + 4


def test_chinese_is_not_faked() -> None:
    """Without a font for it a Chinese name is not drawn, not even its Latin parts: the address stands there."""
    bare = replace(PLAIN, titles=("2024年ABC项目",), heading=("2024", "单位"))
    assert picture.png(bare) == picture.png(replace(PLAIN, titles=("2024/x",), heading=("2024",)))


def test_signs_that_look_alike() -> None:
    """Dashes and accents that the Latin font lacks are drawn as what is closest, other signs left out."""
    strange, plain = (replace(PLAIN, titles=(title,)) for title in ("Café – fee ☂", "Cafe - fee"))
    assert picture.png(strange) == picture.png(plain)


def test_the_owners_font(site: Site, chinese: str) -> None:
    """With a font for it the picture is in Chinese, with the English name below."""
    made = made_of(site, chinese)
    (one,) = [each for each in made if each.path.endswith("commissioned-examinations")]
    assert one.titles == ("委托考试", "Commissioned examinations")
    assert (one.label, one.counted) == ("年度资金申请总额", "元")
    assert picture.png(one, chinese) != picture.png(
        replace(one, titles=("甲委托考试", one.titles[1])), chinese
    )
    assert max(len(picture.png(each, chinese)) for each in made) <= 20 * 1024


def test_what_is_wrong_with_a_font(tmp_path: Path, chinese: str) -> None:
    """A file that is no font, and one outside the project, are told; no font and a font in the project are not."""
    broken = tmp_path / "broken.ttf"
    broken.write_text("no font", encoding="utf-8")
    inside = tmp_path / "inside.ttc"
    inside.symlink_to(chinese)
    assert "broken.ttf cannot be used as a font" in picture.complaint(str(broken), tmp_path)
    assert "outside the project" in picture.complaint(chinese, tmp_path)
    assert "outside the project" in picture.complaint(str(inside), tmp_path)
    assert picture.complaint(chinese, Path(chinese).parent) == ""
    assert picture.complaint("", tmp_path) == ""
