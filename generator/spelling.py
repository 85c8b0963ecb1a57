"""Help for what readers type: names of the site, how they sound (pinyin), Traditional characters."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable

MAX_NAMES = 3_000
"""How many names the spelling help knows: the most frequent ones."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")


def vocabulary(found: Iterable[str]) -> str:
    """What spelling help needs: the most frequent names, how their characters sound, and Traditional forms."""
    import pypinyin  # its words take 55 MB: only where they are asked for

    names = Counter(found)
    kept = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))[:MAX_NAMES]]
    alphabet = sorted({char for name in names for char in name if _HAN.fullmatch(char)})
    sounds: dict[str, set[str]] = {char: set() for char in alphabet}
    for run in sorted({run for name in names for run in _HAN.findall(name)}):
        said = pypinyin.lazy_pinyin(run)  # 会 is kuai in 会计, hui elsewhere
        for char, sound in zip(run, said, strict=True):
            sounds[char].add(sound)
    known = {
        "names": kept,
        "sounds": {char: sorted(said) for char, said in sounds.items()},
        "simplified": _simplified(alphabet),
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def _simplified(alphabet: list[str]) -> dict[str, str]:
    """Traditional character → Simplified, for those that the site uses."""
    import opencc  # for this alone

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        old: new for old, new in zip(characters, converted, strict=True) if old != new and new in alphabet
    }
