"""Steps of our build by themselves, each in a process of its own: `python limits.py STEP PROJECT OUT`.

    write    the bytes of every HTML page of the built site, into the same folders
    render   read the YAML once, render the bodies, write those bytes

Prints the seconds of the step alone as JSON. Start-up, and what the step needs beforehand, are not in them.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generator import pipeline
from generator.model import Text
from generator.render import Settings

TEMPLATES = Path(__file__).parents[3] / "theme_overrides"
SETTINGS = Settings(Text("站", "Site"))


def _pages(project: Path) -> dict[str, bytes]:
    site = project / "site"
    return {page.relative_to(site).as_posix(): page.read_bytes() for page in site.rglob("*.html")}


def _write(pages: dict[str, bytes], out: Path) -> None:
    made: set[Path] = set()
    for path, content in pages.items():
        file = out / path
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(content)


def write(project: Path, out: Path) -> Callable[[], None]:
    """Nothing but the file system."""
    pages = _pages(project)
    return lambda: _write(pages, out)


def render(project: Path, out: Path) -> Callable[[], None]:
    """Our reader, model and templates in one plain loop; the frame costs nothing here but its bytes."""
    pages = _pages(project)

    def run() -> None:
        site = pipeline.site(pipeline.read(project / "content"))
        for page in pipeline.pages(site, TEMPLATES, SETTINGS):
            len(page.markdown)  # it is rendered when it is asked for
        _write(pages, out)

    return run


STEPS = {"write": write, "render": render}


def main() -> None:
    """One step, timed."""
    step, project, out = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=out) as folder:
        run = STEPS[step](Path(project), Path(folder))
        cpu, wall = time.process_time(), time.monotonic()
        run()
        print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.monotonic() - wall}))


if __name__ == "__main__":
    main()
