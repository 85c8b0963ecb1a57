"""Pages that share frames are, byte for byte, the pages that MkDocs itself would build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from building import ADDRESS, ROOT, SMALL, build, configure


@pytest.mark.parametrize("arguments", [(), ("--no-directory-urls",)], ids=["folders", "files"])
@pytest.mark.parametrize("address", [{}, {"SITE_URL": ADDRESS}], ids=["no-address", "address"])
@pytest.mark.parametrize("site", [ROOT, SMALL], ids=["real", "small"])
def test_frames_change_nothing(
    site: Path, address: dict[str, str], arguments: tuple[str, ...], tmp_path: Path
) -> None:
    """With and without frames every file of the site is the same, hostile names and all."""
    built = []
    for frames in (True, False):
        folder = tmp_path / str(frames) / "sites" / "site"
        folder.mkdir(parents=True)
        shutil.copytree(ROOT / "theme_overrides", tmp_path / str(frames) / "theme_overrides")
        shutil.copytree(ROOT / "theme_overrides", folder / "theme_overrides")
        shutil.copytree(site / "content", folder / "content")
        shutil.copy(site / "mkdocs.yml", folder)
        prose = folder / "content" / "units" / "unit-of-note" / "notes.md"
        prose.parent.mkdir(parents=True)
        prose.write_text("# 说明\n\nA page below the pages of units, in the menu of all pages.\n", "utf-8")
        configure(folder, frames=frames)
        built.append(build(folder, tmp_path / str(frames) / "built", *arguments, **address).contents())
    assert built[0].keys() == built[1].keys()
    assert [name for name in built[0] if built[0][name] != built[1][name]] == []
