"""How the tests build a site: `mkdocs build` as a person runs it, in a process of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent
"""The small second site; the real one is the project itself."""

PROJECT = ("mkdocs.yml", "content", "theme_overrides")
"""What a copy of the project needs to be built."""

SUB_PATH = "/gov/jx/"
ADDRESS = f"https://host.example{SUB_PATH}"
"""Where a site may stand: not at the root of its host."""

HTML_LANG = {"zh": "zh-CN", "en": "en"}
PREFIX = {"zh": "", "en": "en/"}


@dataclass(frozen=True)
class Built:
    """A site on disk, as a server would be given it."""

    folder: Path
    log: str
    project: Path = ROOT

    def pages(self) -> list[str]:
        """Every HTML file, as a path from the site's root."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))

    def text(self, path: str) -> str:
        """A file's text."""
        return (self.folder / path).read_text(encoding="utf-8")

    def contents(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}


def environment(**more: str) -> dict[str, str]:
    """The environment of a build: this one, without what would change the outcome unasked."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"SITE_URL", "PYTHONPATH"}}
    return {**inherited, "NO_MKDOCS_2_WARNING": "1", **more}


def mkdocs(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in `folder`; the outcome is for the caller to judge."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder,
        env=environment(**env),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


def build(folder: Path, target: Path, *arguments: str, **env: str) -> Built:
    """Build the site whose mkdocs.yml lies in `folder` into `target`, under --strict."""
    done = mkdocs(folder, "build", "--strict", "--site-dir", str(target), *arguments, **env)
    assert done.returncode == 0, f"mkdocs build --strict failed:\n{done.stdout}{done.stderr}"
    return Built(target, done.stderr, folder)


def build_once(sites: Path, folder: Path, *arguments: str, **env: str) -> Built:
    """The same below `sites`, by the first who asks: one build serves all processes that share that folder."""
    asked = repr((folder, arguments, sorted(env.items())))
    target = sites / sha256(asked.encode()).hexdigest()[:16]
    log = made_once(target.with_suffix(".log"), lambda: build(folder, target, *arguments, **env).log)
    return Built(target, log, folder)


def made_once(file: Path, make: Callable[[], str]) -> str:
    """What `make` gave to the first process that asked for this file; beside it one thing is made at a time."""
    file.parent.mkdir(exist_ok=True)
    with (file.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_text(make(), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def copy_project(target: Path, *more: str) -> Path:
    """A copy of the project in `target` that a test may change."""
    for name in (*PROJECT, *more):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def replace(file: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file; a test whose `old` is gone fails instead of testing nothing."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer has {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def configure(folder: Path, **options: Any) -> None:
    """Give the plugin of a copied project more options."""
    text = "".join(f"      {line}\n" for line in yaml.safe_dump(options, allow_unicode=True).splitlines())
    replace(folder / "mkdocs.yml", "  - disclosure:\n", f"  - disclosure:\n{text}")


def read(path: Path) -> Any:
    """A content file with every value as text, as any YAML reader sees it: not the project's own."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)  # noqa: S506 (text only, no objects)


def declarations(site: Path) -> dict[str, Any]:
    """Every declaration of a site's content by its address: `2024/x`."""
    files = sorted((site / "content" / "declarations").glob("*/*.yml"))
    return {f"{file.parent.name}/{file.stem}": read(file) for file in files}
