"""`mkdocs serve`: what a writer saves is seen a moment later."""

from __future__ import annotations

import html
import re
import socket
import subprocess
import sys
import threading
import urllib.request
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import build, copy_project, environment, replace
from mkdocs.commands.build import build as run_build
from mkdocs.config import load_config

from generator.export.sums import NAME as SUMS

TIME_LIMIT = 60
"""Seconds after which a server that shows nothing new is ended, and its test fails."""


class Server:
    """`mkdocs serve` on a copy of the project; it logs each build, which is what tests wait for."""

    def __init__(self, project: Path) -> None:
        self.project = project
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project,
            env=environment(PYTHONPATH=str(project), PYTHONUNBUFFERED="1"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.log: list[str] = []
        self.wait_for("Serving on")

    def wait_for(self, text: str) -> None:
        """Read the log up to a line with `text`."""
        limit = threading.Timer(TIME_LIMIT, self.process.kill)
        limit.start()
        try:
            for line in self.process.stderr or ():
                self.log.append(line)
                if text in line:
                    return
        finally:
            limit.cancel()
        pytest.fail(f"mkdocs serve never said {text!r}:\n{''.join(self.log[-20:])}")

    def get(self, path: str) -> str:
        """The page as it is served now."""
        with urllib.request.urlopen(self.address + path, timeout=TIME_LIMIT) as answer:  # noqa: S310
            return answer.read().decode("utf-8")

    def wait_until_shown(self, path: str, text: str) -> None:
        """Wait for builds until the served page has `text`."""
        while text not in self.get(path):
            self.wait_for("Reloading browsers")

    def wait_until_gone(self, path: str, text: str) -> None:
        """Wait for builds until the served page no longer has `text`."""
        while text in self.get(path):
            self.wait_for("Reloading browsers")

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self.process.terminate()
        self.process.communicate(timeout=TIME_LIMIT)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of a copy of the project, the generator included: it shows the copy's own words."""
    running = Server(copy_project(tmp_path / "project", "generator"))
    yield running
    running.end()


def test_a_saved_file_is_shown(server: Server) -> None:
    """A change of a declaration, of a template and of the generator's words is served without a restart."""
    project, path = server.project, "2024/commissioned-examinations/"
    declaration = project / "content/declarations/2024/commissioned-examinations.yml"
    assert "改过的名称" not in server.get(path)
    replace(declaration, "  zh: 委托考试\n", "  zh: 委托考试改过的名称\n")
    server.wait_until_shown(path, "委托考试改过的名称</h1>")

    template = project / "theme_overrides/pages/declaration.md.j2"
    replace(template, '<div class="form-head on-paper">', '<div class="form-head on-paper changed-template">')
    server.wait_until_shown(path, "changed-template")

    words = project / "generator/locales/zh.yml"
    text = words.read_text(encoding="utf-8")
    label = re.search(r"(?m)^  indicators: (\S+)$", text[text.index("\ndeclaration:") :])
    assert label
    replace(words, f"  indicators: {label[1]}\n", "  indicators: 改过的词\n")
    server.wait_until_shown(path, "改过的词")


def test_the_rest_follows(server: Server, tmp_path: Path) -> None:
    """The page of a saved declaration is shown first. When the rest is, all of it is what a build gives, although
    the declaration was saved again meanwhile.
    """
    declaration = server.project / "content/declarations/2024/commissioned-examinations.yml"
    name = "  zh: 委托考试\n"
    for new in ("一次改过的名称", "二次改过的名称"):
        replace(declaration, name, name := f"  zh: {new}\n")
        server.wait_until_shown("2024/commissioned-examinations/", new)
    assert "二次改过的名称" in server.get("2024/commissioned-examinations/")
    server.wait_until_shown("2024/", "二次改过的名称")
    built = build(server.project, tmp_path / "site", SITE_URL=server.address)
    assert server.get(SUMS) == built.text(SUMS)


def test_a_fault_is_told(server: Server) -> None:
    """A fault in a saved file is told with its place, and of that file alone; what is shown stays, and follows again
    once the fault is mended.
    """
    path = "2024/commissioned-examinations/"
    declaration = server.project / f"content/declarations/{path.strip('/')}.yml"
    replace(declaration, "fiscal_year: 2024\n", "fiscal_yeer: 2024\n")
    server.log.clear()
    server.wait_for("Reloading browsers")
    faults = [line for line in server.log if "error[" in line]
    assert faults
    assert all(line.startswith(f"content/declarations/{path.strip('/')}.yml:") for line in faults)
    assert "Traceback" not in "".join(server.log)
    assert "委托考试</h1>" in server.get(path)
    assert html.escape(faults[0].strip()) in server.get(path)  # the writer looks at the page
    replace(declaration, "fiscal_yeer: 2024\n", "fiscal_year: 2024\n")
    replace(declaration, "  zh: 委托考试\n", "  zh: 委托考试改过的名称\n")
    server.wait_until_shown(path, "委托考试改过的名称</h1>")
    assert 'role="alert"' not in server.get(path)


def test_a_fault_of_the_whole_is_told(server: Server) -> None:
    """The same for what concerns more than one declaration: here a word list."""
    glossary = server.project / "content/glossary.yml"
    text = glossary.read_text(encoding="utf-8")
    server.log.clear()
    glossary.write_text(f"{text}\nunknown: x\n", encoding="utf-8")
    server.wait_for("Reloading browsers")
    assert any(line.startswith("content/glossary.yml:") and "error[" in line for line in server.log)
    assert "Traceback" not in "".join(server.log)
    assert "委托考试</h1>" in server.get("2024/commissioned-examinations/")


def test_what_is_new_follows(server: Server) -> None:
    """A declaration that comes, and one that goes."""
    folder = server.project / "content/declarations/2024"
    text = (folder / "commissioned-examinations.yml").read_text(encoding="utf-8")
    new = text.replace("id: commissioned-examinations\n", "id: one-more\n")
    (folder / "one-more.yml").write_text(new, encoding="utf-8")
    server.wait_until_shown("2024/", "one-more")
    (folder / "one-more.yml").unlink()
    server.wait_until_gone("2024/", "one-more")


def test_the_last_build_is_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that builds again and again keeps what it knows of the last build, and of none before."""
    monkeypatch.chdir(copy_project(tmp_path / "project"))
    known = []
    for _ in range(3):
        config = load_config(site_dir=str(tmp_path / "site"))
        plugin = config.plugins["disclosure"]
        plugin.on_startup(command="serve")
        config.site_url = "http://127.0.0.1/"
        run_build(config, serve_url=config.site_url)
        known.append(
            weakref.ref(next(iter(plugin.edition.pages.values())).make)
        )  # it and Jinja hold each other
    assert known[0]() is None
    assert known[-1]()
