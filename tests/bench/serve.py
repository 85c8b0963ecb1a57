"""What a writer waits for: `python tests/bench/serve.py [1000 [20]]`, in declarations and saved files.

Serves synthetic declarations with `mkdocs serve`, looks at the page of one in a real Chromium, saves it under another
name and waits until the page that has reloaded by itself shows it. Half of the files are saved while the rest of the
site is still being made for the one before. Prints seconds, and how long the rest takes.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402 (beside this file)

NAME = re.compile(r"(?<=^project_name:\n  zh: ).*$", re.MULTILINE)
RELOADS = "Reloading browsers"


class Log:
    """What the server says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.lines: list[str] = []
        self._more = threading.Condition()
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stderr or ():
            with self._more:
                self.lines.append(line)
                self._more.notify_all()

    def wait(self, text: str, times: int = 1) -> None:
        """Until it has said something so often."""
        with self._more:
            self._more.wait_for(lambda: sum(text in line for line in self.lines) >= times)

    def count(self, text: str) -> int:
        """How often it has said something."""
        return sum(text in line for line in self.lines)


@contextmanager
def serving(project: Path) -> Iterator[tuple[str, Log]]:
    """The address of a server, once the site is built, and what it says."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", where],
        cwd=project,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "NO_MKDOCS_2_WARNING": "1"},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        log = Log(process)
        log.wait("Serving on")
        yield f"http://{where}/", log
    finally:
        process.terminate()
        process.wait()


def saved(browser: Browser, address: str, file: Path, name: str) -> float:
    """Seconds from saving a declaration until its page shows its new name."""
    text = file.read_text(encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{address}{file.parent.name}/{file.stem}/")
    start = time.monotonic()
    file.write_text(NAME.sub(f'"{name}"', text, count=1), encoding="utf-8")
    page.locator("h1", has_text=name).wait_for()
    took = time.monotonic() - start
    page.close()
    return took


def main() -> None:
    """Save files, one after the other."""
    given = [int(each) for each in sys.argv[1:]]
    count, times = given + [1000, 20][len(given) :]
    chance = random.Random(count)  # noqa: S311 (a benchmark, no secret)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        project = Path(folder)
        synthetic.make(ROOT / "content", project / "content", count)
        synthetic.configure(project)
        files = sorted((project / "content" / "declarations").rglob("*.yml"))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        with serving(project) as (address, log):
            shown, rest = [], []
            for number in range(times):
                before, start = log.count(RELOADS), time.monotonic()
                shown.append(saved(browser, address, chance.choice(files), f"改名{number}"))
                if number % 2:
                    time.sleep(chance.random())  # the server looks twice a second
                else:
                    log.wait(RELOADS, before + 2)
                    rest.append(time.monotonic() - start)
    print(f"{count:,} declarations, {times} files saved")
    for what, took in (("its page", shown), ("the rest", rest)):
        print(f"{what}: median {statistics.median(took):.2f} s, worst {max(took):.2f} s")


if __name__ == "__main__":
    main()
