"""A second build makes anew only what changed, and gives the same site as a first one would, byte for byte."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from building import ADDRESS, Built, build, configure, copy_project, mkdocs, replace

DECLARATIONS = Path("content", "declarations", "2024")
ONE = DECLARATIONS / "examination-fee-remittance.yml"
OTHER = DECLARATIONS / "commissioned-examinations.yml"


def _edit(path: str | Path, old: str, new: str) -> Callable[[Path], None]:
    return lambda project: replace(project / path, old, new)


def _delete(project: Path) -> None:
    (project / ONE).unlink()


def _rename(project: Path) -> None:
    (project / ONE).rename(project / DECLARATIONS / "fee-remittance.yml")
    replace(
        project / DECLARATIONS / "fee-remittance.yml", "id: examination-fee-remittance", "id: fee-remittance"
    )


def _add(project: Path) -> None:
    shutil.copy(project / ONE, project / DECLARATIONS / "one-more.yml")
    replace(project / DECLARATIONS / "one-more.yml", "id: examination-fee-remittance", "id: one-more")


def _prose(project: Path) -> None:
    (project / "content" / "new-prose.md").write_text("# 新页面\n\n文字\n", "utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda project: None,
    "a declaration": _edit(ONE, "上缴", "上 缴"),
    "a deleted declaration": _delete,
    "a renamed declaration": _rename,
    "one more declaration": _add,
    "the glossary": _edit("content/glossary.yml", "en: ", "en: The "),
    "an organisation": _edit("content/organisations.yml", "en: ", "en: The "),
    "a template": _edit("theme_overrides/pages/declaration.md.j2", "## {{", "## · {{"),
    "the frame": _edit("theme_overrides/partials/footer.html", "<footer", "<footer data-new"),
    "a style": _edit("theme_overrides/assets/css/site.css", "{", "{ "),
    "new prose": _prose,
    "the site's name": _edit("mkdocs.yml", "zh: 上海市", "zh: 全上海市"),
    "the licence": lambda project: configure(
        project, licence={"name": {"zh": "许可", "en": "Licence"}, "url": "https://example.org/l"}
    ),
    "how headings look": _edit("mkdocs.yml", "permalink: false", "permalink: true"),
    "no files for each record": lambda project: configure(project, record_files=False),
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A project and its site, built once."""
    project = copy_project(tmp_path_factory.mktemp("before") / "project")
    return build(project, project / "site", SITE_URL=ADDRESS)


def _copy(before: Built, target: Path) -> Path:
    """The project with its site and what it knows of it, at another place."""
    return Path(shutil.copytree(before.project, target))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_same_as_a_first_build(before: Built, change: Callable[[Path], None], tmp_path: Path) -> None:
    """Whatever changed, the site is the one that a build from nothing gives."""
    project = _copy(before, tmp_path / "project")
    change(project)
    again = build(project, project / "site", SITE_URL=ADDRESS).contents()
    shutil.rmtree(project / ".cache")
    first = build(project, tmp_path / "first", SITE_URL=ADDRESS).contents()
    assert again.keys() == first.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_what_stands_is_not_made_again(before: Built, tmp_path: Path) -> None:
    """After a change to one declaration the pages of the others are the files that were there."""
    project = _copy(before, tmp_path / "project")
    pages = {path: path.stat() for path in (project / "site" / "2024").glob("*/index.html")}
    replace(project / ONE, "有效组织", "有序组织")
    build(project, project / "site", SITE_URL=ADDRESS)
    made = {path.parent.name for path, stat in pages.items() if path.stat().st_ino != stat.st_ino}
    assert made == {ONE.stem}


@pytest.mark.parametrize("spoil", ["changed", "deleted", "added"])
def test_touched_sites_are_mended(before: Built, spoil: str, tmp_path: Path) -> None:
    """What somebody did to the site since the last build is undone by the next."""
    project = _copy(before, tmp_path / "project")
    expected = Built(project / "site", "").contents()
    page = project / "site" / "2024" / OTHER.stem / "index.html"
    if spoil == "changed":
        page.write_text("spoilt", "utf-8")
    elif spoil == "deleted":
        page.unlink()
    else:
        (page.parent / "more.html").write_text("more", "utf-8")
    assert build(project, project / "site", SITE_URL=ADDRESS).contents() == expected


@pytest.mark.parametrize("text", [b"", b"no list", b"\xe9\x00\x00"], ids=["empty", "text", "cut"])
@pytest.mark.parametrize("spoilt", ["*", "past", "*.shares", "declarations", "index/*"])
def test_spoilt_cache(before: Built, spoilt: str, text: bytes, tmp_path: Path) -> None:
    """What is left of the last build and cannot be read is as good as not there: it is made anew."""
    project = _copy(before, tmp_path / "project")
    expected = Built(project / "site", "").contents()
    for file in (project / ".cache").rglob(spoilt):
        if file.is_file():
            file.write_bytes(text)
    with (project / ONE).open("a", encoding="utf-8") as file:
        file.write("# a remark changes the file, not the site\n")
    assert build(project, project / "site", SITE_URL=ADDRESS).contents() == expected


def test_a_project_that_cannot_be_written(before: Built, tmp_path: Path) -> None:
    """Where nothing can be remembered, a build is a first one."""
    project = _copy(before, tmp_path / "project")
    shutil.rmtree(project / ".cache")
    (project / ".cache").write_text("in the way")
    expected = Built(project / "site", "").contents()
    assert build(project, tmp_path / "site", SITE_URL=ADDRESS).contents() == expected


def test_failure_leaves_the_site(before: Built, tmp_path: Path) -> None:
    """A build that fails in the middle of its pages leaves every file of the site as it was, and nothing beside."""
    project = _copy(before, tmp_path / "project")
    expected = Built(project / "site", "").contents()
    replace(project / "theme_overrides/pages/declaration.md.j2", "## {{", "{{ no_such_thing }}## {{")
    done = mkdocs(project, "build")
    assert done.returncode != 0
    assert re.search("no_such_thing", done.stderr)
    assert Built(project / "site", "").contents() == expected
