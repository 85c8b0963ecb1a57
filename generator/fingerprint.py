"""What this software is, in 32 bytes: whatever was made by another version is not used again."""

from __future__ import annotations

import sqlite3
import sys
import unicodedata
import zlib
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

SIZE = 32


@cache
def fingerprint(*packages: str) -> bytes:
    """Changes with any file of the generator (code, words, examples) but its papers, with Python and the libraries it
    stands on, and with the `packages` named.
    """
    folder = Path(__file__).parent
    digest = blake2b(digest_size=SIZE)
    libraries = unicodedata.unidata_version, zlib.ZLIB_RUNTIME_VERSION, sqlite3.sqlite_version
    about = (sys.version, *libraries, *(version(each) for each in packages))
    digest.update(repr(about).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md" and "__pycache__" not in path.parts:
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\n{len(data)}\n".encode() + data)
    return digest.digest()
