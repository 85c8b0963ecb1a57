"""Files that somebody made to harm whoever reads them, and what each is refused with.

A case is put into the place of the only declaration of `tests/problems/base/`, made by code where it is large or
where no repository can hold it. `test_corpus.py` checks the refusal, `tests/bench/hostile.py` what it costs.
What the fuzzer (`tests/bench/fuzz.py`) finds gets its case here.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).parents[1] / "problems" / "base"
DECLARATION = Path("declarations/2024/reading-room.yml")
BIG = 100_000
SOUND = (BASE / DECLARATION).read_text(encoding="utf-8")
GOAL = "全年开放阅览室，方便读者。"

Told = tuple[int, str, str]
"""Line, rule and the rule's case."""


@dataclass(frozen=True)
class Case:
    """One attack."""

    name: str
    make: Callable[[Path], None]
    """Puts it where the declaration's path says."""
    told: Told
    """An error that is told."""
    file: str = DECLARATION.as_posix()
    """Whose error it is, below the content folder."""
    told_of: int = 1
    """How many files errors are told of."""
    whole: bool = False
    """Whether it is the content of a file, and nothing else."""


CASES: list[Case] = []


def _content(name: str, content: str | bytes | Callable[[], str | bytes], *told: int | str) -> None:
    """A declaration's file with this content."""

    def make(declaration: Path) -> None:
        made = content() if callable(content) else content
        declaration.write_bytes(made.encode() if isinstance(made, str) else made)

    line, rule, *case = told
    CASES.append(Case(name, make, (int(line), str(rule), str(case[0]) if case else ""), whole=True))


def _value(name: str, old: str, new: str, rule: str, case: str = "") -> None:
    """The sound declaration with another text in one place; told of the line where it stands."""
    assert old in SOUND, old
    line = SOUND[: SOUND.index(old)].count("\n") + 1
    _content(name, lambda: SOUND.replace(old, new, 1), line, rule, case)


def _placed(name: str, make: Callable[[Path], None], *told: str, file: str = "", told_of: int = 1) -> None:
    """Something in the file system; a fault of a whole file is told of its first line."""
    rule, *case = told
    where = file or DECLARATION.as_posix()
    CASES.append(Case(name, make, (1, rule, case[0] if case else ""), where, told_of))


# Bombs: small files that grow when they are read
_content(
    "aliases",
    "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 99)),
    *(1, "plain-yaml", "anchor"),
)
_content(
    "merges",
    "m0: &m0 {x: 1}\n" + "".join(f"m{i}: &m{i}\n  <<: [{f'*m{i - 1}, ' * 99}]\n" for i in range(1, 9)),
    *(1, "plain-yaml", "anchor"),
)
_content("an alias of itself", "a: &a [*a]\n", 1, "plain-yaml", "anchor")
_content("an alias as key", "*a : 1\n", 1, "plain-yaml", "alias")
_content("a merge without alias", "<<: {id: x}\n", 1, "plain-yaml", "merge")

# Depth
for bracket in ("[", "{a: ", "- ", "? ", "[{a: "):
    _content(
        f"{BIG:,} times {bracket!r}",
        lambda bracket=bracket: bracket * BIG,  # type: ignore[misc]
        *(1, "plain-yaml", "depth"),
    )
_content("1,000 indents", "".join(" " * i + "a:\n" for i in range(1000)), *(13, "plain-yaml", "depth"))
_value("brackets in a value", GOAL, "[" * BIG, "plain-yaml", "depth")

# Size
_content("a text of 10 MB", lambda: SOUND.replace(GOAL, "长" * 3_500_000), 1, "file-size")
_content("10 MB of comments", lambda: "#\n" * 5_000_000, 1, "file-size")
_value("a text of 900 KB", GOAL, "x" * 900_000, "file-size", "text")
_value("a folded text of 900 KB", GOAL, '"' + "x\n     " * 128_000 + '"', "file-size", "text")
_value("a block of 900 KB", GOAL, "|\n" + "    x\n" * 150_000, "file-size", "text")
_content("a list of 400,000", lambda: f"a: [{'x,' * 400_000}]", 1, "file-size", "nodes")
_content("60,000 pairs in a line", lambda: f"a: {{{'k: v, ' * 60_000}}}", 1, "file-size", "nodes")
_content("50,000 lines", lambda: "- x\n" * 50_000, 50_000, "file-size", "nodes")
_content("a million blank lines", lambda: "\n" * 1_000_000, 1, "not-empty")
_content("a million blanks", lambda: " " * 1_000_000, 1, "not-empty")
_content("a key of 2,000 characters", "k" * 2_000 + ": 1\n", 1, "yaml-syntax", "other")
_content("16,000 unknown keys", lambda: "".join(f"fund{i:05}x: 1\n" for i in range(16_000)), 1, "known-keys")
_content("16,000 keys twice", lambda: "a: 1\n" * 16_000, 2, "unique-keys", "item")
_content("49,000 anchors", lambda: "a:\n" + "- &a x\n" * 49_000, *(2, "plain-yaml", "anchor"))
_content(
    "49,000 former addresses",
    lambda: SOUND + "moved_from:\n" + "- X y\n" * 40_000,
    *(SOUND.count("\n") + 2, "file-size", "list"),
)
_content("150,000 quotes", lambda: 'a: "x\n' * 150_000, 1, "yaml-syntax", "unclosed")
_content(
    "3,000 indicators",
    lambda: (
        SOUND.replace(GOAL, "考点数量的名称达到100%，" * 400).split("indicators:")[0]
        + "indicators:\n"
        + "".join(
            f"- {{id: a{i}, level_1: 产出指标, level_2: 数量指标, name: {'考点数量的名称' * 8}{i}}}\n"
            for i in range(3_000)
        )
    ),
    *(23, "file-size", "list"),
)

