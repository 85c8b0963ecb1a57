"""What other places show of a link to a page, and how a page is cited."""

from __future__ import annotations

import posixpath
import re
import struct
from pathlib import Path

import pytest
from building import (
    ADDRESS,
    HTML_LANG,
    SMALL,
    Built,
    build,
    configure,
    declarations,
    mkdocs,
    read,
    replace,
)
from html_page import HtmlPage, page

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
OTHER = {"zh": "en", "en": "zh"}

NAMES = {
    "zh": "上海市职业能力考试院项目绩效目标公开",
    "en": "Performance Targets of the Shanghai Vocational Ability Examination Institute",
}

OWN = re.compile(r"(?:\d{4}(?:/[^/]+)?|departments/[^/]+|units/[^/]+|)/?")
"""Addresses, without language, of pages that have a picture of their own."""


@pytest.fixture(params=["real", "small", "in_files"])
def unaddressed(request: pytest.FixtureRequest) -> Built:
    """Each site that is not."""
    found: Built = request.getfixturevalue(request.param)
    return found


def opened(site: Built, path: str) -> HtmlPage:
    """A page of a built site."""
    return page(site.folder / path)


def own_pages(site: Built) -> list[str]:
    """Every page but 404.html and what stands at former addresses: these are not for sharing."""
    return [path for path in site.pages() if path != "404.html" and not left_out(site, path)]


def left_out(site: Built, path: str) -> bool:
    """Whether robots are asked to leave a page out."""
    return any(each["name"] == "robots" for each in opened(site, path).all("meta"))


def lang_of(path: str) -> str:
    """The language of a page by its address."""
    return "en" if path.startswith("en/") else "zh"


def told(site: Built, path: str) -> dict[str, str]:
    """What a page tells other places: `og:…`, `twitter:…` and microdata (`item:…`); each once."""
    found: dict[str, str] = {}
    for element in opened(site, path).all("meta"):
        item = f"item:{element['itemprop']}" if "itemprop" in element else ""
        name = element["property"] or item or element["name"]
        if ":" in name:
            assert name not in found, f"{path}: {name} twice"
            found[name] = element["content"]
    return found


def described(site: Built, path: str) -> str:
    """A page's own description."""
    (element,) = [each for each in opened(site, path).all("meta") if each["name"] == "description"]
    return element["content"]


def canonical(site: Built, path: str) -> list[str]:
    """The canonical addresses that a page states."""
    return [each["href"] for each in opened(site, path).all("link") if each["rel"] == "canonical"]


@pytest.mark.parametrize("name", ["under_sub_path", "real"])
def test_title_description_and_language(name: str, request: pytest.FixtureRequest) -> None:
    """Every page, with and without an address, tells its own title, description, site and languages."""
    site: Built = request.getfixturevalue(name)
    for path in own_pages(site):
        lang, said = lang_of(path), told(site, path)
        title = next(each.text for each in opened(site, path).all("title"))
        home = path.removeprefix("en/") == "index.html"
        expected = NAMES[lang] if home else title.removesuffix(f" - {NAMES[lang]}")
        assert said["og:title"] == said["item:name"] == expected, path
        assert said["og:description"] == said["item:description"] == described(site, path), path
        assert said["og:site_name"] == NAMES[lang]
        assert said["og:type"] == ("website" if home else "article")
        assert said["og:locale"] == LOCALES[lang]
        assert said["og:locale:alternate"] == LOCALES[OTHER[lang]]


def test_no_two_descriptions_are_alike(real: Built) -> None:
    """Each page is described in words of its own, and in more of them than its title."""
    for lang in HTML_LANG:
        found = {path: described(real, path) for path in own_pages(real) if lang_of(path) == lang}
        assert len(set(found.values())) == len(found)
        for path, description in found.items():
            assert description != told(real, path)["og:title"], path


def test_addresses_are_absolute_and_right(addressed: Built) -> None:
    """Canonical address, shared address and file agree on every page of both languages."""
    for path in own_pages(addressed):
        bare = (
            path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path
        )
        if (addressed.folder / "about.html").exists():  # every link names a file
            bare = path
        assert canonical(addressed, path) == [told(addressed, path)["og:url"]] == [f"{ADDRESS}{bare}"]


