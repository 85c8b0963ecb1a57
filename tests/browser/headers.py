"""How safe an answer is by its headers: what public scanners look for, and what this site promises."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

WANTED = {
    "default-src": {"'none'"},
    "script-src": {"'self'", "'wasm-unsafe-eval'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "worker-src": {"'self'"},
    "manifest-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
"""The most that each directive may allow."""


def _policy(value: str) -> bool:
    found = {name: set(allowed) for name, *allowed in map(str.split, value.split("; ") if value else ())}
    return found.keys() == WANTED.keys() and all(
        found[name] and found[name] <= WANTED[name] for name in WANTED
    )


def _permissions(value: str) -> bool:
    refused = set(re.findall(r"([a-z-]+)=\(\)", value))
    return refused >= {"camera", "microphone", "geolocation", "payment", "usb"} and "*" not in value


REQUIRED: dict[str, Callable[[str], bool]] = {
    "content-security-policy": _policy,
    "x-content-type-options": lambda value: value == "nosniff",
    "x-frame-options": lambda value: value == "DENY",
    "referrer-policy": lambda value: value in ("no-referrer", "same-origin", "strict-origin"),
    "permissions-policy": _permissions,
    "cross-origin-opener-policy": lambda value: value == "same-origin",
    "cross-origin-resource-policy": lambda value: value in ("same-origin", "cross-origin"),
    "cache-control": lambda value: value == "no-cache" or value.endswith("immutable"),
}
"""Each header that every answer has, and whether a value of it is good."""

TELLTALE = ("x-powered-by", "x-of-host", "set-cookie")
"""What says more than it should, or belongs to another place of the host."""


def faults(headers: Mapping[str, str]) -> list[str]:
    """What is wrong with the headers of an answer; their names are in lower case."""
    bad = [name for name, good in REQUIRED.items() if not good(headers.get(name, ""))]
    bad += [name for name in TELLTALE if name in headers]
    return bad + [name for name in ("server",) if re.search(r"\d", headers.get(name, ""))]