# Keys that are another key to another reader
_content("a key twice", SOUND + "id: other\n", SOUND.count("\n") + 1, "unique-keys")
_content("a key twice, once in quotes", SOUND + '"id": other\n', SOUND.count("\n") + 1, "unique-keys")
_content("a key twice, once escaped", SOUND + '"\\x69d": other\n', SOUND.count("\n") + 1, "unique-keys")
_content("a key twice, composed and not", "é: 1\ne\u0301: 2\n", 2, "unique-keys")
_content("a key twice, once with a blank", SOUND + '"id ": other\n', SOUND.count("\n") + 1, "unique-keys")
_value("a key in full width", "id: reading-room", "ｉｄ: reading-room", "known-keys")
_value("a key with a Cyrillic letter", "id: reading-room", "\u0456d: reading-room", "known-keys")
_value("a key with an unseen character", "id: reading-room", "i\u200bd: reading-room", "characters")
_value("a key in capitals", "id: reading-room", "ID: reading-room", "known-keys")
_value("a key with a dash that is a minus", "project_name:", "project\u2010name:", "known-keys", "guess")
_content("a list as key", "? [a]\n: b\n", 1, "plain-yaml", "key")

# Tags, directives, documents
for tag in (
    "!!python/object/apply:os.system",
    "!!binary",
    "!!set",
    "!!int",
    "!",
    "!<tag:x>",
    "!!js/function",
):
    _value(f"the tag {tag}", GOAL, f"{tag} x", "plain-yaml", "tag")
_content("a directive", "%YAML 1.1\n---\n" + SOUND, 1, "plain-yaml", "directive")
_content("a tag's directive", "%TAG ! tag:x,2024:\n---\n" + SOUND, 1, "plain-yaml", "directive")
_content("two documents", f"{SOUND}---\n{SOUND}", SOUND.count("\n") + 1, "plain-yaml", "documents")

# Figures that are none
MONEY = '"500,000.00"'
for figure in (
    *("NaN", ".nan", ".inf", "-.inf", "Infinity", "1e5", "1E400", "0x1F", "0o17", "1_000", "+5", "-5", "５０"),
    *("٣", "5,00", "1,0000", "5.", ".5", "1.2.3", "[5]", "{a: 5}", "9" * 19, "5\u00a0000", "５．０", "no"),
):  # fmt: skip
    rule = ("structure", "text") if figure[0] in "[{" else ("money",)
    _value(f"the amount {figure}", MONEY, figure, *rule)
_value("an amount of 1,000 digits", MONEY, "9" * 1_000, "money")
for year in ("2024.0", "２０２４", "0x7E8", "1e3", "-2024", "9999", "24", "2O24", "NaN"):
    _value(f"the year {year}", "fiscal_year: 2024", f"fiscal_year: {year}", "year")
for day in ("2024-02-30", "2024-13-01", "2024-1-1T00:00:00Z", "０000-01-01", "99999-01-01", "now", "0"):
    _value(f"the day {day}", "start: 2024-01-01", f"start: {day}", "day")

# Characters that cannot be seen, or turn round what is seen
for code in (
    *("0000", "0001", "0007", "0008", "000b", "000c", "001b", "007f", "0080", "0085", "009f", "061c", "200b"),
    *("200c", "200d", "200e", "200f", "202a", "202b", "202d", "202e", "2028", "2029", "2060", "2066", "2067"),
    *("2069", "feff", "fffe", "ffff"),
):
    char = chr(int(code, 16))
    _value(f"U+{code}", GOAL, f"全年{char}开放", "characters")
    _value(f"U+{code}, escaped", GOAL, f'"全年\\u{code}开放"', "characters")