def test_nothing_is_guessed_without_an_address(unaddressed: Built) -> None:
    """A site that is not told where it stands names no address, and draws no picture that none could find."""
    for path in unaddressed.pages():
        said = told(unaddressed, path)
        assert not {"og:url", "og:image", "og:image:alt", "og:image:width", "item:image"} & said.keys(), path
        assert canonical(unaddressed, path) == []
        assert "://" not in "".join(said[name] for name in said if name.startswith("og:") and "url" in name)
    assert [path for path in unaddressed.contents() if path.endswith("share.png")] == []


def test_each_page_has_a_picture(addressed: Built) -> None:
    """Home, years, organisations and declarations have their own picture for both languages, others the home's."""
    named = set()
    for path in own_pages(addressed):
        said = told(addressed, path)
        bare = re.sub(r"(?:index)?\.html$", "", path.removeprefix("en/")).rstrip("/")
        own = OWN.fullmatch(bare) is not None
        expected = f"{bare}/share.png".lstrip("/") if own else "share.png"
        assert said["og:image"] == said["item:image"] == f"{ADDRESS}{expected}", path
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"] == (described(addressed, path) if own else said["og:site_name"])
        assert said["twitter:card"] == "summary_large_image"
        named.add(expected)
    assert named == {path for path in addressed.contents() if path.endswith("share.png")}


def test_pictures_are_pictures(addressed: Built) -> None:
    """Every picture is a PNG of the size its pages state, of at most 20 KB, and no two are the same."""
    pictures = {path: data for path, data in addressed.contents().items() if path.endswith("share.png")}
    for path, data in pictures.items():
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", data[16:24]) == (1200, 630), path
        assert len(data) <= 20 * 1024, path
    declared = [data for path, data in pictures.items() if re.match(r"\d{4}/.+/", path)]
    assert len(set(declared)) == len(declared)


def test_hostile_names_are_text(small_with_address: Built) -> None:
    """Hostile names stand in what is told and in the citation as they are: escaped once, not twice, nowhere raw."""
    project = declarations(SMALL)["2025/hostile-texts"]["project_name"]
    unit = read(SMALL / "content" / "organisations.yml")["organisations"][2]["name"]
    for lang, prefix in (("zh", ""), ("en", "en/")):
        for path, name in ((f"{prefix}2025/hostile-texts/", project), (f"{prefix}units/hostile-unit/", unit)):
            said = told(small_with_address, f"{path}index.html")
            assert said["og:title"] == said["item:name"] == name[lang]
            assert name[lang] in said["og:description"]
            assert said["og:image:alt"] == said["item:description"] == said["og:description"]
            assert name[lang] not in small_with_address.text(f"{path}index.html")
        built = opened(small_with_address, f"{prefix}2025/hostile-texts/index.html")
        (cited,) = [each.text for each in built.all("div") if each.has_class("cite")]
        assert f"{unit[lang]}. {project[lang]}" in cited


def test_prose_pages(small_with_address: Built) -> None:
    """A prose page tells its own title, escaped once, and shares the home page's picture."""
    said = told(small_with_address, "about/index.html")
    assert said["og:title"] == "关于本站 & <测试>"
    assert said["og:description"] == '说明 "引号" <b> &amp;'
    assert said["og:image"] == f"{ADDRESS}share.png"


def test_a_prose_page_without_front_matter(project: Path, tmp_path: Path) -> None:
    """A prose page's heading is its title where it states none, whatever signs it holds."""
    for folder in ("content", "content/en"):
        (project / folder / "plain.md").write_text('# A & B "c" `d`\n', encoding="utf-8")
    built = build(project, tmp_path / "site", SITE_URL=ADDRESS)
    assert told(built, "plain/index.html")["og:title"] == 'A & B "c" d'
    assert "og:description" not in told(built, "plain/index.html")


def test_the_page_for_what_is_not_there_is_not_shared(addressed: Built) -> None:
    """404.html tells nothing: whoever is sent a wrong address sees no picture of it."""
    assert told(addressed, "404.html") == {}
    assert canonical(addressed, "404.html") == []


