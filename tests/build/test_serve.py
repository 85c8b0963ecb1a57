"""`mkdocs serve`: what a writer saves is seen a moment later."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import copy_project, environment, replace

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
