"""What `disclosure pages --engine zensical` makes of pages that staff write."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator import engines, pipeline
from generator.configured import Configured

ROOT = Path(__file__).parents[2]
PICTURE = b"\x89PNG\r\n\x1a\n\0"

PROSE = {
    "plain.md": "# Without front matter\n",
    "twin.md": '---\ntitle: "<b>\\"A\\" & B</b>"\nhide: [toc]\n---\n\n# One\n',
    "en/twin.md": "\ufeff---\r\ndescription: x\r\n---\r\n# Two\r\n",
    "odd.md": "---\ntitle: &a [\n---\n# Front matter that nobody can read\n",
    "below/line.md": "# Not front matter\n\n---\n\ntext\n",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of the project."""
    folder = tmp_path_factory.mktemp("project")
    content = Path(shutil.copytree(ROOT / "tests/problems/base", folder / "content"))
    for path, text in PROSE.items():
        (content / path).parent.mkdir(exist_ok=True)
        (content / path).write_bytes(text.encode())
    (content / "picture.png").write_bytes(PICTURE)
    (folder / "mkdocs.yml").write_text("site_url: https://host.example/a/\n", encoding="utf-8")
    found: dict[str, bytes] = {}

    def write(path: str, chunks: Iterable[bytes]) -> None:
        assert path not in found, path
        found[path] = b"".join(chunks)

    site = pipeline.site(pipeline.read(content))
    configured = Configured(folder / "mkdocs.yml", {})
    engines.zensical(site, configured, content, ROOT / "theme_overrides", write)
    return found


def front(text: bytes) -> tuple[dict[str, object], str]:
    """A page's front matter, each line a key with JSON, and the rest."""
    _, lines, body = text.decode().split("---\n", 2)
    return {
        key: json.loads(value) for key, _, value in (line.partition(": ") for line in lines.splitlines())
    }, body


def test_front_matter(written: dict[str, bytes]) -> None:
    """Each page is told its counterpart, the other home where it has none; titles are escaped, the rest is kept."""
    assert front(written["zh/plain.md"]) == (
        {"counterpart": "../en/", "scripts": []},
        "# Without front matter\n",
    )
    told, body = front(written["zh/twin.md"])
    assert told == {
        "title": "&lt;b&gt;&#34;A&#34; &amp; B&lt;/b&gt;",
        "hide": ["toc"],
        "counterpart": "../en/twin/",
        "scripts": [],
    }
    assert body == "\n# One\n"
    assert front(written["en/twin.md"]) == (
        {"description": "x", "counterpart": "../../twin/", "scripts": []},
        "# Two\n",
    )
    assert front(written["zh/odd.md"])[0] == {"counterpart": "../en/", "scripts": []}
    told, body = front(written["zh/below/line.md"])
    assert told["counterpart"] == "../../en/"
    assert body == "# Not front matter\n\n---\n\ntext\n"


def test_what_lies_beside(written: dict[str, bytes]) -> None:
    """Pictures of staff, styles and scripts, the index and what is told of the software are part of the project."""
    assert written["zh/picture.png"] == PICTURE
    style = (ROOT / "theme_overrides/assets/css/site.css").read_bytes()
    assert written["zh/assets/css/site.css"] == written["en/assets/css/site.css"] == style
    assert {
        "zh/pagefind-zh/pagefind.js",
        "zh/pagefind-en/pagefind.js",
        "zh/version.json",
        "theme/main.html",
    } <= set(written)


def test_configurations(written: dict[str, bytes]) -> None:
    """Each language has its folder, its address, and prose after the sections in its menu."""
    zh, en = (tomllib.loads(written[f"{lang}.toml"].decode())["project"] for lang in ("zh", "en"))
    assert (zh["docs_dir"], zh["site_dir"], zh["site_url"]) == ("zh", "site/", "https://host.example/a/")
    assert (en["docs_dir"], en["site_dir"], en["site_url"]) == (
        "en",
        "site/en/",
        "https://host.example/a/en/",
    )
    assert zh["nav"][0] == en["nav"][0] == "index.md"
    assert zh["nav"][-4:] == ["below/line.md", "odd.md", "plain.md", "twin.md"]
    assert en["nav"][-1] == "twin.md"
    assert [
        path for each in (zh, en) for path in each["nav"] if f"{each['docs_dir']}/{path}" not in written
    ] == []
