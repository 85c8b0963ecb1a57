"""What is kept: every byte as built, and every address ever given."""

from __future__ import annotations

import json
import posixpath
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from building import ADDRESS, ROOT, SMALL, Built
from html_page import page

MOVED = ("2023/greenway-plan", "2025/greenway")
REMOVED = ("2024/street-trees", "2023/street-cleaning")
PRESENT = "2025/greenway-construction"

SUMS = "SHA256SUMS"


def verify(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What a host runs."""
    command = [sys.executable, "-m", "generator.cli", "verify", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_every_file_is_listed(site: Built) -> None:
    """The list names each published file but itself, in order, and coreutils find each as it is listed."""
    listed = [line[66:] for line in site.text(SUMS).splitlines()]
    assert listed == sorted(site.contents().keys() - {SUMS}, key=str.encode)
    done = subprocess.run(["sha256sum", "--strict", "--quiet", "-c", SUMS], cwd=site.folder, check=False)
    assert done.returncode == 0


def test_a_host_finds_what_differs(real: Built, tmp_path: Path) -> None:
    """A site as built passes; a changed, a missing and an additional file are each told, in the staff's language."""
    copy = tmp_path / "site"
    shutil.copytree(real.folder, copy)
    (copy / ".htaccess").write_text("AddDefaultCharset utf-8\n")
    assert verify(copy).returncode == 0
    changed = copy / "2024" / "index.html"
    changed.write_bytes(changed.read_bytes().replace(b"126,185,386.00", b"126,185,386.01", 1))
    (copy / "version.json").unlink()
    (copy / "en" / "new.html").write_text("new")
    done = verify(copy)
    assert done.returncode == 1
    assert done.stdout.splitlines()[:3] == [
        "已改动：2024/index.html",
        "缺少：version.json",
        "多出：en/new.html",
    ]
    told = json.loads(verify(copy, "--format", "json").stdout)
    assert told.pop("checked") == len(real.contents()) - 3
    assert told == {
        "changed": ["2024/index.html"],
        "missing": ["version.json"],
        "additional": ["en/new.html"],
    }
    (copy / SUMS).unlink()
    assert verify(copy, "--lang", "en").returncode == 2


def test_version_names_the_state(once: Callable[..., Built]) -> None:
    """`version.json` says commit and moment as they are given to the build."""
    built = once(SMALL, SOURCE_COMMIT="0123abc", SOURCE_DATE_EPOCH="1700000000")
    found = json.loads(built.text("version.json"))
    assert (found["commit"], found["built"]) == ("0123abc", "2023-11-14T22:13:20Z")
    assert found["counts"]["declarations"] == 3
    assert found["modified"] == "2025-06-30"


def test_a_former_address_leads_on(small_with_address: Built) -> None:
    """An old address names the new one as canonical, leads there by script and without, and is not for robots."""
    for prefix in ("", "en/"):
        for path in MOVED:
            found = page(small_with_address.folder / prefix / path / "index.html")
            (canonical,) = [each["href"] for each in found.all("link") if each["rel"] == "canonical"]
            assert canonical == f"{ADDRESS}{prefix}{PRESENT}/"
            relative = (
                "../../2025/greenway-construction/"
                if path.startswith("2023")
                else "../greenway-construction/"
            )
            (refresh,) = [each["content"] for each in found.all("meta") if each["http-equiv"] == "refresh"]
            assert refresh == f"0; url={relative}"
            (script,) = [each for each in found.all("script") if "data-to" in each]
            assert script["data-to"] == relative


def test_corrections_stand_before_the_source(small: Built) -> None:
    """A corrected declaration says so at its head and lists its corrections, newest first, before the source."""
    for prefix in ("", "en/"):
        text = small.text(f"{prefix}{PRESENT}/index.html")
        shown = [
            'href="#corrections"',
            '<h2 id="corrections">',
            "2025-04-01</time></dt>",
            "2025-03-03</time></dt>",
            '<h2 id="source">',
            "2025-02-24</time>",
        ]
        places = [text.index(part) for part in shown]
        assert places == sorted(places)
        assert "#corrections" not in small.text(f"{prefix}2024/greenway-construction/index.html")


def test_former_addresses_are_found_by_old_links_alone(small_with_address: Built) -> None:
    """No sitemap, feed, data of declarations or search index names what moved or was removed as a declaration."""
    for path in (*MOVED, *REMOVED):
        for prefix in ("", "en/"):
            html = small_with_address.text(f"{prefix}{path}/index.html")
            assert '<meta name="robots" content="noindex">' in html
        assert f"{path}/</loc>" not in small_with_address.text("sitemap.xml")
        assert f'"/{path}/' not in small_with_address.text("api/v1/declarations.json")
    living = {path for path in small_with_address.pages() if "noindex" not in small_with_address.text(path)}
    assert len(living) == len(small_with_address.pages()) - 8
    gone = {f"{prefix}{path}" for prefix in ("", "en/") for path in (*MOVED, *REMOVED)}
    for path in living - {"404.html"}:
        links = (each["href"].partition("#")[0] for each in page(small_with_address.folder / path).all("a"))
        led = {posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in links}
        assert led & gone == set(), path


@pytest.mark.parametrize("old", MOVED)
def test_the_data_of_a_moved_declaration_stays_where_it_was(old: str, small: Built) -> None:
    """Each data file stands at every address the declaration had, the same bytes as at the present one."""
    names = ("indicators.csv", "funding.csv", "declaration.json", "declaration.xlsx")
    pairs = [(f"{prefix}{{}}/{name}") for prefix in ("", "en/") for name in names]
    for path in (*pairs, "{}/form.xlsx", "api/v1/declarations/{}.json"):
        former, present = (small.folder / path.format(each) for each in (old, PRESENT))
        assert former.read_bytes() == present.read_bytes()
