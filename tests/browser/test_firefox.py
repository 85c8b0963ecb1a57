"""Firefox answers every query as Chromium does, is led by the keyboard alone, and complains of nothing."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asking import ASK, SEARCH_POLICY, answered, ask, queries
from building import PREFIX, made_once
from playwright.sync_api import Browser
from serving import serve
from visits import KINDS, MODULES, Served, needed, program

SCRIPT = Path(__file__).with_name("firefox.mjs")

SECONDS = 240
"""For all visits together; they need a fifth of it."""

HERE = "http://here.example/"
"""Stands for a site's address in what is shared."""

EXAMPLE = "考务工作差错率"

TEXTS = {
    "zh": list(dict.fromkeys(query.text for query in queries())),
    "en": [query.text for query in queries() if query.kind == "english"],
}
"""What is asked on the pages of each language."""

DIALOG = "document.querySelector('dialog[data-search-dialog]')"
IN_FIELD = "document.activeElement.matches('dialog[data-search-dialog] [data-search-input]')"
ON_OPENER = "document.activeElement.matches('[data-search-open]')"
LINKS = f"[...{DIALOG}.querySelectorAll('[data-search-results] a')]"
PLACE = f"{LINKS}.indexOf(document.activeElement)"
SETTLED = "document.readyState === 'complete' && !document.documentElement.classList.contains('no-js')"
IDLE = "new Promise(done => requestIdleCallback(done))"

TYPED = (
    ("press", "/"),
    ("until", IN_FIELD),
    ("type", EXAMPLE),
    ("until", f"{DIALOG}.dataset.searchState === 'done'"),
)
"""The dialog is opened by a key, and answers what is typed."""

FOLLOWED = (
    ("tell", f"[{DIALOG}.querySelector('input').value, {DIALOG}.querySelectorAll('.result').length]"),
    ("press", "ArrowDown"),
    ("tell", PLACE),
    ("press", "ArrowDown"),
    ("tell", PLACE),
    ("press", "ArrowUp"),
    ("tell", PLACE),
    ("press", "ArrowUp"),
    ("tell", IN_FIELD),
    ("press", "ArrowDown"),
    ("tell", "document.activeElement.href"),
    ("press", "Enter"),
    ("until", f"document.querySelector(':target') && {SETTLED}"),
    ("tell", "location.href"),
    ("tell", "document.querySelector(':target').innerText"),
    ("tell", IDLE),
)

LEFT = (
    ("tell", "document.querySelector('[data-search-open]').focus()"),
    *TYPED,
    ("press", "Escape"),
    ("until", f"!{DIALOG}.open"),
    ("tell", ON_OPENER),
    ("press", "Enter"),
    ("until", f"{DIALOG}.open && {IN_FIELD}"),
    ("press", "Escape"),
    ("until", f"!{DIALOG}.open"),
    ("tell", ON_OPENER),
)

WRONG = """(() => {
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.head.append(script);
  document.head.append(Object.assign(document.createElement('img'), { src: 'http://other.example/x' }));
  console.error('said');
  setTimeout(() => { throw new Error('thrown'); });
  return new Promise(done => setTimeout(() => requestIdleCallback(done)));
})()"""

VISITS: dict[str, dict[str, Any]] = {
    **{
        f"asked, {lang}": {"path": f"{PREFIX[lang]}search/", "ask": ASK, "queries": texts}
        for lang, texts in TEXTS.items()
    },
    **{
        f"followed, {lang}": {"path": prefix, "steps": [*TYPED, *FOLLOWED]} for lang, prefix in PREFIX.items()
    },
    **{f"left, {lang}": {"path": prefix, "steps": LEFT} for lang, prefix in PREFIX.items()},
    **{
        f"{kind}, {lang}": {"path": prefix + path, "steps": [("until", SETTLED), ("tell", IDLE)]}
        for lang, prefix in PREFIX.items()
        for kind, path in KINDS.items()
    },
}
"""What is done in Firefox, in one run, each in a context of its own."""


@dataclass(frozen=True)
class Visited:
    """What a visit brought."""

    answers: list[Any]
    told: list[Any]
    complaints: list[str]


def run(home: Path, visits: list[dict[str, Any]], seconds: float = SECONDS) -> tuple[str, str]:
    """What the script says on its two outputs. Firefox has `home` for its own, and ends with the script."""
    needed(MODULES / "puppeteer-core" / "package.json")
    job = {"program": program("firefox-esr"), "seconds": seconds, "visits": visits}
    with subprocess.Popen(
        [program("node"), str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home)},
    ) as node:
        try:
            return node.communicate(json.dumps(job))
        finally:
            node.terminate()  # where it still runs: it then ends Firefox


