"""Every page is valid HTML."""

from __future__ import annotations

import json
import subprocess

from visits import MODULES, Served, needed, program


def test_every_page_is_valid_html(real: Served, small: Served) -> None:
    """The Nu HTML checker finds no error in any page of both sites."""
    checker = needed(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar")
    files = {str(site.built.folder / path): path for site in (real, small) for path in site.built.pages()}
    done = subprocess.run(
        [program("java"), "-jar", str(checker), "--errors-only", "--format", "json", *files],
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    told: dict[str, list[str]] = {}
    for each in messages:
        place = f"{files.get(each.get('url', '').removeprefix('file:'), '?')}:{each.get('lastLine', 0)}"
        told.setdefault(each["message"], []).append(f"{place}: {each.get('extract', '').strip()}")
    lines = [f"{len(places)}× {text}\n    {places[0]}" for text, places in told.items()]
    assert not messages, "\n".join(lines)
    assert done.returncode == 0, done.stderr
