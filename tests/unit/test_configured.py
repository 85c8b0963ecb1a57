"""What commands without MkDocs read in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.configured import Configured
from generator.model import Text


def configured(folder: Path, text: str, **environment: str) -> Configured:
    """What a file with this text says, in this environment."""
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return Configured(folder / "mkdocs.yml", environment)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://host.example/a", "https://host.example/a/"),
        ('!ENV [FIRST, SECOND, ""]', ""),
        ('!ENV [FIRST, ADDRESS, ""]', "https://host.example/b/"),
        ("!ENV [FIRST, https://host.example/c/]", "https://host.example/c/"),
        ("[]", ""),
        ("{a: b}", ""),
    ],
)
def test_where_the_site_stands(given: str, url: str, tmp_path: Path) -> None:
    """An address as it is, or of the first variable that is set, or the default; with one slash at its end."""
    found = configured(tmp_path, f"site_url: {given}\n", ADDRESS="https://host.example/b")
    assert found.site_url == url


def test_options_of_the_plugin(tmp_path: Path) -> None:
    """Names, what stands at the foot of pages, the licence; a text in Chinese alone stands on English pages, too."""
    text = """plugins:
  - other
  - disclosure:
      site_name: {zh: 站名, en: The name}
      furniture: {publisher: {zh: 单位}, icp: ICP-1, contact: {zh: 电话, en: Telephone}}
      licence: {name: {zh: 许可, en: Terms}, url: https://host.example/terms}
"""
    found = configured(tmp_path, text)
    settings = found.settings("https://host.example/")
    assert settings.site_name == Text("站名", "The name")
    assert settings.site_url == "https://host.example/"
    assert settings.publisher == Text("单位", None)
    assert settings.licence is not None
    assert settings.licence.url == "https://host.example/terms"
    assert found.furniture("zh") == {"publisher": "单位", "icp": "ICP-1", "contact": "电话"}
    assert found.furniture("en") == {"publisher": "单位", "icp": "ICP-1", "contact": "Telephone"}


@pytest.mark.parametrize(
    "text", ["", "plugins: [disclosure]\n", "plugins: {disclosure: {furniture: x}}\n", "- a\n"]
)
def test_nothing_is_made_up(text: str, tmp_path: Path) -> None:
    """Where nothing is given, or something else than we know, nothing is said."""
    found = configured(tmp_path, text)
    assert (found.site_url, found.furniture("zh")) == ("", {})
    settings = found.settings()
    assert (settings.publisher, settings.licence, settings.contact) == (None, None, None)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Without the file the site has a name all the same."""
    assert Configured(tmp_path / "mkdocs.yml", {}).settings().site_name.zh
