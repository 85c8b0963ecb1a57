"""Pages that staff write, built: what is unsafe stops the build, what is ordinary comes through."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from building import configure, environment, mkdocs

HOSTILE = """\
# 关于

<script>alert(1)</script>

[办法](java&#115;cript:alert(1)) ![图](https://elsewhere.example/x.png)
"""
TOLD = [
    *("content/about.md:3:1: error[safe-prose]", "content/about.md:5:1: error[safe-prose]"),
    *("content/about.md:5:37: error[safe-prose]", "content/en/about.md:3:1: error[safe-prose]"),
]


def test_unsafe_pages_stop_the_build(project: Path) -> None:
    """All faults of all pages, and a person's telephone in mkdocs.yml, are told at once; the last site stays."""
    (project / "content" / "about.md").write_text(HOSTILE, encoding="utf-8")
    (project / "content" / "en" / "about.md").write_text("# x\n\n<b>\n", encoding="utf-8")
    configure(project, furniture={"contact": {"zh": "联系人：张三，021-62345678"}})
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("old", encoding="utf-8")
    done = mkdocs(project, "build")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert [path.name for path in (project / "site").rglob("*")] == ["index.html"]
    checked = subprocess.run(
        [sys.executable, "-m", "generator.cli", "check", "--lang", "en"],
        cwd=project, env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert checked.returncode == 1
    for told in (done.stderr, checked.stdout):
        assert [each for each in TOLD if each not in told] == []
        assert re.search(r"mkdocs\.yml:\d+:1: error\[personal-data\]", told)
    assert "a picture must lie on this site" in checked.stdout
    assert "图片必须在本站" in done.stderr


def test_ordinary_pages_are_built(project: Path) -> None:
    """Tables with aligned columns, code, lists and a little HTML come through, without a style of their own."""
    (project / "content" / "about.md").write_text(
        "---\ntitle: 关于 & <我们>\n---\n\n# 关于\n\n| 甲 | 乙 | 丙 |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n\n"
        "H<sub>2</sub>O `<script>` [甲](2024/commissioned-examinations.md)\n",
        encoding="utf-8",
    )
    done = mkdocs(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    page = (project / "site" / "about" / "index.html").read_text(encoding="utf-8")
    assert '<td class="number">3</td>' in page
    assert "style=" not in page
    assert "H<sub>2</sub>O <code>&lt;script&gt;</code>" in page
    assert "关于 &amp; &lt;我们&gt;" in page
    assert 'href="../2024/commissioned-examinations/"' in page
