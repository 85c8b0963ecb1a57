"""The manifest for object storage and the CDN before it: what each file is uploaded as, in JSON.

An object has one content, whatever a browser asks for, so packed copies stay at home: CDNs pack by themselves.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.hosting.kinds import PACKED, cache, full_type, kind_of, own_headers
from generator.hosting.policy import HEADERS
from generator.hosting.where import Where
from generator.i18n import Words
from generator.past import standing


def configuration(where: Where, words: Words) -> str:
    """The whole text. Raises NotADirectoryError where there is no site."""
    folder = Path(where.root)
    if not folder.is_dir():
        raise NotADirectoryError(where.root)
    paths = sorted(path for path, _ in standing(folder))
    there = set(paths)
    listed = [path for path in paths if not _packed(path, there)]
    told = {
        "about": [words(f"hosting.{key}") for key in ("objects", "language")],
        "website": {
            "index_document": "index.html",
            "error_document": where.not_found.removeprefix("/"),
            "error_status": 404,
            "methods": ["GET", "HEAD"],
        },
        "headers_of_every_answer": HEADERS,
        "files": [_file(path, where.prefix.removeprefix("/")) for path in listed],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _packed(path: str, there: set[str]) -> bool:
    name, _, ending = path.rpartition(".")
    return ending in PACKED and name in there


def _file(path: str, prefix: str) -> dict[str, Any]:
    kind = kind_of(path)
    return {
        "file": path,
        "key": prefix + path,
        "headers": {"Content-Type": full_type(kind), "Cache-Control": cache(path), **own_headers(kind)},
    }
