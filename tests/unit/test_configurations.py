"""Configurations for hosts: what they are made from, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import cli
from generator.folder import PUBLISHED
from generator.hosting import kinds, policy
from generator.hosting.servers import SERVERS
from generator.hosting.where import PrefixError, RootError, Where
from generator.i18n import read_words

EN = read_words("en")


@pytest.mark.parametrize(
    "prefix", ["gov/", "/gov", "", "/a b/", "/../", "/.gov/", "/a/./", "//", '/"/', "/$a/", "/中/", "/a\n/"]
)
def test_no_address(prefix: str) -> None:
    """An address below a host begins and ends with a slash and holds nothing that a server could misread."""
    with pytest.raises(PrefixError):
        Where("/srv/site", prefix)


@pytest.mark.parametrize("root", ["", '/a"b', "/a\nb", "/a$b", "/a{b}", "/a\\b", "/a%b", "/a*", "/a[b]"])
def test_no_folder(root: str) -> None:
    """Nor does the name of the folder."""
    with pytest.raises(RootError):
        Where(root)


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(("option", "value"), [("--prefix", "gov"), ("--root", 'a"b')])
def test_told(server: str, option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says what is wrong, prints no half configuration, and ends with 2."""
    assert cli.main(["hosting", server, option, value, "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert value in printed.err


def test_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest needs the files that it lists; other configurations may be printed before there is a site."""
    nowhere = str(tmp_path / "nowhere")
    assert cli.main(["hosting", "object-storage", "--root", nowhere]) == 2
    assert nowhere in capsys.readouterr().err
    assert cli.main(["hosting", "nginx", "--root", nowhere]) == 0


@pytest.mark.parametrize("server", ["nginx", "apache", "caddy"])
def test_every_header_in_every_configuration(server: str) -> None:
    """Each header stands in each configuration as the table has it, and the one for HTTPS as a comment."""
    text = SERVERS[server](Where("/srv/site", "/gov/jx/"), EN)
    for name, value in policy.HEADERS.items():
        assert f'{name} "{value}"' in text
    assert all(line.strip().startswith("#") for line in text.splitlines() if "Strict-Transport" in line)
    assert "Strict-Transport-Security" in text


def test_packed_copies_only_where_they_are() -> None:
    """Servers look for packed copies only where the site was built with them."""
    for server, word in {"nginx": "brotli_static", "apache": "AddEncoding", "caddy": "precompressed"}.items():
        assert word in SERVERS[server](Where("/srv/site", precompressed=True), EN)
        assert word not in SERVERS[server](Where("/srv/site"), EN)


def test_what_staff_publish_has_a_type() -> None:
    """Every kind of file that may lie in the content folder is known to hosts."""
    assert [ending for ending in PUBLISHED if kinds.kind_of(f"x{ending}") is kinds.OTHER] == []
    assert kinds.kind_of("x.unknown") is kinds.OTHER


def test_the_first_kind_counts() -> None:
    """A whole name is looked for before its ending, and each kind can be reached."""
    assert kinds.kind_of("en/feed.xml").type == "application/atom+xml"
    assert kinds.kind_of("sitemap.xml").type == "application/xml"
    assert kinds.kind_of("not-feed.xml").type == "application/xml"
    for kind in kinds.KINDS:
        for tail in kind.tails:
            assert kinds.kind_of(tail.removeprefix("/") if tail[0] == "/" else f"a{tail}") is kind


def test_in_pages_without_what_belongs_in_headers() -> None:
    """Browsers complain of `frame-ancestors` in a page; all else of the policy is the same."""
    assert f"{policy.POLICY_IN_PAGES}; frame-ancestors 'none'" == policy.POLICY


def test_the_manifest_leaves_packed_copies_out(tmp_path: Path) -> None:
    """An object has one content, so copies stay; a file that only looks like a copy is one more file."""
    for name in ("index.html", "index.html.gz", "index.html.br", "alone.gz", ".hidden"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    told = json.loads(SERVERS["object-storage"](Where(tmp_path.as_posix(), "/a/"), EN))
    assert [each["key"] for each in told["files"]] == ["a/alone.gz", "a/index.html"]
