"""The same index from the same input: Pagefind 1.5.2 lists filters and their values in an order left to chance.

Its files are CBOR in gzip behind a signature. Metadata sorted, packed anew and named by their new content, two
builds give the same bytes; the words and pages of the index are the same as they are. Pagefind 1.6 needs none of
this.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import cbor2

SIGNATURE = b"pagefind_dcd"
NAME = "pagefind"
ENTRY = "pagefind-entry.json"


def settle(bundle: Path) -> None:
    """Sort the metadata of a Pagefind 1.5 bundle in place. Raises ValueError for a file it does not know."""
    entry_path = bundle / ENTRY
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for lang, index in sorted(entry["languages"].items()):
        meta_path = bundle / f"{NAME}.{index['hash']}.pf_meta"
        version, pages, chunks, filters, sorts, fields = cbor2.loads(unpack(meta_path.read_bytes()))
        filters = [[name, _settled_filter(bundle, lang, file)] for name, file in sorted(filters)]
        meta_path.unlink()
        index["hash"], content = meta(lang, [version, pages, chunks, filters, sorted(sorts), fields])
        (bundle / f"{NAME}.{index['hash']}.pf_meta").write_bytes(pack(content))
    entry_path.write_text(entry_text(entry), encoding="utf-8")


def _settled_filter(bundle: Path, lang: str, name: str) -> str:
    """The file of one filter, its values sorted; its new name."""
    path = bundle / "filter" / f"{name}.pf_filter"
    label, values = cbor2.loads(unpack(path.read_bytes()))
    path.unlink()
    name, content = values_of(lang, label, dict(values))
    path.with_name(f"{name}.pf_filter").write_bytes(pack(content))
    return name


def entry_text(entry: Mapping[str, Any]) -> str:
    """The file that tells what a bundle holds."""
    settled = {**entry, "include_characters": sorted(entry["include_characters"])}
    return json.dumps(settled, ensure_ascii=False, sort_keys=True)


def meta(lang: str, value: list[Any]) -> tuple[str, bytes]:
    """Name (as the entry tells it) and content of the metadata of one language."""
    content = cbor2.dumps(value)
    return f"{lang}_{_digest(content)[:10]}", content


def values_of(lang: str, label: str, values: Mapping[str, Iterable[int]]) -> tuple[str, bytes]:
    """Name and content of a filter: each of its values with the numbers of its pages."""
    content = cbor2.dumps([label, [[value, list(pages)] for value, pages in sorted(values.items())]])
    return f"{lang}_{_digest(content)[:7]}", content


def _digest(content: bytes) -> str:
    return hashlib.sha256(SIGNATURE + content).hexdigest()


def unpack(packed: bytes) -> bytes:
    """What a file of a bundle holds. Raises ValueError for one that is not Pagefind's."""
    data = gzip.decompress(packed)
    if not data.startswith(SIGNATURE):
        raise ValueError("a file of the index is not what Pagefind 1.5 writes")
    return data.removeprefix(SIGNATURE)


def pack(content: bytes, level: int = 9) -> bytes:
    """A file of a bundle that holds this."""
    return gzip.compress(SIGNATURE + content, level, mtime=0)
