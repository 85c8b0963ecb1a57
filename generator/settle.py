"""The same index from the same input: Pagefind 1.5.2 lists filters and their values in an order left to chance.

Its metadata are CBOR in gzip behind a signature. Sorted, packed anew and named by their new content, two builds
give the same bytes; the words and pages of the index are the same as they are. Pagefind 1.6 needs none of this.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

SIGNATURE = b"pagefind_dcd"
NAME = "pagefind"


def settle(bundle: Path) -> None:
    """Sort the metadata of a Pagefind 1.5 bundle in place. Raises ValueError for a file it does not know."""
    entry_path = bundle / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for lang, index in sorted(entry["languages"].items()):
        meta_path = bundle / f"{NAME}.{index['hash']}.pf_meta"
        version, pages, chunks, filters, sorts, fields = _unpack(meta_path)
        filters = [[name, _sorted_filter(bundle, lang, file)] for name, file in sorted(filters)]
        meta = [version, pages, chunks, filters, sorted(sorts), fields]
        meta_path.unlink()
        index["hash"] = _pack(meta, bundle, f"{NAME}.{lang}_", ".pf_meta", length=10).removeprefix(
            "pagefind."
        )
    entry["include_characters"] = sorted(entry["include_characters"])
    entry_path.write_text(json.dumps(entry, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _sorted_filter(bundle: Path, lang: str, name: str) -> str:
    """The file of one filter, its values sorted; its new name."""
    path = bundle / "filter" / f"{name}.pf_filter"
    label, values = _unpack(path)
    path.unlink()
    return _pack([label, sorted(values)], path.parent, f"{lang}_", ".pf_filter", length=7)


def _unpack(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{path.name} is not what Pagefind 1.5 writes")
    return cbor2.loads(data.removeprefix(SIGNATURE))


def _pack(value: Any, folder: Path, prefix: str, suffix: str, length: int) -> str:
    data = SIGNATURE + cbor2.dumps(value)
    name = prefix + hashlib.sha256(data).hexdigest()[:length]
    (folder / f"{name}{suffix}").write_bytes(gzip.compress(data, mtime=0))
    return name