def test_pictures_can_be_turned_off(project: Path, tmp_path: Path) -> None:
    """With `share_images: false` no picture is drawn and none is named; everything else is told as before."""
    configure(project, share_images=False)
    built = build(project, tmp_path / "site", SITE_URL=ADDRESS)
    assert [path for path in built.contents() if path.endswith("share.png")] == []
    said = told(built, "2024/index.html")
    assert not {"og:image", "og:image:alt", "item:image"} & said.keys()
    assert said["twitter:card"] == "summary"
    assert said["og:url"] == f"{ADDRESS}2024/"


@pytest.mark.parametrize(
    ("font", "reason"),
    [("missing.ttf", "isn't an existing file"), ("mkdocs.yml", "cannot be used as a font")],
)
def test_a_font_that_is_none_is_told(font: str, reason: str, project: Path) -> None:
    """A `share_font` that is not there or no font stops the build before the site is touched, and is named."""
    configure(project, share_font=font)
    done = mkdocs(project, "build", SITE_URL=ADDRESS)
    assert done.returncode != 0
    assert reason in done.stderr
    assert font in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()


@pytest.mark.parametrize("path", ["share.png", "2024/share.png", "2024/commissioned-examinations/share.png"])
def test_a_file_at_the_address_of_a_picture_is_an_error(path: str, project: Path) -> None:
    """A file of staff that would take the address of a picture stops the build and is named."""
    file = project / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"")
    done = mkdocs(project, "build", SITE_URL=ADDRESS)
    assert done.returncode != 0
    assert path in done.stderr
    assert "Traceback" not in done.stderr


def cited(site: Built, path: str) -> str:
    """The sentence that a page is cited with, as text."""
    text = site.text(path)
    sentence = re.search(r'<div class="cite[^>]*>\s*<p>(.*?)</p>', text, re.DOTALL)
    assert sentence, path
    return re.sub(r"<[^>]+>", "", sentence[1])


def test_the_citation(under_sub_path: Built, real: Built) -> None:
    """The sentence of one declaration, in both languages, with its permanent address and without."""
    path = "2024/commissioned-examinations/"
    zh = (
        "上海市职业能力考试院. 委托考试: 财政项目支出绩效目标申报表(2024年度, 版本 {version})[EB/OL]. "
        "[引用日期]. {address}."
    )
    en = (
        "Shanghai Vocational Ability Examination Institute. Commissioned examinations [委托考试]: Performance Target "
        "Declaration Form for Fiscal Project Expenditure, fiscal year 2024, version {version}. "
        f"{NAMES['en']}, {{address}} (accessed date)."
    )
    version = re.findall(r"\b[0-9a-f]{12}\b", cited(real, f"{path}index.html"))[0]
    for prefix, sentence, gap in (("", zh, "本页网址"), ("en/", en, "address of this page")):
        file = f"{prefix}{path}index.html"
        address = f"{ADDRESS}{prefix}{path}"
        assert cited(under_sub_path, file) == sentence.format(version=version, address=address)
        assert cited(real, file) == sentence.format(version=version, address=gap)


def test_the_permanent_address_is_the_canonical_one(addressed: Built) -> None:
    """Each declaration is cited with the address that it states as its own."""
    found = [path for path in own_pages(addressed) if re.search(r"\d{4}/[\w-]+(?:/index)?\.html$", path)]
    found = [path for path in found if not re.search(r"\d{4}(?:/index)?\.html$", path)]
    assert found
    for path in found:
        assert canonical(addressed, path)[0] in cited(addressed, path), path


def test_the_citation_changes_with_the_content(project: Path, tmp_path: Path, real: Built) -> None:
    """Another word in a declaration is another version of it, and of no other declaration."""
    replace(
        project / "content/declarations/2024/commissioned-examinations.yml", "安全顺利完成", "顺利安全完成"
    )
    changed = build(project, tmp_path / "site")
    path, other = "2024/commissioned-examinations/index.html", "2024/examination-fee-remittance/index.html"
    assert cited(changed, path) != cited(real, path)
    assert cited(changed, other) == cited(real, other)


def test_who_loads_the_script(real: Built) -> None:
    """Pages that are cited load its script, deferred, and no other page does."""
    for path in real.pages():
        scripts = [each for each in opened(real, path).all("script") if each["src"].endswith("cite.js")]
        cites = any(each.has_class("cite") for each in opened(real, path).all("div"))
        assert len(scripts) == cites, path
        for script in scripts:
            assert "defer" in script
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), script["src"]))
            assert (real.folder / target).is_file()