_value("U+1FFFE", GOAL, "全年\U0001fffe开放", "characters")
_value("U+E0041, a letter of a tag", GOAL, "全年\U000e0041开放", "characters")
_value("half a pair, escaped", GOAL, '"全年\\ud800开放"', "yaml-syntax", "other")
_value("a pair in halves, escaped", GOAL, '"全年\\ud83d\\ude00开放"', "yaml-syntax", "other")
_content("half a pair, in bytes", b"id: \xed\xa0\x80", 1, "encoding", "other")

# Files in other encodings, and what is no text
for encoding, case in (("gbk", "gbk"), ("gb18030", "gbk"), ("utf-16", "utf16"), ("big5", "gbk")):
    sound = "id: 全年\n" if encoding == "big5" else SOUND
    _content(
        f"a file in {encoding}",
        sound.encode(encoding),
        1 if encoding in ("utf-16", "big5") else 4,
        "encoding",
        case,
    )
_content("a file in utf-16 big-endian", b"\xfe\xff" + SOUND.encode("utf-16-be"), 1, "encoding", "utf16")
_content("a file in utf-32", SOUND.encode("utf-32"), 1, "encoding", "utf16")
_content("a file in utf-16 without a mark", SOUND.encode("utf-16-le"), 4, "encoding", "other")
_content("ASCII in utf-16 without a mark", "id: x\n".encode("utf-16-le"), 1, "characters")
_content(
    "UTF-8 that is too long",
    SOUND.encode().replace(b"/", b"\xc0\xaf") + b"#\xc0\xaf",
    58,
    "encoding",
    "other",
)
_content("UTF-8 cut off", SOUND.encode() + "# 长".encode()[:-1], 58, "encoding", "other")
_content("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, 1, "encoding", "other")
_content("an archive", b"PK\x03\x04" + b"\0\1\2" * 1_000, 1, "characters")
_content("nothing", b"", 1, "not-empty")
_content("a comment", "# x", 1, "not-empty")
_content("a web page", "<!DOCTYPE html>\n<script>alert(1)</script>\n", 1, "plain-yaml", "key")
_content("a template", "{% for x in y %}{{ x }}{% endfor %}\n", 1, "yaml-syntax", "other")

# Addresses that lead elsewhere, or that not every system can hold
for address in (
    *("../../etc/passwd", "..", ".", "/etc/passwd", "a/../b", "a\\\\b", "C:\\\\x", "%2e%2e%2fx", ".htaccess"),
    *("reading_room", "Reading-Room", "a--b", "-a", "a-", "a b", "a.b", "a%00", "ａｂ", "阅览室", "r\u0435ad"),
    *("x" * 65, "~root", "$HOME", "`id`", "a;b", "a?b", "a#b", "a\\nb", "javascript:x", "{{7*7}}", "<b>"),
):  # fmt: skip
    _value(f"the id {address}", "id: reading-room", f'id: "{address}"', "address")
for address in ("con", "prn", "aux", "nul", "com1", "lpt9", "index", "page-2"):
    _value(f"the id {address}", "id: reading-room", f"id: {address}", "address", "reserved")
for address in (
    *("../x", "/2024/x", "2024/../x", "2024/../../x", "2024//x", "2024/x/", "2024\\\\x", "2024/con", "9999/x", "x"),
    *("2024", "2024/", "//evil.example/x", "2024/index", "2024/X", "en/2024/x", "2024/x/y", "https://evil.example"),
):  # fmt: skip
    _content(
        f"the former address {address}",
        f'{SOUND}moved_from: ["{address}"]\n',
        *(SOUND.count("\n") + 1, "address", "path"),
    )
for address in (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\\nscript:x", "data:text/html,x", "vbscript:x"),
    *("ftp://x.cn", "file:///etc/passwd", "https:x.cn", "https://", "https://u:p@x.cn/", "https://x.cn\\\\@y.cn"),
    *("//evil.example", 'https://x.cn/\\"onmouseover=x', "https://x.cn/<b>", "https://例子.cn/", "https://x.cn/ y", "http://[::1]/"),
):  # fmt: skip
    _content(
        f"the web address {address}",
        f'{SOUND}source: {{document: x, place: y, address: "{address}"}}\n',
        *(SOUND.count("\n") + 1, "web-address"),
    )


# What is no plain file of the content folder
def _link(target: str) -> Callable[[Path], None]:
    def make(declaration: Path) -> None:
        declaration.unlink()
        declaration.symlink_to(target)

    return make


def _outside(declaration: Path) -> None:
    declaration.rename(declaration.parents[3] / "outside.yml")
    declaration.symlink_to("../../../outside.yml")


def _folder_outside(declaration: Path) -> None:
    outside = declaration.parents[3] / "outside"
    declaration.parent.rename(outside)
    declaration.parent.symlink_to(outside)


def _vocabulary_outside(declaration: Path) -> None:
    glossary = declaration.parents[2] / "glossary.yml"
    glossary.rename(declaration.parents[3] / "glossary.yml")
    glossary.symlink_to("../glossary.yml")


def _pipe(declaration: Path) -> None:
    declaration.unlink()
    os.mkfifo(declaration)


def _pipe_of_removed(declaration: Path) -> None:
    os.mkfifo(declaration.parents[2] / "removed.yml")


def _socket(declaration: Path) -> None:
    declaration.unlink()
    here = Path.cwd()
    os.chdir(declaration.parent)  # the path of a socket has 108 characters at most
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(declaration.name)
    finally:
        os.chdir(here)


def _folder(declaration: Path) -> None:
    declaration.unlink()
    declaration.mkdir()
    (declaration / "x.txt").write_text("x", encoding="utf-8")


def _renamed(name: str | bytes) -> Callable[[Path], None]:
    def make(declaration: Path) -> None:
        os.rename(declaration, os.path.join(os.fsencode(declaration.parent), os.fsencode(name)))  # noqa: PTH104, PTH118 (bytes)

    return make


def _twin(name: str) -> Callable[[Path], None]:
    def make(declaration: Path) -> None:
        (declaration.parent / name).write_text(SOUND, encoding="utf-8")

    return make


LINKED = ("file-readable", "link")
_placed("a link out of the folder", _outside, *LINKED)
_placed("a link to the system's files", _link("/etc/passwd"), *LINKED)
_placed("a link to endless nothing", _link("/dev/zero"), *LINKED)
_placed("a link to nowhere", _link("nowhere"), *LINKED)
_placed("a link to itself", _link("reading-room.yml"), *LINKED)
_placed("a folder that is a link", _folder_outside, *LINKED, file="declarations/2024")
_placed("a glossary that is a link", _vocabulary_outside, *LINKED, file="glossary.yml")
_placed("a pipe", _pipe, "file-readable", "kind")
_placed("a pipe of what was removed", _pipe_of_removed, "file-readable", "kind", file="removed.yml")
_placed("a socket", _socket, "file-readable", "kind")
_placed("a folder with a file's name", _folder, "file-readable", "kind")
_placed(
    "a name with a line break",
    _renamed("a\nb: error[x].yml"),
    "file-name",
    file="declarations/2024/a\\nb: error[x].yml",
)
_placed(
    "a name that turns round",
    _renamed("x\u202elmy.yml"),
    "file-name",
    file="declarations/2024/x\\u202elmy.yml",
)
_placed("a name that is no Unicode", _renamed(b"\xff.yml"), "file-name", file="declarations/2024/\\udcff.yml")
_placed(
    "a name with a terminal's command",
    _renamed("\x1b[2J.yml"),
    "file-name",
    file="declarations/2024/\\x1b[2J.yml",
)
_placed("a twin in capitals", _twin("Reading-Room.yml"), "unique-address", told_of=2)
_placed("a twin in full width", _twin("ｒx.yml"), "unique-address", file="declarations/2024/ｒx.yml")
_placed("a twin with another ending", _twin("reading-room.yaml"), "unique-address", told_of=2)


def _many(count: int, name: str, goal: str = GOAL) -> str:
    """The sound declaration with other indicators."""
    rows = (
        f"- {{id: a{n}, level_1: 产出指标, level_2: 数量指标, name: {name}{n}, target: '≥{n}(次)'}}\n"
        for n in range(count)
    )
    return SOUND.replace(GOAL, goal).split("indicators:")[0] + "indicators:\n" + "".join(rows)


DEAR = {
    "many promises and indicators": _many(500, "考点数量的名称" * 8, "考点数量的名称达到100%，" * 400),
    "many waivers": _many(500, "率")
    + "waivers:\n"
    + "".join(f"- {{rule: levels, indicator: a{n}, reason: x}}\n" for n in range(500)),
    **{
        f"20,000 times {sign!r}": SOUND.replace(GOAL, f'"{(sign * 20_000)[:19_999]}"')
        for sign in (
            "a",
            "1 ",
            "1,111",
            "1-",
            "联系人",
            "联系人1",
            "达到",
            "考",
            "申请1万元",
            "王老师",
            "“",
            "x@",
            "〇",
            "a.",
        )
    },
}
"""Sound files that a careless check would be busy with for minutes."""