def visited(home: Path, visits: list[dict[str, Any]]) -> str:
    """Make the visits, one after another: what each brought, as JSON."""
    out, err = run(home, visits)
    if not out:
        pytest.fail(f"Firefox gave nothing:\n{err}")
    return out


def read(out: str) -> list[Visited]:
    """What each visit brought."""
    return [Visited(**each) for each in json.loads(out)]


@pytest.fixture(scope="module")
def strict(sites: dict[str, Served]) -> Iterator[str]:
    """The real site under the policy that search needs."""
    with serve(sites["real"].built.folder, policy=SEARCH_POLICY) as address:
        yield address


@pytest.fixture(scope="module")
def firefox(strict: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Visited]:
    """What every visit brought; they are made once for all processes, each of which has an address of its own."""
    visits = [{**visit, "address": strict + visit["path"]} for visit in VISITS.values()]

    def made() -> str:
        return visited(tmp_path_factory.mktemp("firefox"), visits).replace(strict, HERE)

    out = made_once(shared / "firefox" / "visits.json", made).replace(HERE, strict)
    return dict(zip(VISITS, read(out), strict=True))


@pytest.mark.parametrize("lang", PREFIX)
def test_the_same_as_in_chromium(
    lang: str, browser: Browser, strict: str, firefox: dict[str, Visited]
) -> None:
    """Every query has the same status, links, order and help in both browsers."""
    with browser.new_context() as context:
        expected = ask(context.new_page(), strict, TEXTS[lang], lang)
    found = answered(strict, firefox[f"asked, {lang}"].answers)
    assert list(found) == TEXTS[lang]
    assert any(answer.links for answer in found.values())
    assert {text: (found[text], other) for text, other in expected.items() if found[text] != other} == {}


@pytest.mark.parametrize("lang", PREFIX)
def test_the_keyboard_leads_to_the_row(lang: str, strict: str, firefox: dict[str, Visited]) -> None:
    """`/` opens, keys type, arrows go through field and links, and Enter follows the link to the row."""
    typed, one, two, one_again, in_field, wanted, at, row, _ = firefox[f"followed, {lang}"].told
    assert typed == [EXAMPLE, 3]
    assert (one, two, one_again, in_field) == (0, 1, 0, True)
    assert wanted.startswith(f"{strict}{PREFIX[lang]}2024/")
    assert at == wanted
    assert (EXAMPLE if lang == "zh" else "Error rate in examination administration") in row


@pytest.mark.parametrize("lang", PREFIX)
def test_escape_gives_the_focus_back(lang: str, firefox: dict[str, Visited]) -> None:
    """One Esc closes the dialog, with text in its field; what had the focus has it again."""
    assert firefox[f"left, {lang}"].told == [None, True, True]


@pytest.mark.parametrize("visit", VISITS)
def test_no_complaint(visit: str, firefox: dict[str, Visited]) -> None:
    """No error, no warning, and nothing that the policy stops: on any kind of page, in whatever is done."""
    assert firefox[visit].complaints == []


def test_complaints_are_heard(strict: str, tmp_path: Path) -> None:
    """The check itself works: errors of a page are heard, and what the policy stops."""
    steps = [("tell", WRONG), ("tell", "window.ran")]
    (found,) = read(visited(tmp_path, [{"address": strict, "steps": steps}]))
    assert found.told == [None, None]
    assert sum("Content-Security-Policy" in text for text in found.complaints) == 2
    assert [text for text in found.complaints if "said" in text or "thrown" in text] != []
    assert len(found.complaints) == 4


def running(home: Path) -> list[str]:
    """The processes whose home is `home`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"HOME={home}\0".encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue  # it has ended, or is another user's
    return found


def test_firefox_is_ended_where_a_page_never_answers(strict: str, tmp_path: Path) -> None:
    """When the time is over the script says what Firefox was doing, and leaves no process behind."""
    out, err = run(tmp_path, [{"address": strict, "steps": [("until", "false")]}], seconds=8)
    assert out == ""
    assert "after 8 s Firefox still had to" in err
    over = time.monotonic() + 30
    while running(tmp_path) and time.monotonic() < over:
        time.sleep(0.05)
    assert running(tmp_path) == []
