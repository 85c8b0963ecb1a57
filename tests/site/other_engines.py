"""How the tests build a site by other engines than MkDocs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from building import ROOT, Built, environment, made_once

BIN = Path(sys.executable).parent


def run(*command: str | Path, folder: Path) -> None:
    """Run an engine; whoever has not installed it is told how, and no test is left out for that."""
    program = BIN / command[0]
    assert program.exists(), f"no {command[0]} here: `bash .ci/test` installs it from .ci/test.lock"
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, env=environment(), capture_output=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def zensical(shared: Path, project: Path) -> Built:
    """The site of a project as Zensical builds it, once for all tests. Chinese comes first: it clears the folder that
    the English stands in.
    """
    folder = shared / ("zensical-real" if project == ROOT else "zensical-small")

    def make() -> str:
        templates = ROOT / "theme_overrides"
        run("disclosure", "pages", folder, "--engine", "zensical", "--templates", templates, folder=project)
        for lang in ("zh", "en"):
            run("zensical", "build", "--strict", "-f", f"{lang}.toml", folder=folder)
        return "built"

    made_once(shared / "sites" / folder.name, make)
    return Built(folder / "site", "", project)
